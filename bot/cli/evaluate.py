"""`quoted evaluate`: how good the answers are, on questions whose answers are known."""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click

from bot.cli.declaring import Argument, Option
from bot.cli.opening import answering
from bot.cli.options import Data, Json
from bot.terminal import print_comparison, print_evaluation, print_groups, print_misses
from config.settings import load
from retrieval.errors import QuotedError

if TYPE_CHECKING:
    from retrieval.evaluation import Case, Interval, KnownQuestion


def evaluate(
    questions: Annotated[Path, Argument(help="Questions with their answers, JSON Lines (docs/formats.md).")],
    data: Data = None,
    as_json: Json = False,
    plots: Annotated[Path | None, Option(help="Write risk/coverage and reliability there as PNG.")] = None,
    misses: Annotated[int, Option(name="--worst", least=0, help="How many of the worst misses to list.")] = 10,
    other: Annotated[
        Path | None, Option(name="--compare", help="A saved --json of another run: is the difference more than luck?")
    ] = None,
) -> None:
    """Measure the answers on questions whose answers are known."""
    from retrieval.comparison import compare, paired
    from retrieval.evaluation import by_group, judge, worst
    from retrieval.evaluation import evaluate as measure

    known = read_questions(questions)
    before = _saved(other) if other is not None else None
    with answering(load(), data) as (answerer, _):
        cases = [judge(question, answerer.answer(question.question, today=question.date)) for question in known]
    metrics = measure(cases)
    groups = {"kind": by_group(cases, lambda case: case.kind), "asks for": by_group(cases, lambda case: case.asks_for)}
    difference = compare(cases, before) if before is not None else {}
    if plots is not None:
        from bot.plots import write_plots

        for path in write_plots(cases, plots):
            click.echo(f"written: {path}", err=True)
    if as_json:
        record: dict[str, Any] = {
            **_plain(metrics),
            "groups": {name: {key: _plain(own) for key, own in group.items()} for name, group in groups.items()},
            "questions": [asdict(case) for case in cases],
        }
        if before is not None:
            record["compared"] = {name: asdict(value) for name, value in difference.items()}
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        return
    print_evaluation(metrics, len(known))
    print_groups(groups)
    if before is not None:
        print_comparison(difference, len(paired(cases, before)), str(other))
    print_misses(worst(cases, misses))


def read_questions(path: Path) -> "list[KnownQuestion]":
    """The questions of a file. Raises QuotedError when it can't be read or has none."""
    from retrieval.evaluation import parse_questions

    try:
        with path.open(encoding="utf-8") as lines:
            known = parse_questions(lines)
    except OSError as error:
        raise QuotedError(f"{path}: {error.strerror}; name a file of questions") from None
    except UnicodeDecodeError:
        raise QuotedError(f"{path}: not UTF-8 text; save it as UTF-8") from None
    if not known:
        raise QuotedError(f"{path}: there is no question in it; see docs/formats.md")
    return known


def _saved(path: Path) -> "list[Case]":
    """The cases of a saved run."""
    from retrieval.evaluation import Case

    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        names = {field.name for field in fields(Case)}
        return [Case(**{name: value for name, value in case.items() if name in names}) for case in record["questions"]]
    except OSError as error:
        raise QuotedError(f"{path}: {error.strerror}; name what quoted evaluate --json wrote") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise QuotedError(f"{path}: not a saved run; make one with: quoted evaluate ... --json > {path}") from None


def _plain(metrics: "Mapping[str, Interval | float]") -> dict[str, Any]:
    return {name: value if isinstance(value, float) else asdict(value) for name, value in metrics.items()}
