"""THE LINE for a question: encode it, take candidates from the library, rank them, read the best, judge, answer."""

import datetime
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from retrieval.answer import About, Answer, Outcome, Quote, Ranked, Respelled, Span, by_date
from retrieval.antecedent import paragraph_before
from retrieval.coefficients import load_coefficients
from retrieval.context import Context
from retrieval.coverage import coverage_of
from retrieval.dates import AskedTime, asked_time
from retrieval.encodable import encodable
from retrieval.encoder import Encoder
from retrieval.exchanges import with_answers
from retrieval.features import PASSAGE_FEATURES
from retrieval.followup import FollowUp, continued, follow, holds, sure_of, united
from retrieval.glosses import find_glosses
from retrieval.judging import confidence
from retrieval.leaning import Lean
from retrieval.library import Candidates, Library, Vector
from retrieval.news import UNASKED, News, fresh, joined
from retrieval.question import Question, analyse, question_language
from retrieval.ranking import Hit, rank
from retrieval.reader import Reader
from retrieval.reranker import Reranker
from retrieval.reranking import InContext, InTwoWordings, Marker, OfReasons, Patience, objected, reread, with_title
from retrieval.spans import highlight, whole_words
from retrieval.spelling import respelled
from retrieval.stories import also_in, is_copy, newer, rival
from retrieval.timeliness import TOO_OLD, is_too_old

if TYPE_CHECKING:
    from retrieval.proving import Proof
    from retrieval.verifying import Verdict, Verifier

RANKED = 20
WITHHELD = 3
"""Times as many candidates are taken when some will be left out."""
WIDER = 3
"""Times as many are taken where a time is asked about: what was published in it may stand behind its like."""
LEAST_READ = -8.0
"""Of log-odds: where a reader finds so little in a sentence, its span is a guess."""
DISPUTED = 4.0
"""Of log-odds: what it costs of sureness that something speaks against a sentence (retrieval/objections.py)."""
CLOSEST = 1
ORDINARY = 0.03
"""Of ordinary passages: that one lacks a word which more of them have ("about", "said") says nothing."""
RELATED = 0.35
"""Of cosine, or of the question's weight in words: with less of both, one in two hundred first hits is right."""
NEAR = 4.0
"""Of log-odds: a hit this much behind the first is right one time in fifty where the first is right."""


@dataclass(frozen=True)
class Limits:
    """When to answer, and with how much."""

    threshold: float = 0.33  # of confidence
    quotes: int = 3
    candidates: int = 30  # from each index


@dataclass(frozen=True)
class SecondLook:
    """Who reads the first hits, and for how long; without anyone they stay as they were ranked."""

    reader: Reader | None = None
    reranker: Reranker | None = None
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True)
class _Story:
    """What else is told of an answer's story; see the fields of Answer."""

    newer: Quote | None = None
    differ: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Circumstances:
    """In which a question is asked."""

    without: Collection[str]
    today: datetime.date
    known: Collection[str] = ()  # passages that are left out; see retrieval/news.py


@dataclass(frozen=True)
class Look:
    """What the library has for one reading of a question, and how long the parts of it took."""

    question: Question
    candidates: Candidates
    hits: Sequence[Hit]
    near: frozenset[int]  # the passages that were nearly as good as the first before any was read
    sure: float
    encode_s: float
    search_s: float

    def beside(self, other: "Look") -> "Look":
        """The same, with the time of another reading's."""
        return replace(self, encode_s=self.encode_s + other.encode_s, search_s=self.search_s + other.search_s)


class Answerer:
    """Answers questions from a library. Thread-safe."""

    def __init__(
        self, library: Library, encoder: Encoder, limits: Limits, second_look: SecondLook | None = None
    ) -> None:
        self._library = library
        self._encoder = encoder
        self._limits = limits
        self._second_look = second_look or SecondLook()
        self._coefficients = load_coefficients()

    def verify(self, text: str) -> "Verdict | Proof":
        """What became of a quotation or a receipt; see retrieval/verifying.py. Raises ClaimError and LibraryDamaged."""
        return self._verifier.verify(text)

    @cached_property
    def _verifier(self) -> "Verifier":
        from retrieval.verifying import Verifier  # few processes check a claim, and its import takes a while

        return Verifier(self._library, self._encoder)

    def vector(self, text: str) -> Vector:
        """The question's vector, float32 (d,), of unit length: what tells how alike two questions are."""
        return self._encoder.encode_question(text)

    @property
    def encoder(self) -> str:
        """The fingerprint of what encodes questions."""
        return self._encoder.fingerprint

    def news(self, text: str, *, known: Sequence[str] | None) -> News:
        """What answers the question and was not known, as an earlier call said it; None for a first call.

        Costs no more than a search where nothing near the question is new. Raises LibraryDamaged.
        """
        question = analyse(text, question_language(text))
        vector = self._encoder.encode_question(question.text)
        found = self._library.candidates(question.terms, vector, count=self._limits.candidates * WIDER)
        now = joined(found, known or ())
        if known is None or not fresh(found, known).found:
            return News(None, now)
        answer = self.answer(text, known=known)
        told = answer.outcome is Outcome.ANSWERED and answer.confidence >= UNASKED
        return News(answer if told else None, now)

    def answer(
        self,
        text: str,
        *,
        without: Collection[str] = (),
        today: datetime.date | None = None,
        after: Context | None = None,
        known: Collection[str] = (),
    ) -> Answer:
        """What the library says to the question. Raises LibraryDamaged when a paragraph fails its hash.

        `without` leaves articles out, by id, to learn how the library fares with what it can't answer; their words
        still count in how rare a word is. "Last month" counts from `today`, by default the day in UTC. `after` is what
        was asked and answered before, which the question may lean on; one that can't costs nothing more. `known`
        leaves passages out, and copies of them.
        """
        began = time.perf_counter()
        today = today or datetime.datetime.now(datetime.UTC).date()
        look, about, meant = self._as_meant(text, Circumstances(without, today, known), after)
        question, hits = look.question, look.hits
        answered = bool(hits) and look.sure >= self._limits.threshold
        near = _near(hits)
        told = [hit for hit in hits if hit in near or hit.passage.id in look.near]
        sound = [hit for hit in near if hit is near[0] or not objected(question, hit)[hit.best]]
        chosen = _unlike(sound, self._limits.quotes) if answered else _related(question, hits)[:CLOSEST]
        quotes = tuple(self._quote(question, hit, near) for hit in chosen)
        story = self._story(question, told, quotes[0], look.candidates) if answered else _Story()
        total = time.perf_counter() - began
        return Answer(
            question=encodable(text),
            outcome=Outcome.ANSWERED if answered else Outcome.NOT_FOUND,
            confidence=look.sure,
            quotes=quotes if answered else (),
            closest=() if answered else quotes,
            candidates=tuple(Ranked(h.passage.source.id, h.passage.paragraph, h.score) for h in hits[:RANKED]),
            took_ms={
                "encode": look.encode_s * 1000,
                "search": look.search_s * 1000,
                "read": (total - look.encode_s - look.search_s) * 1000,
                "total": total * 1000,
            },
            coverage=None
            if answered or without or known
            else coverage_of(question, self._library, look.candidates.frequencies, today=today),
            newer=story.newer,
            differ=story.differ,
            about=about,
            respelled=meant,
        )

    def _as_meant(
        self, text: str, circumstances: Circumstances, after: Context | None
    ) -> tuple[Look, About | None, Respelled | None]:
        """What is found for the question as it is spelled or, where that answers better, as it may have been meant, and
        in the second case what that is.
        """
        look, about = self._understood(text, circumstances, after)
        meant = respelled(text, look.question, look.candidates, self._encoder.has_word)
        if meant is None:
            return look, about, None
        other, other_about = self._understood(meant.question, circumstances, after)
        look, other = look.beside(other), other.beside(look)
        return (other, other_about, meant) if other.sure > look.sure else (look, about, None)

    def _understood(self, text: str, circumstances: Circumstances, after: Context | None) -> tuple[Look, About | None]:
        """What is found, for the question by itself or with what it leans on, and in the second case what that is."""
        followup = follow(text, after, self._coefficients.background) if after is not None else None
        if followup is None:
            return self.look(text, circumstances), None
        if followup.instead:
            carried = self.look(followup.about.question, circumstances)
            alone = self.look(text, circumstances)
            alone, carried = alone.beside(carried), carried.beside(alone)
            return (carried, followup.about) if holds(carried.sure, alone.sure) else (alone, None)
        look = self.look(text, circumstances, followup)
        look = replace(look, sure=sure_of(followup, look.hits, look.sure))
        if followup.is_about(look.hits) and not followup.doubtful:
            return look, followup.about
        alone = self.look(text, circumstances)
        alone, look = alone.beside(look), look.beside(alone)
        leans = followup.is_about(look.hits) and look.sure > alone.sure
        return (look, followup.about) if leans else (alone, None)

    def look(self, text: str, circumstances: Circumstances, followup: FollowUp | None = None) -> Look:
        """What the library has for a question; where it leans on another, also for that, whose article is likelier."""
        began = time.perf_counter()
        full = followup.about.question if followup else text
        question = analyse(followup.asked(text) if followup else text, question_language(full))
        vector = self._encoder.encode_question(question.text)
        whole, whole_vector = question, vector
        if followup is not None:
            whole = analyse(full, question.language)
            whole_vector = self._encoder.encode_question(whole.text)
        encoded = time.perf_counter()
        asked = asked_time(whole.text, whole.language, circumstances.today)
        candidates = self._candidates(question, vector, circumstances, asked)
        if followup is not None:
            candidates = united(candidates, self._candidates(whole, whole_vector, circumstances, asked))
        searched = time.perf_counter()
        hits = rank(question, vector, candidates, self._coefficients, asked=asked, today=circumstances.today)
        hits = with_answers(question, hits, self._library)
        near = frozenset(hit.passage.id for hit in _near(hits))
        surely = followup is not None and followup.lean is Lean.SURE
        read, other = question, whole.core if surely else question.core
        if followup is not None and followup.told:
            read, other = replace(question, core=followup.told), followup.told
        hits = self._reread(read, continued(hits, followup) if followup else hits, other)
        less = doubt(question, hits, asked, circumstances.today)
        sure = confidence(hits, self._coefficients, language=question.language, less=less)
        return Look(question, candidates, hits, near, sure, encoded - began, searched - encoded)

    def _candidates(
        self, question: Question, vector: Vector, circumstances: Circumstances, asked: AskedTime | None
    ) -> Candidates:
        without, known = circumstances.without, circumstances.known
        wider = WITHHELD if without else WIDER if asked or known else 1
        found = self._library.candidates(question.terms, vector, count=self._limits.candidates * wider)
        if without:
            found = replace(found, found=tuple(c for c in found.found if c.passage.source.id not in without))
        return fresh(found, known) if known else found

    def _reread(self, question: Question, hits: list[Hit], whole: str) -> list[Hit]:
        look = self._second_look
        reader = look.reader if look.reader is not None and look.reader.reads(question.language) else None
        if reader is None and look.reranker is None:
            return hits
        marker: Marker | None = InContext(reader, self._library) if reader is not None else None
        if marker is not None and whole != question.core:
            marker = InTwoWordings(marker, whole)
        if marker is not None and any(hit.reasons for hit in hits):
            marker = OfReasons(marker)
        read = reread(
            question,
            hits,
            self._coefficients.reading,
            reader=marker,
            reranker=look.reranker,
            patience=look.patience,
        )
        if reader is None or look.reranker is not None or whole != question.core:
            return read
        return with_title(question, read, reader)

    def _story(self, question: Question, near: Sequence[Hit], first: Quote, candidates: Candidates) -> _Story:
        """What the other hits say of the first quote's story; nothing where it was not found by itself."""
        vectors = {found.passage.id: found.embedding.paragraph for found in candidates.found}
        near = [hit for hit in near if hit.passage.id in vectors]
        if not near or near[0].passage.id != first.passage.id:
            return _Story()
        later = newer(near[0], near, vectors)
        contrary = rival(near[0], first.highlight, near, vectors)
        differ: tuple[Quote, ...] = ()
        if contrary is not None:
            other = replace(self._quote(question, contrary.hit, near), highlight=contrary.own)
            differ = by_date((first, other))
        return _Story(self._quote(question, later, near) if later else None, differ)

    def _quote(self, question: Question, hit: Hit, near: Sequence[Hit]) -> Quote:
        common = self._coefficients.background
        lacked = question.lacked(hit.missing)
        return Quote(
            hit.passage,
            hit.sentence,
            self._highlight(question, hit),
            hit.score,
            missing=tuple(word for term, word in lacked.items() if common.get(term, 0.0) < ORDINARY),
            glosses=find_glosses(hit.passage, hit.spans),
            also_in=also_in(hit.passage, [other.passage for other in near]),
            before=paragraph_before(hit.passage, hit.sentence, self._library),
        )

    def _highlight(self, question: Question, hit: Hit) -> Span:
        """The words of the hit's sentence that answer: the reader's, else those that look most like an answer."""
        reason = hit.reasons[hit.best] if hit.reasons else None
        if hit.marking is not None and hit.marking.scores[hit.best] > LEAST_READ:
            marked = whole_words(hit.passage.text, hit.marking.highlights[hit.best])
            return marked if reason is None or _overlap(marked, reason.span) else reason.span
        if reason is not None:
            return reason.span
        return highlight(question, hit.passage.text, hit.sentence, self._coefficients.span)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def doubt(question: Question, hits: Sequence[Hit], asked: AskedTime | None, today: datetime.date | None) -> float:
    """What speaks against the first hit by its day and by its sentence, in log-odds."""
    if not hits:
        return 0.0
    old = TOO_OLD if today is not None and is_too_old(hits[0].passage, asked, today) else 0.0
    return old + (DISPUTED if objected(question, hits[0])[hits[0].best] else 0.0)


def _near(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that are nearly as good as the first: another source is offered when it may answer as well."""
    return [hit for hit in hits if hit.score >= hits[0].score - NEAR]


def _related(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that have something of the question's subject: a greeting has no closest passage."""

    def is_related(hit: Hit) -> bool:
        near = any(hit.features[PASSAGE_FEATURES.index(name)] >= RELATED for name in ("cosine", "coverage"))
        return near and len(hit.missing) < len(question.terms)

    return [hit for hit in hits if is_related(hit)]


def _unlike(hits: Sequence[Hit], count: int) -> list[Hit]:
    """The first `count` hits, copies of better ones folded."""
    chosen: list[Hit] = []
    for hit in hits:
        if len(chosen) == count:
            break
        if not any(is_copy(hit.passage.text, other.passage.text) for other in chosen):
            chosen.append(hit)
    return chosen
