"""`quoted feedback`: which quotes people called helpful, and what they asked in vain."""

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from bot.cli.options import Data, Json
from bot.markup import one_line, sendable
from config.settings import load
from retrieval.errors import QuotedError

if TYPE_CHECKING:
    from bot.state import Feedback, Question


def feedback(data: Data = None, as_json: Json = False) -> None:
    """Show which quotes people called helpful, and the questions that are kept (privacy.question_days)."""
    from bot.state import BotState, Retention

    settings = load()
    path = (data or settings.library.data) / "bot.db"
    if not path.is_file():
        raise QuotedError(f"{path}: nobody has asked yet; run: quoted serve")
    privacy = settings.privacy
    retention = Retention(privacy.question_days, privacy.people_days, privacy.answer_days)
    state = BotState(path, retention=retention)
    try:
        counts, questions = state.feedback(), state.questions()
    finally:
        state.close()
    if as_json:
        record = {"feedback": [asdict(one) for one in counts], "questions": [asdict(one) for one in questions]}
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    else:
        _print(counts, questions)


def _print(counts: "list[Feedback]", questions: "list[Question]") -> None:
    for one in counts:
        typer.echo(f"{one.helpful:5} helpful {one.unhelpful:5} not  {one.article}, paragraph {one.paragraph}")
    if not counts:
        typer.echo("no feedback yet")
    for question in questions:
        typer.echo(f"{question.outcome:9}  {sendable(one_line(question.text))}")
