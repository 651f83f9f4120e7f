"""A text's sketch: a few letters by which a copy of it, edited or not, is told when the text itself is not kept.

The least hashes of its pairs of words (Broder 1997, "On the resemblance and containment of documents"), beside a hash
of its numbers: where a number was changed it is another text, as in retrieval/stories.py.
"""

import re
import zlib
from itertools import pairwise

HASHES = 8
SHARED = 5
"""Of the hashes: so many do copies have in common. Where four in five pairs are alike, .94 do; one in twenty, 2e-5."""
_DIGITS = 4  # hexadecimal, of a hash
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d[\d.,]*")


def sketch(text: str) -> str:
    """The sketch, as at most 36 hexadecimal digits."""
    words = _WORD.findall(text.casefold())
    hashes = {zlib.crc32(f"{one} {other}".encode("utf-8", "replace")) for one, other in pairwise(words or [text])}
    least = sorted(hashes or {zlib.crc32(text.encode("utf-8", "replace"))})[:HASHES]
    return "".join(f"{value & 0xFFFF:04x}" for value in (_numbers(text), *least))


def is_like(one: str, other: str) -> bool:
    """Whether two sketches are of copies."""
    if one == other:
        return True
    if one[:_DIGITS] != other[:_DIGITS]:
        return False
    return len(_hashes(one) & _hashes(other)) >= SHARED


def _numbers(text: str) -> int:
    return zlib.crc32(" ".join(sorted({number.rstrip(".,") for number in _NUMBER.findall(text)})).encode())


def _hashes(sketched: str) -> set[str]:
    return {sketched[start : start + _DIGITS] for start in range(_DIGITS, len(sketched), _DIGITS)}
