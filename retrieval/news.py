"""What is new for a question: what answers it and was not among the passages near it before.

A passage is known by its words, so that nothing is news because a file moved, a library was restored or another encoder
came; a copy of what is known is none, nor what was edited without another number in it. Knows no Telegram, and nothing
of who asked.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from retrieval.answer import Answer
from retrieval.article import Passage
from retrieval.library import Candidates
from retrieval.sketch import is_like, sketch
from retrieval.stories import is_copy

DIGITS = 12
"""Of a passage's sha256, by which it is known; its sketch stands after them."""
MOST_KNOWN = 400
"""Passages; those that were near the question longest ago are forgotten first."""
UNASKED = 0.5
"""The least confidence with which something is told that nobody asks for just now: it is right more often than not.
Measured by benchmarks/topics.py."""


@dataclass(frozen=True)
class News:
    """What became of a question since it was looked at last."""

    answer: Answer | None  # from what was not known then; None where nothing of that answers
    known: tuple[str, ...]  # what is known now, the latest first


def known_by(passage: Passage) -> str:
    """What a passage is known by."""
    return passage.sha256[:DIGITS] + sketch(passage.text)


def fresh(found: Candidates, known: Collection[str]) -> Candidates:
    """Those candidates that are not known, nor a copy of what is."""
    hashes = {one[:DIGITS] for one in known}
    sketches = {one[DIGITS:] for one in known}
    before = [candidate.passage.text for candidate in found.found if candidate.passage.sha256[:DIGITS] in hashes]
    kept = []
    for candidate in found.found:
        text = candidate.passage.text
        if candidate.passage.sha256[:DIGITS] in hashes or any(is_copy(text, other) for other in before):
            continue
        own = sketch(text)
        if not any(is_like(own, other) for other in sketches):
            kept.append(candidate)
    return replace(found, found=tuple(kept))


def joined(found: Candidates, known: Collection[str]) -> tuple[str, ...]:
    """What is known with these."""
    before = {one[:DIGITS]: one for one in known}
    now = [before.get(c.passage.sha256[:DIGITS]) or known_by(c.passage) for c in found.found]
    return tuple(dict.fromkeys((*now, *known)))[:MOST_KNOWN]
