"""`quoted calibrate`: the threshold of confidence for the operator's own library, at a stated error rate."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click

from bot.cli.declaring import Argument, Option
from bot.cli.evaluate import read_questions
from bot.cli.opening import answering
from bot.cli.options import Data, Json
from bot.terminal import print_calibration
from config.settings import FILE, load
from retrieval.errors import QuotedError, SettingsError

if TYPE_CHECKING:
    from retrieval.answering import Answerer
    from retrieval.evaluation import KnownQuestion


def calibrate(
    questions: Annotated[Path, Argument(help="Questions with their answers, JSON Lines (docs/formats.md).")],
    data: Data = None,
    as_json: Json = False,
    error: Annotated[
        float, Option(least=0.001, most=0.5, help="The share of unanswerable questions that may get an answer.")
    ] = 0.05,
    write: Annotated[bool, Option(name="--write", help=f"Put the threshold into {FILE}.")] = False,
) -> None:
    """Find the confidence from which to answer, for your own library."""
    from retrieval.calibration import calibrate as find_threshold

    known = read_questions(questions)
    with answering(load(), data) as (answerer, _):
        sure, unsure = _confidences(answerer, known)
    if not sure or not unsure:
        raise QuotedError(f"{questions}: no answerable question names its evidence; see docs/formats.md")
    import numpy as np

    found = find_threshold(np.array(sure), np.array(unsure), error=error)
    if as_json:
        sys.stdout.write(json.dumps(asdict(found)) + "\n")
    else:
        print_calibration(found, error)
    if write:
        write_threshold(Path(FILE), found.threshold)
        click.echo(f"written: answering.threshold = {found.threshold} in {FILE}", err=True)


def write_threshold(path: Path, threshold: float) -> None:
    """Set answering.threshold in a settings file and leave the rest of it as it stands. Raises SettingsError."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
        section = document.setdefault("answering", tomlkit.table())
        section["threshold"] = threshold
        new = path.with_name(f".{path.name}.new")
        new.write_text(tomlkit.dumps(document), encoding="utf-8")
        new.replace(path)
    except OSError as error:
        raise SettingsError(f"{path} can't be written: {error.strerror}; set answering.threshold yourself") from None
    except (TOMLKitError, TypeError) as error:
        raise SettingsError(f"{path}: {error}; mend it, or set answering.threshold yourself") from None


def _confidences(answerer: "Answerer", known: "list[KnownQuestion]") -> tuple[list[float], list[float]]:
    """The confidences of questions that can be answered, and of those that can't: each question is asked again with the
    articles that answer it left out.
    """
    sure, unsure = [], []
    for question in known:
        if not question.answerable:
            unsure.append(answerer.answer(question.question, today=question.date).confidence)
        elif question.evidence:
            sure.append(answerer.answer(question.question, today=question.date).confidence)
            withheld = {evidence.article for evidence in question.evidence}
            unsure.append(answerer.answer(question.question, without=withheld, today=question.date).confidence)
    return sure, unsure
