"""Styled text, and how Telegram wants it: as HTML with everything escaped, as plain text, and how long it is.

Knows nothing of answers. Telegram's limits: https://core.telegram.org/bots/api#sendmessage, #html-style.
"""

import html
import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

MOST_UNITS = 4096
"""Of a message's text after parsing, in UTF-16 code units (the stricter reading of "characters")."""
MOST_BYTES = 32 * 1024
"""Of a message's text before parsing."""
ELLIPSIS = "…"

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_JOINER = "\u200d"


@dataclass(frozen=True)
class Run:
    """Some text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False  # in Telegram's clients a tap copies it
    link: str = ""  # an http or https URL
    beside: Literal["", "before", "after"] = ""  # the answer: cut there where the message is too long


@dataclass(frozen=True)
class Block:
    """Runs that stand together, from the start of a line to the end of one."""

    runs: tuple[Run, ...]
    quoted: bool = False
    folded: bool = False  # a quoted block of which Telegram shows three lines until it is tapped


Markup = tuple[Block, ...]
"""A message: blocks, each on lines of its own."""


def to_html(markup: Markup) -> str:
    """The message in Telegram's HTML: balanced tags, everything else escaped; what stands beside the answer fitted."""
    return "\n".join(_block_html(block) for block in _fitted(markup))


def to_plain(markup: Markup) -> str:
    """The message without any style: what Telegram shows of its HTML."""
    return "\n".join(_block_plain(block) for block in _fitted(markup))


def sendable(text: str) -> str:
    """The text with what can't be sent replaced: lone surrogates (no UTF-8) and control characters."""
    return _CONTROL.sub(" ", _SURROGATE.sub("\ufffd", text))


def one_line(text: str) -> str:
    """The text on one line, without the marks that would turn the direction of what stands after it."""
    return " ".join(_DIRECTION.sub("", text).split())


def units(text: str) -> int:
    """A text's length in UTF-16 code units, as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def fitting(text: str, limit: int) -> int:
    """How many characters from the start fit into `limit` units, without parting a character from its marks."""
    if units(text) <= limit:
        return len(text)
    end = used = 0
    while used + units(text[end]) <= limit:
        used += units(text[end])
        end += 1
    cut = end
    while cut > 0 and _joined(text, cut):
        cut -= 1
    return cut or end  # a single character with more marks than fit


def shortened(text: str, limit: int) -> str:
    """The text, cut with an ellipsis to at most `limit` (>= 1) units."""
    if units(text) <= limit:
        return text
    return text[: fitting(text, limit - 1)].rstrip() + ELLIPSIS


def _joined(text: str, index: int) -> bool:
    """Whether the characters on both sides of the index are shown as one."""
    after = text[index]
    return after == _JOINER or text[index - 1] == _JOINER or unicodedata.category(after) in {"Mn", "Me", "Sk"}


def _fitted(markup: Markup) -> Markup:
    """The message without as much of what stands beside the answer as is over the limit; all of it keeps one share."""
    over = units("\n".join(_block_plain(block) for block in markup)) - MOST_UNITS
    spare = sum(units(run.text) for block in markup for run in block.runs if run.beside)
    if over <= 0 or not spare:
        return markup
    share = max(0.0, 1 - over / spare)
    blocks = [(block, replace(block, runs=_less_beside(block.runs, share))) for block in markup]
    return tuple(less for block, less in blocks if less.runs or not block.runs)


def _less_beside(runs: tuple[Run, ...], share: float) -> tuple[Run, ...]:
    """The runs with that share of what stands before and after the answer: what is nearest to it."""
    kept: list[Run] = []
    for side, together in groupby(runs, key=lambda run: run.beside):
        if not side:
            kept += together
            continue
        text = "".join(run.text for run in together)
        limit = int(units(text) * share) - len(f"{ELLIPSIS} ")
        less = _last_words(text, limit) if side == "before" else _first_words(text, limit)
        if less.strip():
            kept.append(Run(f"{ELLIPSIS} {less}" if side == "before" else f"{less} {ELLIPSIS}", beside=side))
    return tuple(kept)


def _first_words(text: str, limit: int) -> str:
    """The start of a text that is longer than the limit, up to the end of a word where there is one."""
    start = text[: fitting(text, max(0, limit))]
    return start.rpartition(" ")[0] or start


def _last_words(text: str, limit: int) -> str:
    """The end of a text that is longer than the limit, from the start of a word where there is one."""
    end = text[len(text) - fitting(text[::-1], max(0, limit)) :]
    return end.partition(" ")[2] or end


def _block_plain(block: Block) -> str:
    return "".join(sendable(run.text) for run in block.runs)


def _block_html(block: Block) -> str:
    inner = "".join(_run_html(run) for run in block.runs)
    if not block.quoted:
        return inner
    return f"<blockquote{' expandable' if block.folded else ''}>{inner}</blockquote>"


def _run_html(run: Run) -> str:
    text = html.escape(sendable(run.text), quote=False)
    if not text:
        return ""
    for tag, wanted in (("code", run.code), ("i", run.italic), ("b", run.bold)):
        if wanted:
            text = f"<{tag}>{text}</{tag}>"
    if run.link:
        text = f'<a href="{html.escape(sendable(run.link), quote=True)}">{text}</a>'
    return text
