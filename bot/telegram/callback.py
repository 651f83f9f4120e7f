"""What a button carries: which quotes its message holds, and which view of them a press asks for.

All of it stands in the button itself, in at most the 64 bytes that Telegram allows, so that a button works after a
restart, after a reindex and on every instance, and nothing has to be kept about a chat. Layout before base64url: two
bytes (version, how the question was taken, and action; index and flags), then 14 a quote: passage id (uint32), the
first two bytes of the paragraph's sha256, start and end of sentence and highlight (uint16 each). After a single quote,
as a closest passage is, there may be words: those of the question that it lacks, for the question is not there any more
at a press.
"""

import base64
import binascii
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from retrieval.answer import Answer, Quote, Span
from retrieval.article import Passage
from retrieval.glosses import find_glosses

MOST_QUOTES = 3
_VERSION = 1
_HEADER = struct.Struct(">BB")
_POINTER = struct.Struct(">I2sHHHH")
_DIFFER, _NEWER, _EXPANDED, _CLOSEST, _RATED, _LACKING = 0x04, 0x08, 0x10, 0x20, 0x40, 0x80
_SHOWN, _ACTION, _RESPELLED, _FOLLOWED = 0x03, 0x0F, 0x40, 0x80
_ROOM = 64 * 3 // 4 - _HEADER.size - _POINTER.size
"""Bytes for words after a single quote."""
_BASE64URL = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Malformed(ValueError):
    """Not something that `pack` made."""


class Action(IntEnum):
    """What a press asks for."""

    SHOW = 1  # the message, changed to this view
    CITE = 2  # the citation, as a message of its own
    HELPFUL = 3  # that the shown quote be counted as helpful
    UNHELPFUL = 4  # or as not
    FRESH = 5  # an answer to the question by itself


@dataclass(frozen=True)
class Pointer:
    """Where a quote stands in the library, without its words."""

    passage: int
    check: bytes  # the first two bytes of the paragraph's sha256
    sentence: Span
    highlight: Span

    def quote(self, passage: Passage) -> Quote | None:
        """The quote, when the passage still is the one that was pointed at; its score is not kept."""
        if bytes.fromhex(passage.sha256)[:2] != self.check or self.sentence[1] > len(passage.text):
            return None
        return Quote(passage, self.sentence, self.highlight, 0.0, glosses=find_glosses(passage))


@dataclass(frozen=True)
class View:
    """The quotes of a message, and how it shows them."""

    pointers: tuple[Pointer, ...]  # 1 to 3
    shown: int = 0  # an index of pointers
    expanded: bool = False  # with the paragraphs before and after
    closest: bool = False  # the passage is no answer, only the closest one
    lacking: tuple[str, ...] = ()  # of the question's words that the one passage lacks, those that have room
    rated: bool = False  # somebody has said whether it is helpful
    differ: bool = False  # the first two quotes contradict each other, and the first view shows both
    newer: bool = False  # the last quote is of a later article on the first one's story
    followed: bool = False  # the question was taken to lean on the one before, as the first line says
    respelled: bool = False  # words of it were read as others, as the first line says
    action: Action = Action.SHOW


def view_of(answer: Answer) -> View | None:
    """The first view of an answer; None where there is nothing that a button could point at."""
    quotes, differ, newer = _in_order(answer)
    pointers = tuple(pointer for quote in quotes[:MOST_QUOTES] if (pointer := _pointer(quote)) is not None)
    if not pointers or pointers[0].passage != quotes[0].passage.id:
        return None
    lacking = _with_room(quotes[0].missing) if len(pointers) == 1 and not answer.quotes else ()
    whole = len(pointers) == min(len(quotes), MOST_QUOTES)
    return View(
        pointers,
        closest=not answer.quotes,
        lacking=lacking,
        differ=differ and whole,
        newer=newer and whole,
        followed=answer.about is not None,
        respelled=answer.respelled is not None,
    )


def _in_order(answer: Answer) -> tuple[list[Quote], bool, bool]:
    """The quotes to carry: the first, the one that contradicts it, others, a newer one; and whether there are such."""
    if not answer.quotes:
        return list(answer.closest), False, False
    first, *others = answer.quotes
    rival = [quote for quote in answer.differ if quote.passage.id != first.passage.id]
    told = {quote.passage.id for quote in rival}
    later = [answer.newer] if answer.newer and answer.newer.passage.id not in told else []
    told |= {quote.passage.id for quote in later}
    kept = [first, *rival, *(quote for quote in others if quote.passage.id not in told)]
    return kept[: MOST_QUOTES - len(later)] + later, bool(rival), bool(later)


def pack(view: View) -> str:
    """The view as callback data: 1 to 64 characters of ASCII."""
    flags = view.shown | (_EXPANDED if view.expanded else 0) | (_CLOSEST if view.closest else 0)
    flags |= (_RATED if view.rated else 0) | (_LACKING if view.lacking else 0)
    flags |= (_DIFFER if view.differ else 0) | (_NEWER if view.newer else 0)
    taken = (_FOLLOWED if view.followed else 0) | (_RESPELLED if view.respelled else 0)
    raw = _HEADER.pack(_VERSION << 4 | view.action | taken, flags)
    raw += b"".join(_POINTER.pack(p.passage, p.check, *p.sentence, *p.highlight) for p in view.pointers)
    raw += "\n".join(view.lacking).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def unpack(data: str) -> View:
    """The view that was packed. Raises Malformed for anything else; a client can send what it likes."""
    if not _BASE64URL.fullmatch(data):
        raise Malformed("not base64url")
    try:
        raw = base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
        kind, flags = _HEADER.unpack_from(raw)
        end = _HEADER.size + _POINTER.size if flags & _LACKING else len(raw)
        pointers = tuple(_read(*fields) for fields in _POINTER.iter_unpack(raw[_HEADER.size : end]))
        view = View(
            pointers,
            shown=flags & _SHOWN,
            expanded=bool(flags & _EXPANDED),
            closest=bool(flags & _CLOSEST),
            lacking=tuple(raw[end:].decode().split("\n")) if flags & _LACKING else (),
            rated=bool(flags & _RATED),
            differ=bool(flags & _DIFFER),
            newer=bool(flags & _NEWER),
            followed=bool(kind & _FOLLOWED),
            respelled=bool(kind & _RESPELLED),
            action=Action(kind & _ACTION),
        )
    except (binascii.Error, struct.error, ValueError) as error:
        raise Malformed(str(error)) from None
    possible = 0 < len(pointers) <= MOST_QUOTES and view.shown < len(pointers) and all(view.lacking)
    alone = len(pointers) == 1 and (view.differ or view.newer)
    if not possible or alone or pack(view) != data:
        raise Malformed("numbers that were never packed")
    return view


def _with_room(words: Sequence[str]) -> tuple[str, ...]:
    """Those of the words, in their order, that fit into a button's data beside one quote."""
    chosen: list[str] = []
    for word in words:
        if "\n" not in word and len("\n".join([*chosen, word]).encode()) <= _ROOM:
            chosen.append(word)
    return tuple(chosen)


def _pointer(quote: Quote) -> Pointer | None:
    """A quote's pointer; None for ids and offsets beyond their bytes, as in a paragraph of 65,536 characters."""
    numbers = (*quote.sentence, *quote.highlight)
    if not 0 <= quote.passage.id < 1 << 32 or max(numbers) >= 1 << 16:
        return None
    return Pointer(quote.passage.id, bytes.fromhex(quote.passage.sha256)[:2], quote.sentence, quote.highlight)


def _read(passage: int, check: bytes, *numbers: int) -> Pointer:
    start, end, first, last = numbers
    if not start <= first <= last <= end:
        raise Malformed("offsets out of order")
    return Pointer(passage, check, (start, end), (first, last))
