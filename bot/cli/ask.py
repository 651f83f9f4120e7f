"""`quoted ask`: an answer in the terminal, or one a line."""

import json
import sys
from typing import Annotated

import typer

from bot.cli.opening import answering
from bot.cli.options import Data, Json
from bot.terminal import print_answer
from config.settings import load
from retrieval.errors import QuotedError


def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    data: Data = None,
    as_json: Json = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Answer {"id", "question"} objects, one a line, from standard input.')
    ] = False,
) -> None:
    """Answer a question in the terminal."""
    from retrieval.answer import answer_record

    if bool(question) == jsonl:
        raise typer.BadParameter("give a question, or --jsonl and questions on standard input")
    with answering(load(), data) as (answerer, _):
        if question:
            answer = answerer.answer(question)
            if as_json:
                sys.stdout.write(json.dumps(answer_record(answer), ensure_ascii=False) + "\n")
            else:
                print_answer(answer)
            return
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                id_, text = _question_line(line, number)
                record = answer_record(answerer.answer(text), id=id_)
                sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


def _question_line(line: str, number: int) -> tuple[str, str]:
    """The id and the question of a line of --jsonl."""
    try:
        record = json.loads(line)
        return str(record["id"]), str(record["question"])
    except (ValueError, KeyError, TypeError):
        raise QuotedError(f'line {number}: not an object with "id" and "question"') from None
