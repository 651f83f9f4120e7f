"""THE LINE for a claim: some words that are said to stand in the articles, and whether they do, word for word.

A claim is the words between quotation marks, or a sentence that somebody pasted. Candidates come from the library's
indexes, as for a question; then the claim's words are aligned with each candidate's. Knows no Telegram.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from retrieval.alignment import Alignment, align
from retrieval.answer import Span
from retrieval.article import Passage
from retrieval.encodable import encodable
from retrieval.encoder import Encoder
from retrieval.errors import ClaimError
from retrieval.library import Library
from retrieval.proving import Fate, Proof, place_record, prove
from retrieval.question import analyse, question_language
from retrieval.reading.language import detect_language
from retrieval.receipt import find_receipt
from retrieval.wording import Word, same_but_for_first_letter, words_of

CANDIDATES = 50
"""Passages from each index; a claim has more words than a question, so the right one comes early."""
FEWEST = 4
MOST = 400
"""Words of a claim; fewer say nothing of a source, more are an article."""
LIKE = 0.4
"""The share of a claim's words that may differ; beyond it the two only speak of the same thing. Of 1,000 sentences with
one or two words changed and 1,000 of other articles it tells .99 and more apart (benchmarks/verifying.py)."""
SHARED = 0.5
"""The share of a claim's words that a passage must have anywhere to be aligned at all."""
_CUT = re.compile(r"\s*[\[(]?\s*(?:\.\s?\.\s?\.|…)\s*[\])]?\s*")

_CITATION = re.compile(r"[“\"«„](?P<words>.+)[”\"»“]\s+[—–-]\s", re.DOTALL)
"""The words in quotation marks, then a dash and where they are from."""


class Standing(StrEnum):
    """Whether a claim stands in the articles."""

    EXACT = "exact"
    TYPOGRAPHY = "typography"  # the same words; only punctuation or typography differs
    ALTERED = "altered"  # some of the words differ
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Change:
    """Words of the claim and what stands in the source instead; either is empty where words were put in or left out."""

    claimed: str
    stands: str
    span: Span  # of what stands, in the passage's text


@dataclass(frozen=True)
class Verdict:
    """What became of a claim, and where its words stand."""

    claim: str
    standing: Standing
    passage: Passage | None = None  # None when not found
    spans: tuple[Span, ...] = ()  # of the passage's text, one for each part of the claim between its ellipses
    changes: tuple[Change, ...] = ()  # in order; empty but where altered
    also: tuple[Passage, ...] = ()  # others in which it stands equally well


@dataclass(frozen=True)
class _Part:
    """A part of the claim between its ellipses."""

    text: str
    words: tuple[Word, ...]
    folded: tuple[str, ...]


@dataclass(frozen=True)
class _Reading:
    """A passage as it bears on the claim."""

    passage: Passage
    edits: int  # words that differ, their case included; words left out in one place count once
    exact: bool  # every character alike
    spans: tuple[Span, ...]
    changes: tuple[Change, ...]


class Verifier:
    """Checks claims against a library. Thread-safe."""

    def __init__(self, library: Library, encoder: Encoder) -> None:
        self._library = library
        self._encoder = encoder

    def verify(self, text: str) -> Verdict | Proof:
        """What became of the quotation in a text: its receipt's words where it has a receipt and they stand, else those
        that it quotes. Raises as `check` does, and ClaimError for a mistyped receipt.
        """
        text = encodable(text).strip()
        receipt = find_receipt(text)
        quoted = _CITATION.match(text)
        if receipt is None:
            return self.check(quoted["words"] if quoted else text)
        proof = prove(receipt, self._library)
        if quoted is None or proof.fate is Fate.STANDS:
            return proof
        return self.check(quoted["words"])

    def check(self, claim: str) -> Verdict:
        """Whether the claim stands in an article. Raises ClaimError for one that is too short or too long, and
        LibraryDamaged when a paragraph fails its hash.
        """
        claim = encodable(claim).strip()
        count = sum(len(part.words) for part in _parts(claim))
        if not FEWEST <= count <= MOST:
            raise ClaimError(f"{count} words can't be checked; give between {FEWEST} and {MOST} words of a quotation")
        return compare(claim, self._candidates(claim))

    def _candidates(self, claim: str) -> list[Passage]:
        languages = dict.fromkeys((question_language(claim), detect_language((claim,)) or "en"))
        terms = dict.fromkeys(term for language in languages for term in analyse(claim, language).terms)
        found = self._library.candidates(list(terms), self._encoder.encode_question(claim), count=CANDIDATES)
        return [candidate.passage for candidate in found.found]


def compare(claim: str, passages: Iterable[Passage]) -> Verdict:
    """Whether the claim stands in one of these passages, or in which of them it stands altered."""
    parts = _parts(claim)
    count = sum(len(part.words) for part in parts)
    readings = [
        reading
        for passage in passages
        if (reading := _read(parts, passage)) is not None and reading.edits <= LIKE * count
    ]
    readings.sort(key=lambda reading: (reading.edits, not reading.exact, _age(reading.passage)))
    return _verdict(claim, readings)


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the JSON object that other tools rely on (docs/formats.md)."""
    return {
        "claim": verdict.claim,
        "standing": verdict.standing.value,
        **({"at": place_record(verdict.passage)} if verdict.passage else {}),
        "spans": [list(span) for span in verdict.spans],
        "changes": [
            {"claimed": change.claimed, "stands": change.stands, "span": list(change.span)}
            for change in verdict.changes
        ],
        "also": [place_record(passage) for passage in verdict.also],
    }


def _verdict(claim: str, readings: Sequence[_Reading]) -> Verdict:
    """What the best reading says; the readings are sorted, best first."""
    if not readings:
        return Verdict(claim, Standing.NOT_FOUND)
    best = readings[0]
    standing = Standing.ALTERED if best.edits else Standing.EXACT if best.exact else Standing.TYPOGRAPHY
    alike = [r.passage for r in readings[1:] if not best.edits and (r.edits, r.exact) == (best.edits, best.exact)]
    return Verdict(claim, standing, best.passage, best.spans, best.changes, tuple(alike))


def _parts(claim: str) -> list[_Part]:
    """The claim between its ellipses, the empty parts left out."""
    parts = []
    for text in _CUT.split(claim):
        words = tuple(words_of(text))
        if words:
            parts.append(_Part(text, words, tuple(word.text.casefold() for word in words)))
    return parts


def _read(parts: Sequence[_Part], passage: Passage) -> _Reading | None:
    """The claim's parts in the passage, each after the one before; None where too few of its words are there at all."""
    words = words_of(passage.text)
    folded = [word.text.casefold() for word in words]
    asked = [word for part in parts for word in part.folded]
    there = set(folded)
    if sum(word in there for word in asked) < SHARED * len(asked):
        return None
    edits, exact, after = 0, True, 0
    spans: list[Span] = []
    changes: list[Change] = []
    for part in parts:
        alignment = align(part.folded, folded[after:])
        stands = words[after + alignment.found[0] : after + alignment.found[1]]
        changed = _changes(part, words[after:], alignment, passage.text)
        edits += alignment.edits + sum(change.claimed.casefold() == change.stands.casefold() for change in changed)
        changes += changed
        if stands:
            span = stands[0].span[0], stands[-1].span[1]
            spans.append(span)
            exact &= passage.text[slice(*span)] == part.text[part.words[0].span[0] : part.words[-1].span[1]]
        after += alignment.found[1]
    return _Reading(passage, edits, exact, tuple(spans), tuple(changes))


def _changes(part: _Part, words: Sequence[Word], alignment: Alignment, text: str) -> list[Change]:
    """The differences in words, and those in case but for the part's first letter, in order."""
    changes: list[Change] = []
    i, j = 0, alignment.found[0]
    ends = [(d.asked, d.found) for d in alignment.differences]
    ends.append(((len(part.words), len(part.words)), (alignment.found[1], alignment.found[1])))
    for asked, found in ends:
        for mine, theirs in zip(part.words[i : asked[0]], words[j : found[0]], strict=True):
            if mine.text != theirs.text and not (mine is part.words[0] and _starts(mine, theirs)):
                changes.append(Change(_slice(part.text, [mine]), _slice(text, [theirs]), theirs.span))
        claimed, stands = part.words[slice(*asked)], words[slice(*found)]
        if claimed or stands:
            at = (stands[0].span[0], stands[-1].span[1]) if stands else _gap(words, found[0])
            changes.append(Change(_slice(part.text, claimed), _slice(text, stands), at))
        i, j = asked[1], found[1]
    return changes


def _starts(mine: Word, theirs: Word) -> bool:
    return same_but_for_first_letter(mine.text, theirs.text)


def _gap(words: Sequence[Word], index: int) -> Span:
    """The empty place before a word, or after the last one."""
    if index < len(words):
        return words[index].span[0], words[index].span[0]
    return (words[-1].span[1], words[-1].span[1]) if words else (0, 0)


def _slice(text: str, words: Sequence[Word]) -> str:
    """The text from the first of these words to the last; "" for none."""
    return text[words[0].span[0] : words[-1].span[1]] if words else ""


def _age(passage: Passage) -> tuple[str, str, int]:
    """The earliest publication first, as the one that others took it from."""
    published = passage.source.published
    return (published.isoformat() if published else "9999", passage.source.id, passage.paragraph)
