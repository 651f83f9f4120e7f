"""Where a passage stands, as a reader is told: its article's title, and the end of the paragraph before a short one.

Of most sources only single paragraphs are known. A title is then made of the paragraph itself: a name in it, or one of
its sentences as a headline. It may tell the answer, as headlines do; a passage that tells it nowhere else does not
answer. Only for training.
"""

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.antecedent import joined
from retrieval.sentences import sentence_spans
from training.examples import Example

REAL, MADE = 0.7, 0.6
"""How often a known title is given; of the other times and where none is known, how often one is made."""
SHORTEST_HEADLINE, LONGEST_HEADLINE = 4, 12
"""Words."""
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")
_LEFT_OUT = frozenset(("a", "an", "the", "was", "were", "is", "are", "has", "have", "had", "been"))


@dataclass(frozen=True)
class Place:
    """A paragraph's, in its article."""

    title: str
    before: str  # the paragraph before; "" for the first


Places = Mapping[str, Place]
"""By the paragraph's text."""


def places_of(folder: Path) -> dict[str, Place]:
    """Every paragraph's of a set; of one that stands in several articles, in the last."""
    found = {}
    for line in (folder / "articles.jsonl").open(encoding="utf-8"):
        article = json.loads(line)
        paragraphs = article["paragraphs"]
        for before, text in zip(["", *paragraphs], paragraphs, strict=False):
            found[text] = Place(article["title"], before)
    return found


def as_read(examples: Sequence[Example], places: Places) -> list[Example]:
    """The examples with their passages' places, all of which are known, as a reader of the product is told of them."""
    return [
        replace(example, lead=joined(place.title, place.before, example.passage))
        for example in examples
        for place in [places[example.passage]]
    ]


def placed(examples: Sequence[Example], places: Places, *, seed: str) -> list[Example]:
    """The examples with what a reader is told of their passages' places; where none is known, mostly a made title."""
    drawn = random.Random(seed)
    found = []
    for example in examples:
        place = places.get(example.passage)
        title = title_of(example.passage, places, drawn)
        lead = joined(title, place.before if place else "", example.passage)
        found.append(replace(example, lead=lead))
    return found


def title_of(passage: str, places: Places, drawn: random.Random) -> str:
    """The title of the passage's article, one that could be, or none."""
    place = places.get(passage)
    if place is not None and drawn.random() < REAL:
        return place.title
    return _made(passage, drawn) if drawn.random() < MADE else ""


def _made(passage: str, drawn: random.Random) -> str:
    """A name in the passage, or a sentence without its small words, as far as a headline goes."""
    names = _NAME.findall(passage)
    if names and drawn.random() < 0.5:
        return str(drawn.choice(names))
    spans = sentence_spans(passage)
    start, end = drawn.choice(spans)
    words = [word for word in passage[start:end].split() if word.lower() not in _LEFT_OUT]
    return " ".join(words[: drawn.randint(SHORTEST_HEADLINE, LONGEST_HEADLINE)]).rstrip(".,;:")
