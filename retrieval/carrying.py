"""The words that a question leaves out, taken from what was asked and answered before it.

No word is made up: what comes back is a row of words that people asked or articles have. See retrieval/followup.py for
what becomes of it.
"""

import re
from dataclasses import replace
from itertools import pairwise

from retrieval.answer import Span
from retrieval.context import Context
from retrieval.leaning import ANAPHORS, AUXILIARIES, DETERMINERS, Leaning, Signal, is_plain
from retrieval.question import Kind, Question, analyse

MOST_WORDS = 16
LONGEST_NAME = 6
"""Words: an answer that is longer is no name that a "he" could stand for, and no part of a clause."""
ALL_OF_IT = frozenset("that this das dies eso esto ça cela ceci это bu".split())
"""That stand for all that was said where nothing else is named: "when was that?"."""
PREPOSITIONS = frozenset("in at on of from to near for by with im am an auf von aus bei en de à au du в на из".split())
"""Before a name: with these it tells where, more than who or what."""
_WORD = re.compile(r"\w+(?:[-.,]\w+)*(?:['’]\w+)?")
_VERB = re.compile(rf"['’]s\b|\b(?:{'|'.join(sorted(AUXILIARIES))}|ist|war|es|fue|est|était)\b", re.IGNORECASE)
"""Between the words that ask and a "that"."""
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})\b")


def without_that(leaning: Leaning) -> Leaning:
    """ "Why is that?" as "Why": all that was said is what any question that only asks is about."""
    question = leaning.question
    start, end = leaning.anaphor or (0, 0)
    asking = _VERB.split(question.text[:start])[0].strip() if question.text[start:end].lower() in ALL_OF_IT else ""
    if Signal.BARE not in leaning.signals or not asking or question.kind in {Kind.PERSON, Kind.THING}:
        return leaning
    return replace(
        leaning, question=analyse(asking, question.language), signals=leaning.signals - ANAPHORS, anaphor=None
    )


def reading(leaning: Leaning, context: Context) -> tuple[str, list[str]]:
    """The question's words with those that are carried over, and these by themselves."""
    question, signals = leaning.question, leaning.signals
    start, end = leaning.anaphor or (0, 0)
    if end and not (Signal.BARE in signals and question.text[start:end].lower() in ALL_OF_IT):
        carried = _meant(signals & ANAPHORS, context)
        return f"{question.text[:start]}{' '.join(carried)}{question.text[end:]}", carried
    whole = Signal.BARE in signals or Signal.FRAGMENT in signals
    core = _core(context.topic, context.language)
    carried = _naming(core, context.language) if whole else _names(context.topic, context.language)
    said = _clause(context.topic, core) if Signal.BARE in signals else core
    return f"{question.text.rstrip(' ?？')} {said}?", carried or _naming(core, context.language)


def with_told(asks: Question, context: Context) -> str:
    """A question that only asks, with the question before and its answer as one clause: "Why Kenya will get the first
    seed potatoes?" after "Which country will get ...?". "" where that answer is unknown or no few words.
    """
    if not context.question or not 0 < len(context.told.split()) <= LONGEST_NAME:
        return ""
    said = _clause(context.question, _core(context.topic, context.language), context.told)
    return f"{asks.text.rstrip(' ?？')} {said}?"


def instead(question: str, context: Context) -> tuple[str, list[str]] | None:
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
    if any(kind in wanted.get(signal, set()) for signal in anaphor) and any(not name[0].isdigit() for name in told):
        return told
    places = _name_spans(topic, language)
    if Signal.PERSON in anaphor:
        places = [place for place in places if _is_free(topic, place)] or places
    names = [word for place in places for word in _with_noun(topic, place, context.passage).split()]
    return list(dict.fromkeys(names)) or _naming(_core(topic, language), language)


def _with_noun(topic: str, name: Span, passage: str) -> str:
    """A name with the noun after it, as in "the Queen Olga bridge", where the passage that was quoted has both so."""
    start, end = name
    noun = re.match(r"\s+[^\W\d_]+", topic[end:])
    longer = topic[start : end + noun.end()] if noun else ""
    said = bool(longer) and re.search(rf"\b{re.escape(longer)}\b", passage)
    return longer if said else topic[start:end]


def _core(text: str, language: str) -> str:
    """The text from its first word that names something on."""
    for match in _WORD.finditer(text):
        if not is_plain(match.group(), language):
            words = text[match.start() :].rstrip(" ?？.!").split()
            return " ".join(words[:MOST_WORDS])
    return ""


def _clause(topic: str, core: str, told: str = "") -> str:
    """What a question says without the words that ask, `told` in their place: from "did" on where its subject follows
    that, else its core.
    """
    own = topic.rstrip(" ?？.!")
    for verb, subject in pairwise(list(_WORD.finditer(topic))[1:]):
        if verb.group().lower() in AUXILIARIES:
            follows = subject.group()[0].isupper() or subject.group().lower() in DETERMINERS
            clause = f"{own[verb.start() :]} {told}" if follows else f"{told} {own[verb.start() :] if told else core}"
            return " ".join(clause.split()[:MOST_WORDS])
    return f"{told} {core}".strip()


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
