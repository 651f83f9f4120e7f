"""Which passages tell the same story: copies of one text, and other articles of the same event.

Worked out among a question's hits alone, of which there are some tens, so that nothing has to be kept beside the
library: what copies the quoted passage, or tells of its event, is a hit for the same question.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.answer import Span
from retrieval.article import Passage, Source
from retrieval.disagreement import Claim, difference, figures
from retrieval.library import Vector
from retrieval.quantities import NUMBER_WORDS
from retrieval.ranking import Hit

SHINGLE = 4
"""Words in a row that are compared."""
COPIED = 0.7
"""The share of the shorter text's shingles that a copy has."""
FEWEST_SHINGLES = 6
"""A shorter text may come twice by chance."""
DAYS = 14
"""Articles of one event lie within so many days of each other."""
NEAR_COSINE = 0.6
SHARED_NAMES = 2
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(rf"\d[\d.,]*|\b(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$")
_NAME = re.compile(r"(?<![.!?] )(?<!^)(?<![“\"])\b[A-Z][\w’'-]{2,}")


@dataclass(frozen=True)
class Rival:
    """A hit whose figure contradicts another's, and both figures."""

    hit: Hit
    own: Span  # of the figure in its passage
    other: Span  # of the figure that it contradicts


def is_copy(text: str, other: str) -> bool:
    """Whether one text is the other again, but for an edit; never where a number was changed."""
    ours, theirs = _shingles(text), _shingles(other)
    fewer = min(len(ours), len(theirs))
    if fewer < FEWEST_SHINGLES:
        return text.split() == other.split()
    shorter, longer = sorted((text, other), key=len)
    return len(ours & theirs) >= COPIED * fewer and _numbers(shorter) <= _numbers(longer)


def also_in(passage: Passage, others: Iterable[Passage]) -> tuple[Source, ...]:
    """The sources of a passage's copies, one an outlet, newest first; its own outlet is left out."""
    found: dict[str, Source] = {}
    own = passage.source
    copies = [other.source for other in others if other.source.id != own.id and is_copy(passage.text, other.text)]
    for source in sorted(copies, key=_newest_first):
        if not source.outlet or source.outlet != own.outlet:
            found.setdefault(source.outlet or source.id, source)
    return tuple(found.values())


def is_same_event(one: Passage, other: Passage, cosine: float) -> bool:
    """Whether two articles' passages tell of the same event: near in time and in meaning, with the same names."""
    first, second = one.source.published, other.source.published
    if one.source.id == other.source.id or first is None or second is None or abs((first - second).days) > DAYS:
        return False
    return cosine >= NEAR_COSINE and len(_names(one) & _names(other)) >= SHARED_NAMES


def newer(quoted: Hit, hits: Sequence[Hit], vectors: Mapping[int, Vector]) -> Hit | None:
    """The best hit of a later article on the same event that says something else; None where there is none."""
    published = quoted.passage.source.published
    for hit in hits:
        later = hit.passage.source.published
        if published is None or later is None or later <= published or is_copy(quoted.passage.text, hit.passage.text):
            continue
        if is_same_event(quoted.passage, hit.passage, _cosine(quoted, hit, vectors)):
            return hit
    return None


def rival(quoted: Hit, highlight: Span, hits: Sequence[Hit], vectors: Mapping[int, Vector]) -> Rival | None:
    """The first hit that gives another figure in place of the highlighted one; None where there is none."""
    claim = _claim(quoted)
    if claim is None or not any(_overlap(figure.quantity.span, highlight) for figure in figures(claim)):
        return None
    for hit in hits:
        other = _claim(hit)
        if other is None or hit.passage.source.id == quoted.passage.source.id:
            continue
        spans = difference(claim, other)
        if spans is None or not _overlap(spans[0], highlight) or _cosine(quoted, hit, vectors) < NEAR_COSINE:
            continue
        return Rival(hit, own=spans[1], other=spans[0])
    return None


def _claim(hit: Hit) -> Claim | None:
    source = hit.passage.source
    if source.published is None or source.language not in ("", "en"):
        return None
    return Claim(hit.passage.text, hit.sentence, source.published, source.title)


def _cosine(one: Hit, other: Hit, vectors: Mapping[int, Vector]) -> float:
    return float(vectors[one.passage.id] @ vectors[other.passage.id])


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _newest_first(source: Source) -> tuple[int, str]:
    return -(source.published.toordinal() if source.published else 0), source.id


@lru_cache(maxsize=1024)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return frozenset(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def _numbers(text: str) -> set[str]:
    return {number.rstrip(".,").lower() for number in _NUMBER.findall(text)}


def _names(passage: Passage) -> set[str]:
    """The capitalised words of a passage that begin no sentence, and those of its title."""
    found = [*_NAME.findall(passage.text), *_NAME.findall(f" {passage.source.title}")]
    return {_POSSESSIVE.sub("", name) for name in found}
