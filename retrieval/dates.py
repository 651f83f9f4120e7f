"""The time that a question asks about: "in September 2022", "last month", "since 2020", "the latest".

Absolute times are read by the tables of `date_words.py` or, as days in numbers (2022-09-30), here; relative ones by the
tables of `relative_words.py`. Relative words count from the day that the question names ("as of 31 October 2022, ...
last month"), or else from today. "Before the war" has no dates, and nothing is made of it.
"""

import datetime
import re
from dataclasses import dataclass

from retrieval.answer import Span
from retrieval.date_words import Form, date_forms, month_number
from retrieval.period import Period
from retrieval.relative_words import count_of, may_hold, relative_words

_NOW = {
    "en": "now|today|currently|latest|newest|(?:most )?recent(?:ly)?|at the moment|so far",
    "de": "jetzt|heute|derzeit|aktuelle?[nrs]?|neue?ste[nrs]?|jüngste[nrs]?|zuletzt|bisher|letzter stand",
    "es": "ahora|hoy|actual(?:es|mente)?|recientes?|últim[oa]s? (?:noticias?|datos?|cifras?|informes?)|hasta ahora",
    "fr": "maintenant|aujourd['’]hui|actuel(?:le)?s?|actuellement|récente?s?|derni[eè]re?s (?:nouvelles|chiffres)",
    "ru": "сейчас|сегодня|ныне|недавно|последни[ехй]|свежи[ехй]|пока",
    "tr": "şimdi|bugün|güncel|en yeni|en son|son (?:durum|haber\\w*|veri\\w*)|şu an(?:da)?",
}
_ASKING_NOW = {language: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for language, words in _NOW.items()}
_OF_STRETCHES = "desde hasta antes después tras depuis avant après partir".split()
"""A day behind one of these begins or ends what is asked about, and nothing is made of it."""
_NOT_OF_A_STRETCH = "".join(rf"(?<!\b{word} )" for word in _OF_STRETCHES)
_ISO_DAY = re.compile(
    rf"(?<!\w){_NOT_OF_A_STRETCH}(?:on|of|am|vom|el|le|du|от|за) "
    r"(?P<day>(?:1[5-9]|20)\d\d(?P<dash>-?)(?:0[1-9]|1[0-2])(?P=dash)(?:[0-2]\d|3[01]))"
    r"(?:(?=T\d)|(?![^\W_]|-|[.,]\d))",
    re.IGNORECASE,
)
"""2026-05-07 and 20260507 (ISO 8601) behind "on" or the like: other numbers of eight digits are no days."""


@dataclass(frozen=True)
class AskedTime:
    """The days that a question asks about; without a period, it asks for the newest."""

    period: Period | None
    span: Span  # of the words that say so, in the question


def asked_time(question: str, language: str, today: datetime.date) -> AskedTime | None:
    """The time that a question asks about; None where it says nothing certain of it."""
    named = _named(question, language, today)
    day = named.period if named is not None else None
    from_day = day.first if day is not None and day.days == 1 else None
    relative = _relative(question, language, from_day or today)
    if relative is not None and (named is None or from_day is not None):
        return relative
    if named is not None or (named := _iso_day(question)) is not None:
        return named
    now = _ASKING_NOW[language].search(question) if language in _ASKING_NOW else None
    return AskedTime(None, now.span()) if now else None


def _iso_day(question: str) -> AskedTime | None:
    """The one day that is named by its numbers."""
    try:
        (match,) = _ISO_DAY.finditer(question)
        return AskedTime(Period.day(datetime.date.fromisoformat(match["day"])), match.span("day"))
    except ValueError:  # none, several, or 31 June
        return None


def _named(question: str, language: str, today: datetime.date) -> AskedTime | None:
    """The time that is named by month, year or day."""
    for form, pattern in date_forms(language):
        match = pattern.search(question)
        period = _period(form, _Parts.of(match, language), today) if match else None
        if match and period is not None:
            return AskedTime(period, match.span())
    return None


@dataclass(frozen=True)
class _Parts:
    """What a form of words names: the numbers of a month, a year and a day, and of where a stretch ends."""

    month: int | None
    year: int | None
    day: int | None
    month2: int | None
    year2: int | None

    @classmethod
    def of(cls, match: re.Match[str], language: str) -> "_Parts":
        found = match.groupdict()
        month, month2 = (
            month_number(found[name], language) if found.get(name) else None for name in ("month", "month2")
        )
        year, day, year2 = (int(found[name]) if found.get(name) else None for name in ("year", "day", "year2"))
        return cls(month, year, day, month2, year2)


def _period(form: Form, parts: _Parts, today: datetime.date) -> Period | None:
    """The days that the parts mean in this form; None for a day that is none (31 June), or for an unclear form."""
    try:
        if form is Form.BETWEEN:
            return _between(parts)
        if form is Form.DAY:
            return _day(parts, today)
        named = _month_or_year(parts.month, parts.year, today)
    except ValueError:
        return None
    return {
        Form.SINCE: _stretch(named.first, today),
        Form.BEFORE: _stretch(datetime.date.min, named.first - datetime.timedelta(days=1)),
        Form.AFTER: _stretch(named.last, today),
        Form.IN: named,
    }[form]


def _between(parts: _Parts) -> Period | None:
    if parts.year2 is None or (parts.month is None and parts.year is None):
        return None
    first = _month_or_year(parts.month, parts.year or parts.year2, datetime.date.max)
    last = _month_or_year(parts.month2, parts.year2, datetime.date.max)
    return _stretch(first.first, last.last)


def _day(parts: _Parts, today: datetime.date) -> Period:
    """A day with its month; without a year, the nearest one that is not ahead."""
    month, day = parts.month or 1, parts.day or 1
    if parts.year is not None:
        return Period.day(datetime.date(parts.year, month, day))
    found = datetime.date(today.year, month, day)
    return Period.day(found if found <= today else found.replace(year=today.year - 1))


def _month_or_year(month: int | None, year: int | None, today: datetime.date) -> Period:
    """The month of that year, or the year; without a year, the nearest such month that has begun."""
    if month is None:
        return Period.year(datetime.date(year or today.year, 1, 1))
    if year is None:
        year = today.year if month <= today.month else today.year - 1
    return Period.month(datetime.date(year, month, 1))


def _stretch(first: datetime.date, last: datetime.date) -> Period | None:
    return Period(first, last) if first <= last else None


def _relative(question: str, language: str, today: datetime.date) -> AskedTime | None:
    for form in relative_words(language) if may_hold(question, language) else ():
        match = form.pattern.search(question)
        if match:
            count = match.groupdict().get("n")
            try:
                return AskedTime(form.resolve(today, count_of(count, language) if count else 0), match.span())
            except (ValueError, OverflowError):  # a round number, or beyond the calendar
                continue
    return None
