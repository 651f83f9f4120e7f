"""A passage's words, analysed for ranking: hashed terms with their sentences, and which sentences have words of a kind.

Arrays of numbers only, so that the features of a hundred passages are a few numpy operations. Pure functions of the
text: a library may keep them packed beside its passages; where none does, they are kept for those asked for last.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from retrieval.answer import Span
from retrieval.question import Kind
from retrieval.terms import FORMAT as TERMS_FORMAT
from retrieval.terms import placed_terms

Numbers = npt.NDArray[np.uint32]

FORMAT = f"{TERMS_FORMAT}.1"
"""Of what is packed. The second number is raised when an analysis or its packing changes, so that it is made again."""
KEPT = 2048
"""Passages whose analyses are kept in memory: 3 kB each."""
_SIGN_BITS = 8

_MONTHS = (
    r"jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?"
    r"|dec(ember)?"
)
_DAYS = r"(mon|tues|wednes|thurs|fri|satur|sun)day"
_NUMBER_WORDS = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?|half|third"
    r"|quarter|twice|double"
)
SIGNS: dict[Kind, re.Pattern[str]] = {
    Kind.NUMBER: re.compile(rf"\d|\b({_NUMBER_WORDS})\b", re.IGNORECASE),
    Kind.TIME: re.compile(
        rf"\b1\d\d\d\b|\b20\d\d\b|\b({_MONTHS})\b|\b{_DAYS}\b|\b(century|year|month|week|today|yesterday|morning|night)\b",
        re.IGNORECASE,
    ),
    Kind.DURATION: re.compile(
        rf"(\d|\b({_NUMBER_WORDS}))[\s-]+\w*[\s-]*(years?|months?|weeks?|days?|hours?|minutes?|decades?|centur(y|ies))|year-old",
        re.IGNORECASE,
    ),
    Kind.PERSON: re.compile(r"[^\W\d_a-zа-яё]\w+\s+(?:\w\.\s+)?[^\W\d_a-zа-яё]\w+"),
    Kind.PLACE: re.compile(r"\b(in|at|from|near|to|of|into|on)\s+(the\s+)?[^\W\d_a-zа-яё]\w+"),
    Kind.REASON: re.compile(
        r"\b(because|due to|since|as a result|so that|in order to|caused|led to|owing|therefore|reason|to avoid)\b",
        re.IGNORECASE,
    ),
}
"""Signs that a sentence has words of a kind; kinds without a row have none."""


@dataclass(frozen=True, eq=False)
class Analysis:
    """What ranking needs of one text's words."""

    terms: Numbers  # uint32 (t,), hashed, in reading order
    counts: Numbers  # uint32 (s,), how many of them stand in each sentence
    signs: Numbers | None = None  # uint32 (s,), a bit for each kind of SIGNS; None where nobody looked for all kinds


def term_hashes(terms: Sequence[str]) -> Numbers:
    """The terms as uint32 hashes (CRC-32 of their UTF-8)."""
    return np.fromiter((zlib.crc32(term.encode("utf-8", "surrogatepass")) for term in terms), np.uint32, len(terms))


@lru_cache(maxsize=KEPT)
def analyse_text(text: str, language: str, spans: tuple[Span, ...]) -> Analysis:
    """The analysis of a text whose sentences have these spans, without signs."""
    terms, starts = placed_terms(text, language)
    begins = np.array([start for start, _ in spans] or [0])
    sentence = np.searchsorted(begins, np.array(starts, dtype=np.intp), side="right") - 1
    counts = np.bincount(np.maximum(sentence, 0), minlength=len(begins))
    return Analysis(term_hashes(terms), counts.astype(np.uint32))


@lru_cache(maxsize=KEPT)
def signs_of(kind: Kind, text: str, spans: tuple[Span, ...]) -> tuple[bool, ...]:
    """Whether each sentence of a text has words of a kind: False for all where the kind has no signs."""
    sign = SIGNS.get(kind)
    if sign is None:
        return (False,) * len(spans)
    return tuple(sign.search(text, start, end) is not None for start, end in spans)


def signs_in(analysis: Analysis, kind: Kind) -> tuple[bool, ...] | None:
    """The same of an analysis whose signs are known; None where they are not."""
    if analysis.signs is None:
        return None
    bit = 1 << tuple(SIGNS).index(kind) if kind in SIGNS else 0
    return tuple((analysis.signs & bit != 0).tolist())


def pack(text: str, language: str, spans: tuple[Span, ...]) -> bytes:
    """A text's analysis with the signs of every kind: its terms, then a number a sentence, each of four bytes."""
    found = analyse_text(text, language, spans)
    signs = np.zeros(len(found.counts), dtype=np.uint32)
    for bit, kind in enumerate(SIGNS):
        signs[: len(spans)] |= np.array(signs_of(kind, text, spans), dtype=np.uint32) << bit
    return np.concatenate((found.terms, found.counts << _SIGN_BITS | signs)).astype("<u4").tobytes()


def unpack(packed: bytes, sentences: int) -> Analysis:
    """The analysis that was packed of a text of so many sentences."""
    numbers = np.frombuffer(packed, dtype="<u4")
    terms, both = numbers[:-sentences], numbers[-sentences:]
    return Analysis(terms, both >> np.uint32(_SIGN_BITS), both & np.uint32((1 << _SIGN_BITS) - 1))
