"""`quoted evaluate`: how good the answers are, on questions whose answers are known."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import answering
from bot.cli.options import Data, Json
from bot.terminal import print_evaluation
from config.settings import load
from retrieval.errors import QuotedError


def evaluate(
    questions: Annotated[Path, typer.Argument(help="Questions with their answers, JSON Lines (docs/formats.md).")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Measure the answers on questions whose answers are known."""
    from retrieval.evaluation import Interval, parse_questions
    from retrieval.evaluation import evaluate as measure

    try:
        with questions.open(encoding="utf-8") as lines:
            known = parse_questions(lines)
    except OSError as error:
        raise QuotedError(f"{questions}: {error.strerror}; name a file of questions") from None
    if not known:
        raise QuotedError(f"{questions}: there is no question in it; see docs/formats.md")
    with answering(load(), data) as (answerer, _):
        metrics = measure([(question, answerer.answer(question.question)) for question in known])
    if as_json:
        record = {name: asdict(value) if isinstance(value, Interval) else value for name, value in metrics.items()}
        sys.stdout.write(json.dumps(record) + "\n")
    else:
        print_evaluation(metrics, len(known))
