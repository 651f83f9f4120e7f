"""`quoted gaps`: what people asked in vain, grouped by meaning."""

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import reading
from bot.cli.options import Data, Json
from bot.cli.remembered import remembered
from config.settings import load

if TYPE_CHECKING:
    from bot.operators.gaps import Gap, Gaps, Near
    from bot.operators.statistics import Period

NEAREST = 20
"""Articles."""


def gaps(data: Data = None, as_json: Json = False) -> None:
    """Show what people asked in vain, grouped by meaning; where no questions are kept, which articles came near."""
    from bot.markup import to_plain
    from bot.messages import load_messages
    from bot.operators.gap_pages import render_not_kept
    from bot.operators.gaps import GapFinder, nearest
    from bot.operators.statistics import MONTH, period_of

    settings = load()
    with (
        remembered(settings, data or settings.library.data) as state,
        reading(settings, data) as (library, encoder),
    ):
        found = GapFinder(state, encoder.encode_question).gaps()
        near = nearest(state, library, days=MONTH, most=NEAREST)
        asked = period_of(state, MONTH)
    if as_json:
        sys.stdout.write(json.dumps(_record(found, near, asked), ensure_ascii=False) + "\n")
    elif found.found or settings.privacy.question_days:
        _print(found)
    else:
        click.echo(to_plain(render_not_kept(asked, near, load_messages("en"))))


def _print(gaps: "Gaps") -> None:
    from bot.markup import one_line, sendable

    for gap in gaps.found:
        day = datetime.fromtimestamp(gap.last, UTC).date()
        click.echo(f"{gap.count:5}  {day}  {sendable(one_line(gap.text))}")
        for wording in gap.wordings[1:]:
            click.echo(f"{'':19}{sendable(one_line(wording.text))}")
    if not gaps.found:
        click.echo("no question that is kept was without an answer")
    if gaps.left_out:
        click.echo(f"and {gaps.left_out} earlier wordings, too many to be grouped")


def _record(gaps: "Gaps", near: "list[Near]", asked: "Period") -> dict[str, Any]:
    return {
        "gaps": [_gap_record(gap) for gap in gaps.found],
        "left_out": gaps.left_out,
        "30_days": {"answered": asked.answered, "not_found": asked.not_found},
        "nearest": [
            {"article": one.article, "title": one.source.title if one.source else "", "questions": one.questions}
            for one in near
        ],
    }


def _gap_record(gap: "Gap") -> dict[str, Any]:
    wordings = [{"text": one.text, "count": len(one.texts), "last": one.last} for one in gap.wordings]
    return {"id": gap.id, "question": gap.text, "count": gap.count, "last": gap.last, "wordings": wordings}
