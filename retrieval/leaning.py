"""Whether a question leans on the one before it, by its words alone: "And in 2020?", "who else?", "why?", "and him?".

Knows nothing of what was asked before. What it says is a guess with its reasons: see retrieval/followup.py for what
becomes of it.
"""

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from retrieval.answer import Span
from retrieval.leaning_words import SMALL_TALK, WORDS, YOU, LeaningWords
from retrieval.question import Question, analyse, question_language

FEW = 2
"""Words that name something: a question of no more than these may have left out the rest."""
SOME = 3
_WORD = re.compile(r"\w+")
AUXILIARIES = frozenset("is are was were do does did has have had can could will would should".split())
"""English: a question that begins with these is whole, though it has no word that asks; and a "she" right after them is
what it is about, whatever was named before ("what time did she run").
"""


class Signal(StrEnum):
    """What speaks for a question's leaning."""

    OPENING = "opening"  # it goes on: "and", "what about"
    PERSON = "person"  # somebody is not named: "he"
    THING = "thing"  # "it", "that"
    PLACE = "place"  # "there"
    TIME = "time"  # "then"
    MORE = "more"  # another answer is wanted: "else"
    BARE = "bare"  # only asking: "why?"
    FRAGMENT = "fragment"  # nothing that asks: "in 2020?"
    SHORT = "short"  # few words and no name


class Lean(IntEnum):
    """How sure that a question leans on the one before."""

    NONE = 0
    MAYBE = 1
    SURE = 2


@dataclass(frozen=True)
class Leaning:
    """A question's leaning, and why."""

    lean: Lean
    signals: frozenset[Signal]
    question: Question  # without the words that only go on
    anaphor: Span | None = None  # of the first word in question.text that stands for something not named in it


@dataclass(frozen=True)
class _Anaphor:
    """A word that stands for something."""

    signal: Signal
    span: Span
    weak: bool  # what it stands for may be told by the words beside it


ANAPHORS = frozenset({Signal.PERSON, Signal.THING, Signal.PLACE, Signal.TIME})


def leaning(text: str, *, after: str = "") -> Leaning:
    """How much a question leans on one in the language `after` (ISO 639-1), whose words count where its own are few."""
    language = question_language(text)
    if language == "en" and after in WORDS and after != "en" and not _speaks_english(text):
        language = after
    words = WORDS.get(language)
    if words is None:
        return Leaning(Lean.NONE, frozenset(), analyse(text, language))
    opening = words.openings.match(text)
    if opening and opening.group().split()[1:] and len(_WORD.findall(text[opening.end() :])) > SOME:
        opening = None  # "what is about" in the middle of a whole question
    if opening and language == "de" and _ends_with_verb(text[opening.end() :], words):
        opening = None  # "was ist mit Kräften verbunden?"
    rest = text[opening.end() :] if opening else text
    question = analyse(rest if _WORD.search(rest) else text, language)
    found = {Signal.OPENING} if opening else set()
    anaphor = _anaphor(question.text, words)
    if anaphor is not None:
        found.add(anaphor.signal)
    own = [match.group().lower() for match in _WORD.finditer(question.text)]
    if (own and (SMALL_TALK | YOU).issuperset(own)) or (
        YOU.intersection(own) and words.plain.union(YOU).issuperset(own)
    ):
        return Leaning(Lean.NONE, frozenset(), question)
    if _asks_more(own, words):
        found.add(Signal.MORE)
    naming = [word for word in own if word not in words.plain]
    asks = bool(words.asking.intersection(own)) or _is_whole(question)
    if not naming:
        found.add(Signal.BARE)
    elif len(naming) <= FEW and not asks and anaphor is None:
        found.add(Signal.FRAGMENT)
    elif len(naming) <= FEW and not _names_any(question) and not question.numbers:
        found.add(Signal.SHORT)
    lean = Lean.MAYBE if anaphor and anaphor.weak and not opening else _lean(found, len(naming), question)
    return Leaning(lean, frozenset(found), question, anaphor.span if anaphor else None)


def _lean(found: set[Signal], naming: int, question: Question) -> Lean:
    """How sure the signals together are."""
    if Signal.BARE in found:
        return Lean.SURE
    named = _names_any(question)
    if Signal.OPENING in found and (naming <= SOME or not named):
        return Lean.SURE
    if found & ANAPHORS and naming <= SOME and not named:
        return Lean.SURE
    if Signal.MORE in found and naming <= 1 and not named:
        return Lean.SURE
    return Lean.MAYBE if found else Lean.NONE


def _ends_with_verb(rest: str, words: LeaningWords) -> bool:
    """German: whether the last of some words names something, but is no noun, which would have a capital."""
    own = _WORD.findall(rest)
    return len(own) > 1 and own[-1].islower() and own[-1] not in words.plain


def _names_any(question: Question) -> bool:
    """Whether somebody or something is named; where every noun has a capital, capitals tell nothing."""
    return bool(question.names) and question.language != "de"


def _anaphor(text: str, words: LeaningWords) -> _Anaphor | None:
    """The first word that stands for something that is not named before it; None where there is none."""
    before, named = "", 0
    matches = list(_WORD.finditer(text))
    for place, match in enumerate(matches):
        word = match.group().lower()
        rest = [other.group().lower() for other in matches[place + 1 :]]
        signal = _stands_for(match, words)
        linking = named and word in LINKING and rest
        if signal is not None and not linking and not _is_expletive(text, match):
            pointing = word in POINTING and bool(rest) and rest[0] not in words.plain  # "this edict"
            subject = before in AUXILIARIES and signal in {Signal.PERSON, Signal.THING}
            weak = pointing or (named > 0 and not subject and any(other not in words.plain for other in rest))
            return _Anaphor(signal, match.span(), weak)
        if named and word in words.asking - AUXILIARIES:  # "who was Thorpe and what did he do": named just before
            return None
        if word not in words.plain:
            named += 1
            if named > FEW or before in DETERMINERS or (match.group()[0].isupper() and match.start() > 0):
                return None
        before = word
    return None


def _stands_for(match: re.Match[str], words: LeaningWords) -> Signal | None:
    """What kind of thing a word stands for; None for a word with a meaning of its own."""
    word = match.group()
    if match.start() > 0 and word == "Sie":  # German for "you", to be polite
        return None
    kinds = (
        (Signal.PERSON, words.people),
        (Signal.THING, words.things),
        (Signal.PLACE, words.places),
        (Signal.TIME, words.times),
    )
    return next((signal for signal, those in kinds if word.lower() in those), None)


def _asks_more(own: list[str], words: LeaningWords) -> bool:
    """Whether another answer is wanted: "who else", "another?"; not "what other name has a lion"."""
    first = next((place for place, word in enumerate(own) if word not in words.plain), len(own))
    return any(word in words.more for word in (*own[:first], *own[-1:]))


DETERMINERS = frozenset("the a an der die das den dem ein eine einen el la los las un una le les l du des".split())
"""After these something is named, which a later "it" may stand for."""
POINTING = frozenset(
    "this that these those dies dieses diese dieser diesem diesen este esta estos estas ese esa esos esas ce cet cette"
    " ces этот эта эти тот та те этого этом bu şu o".split()
)
"""Of the words that stand for something: those that a noun may follow, which tells it as well."""
LINKING = frozenset("that this these there das die der es que ce cette ces это то тот o bu".split())
"""Of the words that stand for something: those that after a name's or verb's like may as well link or point."""
_EXPLETIVE = re.compile(
    r"\b(?:there) (?:is|are|was|were|any|been|be|a|an|no)\b|\b(?:is|are|was|were) there\b|\bit (?:take|cost|mean)s? \w"
    r"|\btime is it\b"
    r"|\bil y a\b|\by a-t-il\b|\best-ce\b|\bqu['’]est-ce\b|\bes gibt\b|\bgibt es\b|\bce que\b|\blo que\b",
    re.IGNORECASE,
)


def _is_expletive(text: str, match: re.Match[str]) -> bool:
    """Whether a word that could stand for something stands for nothing, as in "are there"."""
    return any(
        found.start() <= match.start() and match.end() <= found.end() for found in _EXPLETIVE.finditer(text)
    ) or _before_noun(text, match)


def _before_noun(text: str, match: re.Match[str]) -> bool:
    """Whether a word is an article here, as Spanish "la", French "le" and German "das" mostly are."""
    return match.group().lower() in {"la", "lo", "le", "les", "los", "das"} and text[match.end() :].strip(" ?!.") != ""


def is_plain(word: str, language: str) -> bool:
    """Whether a word names nothing: it asks, links, goes on or stands for something."""
    words = WORDS.get(language)
    return words is not None and word.lower() in words.plain


def _is_whole(question: Question) -> bool:
    first = _WORD.search(question.text)
    return question.language == "en" and first is not None and first.group().lower() in AUXILIARIES


def _speaks_english(text: str) -> bool:
    own = {match.group().lower() for match in _WORD.finditer(text)}
    return bool(own & (WORDS["en"].plain - {"a", "an", "on", "in", "do", "was", "to"}))
