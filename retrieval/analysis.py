"""A passage's words, analysed for ranking: hashed terms with their sentences, and which sentences have words of a kind.

Arrays of numbers only, so that the features of a hundred passages are a few numpy operations. Pure functions of the
text: kept for the passages asked for last.
"""

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from retrieval.answer import Span
from retrieval.question import Kind
from retrieval.terms import placed_terms

Hashes = npt.NDArray[np.uint32]

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

    terms: Hashes  # uint32 (t,), in reading order
    sentence: npt.NDArray[np.intp]  # intp (t,), the sentence each term stands in


def term_hashes(terms: list[str] | tuple[str, ...]) -> Hashes:
    """The terms as uint32 hashes (CRC-32 of their UTF-8)."""
    return np.fromiter((zlib.crc32(term.encode("utf-8", "surrogatepass")) for term in terms), np.uint32, len(terms))


@lru_cache(maxsize=8192)
def analyse_text(text: str, language: str, spans: tuple[Span, ...]) -> Analysis:
    """The analysis of a text whose sentences have these spans."""
    terms, starts = placed_terms(text, language)
    begins = np.array([start for start, _ in spans] or [0])
    places = np.array(starts, dtype=np.intp)
    return Analysis(
        terms=term_hashes(terms),
        sentence=np.maximum(np.searchsorted(begins, places, side="right") - 1, 0),
    )


@lru_cache(maxsize=8192)
def signs_of(kind: Kind, text: str, spans: tuple[Span, ...]) -> tuple[bool, ...]:
    """Whether each sentence of a text has words of a kind: False for all where the kind has no signs."""
    sign = SIGNS.get(kind)
    if sign is None:
        return (False,) * len(spans)
    return tuple(sign.search(text, start, end) is not None for start, end in spans)
