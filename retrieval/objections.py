"""What speaks against a sentence as an answer, whatever words it shares with the question.

A question answers none, though nothing is nearer to a question than itself; a heading only names what stands below it;
what has no number tells not how many (retrieval/answer_types.py); and what was in another year than the one asked about
is another matter, whose figures look like the right ones, as is the line of opening hours for another day.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.answer import Gloss, Span
from retrieval.answer_types import lacks_type, wants_type
from retrieval.article import Passage
from retrieval.date_words import Form, date_forms
from retrieval.question import Kind, Question
from retrieval.sentences import asks, is_heading
from retrieval.terms import folded

_ASKS_OR_HEADS = re.compile("[?？؟\n]")
_PROPOSAL = re.compile(r"\b(?:how|what) about\b|\bwhat if\b|\bwhy (?:not|don['’]t)\b", re.IGNORECASE)
_WANTING = re.compile(r"\b(?:who(?:m|se)?|what|which|when|where|why|how|any)\b", re.IGNORECASE)
"""Words of an English question that has nothing to tell; others propose: "Could we meet at the café?"."""
_TOGETHER = re.compile(r"\b(?:we|us|our|you|your|i|me|my)\b", re.IGNORECASE)
"""Whoever proposes speaks of these; "Is there a discount?" proposes nothing."""
_OF_QUESTIONS = {
    "en": r"ask(?:s|ed|ing)?|questions?|wonder\w*|inquir\w+",
    "de": r"(?:ge|be)?frag\w*",
    "es": r"pregunt\w*",
    "fr": r"demand\w*|questions?",
    "ru": r"спр(?:ос|аш)\w*|вопрос\w*",
    "tr": r"sor(?:du|ar|uyor|ul)\w*|soru\w*",
}
"""By language, how one asks what somebody asked."""
_ABOUT_QUESTIONS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _OF_QUESTIONS.items()}
_YEAR = re.compile(r"(?<![\w.,'’/–-])(?:1[6-9]|20)\d\d(?![\w%/–-]|[.,]\d|['’]s\b)")
_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "es": "lunes martes mi[eé]rcoles jueves viernes s[aá]bado domingo",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
_A_WEEKDAY = {
    name: re.compile(rf"\b({'|'.join(words.split())})(?:s|en)?\b", re.IGNORECASE) for name, words in _WEEKDAYS.items()
}
_ALONE = re.compile(r"[ \t]*(?::|\||\d|[(]|closed\b|geschlossen\b|cerrado\b|fermé\b|$)", re.IGNORECASE)
"""What follows the one weekday that a line of opening hours or of a timetable is for: not "to Friday"."""
_LABEL = re.compile(r"(?:\w+: )?$")
_LOOKS_BACK = re.compile(r"\b(?:had|since|than|record|compared|up|down) ", re.IGNORECASE)
_TOLD = (Form.IN, Form.DAY, Form.BETWEEN)
"""Forms by which a text says when something was; the others bound a time."""


def objections(
    question: Question, passage: Passage, sentences: Sequence[Span], glosses: Sequence[Gloss] = ()
) -> list[bool]:
    """For each sentence of a passage, whether it asks itself, only heads the others, has nothing of the type that is
    asked for, or tells of other years or of another weekday.

    Other years are told where some are asked about and none of them is named. What relative words of the passage mean
    (`glosses`) counts where the question says in which year something was.
    """
    asked, days = years_asked(question), _weekdays(question.text, question.language)
    language = passage.source.language or "en"
    typed = question.language == language and wants_type(question.core, language)
    if not (asked or days or typed) and _ASKS_OR_HEADS.search(passage.text) is None:
        return [False] * len(sentences)
    strictly = bool(asked and _years_told(question.text, (0, len(question.text)), question.language))
    found = []
    for sentence in sentences:
        told = _years_told(passage.text, sentence, language) if asked else frozenset()
        if told and _is_of(passage, asked) and _only_looks_back(passage.text, sentence):
            told = frozenset()
        if strictly and not told:
            told = frozenset(year for gloss in glosses if _within(gloss.span, sentence) for year in _years_of(gloss))
        named = {int(match.group()) for match in _YEAR.finditer(passage.text, *sentence)} if told else set()
        other = bool(told) and not named & asked and not any(min(told) <= year <= max(told) for year in asked)
        other = other or (
            len(days) == 1
            and language == question.language
            and _is_line_of_another_day(passage.text[slice(*sentence)], days, language)
        )
        other = other or (typed and lacks_type(question.core, passage.text[slice(*sentence)], language))
        found.append(other or is_heading(passage.text, sentence) or asks_too(question, passage, sentence))
    return found


def _is_of(passage: Passage, years: frozenset[int]) -> bool:
    published = passage.source.published
    return published is not None and published.year in years


def _only_looks_back(text: str, sentence: Span) -> bool:
    """Whether an English sentence names a year to compare with: "beat the record that she had set in 2017"."""
    first = _YEAR.search(text, *sentence)
    return first is not None and _LOOKS_BACK.search(text, sentence[0], first.start()) is not None


@lru_cache(maxsize=64)
def _weekdays(text: str, language: str) -> frozenset[str]:
    """The weekdays that a text names, where they are not inflected."""
    pattern = _A_WEEKDAY.get(language)
    return frozenset(folded(match[1]) for match in pattern.finditer(text)) if pattern is not None else frozenset()


def _is_line_of_another_day(line: str, days: frozenset[str], language: str) -> bool:
    """Whether a line of opening hours or of a timetable ("Day: Monday | Opens: 9:30") is for other days than these."""
    pattern = _A_WEEKDAY.get(language)
    day = pattern.search(line) if pattern is not None else None
    if day is None or not _LABEL.fullmatch(line[: day.start()]) or not _ALONE.match(line, day.end()):
        return False
    return not _weekdays(line, language) & days


def asks_too(question: Question, passage: Passage, sentence: Span) -> bool:
    """Whether a sentence asks where the question wants to be told: it does not want to know what somebody asked."""
    text = passage.text[slice(*sentence)]
    if not asks(text):
        return False
    about = _ABOUT_QUESTIONS.get(question.language)
    if about is not None and about.search(question.text):
        return False
    if question.kind is Kind.POLAR or (passage.source.language or "en") != "en":
        return True
    return (_WANTING.search(text) is not None or _TOGETHER.search(text) is None) and _PROPOSAL.search(text) is None


def years_asked(question: Question) -> frozenset[int]:
    """The years that a question names, without those that only bound the time it asks about ("before 2000")."""
    return _years_asked(question.text, question.language) if question.numbers else frozenset()


@lru_cache(maxsize=64)
def _years_asked(text: str, language: str) -> frozenset[int]:
    bounds = [
        match.span() for form, pattern in date_forms(language) if form not in _TOLD for match in pattern.finditer(text)
    ]
    years = (match for match in _YEAR.finditer(text) if not any(_within(match.span(), one) for one in bounds))
    return frozenset(int(match.group()) for match in years)


def _years_told(text: str, sentence: Span, language: str) -> frozenset[int]:
    """The years in which a sentence says that something was."""
    years: set[int] = set()
    if _YEAR.search(text, *sentence) is None:
        return frozenset()
    seen: list[Span] = []
    for form, pattern in date_forms(language):
        for match in pattern.finditer(text, *sentence):
            if any(_within(match.span(), one) for one in seen):
                continue
            seen.append(match.span())
            if form in _TOLD:
                years |= {int(match[name]) for name in ("year", "year2") if match.groupdict().get(name)}
    return frozenset(years)


def _years_of(gloss: Gloss) -> range:
    return range(gloss.period.first.year, gloss.period.last.year + 1)


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
