"""`quoted stats`: how the bot fares, in figures."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.options import Data, Json
from bot.cli.places import place_of
from bot.cli.remembered import remembered
from config.settings import Settings, load
from retrieval.errors import LibraryMissing

if TYPE_CHECKING:
    from bot.operators.statistics import Period, Statistics
    from retrieval.library import Summary

LEAST_HELPFUL = 10
"""Quotes that are listed; --json lists all."""


def stats(data: Data = None, as_json: Json = False) -> None:
    """Show how much is asked, how much of it in vain, how fast it is answered, and which quotes helped."""
    from bot.markup import to_plain
    from bot.messages import load_messages
    from bot.operators.statistics import render_statistics, statistics_of

    settings = load()
    folder = data or settings.library.data
    with remembered(settings, folder) as state:
        found = statistics_of(state, _summary(settings, folder))
    if as_json:
        sys.stdout.write(json.dumps(_record(found), ensure_ascii=False) + "\n")
        return
    click.echo(to_plain(render_statistics(found, load_messages("en"))))
    for one in [one for one in found.feedback if one.unhelpful][:LEAST_HELPFUL]:
        click.echo(f"{one.unhelpful:5} not helpful {one.helpful:5} helpful  {one.article}, paragraph {one.paragraph}")


def _summary(settings: Settings, folder: Path) -> "Summary | None":
    """What is indexed; None where there is no library yet."""
    place = place_of(settings, folder)
    try:
        library = place.open(fingerprint=place.published_fingerprint(), dimension=0)
    except LibraryMissing:
        return None
    try:
        return library.summary()
    finally:
        library.close()


def _record(found: "Statistics") -> dict[str, Any]:
    summary = found.summary
    periods = {"today": found.today, "7_days": found.week, "30_days": found.month}
    return {
        "articles": summary.articles if summary else 0,
        "passages": summary.passages if summary else 0,
        **{name: _period_record(period) for name, period in periods.items()},
        "helpful": found.helpful,
        "unhelpful": found.unhelpful,
        "feedback": [asdict(one) for one in found.feedback],
    }


def _period_record(period: "Period") -> dict[str, Any]:
    return {
        "questions": period.questions,
        "a_day": period.a_day,
        **{name: value for name, value in asdict(period).items() if name != "days"},
        "not_found_rate": period.not_found_rate,
    }
