"""Styled text, and how Telegram wants it: as HTML with everything escaped, as plain text, and how long it is.

Knows nothing of answers. Telegram's limits: https://core.telegram.org/bots/api#sendmessage, #html-style.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Block:
    """Runs that stand together, from the start of a line to the end of one."""

    runs: tuple[Run, ...]
    quoted: bool = False
    folded: bool = False  # a quoted block of which Telegram shows three lines until it is tapped


Markup = tuple[Block, ...]
"""A message: blocks, each on lines of its own."""


def to_html(markup: Markup) -> str:
    """The message in Telegram's HTML: balanced tags, everything else escaped."""
    return "\n".join(_block_html(block) for block in markup)


def to_plain(markup: Markup) -> str:
    """The message without any style: what Telegram shows of its HTML."""
    return "\n".join("".join(sendable(run.text) for run in block.runs) for block in markup)


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
