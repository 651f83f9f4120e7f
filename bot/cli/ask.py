"""`quoted ask`: an answer in the terminal, or one a line."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import click

from bot.cli.declaring import Argument, Option
from bot.cli.opening import answering
from bot.cli.options import Data, Json
from bot.terminal import print_answer
from config.settings import load
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
) -> None:
    """Answer a question in the terminal."""
    from retrieval.answer import answer_record

    if bool(question) == jsonl:
        raise click.BadParameter("give a question, or --jsonl and questions on standard input")
    if after and jsonl:
        raise click.BadParameter('with --jsonl, give "after" in each line')
    with answering(load(), data) as (answerer, _):
        if question:
            answer = answerer.answer(question, after=_asked_before(answerer, after or []))
            if as_json:
                sys.stdout.write(json.dumps(answer_record(answer), ensure_ascii=False) + "\n")
            else:
                print_answer(answer)
            return
        _answer_lines(answerer)


def _answer_lines(answerer: "Answerer") -> None:
    """Answer what comes on standard input, each line at once: a program may wait for it before it asks again."""
    from retrieval.answer import answer_record

    passed_over = False
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            id_, text, before = _question_line(line, number)
        except QuotedError as error:
            click.echo(f"quoted: {error}; it is passed over", err=True)
            passed_over = True
            continue
        record = answer_record(answerer.answer(text, after=_asked_before(answerer, before)), id=id_)
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    if passed_over:
        raise click.exceptions.Exit(1)


def _asked_before(answerer: "Answerer", questions: list[str]) -> "Context | None":
    """What a question after these may lean on."""
    from retrieval.context import context_of

    context = None
    for question in questions:
        context = context_of(answerer.answer(question, after=context), context)
    return context


def _question_line(line: str, number: int) -> tuple[str, str, list[str]]:
    """The id and the question of a line of --jsonl, and those asked before it."""
    try:
        record = json.loads(line)
        before = record.get("after", [])
        return (
            str(record["id"]),
            str(record["question"]),
            [before] if isinstance(before, str) else list(map(str, before)),
        )
    except (AttributeError, ValueError, KeyError, TypeError):
        raise QuotedError(f'line {number}: not an object with "id" and "question"') from None
