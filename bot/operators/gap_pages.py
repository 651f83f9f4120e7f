"""Gaps as messages: a page of them, one of them with its wordings, and what can be told where no question is kept.

Pure functions from data to markup; knows nothing of chats and buttons.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from bot.markup import Block, Markup, Run, one_line, shortened
from bot.messages import Messages
from bot.operators.gaps import Gap, Gaps, Near
from bot.operators.statistics import MONTH, Period
from bot.rendering import headline, render_quote, render_words
from retrieval.answer import Quote

WORDING = 200  # UTF-16 units of a question in a list
WORDINGS = 10  # of a gap
FILLED = "✓ "


@dataclass(frozen=True)
class Shown:
    """A gap on a page."""

    number: int  # from 1, on all pages together
    gap: Gap
    filled: bool  # whether it has an answer by now


def render_gaps(shown: Sequence[Shown], gaps: Gaps, messages: Messages, *, days: int) -> Markup:
    """A page of gaps, each with how often it was asked and when last; `days` is for how long questions are kept."""
    if not gaps.found:
        return render_words(messages, "gaps-none", {"days": days})
    asked = sum(gap.count for gap in gaps.found)
    blocks = [
        Block((Run(messages.say("gaps-kept", {"count": asked, "days": days}), bold=True),)),
        *(_entry(one, messages) for one in shown),
    ]
    if any(one.filled for one in shown):
        blocks += [Block(()), Block((Run(f"{FILLED}{messages.say('gaps-filled')}", italic=True),))]
    if gaps.left_out:
        blocks.append(Block((Run(messages.say("gaps-left-out", {"count": gaps.left_out})),)))
    return tuple(blocks)


def render_gap(gap: Gap, quote: Quote | None, messages: Messages) -> Markup:
    """A gap's wordings, and the quote that answers it by now, or that there still is none."""
    head = Block((Run(messages.say("gap-asked", {"count": gap.count, "date": _day(gap)}), bold=True),))
    told = gap.wordings[:WORDINGS]
    lines = [Block((Run(f"· {_words(wording.text)}"),)) for wording in told]
    if more := len(gap.wordings) - len(told):
        lines.append(Block((Run(messages.say("gap-wordings-more", {"count": more})),)))
    if quote is None:
        return head, *lines, Block(()), *render_words(messages, "gap-open")
    now = render_words(messages, "gap-filled")
    return head, *lines, Block(()), *now, *render_quote(quote, messages, short=True)


def render_not_kept(asked: Period, near: Sequence[Near], messages: Messages) -> Markup:
    """That no questions are kept; how many had no answer, and which articles came nearest to them."""
    counts = {"days": MONTH, "count": asked.not_found, "questions": asked.answered + asked.not_found}
    said = [*render_words(messages, "gaps-not-kept"), *render_words(messages, "gaps-counted", counts)]
    named = [one for one in near if one.source is not None]
    if named:
        said += [Block(()), *render_words(messages, "gaps-near")]
    for one in named:
        assert one.source is not None
        said.append(Block((Run(f"{one.questions}× {headline(one.source, messages, limit=WORDING)}"),)))
    if elsewhere := sum(one.questions for one in near if one.source is None):
        said += render_words(messages, "gaps-near-none", {"count": elsewhere})
    return tuple(said)


def _entry(shown: Shown, messages: Messages) -> Block:
    filled = FILLED if shown.filled else ""
    told = messages.say("gap-entry", {"count": shown.gap.count, "date": _day(shown.gap)})
    return Block((Run(f"{shown.number}. {filled}{_words(shown.gap.text)} – "), Run(told, italic=True)))


def _words(text: str) -> str:
    return shortened(one_line(text), WORDING)


def _day(gap: Gap) -> datetime.date:
    return datetime.datetime.fromtimestamp(gap.last, datetime.UTC).date()
