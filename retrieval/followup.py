"""What a question that leans on the one before it asks, and which reading of it holds.

The words that it leaves out are carried over: names, the topic, what was answered. No word is made up: a reading is a
row of words that people asked or articles have, and all that is done with it is to find what is quoted.
Measured by benchmarks/followups.py.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from retrieval.answer import About
from retrieval.article import Passage
from retrieval.carrying import instead, reading, with_told, without_that
from retrieval.context import Context
from retrieval.features import SENTENCE_FEATURES
from retrieval.leaning import ANAPHORS, Lean, Signal, leaning
from retrieval.library import Candidates
from retrieval.ranking import Hit, best_first
from retrieval.reasons import asks_reason, reasons_in
from retrieval.reranking import clipped
from retrieval.terms import distinct_terms, terms

OWN_WORDS = {Lean.MAYBE: 1.0, Lean.SURE: 0.3}
"""What a score by its own words is worth: where it surely leans they are few, and leave out what it is about."""
OF_THE_TOPIC = {Lean.MAYBE: 1.0, Lean.SURE: 5.0}
"""Of log-odds: what standing in the article quoted before is worth to a passage, by how sure the leaning is."""
ELSEWHERE = 0.5
"""The share of that which a passage of another article has, with all words that were carried over."""
TOLD_ALREADY = 1.0
"""What a passage that was quoted loses where another answer is wanted: "who else?"."""
ORDINARY = 0.004
"""Of ordinary passages: a word that fewer have tells a subject."""
OF_THE_SAME = 0.7
"""What it gains else: people go on with what they have just read."""
OF_SOMEBODY = -0.7
"""What it gains where a "he" is asked about: whoever it introduced is told more of in other passages."""
OF_A_REASON = 4.0
"""What a passage and its sentence gain where a reason is asked for, and words stand in it that surely begin one."""
DOUBT = -1.0
"""Of log-odds: how much less sure a reading of "And in 2020?" with what went before may be than those words alone."""
OF_SIGNS = (0.18, 5.77, 1.89, 0.12, 1.40, 0.47, -0.14, -1.77)
"""The weights of how sure a follow-up's answer is: see sure_of."""
SURER_UNREAD = 2.0
"""Where no reader reads. Too few to fit: a cautious guess."""
LEAST = 1e-6


@dataclass(frozen=True)
class FollowUp:
    """A question that leans on what went before, as it is looked up."""

    about: About  # which says all that it asks
    context: Context
    lean: Lean
    doubtful: bool  # neither its form nor who asked it says that it leans: it may well be whole
    instead: bool  # it asks what was asked before with other words in it: "And in 2020?"
    bare: bool  # it only asks: "why?"
    person: bool  # it is about a "he" or "she"
    more: bool  # another answer than that before is wanted
    reason: bool  # it asks why
    told: str  # the question with what was told before, as a reader is asked it; "" where that adds nothing

    def asked(self, text: str) -> str:
        """The words by which it is ranked, `text` being its own: of "why?" they are all carried over."""
        return self.about.question if self.bare or self.instead else text

    @property
    def topic(self) -> frozenset[str]:
        """The terms that were carried over."""
        return frozenset(terms(" ".join(self.about.words), self.context.language))

    def is_about(self, hits: Sequence[Hit]) -> bool:
        """Whether what was found has to do with what went before."""
        return bool(hits) and _nearness(hits[0].passage, self) >= ELSEWHERE


def follow(text: str, context: Context, background: Mapping[str, float] | None = None) -> FollowUp | None:
    """The question with what it leaves out, as far as what went before has it; None where it stands by itself.

    `background` gives the share of ordinary passages that have a term: a question that only may lean surely does where
    none of its words is of any subject ("who paid?").
    """
    found = leaning(text, after=context.language)
    if found.lean is Lean.NONE and not context.certain:
        return None
    shares = [(background or {}).get(term, 0.0) for term in found.question.terms]
    ordinary = Signal.SHORT in found.signals and all(share >= ORDINARY for share in shares)
    fragment = Signal.FRAGMENT in found.signals
    again = fragment and context.question and Signal.MORE not in found.signals
    other = instead(found.question.text, context) if again else None
    found = without_that(found)
    question, carried = other or reading(found, context)
    only_asks = Signal.BARE in found.signals and Signal.MORE not in found.signals
    return FollowUp(
        about=About(question, tuple(carried), context.article, context.title),
        context=context,
        lean=Lean.SURE if context.certain or ordinary else found.lean,
        doubtful=found.lean is not Lean.SURE and not context.certain,
        instead=other is not None,
        bare=only_asks and not found.signals & ANAPHORS,
        person=Signal.PERSON in found.signals,
        more=Signal.MORE in found.signals,
        reason=asks_reason(found.question),
        told=with_told(found.question, context) if only_asks and Signal.PERSON not in found.signals else "",
    )


def united(first: Candidates, second: Candidates) -> Candidates:
    """The candidates of both, with the first one's statistics."""
    known = {candidate.passage.id for candidate in first.found}
    return replace(first, found=first.found + tuple(c for c in second.found if c.passage.id not in known))


def continued(hits: Sequence[Hit], followup: FollowUp) -> list[Hit]:
    """The hits, those of the article that was quoted before and of the topic more likely; nothing is told twice."""

    def gain(passage: Passage) -> float:
        gain = OF_THE_TOPIC[followup.lean] * _nearness(passage, followup)
        if (passage.source.id, passage.paragraph) not in followup.context.places:
            return gain
        if followup.more:
            return gain - TOLD_ALREADY
        return gain + (OF_SOMEBODY if followup.person else OF_THE_SAME)

    kept = [replace(hit, score=OWN_WORDS[followup.lean] * hit.score + gain(hit.passage)) for hit in hits]
    wants = followup.reason and followup.lean is Lean.SURE
    return best_first(_with_reasons(hit) for hit in kept) if wants else best_first(kept)


def _with_reasons(hit: Hit) -> Hit:
    """The hit, likelier where a sentence of it tells a reason, and that sentence as well."""
    reasons = reasons_in(hit.passage, hit.spans)
    if not reasons:
        return hit
    strengths = np.array([reason.surely if reason else 0.0 for reason in reasons])
    return replace(
        hit,
        score=hit.score + OF_A_REASON * float(strengths.max()),
        sentence_scores=hit.sentence_scores + OF_A_REASON * strengths,
        reasons=reasons,
    )


def _nearness(passage: Passage, followup: FollowUp) -> float:
    """How much a passage has to do with what went before, 0 to 1."""
    source = passage.source
    if any(article == source.id for article, _ in followup.context.places):
        return 1.0
    if not followup.topic:
        return 0.0
    language = source.language or "en"
    has = distinct_terms(passage.text, language) | distinct_terms(source.title, language)
    return ELSEWHERE * len(followup.topic & has) / len(followup.topic)


def sure_of(followup: FollowUp, hits: Sequence[Hit], alone: float) -> float:
    """The probability that the first hit answers a follow-up, `alone` being that of the question by itself, 0 to 1.

    A passage of the right article need not have the words that the question leaves out, which `alone` misses in it.
    Fitted by benchmarks/fit_followups.py.
    """
    if not followup.is_about(hits):
        return alone
    signs = signs_of_answer(followup, hits[0])
    if signs is None:
        odds = log_odds(alone) + SURER_UNREAD
    else:
        odds = sum(sign * weight for sign, weight in zip((*signs, 1.0), OF_SIGNS, strict=True))
    return 1 / (1 + math.exp(-odds))


def signs_of_answer(followup: FollowUp, hit: Hit) -> tuple[float, ...] | None:
    """What tells whether a hit answers a follow-up; None where nobody read it.

    The reader's log-odds; the cosine of its sentence and the question's own words, 0 where all words were carried over;
    the share of the words by which it was ranked that the sentence and the title have; whether all of these were
    carried over, 0 or 1; how surely the sentence tells a reason, -1 where one is asked for and it does not; whether the
    passage was quoted before; and whether somebody is asked about, of whom others tell more.
    """
    if hit.relevance is None:
        return None
    sentence = dict(zip(SENTENCE_FEATURES, hit.sentence_features[hit.best].tolist(), strict=True))
    told = hit.reasons[hit.best] if hit.reasons else None
    return (
        clipped(hit.relevance),
        0.0 if followup.bare else sentence["cosine"],
        sentence["coverage_with_title"],
        float(followup.bare),
        told.surely if told else -float(bool(hit.reasons)),
        float((hit.passage.source.id, hit.passage.paragraph) in followup.context.places),
        float(followup.person),
    )


def holds(carried: float, alone: float) -> bool:
    """Whether a reading with what went before holds, by how sure that and the question alone are, 0 to 1 each."""
    return log_odds(carried) - log_odds(alone) > DOUBT


def log_odds(probability: float) -> float:
    """Of a probability, which may be 0 or 1."""
    bounded = min(max(probability, LEAST), 1 - LEAST)
    return math.log(bounded / (1 - bounded))
