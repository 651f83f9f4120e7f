"""A few passages in memory that answer by shared words: for tests of the bot that need no index and no encoder."""

import datetime
import threading
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from retrieval.answer import Answer, Outcome, Quote, Ranked, Respelled, by_date
from retrieval.article import Passage, Source, article_key, text_hash
from retrieval.catalogue import Bookmark, Outlet
from retrieval.context import Context
from retrieval.encoder import Encoder
from retrieval.errors import LibraryDamaged
from retrieval.followup import follow
from retrieval.library import Candidate, Candidates, Embedding, Library, Summary, Vector
from retrieval.news import News, known_by
from retrieval.proving import Proof
from retrieval.sentences import sentence_spans
from retrieval.terms import terms
from retrieval.verifying import Verdict, Verifier

COMMON = set(terms("the a an of in is was who what where when which how did do does to and it i you"))
SUMMIT = Source(
    id="summit",
    file="summit.txt",
    title="Leaders <meet> & talk",
    outlet="AFP",
    published=datetime.date(2022, 10, 31),
    url="https://news.example/summit?a=1&b=2",
)
TOWER = Source(id="tower", file="tower.md", title="The tower", published=datetime.date(2019, 3, 15))


def passages_of(source: Source, *texts: str, first_id: int = 1) -> list[Passage]:
    """An article's passages with ascending ids."""
    return [
        Passage(first_id + number, source, number + 1, len(texts), text, text_hash(text))
        for number, text in enumerate(texts)
    ]


class Shelf:
    """An answerer and the sources it answers from."""

    def __init__(self, passages: list[Passage]) -> None:
        self.passages = {passage.id: passage for passage in passages}
        self.damaged: set[int] = set()
        self.held = threading.Event()  # answers wait for it when `slow`
        self.slow: set[str] = set()  # questions
        self.lacking: tuple[str, ...] = ()  # what the closest passages are said to lack
        self.newer = self.rival = 0  # passages that are said to be newer than the first quote, or to contradict it
        self.respelled: Respelled | None = None  # what the questions are said to be read as
        self.change = 1
        self.encoder = "shelf"
        self.threads: set[str] = set()
        self.asked_after: list[Context | None] = []
        self.asked_on: list[datetime.date | None] = []

    def answer(self, text: str, /, *, after: Context | None = None, today: datetime.date | None = None) -> Answer:
        """The passages that share the most words with the question, at least two, their best sentences highlighted.

        Of a follow-up the words carried over count as well.
        """
        self.asked_after.append(after)
        self.asked_on.append(today)
        about = followup.about if after and (followup := follow(text, after)) else None
        self.threads.add(threading.current_thread().name)
        if text in self.slow:
            self.held.wait(30)
        if text == "bug":
            raise ZeroDivisionError("a programming error")
        began = time.perf_counter()
        asked = set(terms(about.question if about else text)) - COMMON
        ranked = [(len(asked & set(terms(p.text))), p) for p in self.passages.values()]
        ranked.sort(key=lambda hit: (-hit[0], hit[1].id))
        hits = [hit for hit in ranked if hit[0]]
        quotes = tuple(self._quote(passage, asked) for count, passage in hits[:3])
        answered = bool(hits) and hits[0][0] >= 2
        took = (time.perf_counter() - began) * 1000
        return Answer(
            question=text,
            outcome=Outcome.ANSWERED if answered else Outcome.NOT_FOUND,
            confidence=1.0 if answered else 0.0,
            quotes=quotes if answered else (),
            closest=() if answered else tuple(replace(quote, missing=self.lacking) for quote in quotes[:1]),
            candidates=tuple(Ranked(p.source.id, p.paragraph, float(count)) for count, p in ranked),
            took_ms={"total": took},
            newer=self._quote(self.passages[self.newer], asked) if answered and self.newer else None,
            about=about,
            respelled=self.respelled,
            differ=by_date((quotes[0], self._quote(self.passages[self.rival], asked)))
            if answered and self.rival
            else (),
        )

    def vector(self, text: str) -> Vector:
        """Alike as far as the words are the same ones."""
        vector = np.zeros(4096, dtype=np.float32)
        for term in set(terms(text)) - COMMON:
            vector[zlib.crc32(term.encode()) % len(vector)] = 1.0
        return vector / max(1.0, float(np.linalg.norm(vector)))

    def news(self, text: str, /, *, known: Sequence[str] | None) -> News:
        """What of the passages that are not known answers, by the same rule."""
        near = tuple(known_by(passage) for passage in self.passages.values())
        if known is None:
            return News(None, near)
        others = Shelf([passage for passage in self.passages.values() if known_by(passage) not in known])
        answer = others.answer(text)
        return News(answer if answer.quotes else None, tuple(dict.fromkeys((*near, *known))))

    def verify(self, text: str) -> Verdict | Proof:
        """What the real check finds on the shelf."""
        return Verifier(cast(Library, self), cast(Encoder, _NoEncoder())).verify(text)

    def candidates(self, terms: Sequence[str], vector: Vector, *, count: int) -> Candidates:
        """All passages: a shelf is small."""
        none = Embedding(vector, vector[None, :], ((0, 1),))
        found = tuple(Candidate(passage, none, 0.0) for passage in self.passages.values())
        return Candidates(found, len(found), 1.0, {})

    @property
    def catalogue(self) -> "ShelfCatalogue":
        """What stands on the shelf, listed."""
        return ShelfCatalogue(list(self.passages.values()))

    def passage(self, id: int) -> Passage | None:
        """The passage, unless it was said to be damaged."""
        if id in self.damaged:
            raise LibraryDamaged(f"passage {id}: its text does not match its hash; run: quoted index")
        return self.passages.get(id)

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs of these numbers."""
        return [p for p in self.passages.values() if p.source.id == article and first <= p.paragraph <= last]

    def summary(self) -> Summary:
        """What stands on the shelf."""
        sources = {passage.source.id: passage.source for passage in self.passages.values()}.values()
        dates = sorted(source.published for source in sources if source.published)
        outlets = Counter(source.outlet for source in sources)
        return Summary(
            articles=len(sources),
            passages=len(self.passages),
            outlets=tuple(outlets.most_common()),
            earliest=dates[0] if dates else None,
            latest=dates[-1] if dates else None,
            change=self.change,
        )

    def _quote(self, passage: Passage, asked: set[str]) -> Quote:
        spans = sentence_spans(passage.text)
        best = max(spans, key=lambda span: len(asked & set(terms(passage.text[slice(*span)]))))
        return Quote(passage, best, (best[0], min(best[1], best[0] + 12)), 1.0)


class _NoEncoder:
    """Enough of an encoder for a shelf, which does not look at vectors."""

    def encode_question(self, question: str) -> Vector:
        return np.zeros(1, dtype=np.float32)


class ShelfCatalogue:
    """A Catalogue of these passages."""

    def __init__(self, passages: list[Passage]) -> None:
        self._passages = passages
        self._sources = list({passage.source.id: passage.source for passage in passages}.values())

    def outlets(self) -> list[Outlet]:
        """All outlets, those with most articles first."""
        found = []
        for name, count in Counter(source.outlet for source in self._sources).most_common():
            dates = sorted(s.published for s in self._sources if s.outlet == name and s.published)
            found.append(Outlet(name, count, dates[0] if dates else None, dates[-1] if dates else None))
        return found

    def newest(self, *, outlet: str | None, after: Bookmark | None, count: int) -> list[Source]:
        """The next `count` articles after a place, newest first."""
        listed = [source for source in self._sources if outlet in (None, source.outlet)]
        listed.sort(key=_place, reverse=True)
        if after is not None:
            listed = [source for source in listed if _place(source) < (str(after.published or ""), after.key)]
        return listed[:count]

    def keyed(self, first: int, last: int) -> list[Source]:
        """The articles whose key lies between these two, both included."""
        return [source for source in self._sources if first <= article_key(source.id) <= last]

    def hashed(self, digits: str) -> list[Passage]:
        """The passages whose sha256 begins with these digits."""
        return [passage for passage in self._passages if passage.sha256.startswith(digits)]

    def naming(self, terms: Sequence[str], *, most: int) -> dict[str, int]:
        """Nothing: no answer of a shelf asks."""
        return {}


def _place(source: Source) -> tuple[str, int]:
    return str(source.published or ""), article_key(source.id)


def small_shelf() -> Shelf:
    """Two articles: one of three paragraphs on a summit, one of a single paragraph on a tower."""
    return Shelf(
        [
            *passages_of(
                SUMMIT,
                "The talks had been planned for weeks.",
                "The leaders will meet in Sochi on Monday. They will talk about peace & <trade>.",
                "No leaders have met there before.",
            ),
            *passages_of(TOWER, "The tower is 330 metres tall. It stands in Paris, where leaders meet.", first_id=10),
        ]
    )
