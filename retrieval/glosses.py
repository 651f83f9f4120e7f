"""Glosses: the calendar time of relative words in a quote ("last month" = September 2022), said beside it, never in it.

Right or absent. A word is only glossed where it is plainly meant from the day that the article was published: not in
what somebody is quoted as saying, not where the text tells of another year or another time, and not where a reported
promise moves the day that it is seen from.
"""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from retrieval.answer import Gloss, Span
from retrieval.article import Passage
from retrieval.period import Period
from retrieval.relative_words import Relative, count_of, may_hold, relative_words
from retrieval.sentences import sentence_spans
from retrieval.weekdays import Side, resolve_weekday, weekdays

NEAR_DAYS = 7
"""What lies further back than these days is another time than the article's."""
_YEAR = re.compile(r"(?<![\d.,:/-])(?:1[0-9]|20)\d\d(?:s\b|(?![\d,]*\d|\s*(?:people|men|troops|soldiers|km|m\b|%)))")
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = re.compile(rf"\b(?i:in|of|since|during|early|late|mid|last)[ -]({'|'.join(_MONTHS)})\b")
_REPORT = re.compile(
    r"\b(?:said|told|announced|wrote|warned|pledged|promised|predicted|vowed|planned|agreed|claimed|asked|decided"
    r"|ordered|proposed|ruled|would|invited|scheduled)\b"
)
_NARRATION = re.compile(
    r"\b(?:diar(?:y|ies)|memoirs?|recall(?:ed|s)|remembered|recounted|at the time|in those days|back then)\b",
    re.IGNORECASE,
)
_WOULD = re.compile(r"\bwould\b|['’]d\b|\bwas to\b|\bwere to\b|\bwas due\b|\bwere due\b")
_CLOSING = {"“": "”", "«": "»", "„": "“”", "‘": "’", '"': '"'}


@dataclass(frozen=True)
class _Word:
    """Relative words in a sentence, and what they mean seen from a day."""

    span: Span
    read: Callable[[datetime.date], Period | None]
    ahead: bool
    about: bool


def find_glosses(passage: Passage, sentences: Sequence[Span] = ()) -> tuple[Gloss, ...]:
    """The glosses of a paragraph, in reading order; none where the day of publication is unknown.

    `sentences` are the paragraph's, where they are known already.
    """
    published, text = passage.source.published, passage.text
    if published is None:
        return ()
    language = passage.source.language or "en"
    spans = sentences or sentence_spans(text)
    by_sentence = [_words(text, span, language, published) for span in spans]
    if not any(by_sentence) or _NARRATION.search(text):
        return ()
    found, spoken, told = [], _spoken(text), ""
    for (start, end), words in zip(spans, by_sentence, strict=True):
        told += text[start:end]
        for word in words:
            period = word.read(published)
            if period is None or any(word.span[0] < last and first < word.span[1] for first, last in spoken):
                continue
            if _plain(word, words, text[start:end], published, language) and _present(period, told, published):
                found.append(Gloss(word.span, period, about=word.about))
        told += " "
    return tuple(found)


def _words(text: str, sentence: Span, language: str, published: datetime.date) -> list[_Word]:
    """The relative words of a sentence, in reading order."""
    words = []
    for form in relative_words(language) if may_hold(text[slice(*sentence)], language) else ():
        if not form.clear_on(published):
            continue
        for match in form.pattern.finditer(text, *sentence):
            if language != "en" or _is_common(match.group(), at_start=match.start() == sentence[0]):
                count = match.groupdict().get("n")
                number = count_of(count, language) if count else 0
                words.append(_Word(match.span(), partial(_read, form, number), form.ahead, form.about))
    if language == "en":
        for span, side in weekdays(text, sentence):
            name = text[slice(*span)].split()[-1]
            words.append(_Word(span, partial(resolve_weekday, name, side), side is Side.COMING, about=False))
    return sorted(words, key=lambda word: word.span)


def _read(form: Relative, number: int, day: datetime.date) -> Period | None:
    try:
        return form.resolve(day, number)
    except (ValueError, OverflowError):  # a round number, or beyond the calendar
        return None


def _is_common(words: str, *, at_start: bool) -> bool:
    """Whether these English words are no name: "Last Week Tonight" and "Yesterday" are."""
    return words[1:] == words[1:].lower() and (at_start or words[0].islower() or words[0].isdigit())


def _plain(word: _Word, words: Sequence[_Word], sentence: str, published: datetime.date, language: str) -> bool:
    """Whether the word means the same from every day that the sentence may see it from."""
    others = [other for other in words if other.span < word.span and not other.ahead]
    days = [period for other in others if (period := other.read(published)) is not None]
    english = language == "en"
    if english and word.ahead and _WOULD.search(sentence):
        near = [period for period in days if (published - period.first).days <= NEAR_DAYS and period.days == 1]
        if not near:  # "he said that they would meet next week": when did he say so?
            return False
    if english and not _REPORT.search(sentence):
        return True
    meant = word.read(published)
    return all(word.read(day) == meant for period in days for day in (period.first, period.last))


def _present(period: Period, told: str, published: datetime.date) -> bool:
    """Whether what was told so far, the sentence included, is of the article's own time."""
    years = {int(match.group()[:4]) for match in _YEAR.finditer(told)}
    named = {published.year, period.first.year} if period.days > NEAR_DAYS else {published.year}
    if any(year < published.year and year not in named for year in years):
        return False
    own = _MONTHS[published.month - 1]
    return period.days > NEAR_DAYS or all(match.group(1) == own for match in _MONTH.finditer(told))


def _spoken(text: str) -> list[Span]:
    """The spans between quotation marks; one that is not closed goes on to the end."""
    found, at = [], 0
    while at < len(text):
        mark = text[at]
        opens = mark in _CLOSING and not (mark in '‘"' and at and text[at - 1].isalnum())
        if opens:
            end = _closed(text, at + 1, _CLOSING[mark])
            found.append((at, end))
            at = end
        at += 1
    return found


def _closed(text: str, at: int, marks: str) -> int:
    """Where the quotation that begins here ends; an apostrophe within a word ends none."""
    while at < len(text):
        if text[at] in marks and not (marks == "’" and text[at + 1 : at + 2].isalnum()):
            return at
        at += 1
    return len(text)
