"""Corrections as messages: what a quote said, and what its source says now.

Pure functions from retrieval's data to markup, as in rendering.py.
"""

import datetime

from bot.markup import Block, Markup, Run, one_line, shortened
from bot.messages import Messages
from bot.rendering import NAME, SENTENCE, TITLE, render_quote
from retrieval.correcting import Correction, Quotation
from retrieval.proving import Fate


def render_correction(
    quotation: Quotation, correction: Correction, messages: Messages, *, noticed: datetime.date
) -> Markup:
    """That a quote no longer stands, its words as they were shown, and what its source says now in their place."""
    date = {"date": noticed}
    if correction.now is not None:
        said, now = messages.say("correction-changed", date), messages.say("correction-now")
        return *_before(said, quotation), _line(now), *render_quote(correction.now, messages, short=True)
    withdrawn = correction.fate is Fate.GONE
    said = messages.say("correction-withdrawn", date) if withdrawn else messages.say("correction-taken-out", date)
    parts = shortened(one_line(quotation.title), TITLE), shortened(one_line(quotation.outlet), NAME)
    source = " · ".join(part for part in parts if part)
    return *_before(said, quotation), *((Block((Run(source),)),) if source else ())


def _before(said: str, quotation: Quotation) -> Markup:
    return _line(said), Block((Run(shortened(quotation.words, SENTENCE)),), quoted=True)


def _line(text: str) -> Block:
    return Block((Run(text, italic=True),))
