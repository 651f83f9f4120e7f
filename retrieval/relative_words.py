"""Words that mean a time seen from the day of writing ("last month", "two weeks ago"), as a table for each language.

Only forms that mean a calendar day, week, month or year for everybody: "the last month" is the last thirty days, "last
summer" depends on the hemisphere, "last Friday" on who says it, and "20 years ago" is a round number. Whether such a
word is meant from the day of the article is not decided here but in `glosses.py`.
"""

import calendar
import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from retrieval.period import Period

Shift = Callable[[datetime.date, int], Period]
"""From the day of writing and a count to the period that is meant."""

MOST_YEARS = 9
"""Years ago that are counted; from ten on they are rounded."""


@dataclass(frozen=True)
class Relative:
    """One form of words and the period that it means."""

    pattern: re.Pattern[str]  # the group "n", where it has one, is a count
    resolve: Shift
    ahead: bool = False  # it lies after the day of writing
    about: bool = False  # the words round: the period is where it lies, more or less
    unit: Callable[[datetime.date], Period] | None = None  # the calendar's unit that they count in, beyond days

    def clear_on(self, day: datetime.date) -> bool:
        """Whether they mean one thing in what is published on that day."""
        if self.unit == Period.week:
            return day.weekday() != calendar.SUNDAY  # in some countries a week begins with it
        return self.unit is None or self.unit(day).first != day  # it may have been written on the day before


def _days_ago(day: datetime.date, count: int) -> Period:
    return Period.day(day, after=-count)


def _weeks_ago(day: datetime.date, count: int) -> Period:
    middle = day - datetime.timedelta(weeks=count)
    return Period.day(middle, after=-3).joined(Period.day(middle, after=3))


def _months_ago(day: datetime.date, count: int) -> Period:
    return Period.month(day, after=-count)


def _years_ago(day: datetime.date, count: int) -> Period:
    if count > MOST_YEARS:
        raise ValueError("a round number")
    return Period.month(day, after=-12) if count == 1 else Period.year(day, after=-count)


_UNITS = {"week": Period.week, "month": Period.month, "year": Period.year}
_SHIFTS = {"last": -1, "this": 0, "next": 1}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_AGO: Mapping[str, tuple[Shift, bool]] = {
    "days": (_days_ago, False),
    "weeks": (_weeks_ago, True),
    "months": (_months_ago, True),
    "years": (_years_ago, True),
}

_NO_GENITIVE = r"(?! (?:des|der|vor|nach|seit)\b)"
_NOT_AFTER = (
    r"(?<!\bthe )(?<!\bhis )(?<!\bher )(?<!\bits )(?<!\btheir )(?<!\bmy )(?<!\bour )(?<!\byour )(?<!['’]s )"
    r"(?<!\ba )(?<!-)"
)
_TODAY = r"(?:(?<=earlier )|(?<=later )|(?<=said )|(?<=announced )|(?<=told reporters )|(?<=confirmed ))"
_WHOLE = r"(?!['’]s (?:men|man|news|world)\b|-| (?:of|in \d|in history|before)\b)"
_WORDED = {
    "en": {
        "yesterday": rf"{_NOT_AFTER}(?<!of )(?<!only )(?<!like )(?<!was )yesterday{_WHOLE}",
        "today": rf"{_TODAY}today{_WHOLE}",
        "tomorrow": rf"{_NOT_AFTER}(?<!of )tomorrow{_WHOLE}(?!['’]s)",
        **{
            f"{which} {unit}": rf"{_NOT_AFTER}(?<!year and ){which} {unit}{_WHOLE}"
            for which in ("last", "this", "next")
            for unit in ("week", "month", "year")
        },
    },
    "de": {
        "yesterday": r"(?<!von )gestern",
        **{
            f"{which} {unit}": rf"{words}{_NO_GENITIVE}"
            for which, unit, words in (
                ("last", "week", r"(?:(?:in der )?(?:vergangenen|vorigen)|vergangene|vorige|letzte) Woche"),
                ("this", "week", r"(?:in dieser|diese) Woche"),
                ("next", "week", r"(?:(?:in der )?(?:nächsten|kommenden)|nächste|kommende) Woche"),
                ("last", "month", r"(?:im )?(?:vergangenen|vorigen|letzten) Monat"),
                ("this", "month", r"(?:in diesem|diesen) Monat"),
                ("next", "month", r"(?:im )?(?:nächsten|kommenden) Monat"),
                ("last", "year", r"(?:im (?:vergangenen|vorigen)|vergangenes|voriges|letztes) Jahr"),
                ("this", "year", r"(?:in diesem|dieses) Jahr"),
                ("next", "year", r"(?:im (?:nächsten|kommenden)|nächstes|kommendes) Jahr"),
            )
        },
    },
    "es": {
        "yesterday": r"(?<!de )ayer",
        "last week": r"la semana pasada",
        "this week": r"esta semana",
        "next week": r"la (?:próxima semana|semana próxima|semana que viene)",
        "last month": r"el mes pasado",
        "this month": r"este mes",
        "next month": r"el (?:próximo mes|mes próximo|mes que viene)",
        "last year": r"el año pasado",
        "this year": r"este año",
        "next year": r"el (?:próximo año|año próximo|año que viene)",
    },
    "fr": {
        "yesterday": r"(?<!d['’])(?<!avant-)hier",
        "last week": r"la semaine dernière",
        "this week": r"cette semaine(?!-là)",
        "next week": r"la semaine prochaine",
        "last month": r"le mois dernier",
        "this month": r"ce mois-ci",
        "next month": r"le mois prochain",
        "last year": r"(?:l['’]année dernière|l['’]an dernier)",
        "this year": r"cette année(?!-là)",
        "next year": r"(?:l['’]année prochaine|l['’]an prochain)",
    },
    "ru": {
        "yesterday": r"вчера",
        "last week": r"на прошлой неделе",
        "this week": r"на этой неделе",
        "next week": r"на следующей неделе",
        "last month": r"в прошлом месяце",
        "this month": r"в этом месяце",
        "next month": r"в следующем месяце",
        "last year": r"в прошлом году",
        "this year": r"в этом году",
        "next year": r"в следующем году",
    },
    "tr": {
        "yesterday": r"dün(?! gibi)",
        "last week": r"geçen hafta",
        "this week": r"bu hafta",
        "next week": r"(?:gelecek|önümüzdeki) hafta",
        "last month": r"geçen ay",
        "this month": r"bu ay",
        "next month": r"(?:gelecek|önümüzdeki) ay",
        "last year": r"geçen (?:yıl|sene)",
        "this year": r"bu (?:yıl|sene)",
        "next year": r"(?:gelecek|önümüzdeki) (?:yıl|sene)",
    },
}
_COUNTS = {
    "en": "a|one,two,three,four,five,six,seven,eight,nine,ten",
    "de": "eine[mr],zwei,drei,vier,fünf,sechs,sieben,acht,neun,zehn",
    "es": "un|una,dos,tres,cuatro,cinco,seis,siete,ocho,nueve,diez",
    "fr": "un|une,deux,trois,quatre,cinq,six,sept,huit,neuf,dix",
    "ru": "один|одну,два|две,три,четыре,пять,шесть,семь,восемь,девять,десять",
    "tr": "bir,iki,üç,dört,beş,altı,yedi,sekiz,dokuz,on",
}
_VAGUE = (
    r"(?<!than )(?<!about )(?<!nearly )(?<!almost )(?<!around )(?<!over )(?<!least )(?<!some )(?<!\bof )(?<!-)(?<!a )"
)
_AGO_WORDED = {
    "en": (_VAGUE + r"(?P<n>{n}) {unit} ago", "days?,weeks?,months?,years?"),
    "de": (
        r"(?<!als )(?<!etwa )(?<!rund )(?<!knapp )vor (?P<n>{n}) {unit}",
        "Tag(?:en)?,Wochen?,Monat(?:en)?,Jahr(?:en)?",
    ),
    "es": (r"hace (?P<n>{n}) {unit}(?! que)", "días?,semanas?,mes(?:es)?,años?"),
    "fr": (r"il y a (?P<n>{n}) {unit}", "jours?,semaines?,mois,ans?"),
    "ru": (r"(?P<n>{n}) {unit} назад", "(?:день|дня|дней),недел[юиь],месяц(?:а|ев)?,(?:год|года|лет)"),
    "tr": (r"(?P<n>{n}) {unit} önce", "gün,hafta,ay,(?:yıl|sene)"),
}


_MARKS: Mapping[str, tuple[str, ...]] = {"en": ("yesterday", "today", "tomorrow", "week", "month", "year", "ago")}
"""Of which each form of a language has one."""


def may_hold(text: str, language: str) -> bool:
    """Whether a text can have any of the language's forms: some twenty searches cost more than most sentences hold."""
    folded = text.casefold()
    return language not in _MARKS or any(mark in folded for mark in _MARKS[language])


def relative_words(language: str) -> tuple[Relative, ...]:
    """The forms of a language; none for one that has no table."""
    return _table(language) if language in _WORDED else ()


def count_of(word: str, language: str) -> int:
    """The number that a counting word or digits mean. Raises ValueError for another word."""
    if word.isdigit():
        return int(word)
    for number, forms in enumerate(_COUNTS[language].split(","), 1):
        if re.fullmatch(forms, word.lower()):
            return number
    raise ValueError(f"{word!r} is no number of {language}")


@cache
def _table(language: str) -> tuple[Relative, ...]:
    """The compiled forms of a language: few languages are read, and compiling all would show at every start."""
    pattern, units = _AGO_WORDED[language]
    number = rf"\d{{1,2}}|{_COUNTS[language].replace(',', '|')}"
    ago = zip(_AGO.values(), units.split(","), strict=True)
    return (
        *(_calendar(name, _compiled(words)) for name, words in _WORDED[language].items()),
        *(
            Relative(_compiled(pattern.replace("{n}", number).replace("{unit}", unit)), resolve, about=about)
            for (resolve, about), unit in ago
        ),
    )


def _calendar(name: str, pattern: re.Pattern[str]) -> Relative:
    """The row of a name such as "last week" or "yesterday"."""
    if name in _DAYS:
        after = _DAYS[name]
        return Relative(pattern, lambda day, _: Period.day(day, after=after), ahead=after > 0)
    which, _, unit = name.partition(" ")
    period, shift = _UNITS[unit], _SHIFTS[which]
    return Relative(pattern, lambda day, _: period(day, after=shift), ahead=shift > 0, unit=period)


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
