"""What a question that leans on the one before it asks, and which reading of it holds.

The words that it leaves out are carried over: names, the topic, what was answered. No word is made up: a reading is a
row of words that people asked or articles have, and all that is done with it is to find what is quoted.
Measured by benchmarks/followups.py.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.answer import About, Answer, Quote, Span
from retrieval.article import Passage
from retrieval.features import SENTENCE_FEATURES
from retrieval.leaning import ANAPHORS, Lean, Leaning, Signal, is_plain, leaning
from retrieval.library import Candidates
from retrieval.question import Kind, analyse, question_language
from retrieval.ranking import Hit, best_first
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
DOUBT = -1.0
"""Of log-odds: how much less sure a reading of "And in 2020?" with what went before may be than those words alone."""
OF_SIGNS = (0.13, 8.02, -2.85, -2.33)
"""The weights of how sure a follow-up's answer is: see sure_of."""
SURER_UNREAD = 2.0
"""Where no reader reads. Too few to fit: a cautious guess."""
LEAST = 1e-6
MOST_WORDS = 16
LONGEST_NAME = 6
"""Words: an answer that is longer is no name that a "he" could stand for."""
ALL_OF_IT = frozenset("that this das dies eso esto ça cela ceci это bu".split())
"""That stand for all that was said where nothing else is named: "when was that?"."""
PREPOSITIONS = frozenset("in at on of from to near for by with im am an auf von aus bei en de à au du в на из".split())
"""Before a name: with these it tells where, more than who or what."""
_WORD = re.compile(r"\w+(?:[-.,]\w+)*(?:['’]\w+)?")
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})\b")


@dataclass(frozen=True)
class Context:
    """What was asked and answered before. Held in memory alone: it has a question's words."""

    question: str  # as it was understood; "" where only its answer is known
    language: str  # ISO 639-1
    places: frozenset[tuple[str, int]] = frozenset()  # article and paragraph of what was quoted
    told: str = ""  # the words that answered
    title: str = ""  # of the first quote's article
    certain: bool = False  # the next question was said to be about it, as by a reply

    @property
    def topic(self) -> str:
        """The words that the next question may lean on."""
        return self.question or self.title

    @property
    def article(self) -> str:
        """The id of an article that was quoted; "" for none."""
        return next((article for article, _ in self.places), "")


def context_of(answer: Answer, before: Context | None = None) -> Context:
    """What a question after this answer may lean on; `before` is what its own question could lean on.

    A follow-up that found nothing leaves things as they were: people put it in other words.
    """
    if before is not None and answer.about is not None and not answer.quotes:
        return replace(before, certain=False)
    question = answer.about.question if answer.about else answer.question
    shown = answer.quotes or answer.closest
    if not shown:
        return Context(question, question_language(question))
    return replace(context_of_quotes(shown[:1]), question=question, language=question_language(question))


def context_of_quotes(quotes: Sequence[Quote]) -> Context:
    """What a question may lean on where only the quotes of the answer before it are known. There is at least one."""
    first = quotes[0]
    return Context(
        question="",
        language=first.passage.source.language or "en",
        places=frozenset((quote.passage.source.id, quote.passage.paragraph) for quote in quotes),
        told=first.text[slice(*first.highlight)],
        title=first.passage.source.title,
    )


@dataclass(frozen=True)
class FollowUp:
    """A question that leans on what went before, as it is looked up."""

    about: About  # which says all that it asks
    context: Context
    lean: Lean
    instead: bool  # it asks what was asked before with other words in it: "And in 2020?"
    bare: bool  # it only asks: "why?"
    person: bool  # it is about a "he" or "she"
    more: bool  # another answer than that before is wanted

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
    instead = _instead(found.question.text, context) if fragment and context.question else None
    question, carried = instead or _reading(found, context)
    return FollowUp(
        about=About(question, tuple(carried), context.article, context.title),
        context=context,
        lean=Lean.SURE if context.certain or ordinary else found.lean,
        instead=instead is not None,
        bare=Signal.BARE in found.signals and not found.signals & ANAPHORS and Signal.MORE not in found.signals,
        person=Signal.PERSON in found.signals,
        more=Signal.MORE in found.signals,
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

    return best_first(replace(hit, score=OWN_WORDS[followup.lean] * hit.score + gain(hit.passage)) for hit in hits)


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


def signs_of_answer(followup: FollowUp, hit: Hit) -> tuple[float, float, float] | None:
    """What tells whether a hit answers a follow-up: the reader's log-odds, the cosine of its sentence and the words by
    which it was ranked, and whether all of these were carried over, 0 or 1. None where nobody read it.
    """
    if hit.relevance is None:
        return None
    cosine = float(hit.sentence_features[hit.best, SENTENCE_FEATURES.index("cosine")])
    return clipped(hit.relevance), cosine, float(followup.bare)


def holds(carried: float, alone: float) -> bool:
    """Whether a reading with what went before holds, by how sure that and the question alone are, 0 to 1 each."""
    return log_odds(carried) - log_odds(alone) > DOUBT


def log_odds(probability: float) -> float:
    """Of a probability, which may be 0 or 1."""
    bounded = min(max(probability, LEAST), 1 - LEAST)
    return math.log(bounded / (1 - bounded))


def _reading(leaning: Leaning, context: Context) -> tuple[str, list[str]]:
    """The question's words with those that are carried over, and these by themselves."""
    question, signals = leaning.question, leaning.signals
    start, end = leaning.anaphor or (0, 0)
    if end and not (Signal.BARE in signals and question.text[start:end].lower() in ALL_OF_IT):
        carried = _meant(signals & ANAPHORS, context)
        return f"{question.text[:start]}{' '.join(carried)}{question.text[end:]}", carried
    whole = Signal.BARE in signals or Signal.FRAGMENT in signals
    core = _core(context.topic, context.language)
    carried = _naming(core, context.language) if whole else _names(context.topic, context.language)
    return f"{question.text.rstrip(' ?？')} {core}?", carried or _naming(core, context.language)


def _instead(question: str, context: Context) -> tuple[str, list[str]] | None:
    """The question before with this one's year or name in place of its own; None where there is nothing alike."""
    topic, language = context.question.rstrip(" ?？.!"), context.language
    year, before = _YEAR.search(question), _YEAR.search(topic)
    new, place = _names(question, language, first=True), _replaced(topic, question, language)
    if year and before:
        text = topic[: before.start()] + year.group() + topic[before.end() :]
    elif year:
        text = f"{topic} {question.strip(' ?？.!,')}"
    elif new and place:
        text = topic[: place[0]] + " ".join(new) + topic[place[1] :]
    else:
        return None
    own = {word.lower() for word in _naming(question, language)}
    return f"{text}?", [word for word in _naming(text, language) if word.lower() not in own]


def _meant(anaphor: frozenset[Signal], context: Context) -> list[str]:
    """The words that a "he", "it" or "there" stands for."""
    language, topic = context.language, context.topic
    kind = analyse(context.question, language).kind
    told = _names(context.told, language, first=True) if len(context.told.split()) <= LONGEST_NAME else []
    wanted = {
        Signal.PERSON: {Kind.PERSON, Kind.THING},
        Signal.PLACE: {Kind.PLACE, Kind.THING},
        Signal.THING: {Kind.THING},
    }
    if any(told and kind in wanted.get(signal, set()) for signal in anaphor):
        return told
    names = [name for name in _names(topic, language) if not name[0].isdigit()]
    return names or _naming(_core(topic, language), language)


def _core(text: str, language: str) -> str:
    """The text from its first word that names something on."""
    for match in _WORD.finditer(text):
        if not is_plain(match.group(), language):
            words = text[match.start() :].rstrip(" ?？.!").split()
            return " ".join(words[:MOST_WORDS])
    return ""


def _naming(text: str, language: str) -> list[str]:
    """The words of a text that name something, each once."""
    words = (match.group() for match in _WORD.finditer(text))
    return list(dict.fromkeys(word for word in words if not is_plain(word, language)))


def _names(text: str, language: str, *, first: bool = False) -> list[str]:
    """The capitalised words and the numbers of a text, each once; its first word where `first` says so."""
    found = (match for match in _WORD.finditer(text) if first or match.start() > 0)
    words = (match.group() for match in found)
    return list(
        dict.fromkeys(
            word for word in words if (word[0].isupper() or word[0].isdigit()) and not is_plain(word, language)
        )
    )


def _replaced(topic: str, question: str, language: str) -> Span | None:
    """The name in the topic whose place the question's takes; None where the topic has none.

    It is the last that stands after the same word ("in Ostwick": "And in Marrow?"), or, where the question has none
    before its name, the last that is no "in Ostwick"; else the last.
    """
    places = _name_spans(topic, language)
    own = _name_spans(question, language, first=True)
    before = _word_before(question, own[0]) if own else ""
    alike = [place for place in places if (_word_before(topic, place) == before if before else _is_free(topic, place))]
    found = alike or places
    return found[-1] if found else None


def _is_free(text: str, place: Span) -> bool:
    """Whether a name stands after no preposition."""
    return _word_before(text, place) not in PREPOSITIONS


def _word_before(text: str, place: Span) -> str:
    words = _WORD.findall(text[: place[0]])
    return words[-1].lower() if words else ""


def _name_spans(text: str, language: str, *, first: bool = False) -> list[Span]:
    """Where capitalised words stand that name something, those side by side as one; the first word if `first`."""
    places: list[Span] = []
    for match in _WORD.finditer(text):
        unsure = match.start() == 0 and not first
        if unsure or not match.group()[0].isupper() or is_plain(match.group(), language):
            continue
        joined = bool(places) and not text[places[-1][1] : match.start()].strip()
        places.append((places.pop()[0] if joined else match.start(), match.end()))
    return places
