"""`quoted ask`: an answer in the terminal, or one a line."""

import datetime
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click

from bot.cli.declaring import Argument, Option
from bot.cli.opening import answering
from bot.cli.options import Data, Json
from bot.cli.places import place_of
from bot.terminal import print_answer
from config.settings import Settings, load
from retrieval.errors import QuotedError

if TYPE_CHECKING:
    from retrieval.answering import Answerer
    from retrieval.context import Context


def ask(
    question: Annotated[str | None, Argument(help="The question.")] = None,
    data: Data = None,
    as_json: Json = False,
    jsonl: Annotated[
        bool, Option(name="--jsonl", help='Answer {"id", "question"} objects, one a line, from standard input.')
    ] = False,
    after: Annotated[
        list[str] | None, Option(help="A question asked before, on which this one may lean; in order.")
    ] = None,
    date: Annotated[
        str, Option(help='The day on which it is asked, such as 2022-10-31: "last month" counts from it.')
    ] = "",
) -> None:
    """Answer a question in the terminal."""
    from retrieval.answer import answer_record
    from retrieval.evaluation import day_asked

    question = (question or "").strip()
    if bool(question) == jsonl:
        raise click.BadParameter("give a question, or --jsonl and questions on standard input")
    if after and jsonl:
        raise click.BadParameter('with --jsonl, give "after" in each line')
    if date and jsonl:
        raise click.BadParameter('with --jsonl, give "date" in each line')
    try:
        today = day_asked({"date": date})
    except ValueError:
        raise click.BadParameter(f"{date}: no day such as 2022-10-31") from None
    settings = load()
    with answering(settings, data) as (answerer, library):
        if question:
            answer = answerer.answer(question, after=_asked_before(answerer, after or [], today), today=today)
            if as_json:
                sys.stdout.write(json.dumps(answer_record(answer), ensure_ascii=False) + "\n")
            else:
                print_answer(answer)
            if not (answer.quotes or answer.closest or library.summary().articles):
                click.echo(_empty(settings, data), err=True)
            return
        _answer_lines(answerer)


def _empty(settings: Settings, data: Path | None) -> str:
    """What to say of a library without an article."""
    place = place_of(settings, data or settings.library.data)
    seeds = settings.library.seeds
    return f"quoted: {place}: the library holds no articles; put some into {seeds} and run: quoted index"


def _answer_lines(answerer: "Answerer") -> None:
    """Answer what comes on standard input, each line at once: a program may wait for it before it asks again."""
    from retrieval.answer import answer_record

    passed_over = False
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            asked = _asked(line, number)
        except QuotedError as error:
            click.echo(f"quoted: {error}; it is passed over", err=True)
            passed_over = True
            continue
        context = _asked_before(answerer, asked.before, asked.today)
        record = answer_record(answerer.answer(asked.text, after=context, today=asked.today), id=asked.id)
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    if passed_over:
        raise click.exceptions.Exit(1)


def _asked_before(answerer: "Answerer", questions: Sequence[str], today: datetime.date | None) -> "Context | None":
    """What a question after these may lean on."""
    from retrieval.context import context_of

    context = None
    for question in questions:
        context = context_of(answerer.answer(question, after=context, today=today), context)
    return context


@dataclass(frozen=True)
class _Asked:
    """A line of --jsonl."""

    id: str
    text: str
    before: tuple[str, ...]  # what was asked before it, in order
    today: datetime.date | None  # the day on which it is asked


def _asked(line: str, number: int) -> _Asked:
    """What a line of --jsonl asks; with a day that can't be read it is asked today. Raises QuotedError."""
    from retrieval.evaluation import day_asked

    try:
        record = json.loads(line)
        before = record.get("after", [])
        before = (before,) if isinstance(before, str) else tuple(map(str, before))
        id_, text = str(record["id"]), str(record["question"])
    except (AttributeError, ValueError, KeyError, TypeError):
        raise QuotedError(f'line {number}: not an object with "id" and "question"') from None
    try:
        today = day_asked(record)
    except ValueError:
        today = None
        click.echo(f'quoted: line {number}: "date" is no day such as 2022-10-31; it is asked as of today', err=True)
    return _Asked(id_, text, before, today)
