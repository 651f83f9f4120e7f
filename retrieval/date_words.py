"""How questions name a time of the calendar, as a table for each language: "in September 2022", "depuis 2020".

A pattern's groups are `month`, `year` and `day`, and `month2` and `year2` of where a stretch ends. Only words that can
mean nothing else: a year counts behind a preposition or beside a month, not as a part of a name ("the 2022 World Cup").
Knows no calendar; `dates.py` turns what matched into days.
"""

import re
from collections.abc import Mapping
from enum import Enum
from functools import cache


class Form(Enum):
    """How a time is named."""

    BETWEEN = "between"
    SINCE = "since"
    BEFORE = "before"
    AFTER = "after"
    DAY = "day"
    IN = "in"


_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar|jänner februar märz april mai juni juli august september oktober november dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto sep?tiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ru": (
        "январ[яеь] феврал[яеь] март[ае]? апрел[яеь] ма[йяе] июн[яеь] июл[яеь] август[ае]? сентябр[яеь] октябр[яеь]"
        " ноябр[яеь] декабр[яеь]"
    ),
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
}
_SPOKEN: Mapping[str, tuple[tuple[Form, str], ...]] = {
    "en": (
        (Form.BETWEEN, r"(?:between|from) {MONTH}{YEAR}(?:and|to|until|till) {MONTH2}{year2}"),
        (Form.SINCE, r"since (?:the )?(?:(?:beginning|start) of )?{MONTH}{year}"),
        (Form.BEFORE, r"(?:before|until|till|prior to) {MONTH}{year}"),
        (Form.AFTER, r"after {MONTH}{year}"),
        (Form.DAY, r"(?:on|of|as of) (?:the )?{day} (?:of )?{month}(?:,? {year})?"),
        (Form.DAY, r"(?:on|of|as of) {month} {day}(?:,? {year})?"),
        (Form.IN, r"(?:in|during|of|for|from|by|as of) {part}{month},? (?:of )?{year}"),
        (Form.IN, r"(?:in|during|of|for|by|as of) {part}{year}(?! (?-i:[A-Z]))"),
        (Form.IN, r"(?:in|during) {part}{month}(?! \d)"),
    ),
    "de": (
        (Form.BETWEEN, r"(?:zwischen|von) {MONTH}{YEAR}(?:und|bis) {MONTH2}{year2}"),
        (Form.SINCE, r"seit (?:dem jahr |anfang |ende )?{MONTH}{year}"),
        (Form.BEFORE, r"(?:vor|bis) (?:dem jahr )?{MONTH}{year}"),
        (Form.AFTER, r"nach (?:dem jahr )?{MONTH}{year}"),
        (Form.DAY, r"(?:am|vom) {day} {month}(?: {year})?"),
        (Form.IN, r"(?:im|in|vom|während|anfang|mitte|ende) (?:jahre? )?{part}{MONTH}{year}"),
        (Form.IN, r"(?:im|anfang|mitte|ende) {month}"),
    ),
    "es": (
        (Form.BETWEEN, r"entre (?:{month} )?(?:de )?{YEAR}y (?:{month2} de )?{year2}"),
        (Form.SINCE, r"desde (?:{month} del? )?{year}"),
        (Form.BEFORE, r"(?:antes de|hasta) (?:{month} del? )?{year}"),
        (Form.AFTER, r"después de (?:{month} del? )?{year}"),
        (Form.DAY, r"(?:el|del) (?:día )?{day} de {month}(?: del? {year})?"),
        (Form.IN, r"(?:en|durante|de) (?:el año |el mes de )?(?:{month} (?:del? )?)?{year}"),
        (Form.IN, r"(?:en|durante) (?:el mes de )?{month}"),
    ),
    "fr": (
        (Form.BETWEEN, r"entre {MONTH}{YEAR}et {MONTH2}{year2}"),
        (Form.SINCE, r"depuis {MONTH}{year}"),
        (Form.BEFORE, r"(?:avant|jusqu['’]en) {MONTH}{year}"),
        (Form.AFTER, r"après {MONTH}{year}"),
        (Form.DAY, r"(?:le|du) {day} {month}(?: {year})?"),
        (Form.IN, r"(?:en|durant|au mois de|au mois d['’]|fin|début) ?(?:l['’]année )?{MONTH}{year}"),
        (Form.IN, r"(?:en|fin|début|au mois de|au mois d['’]) ?{month}"),
    ),
    "ru": (
        (Form.BETWEEN, r"(?:между|со?) {MONTH}{YEAR}(?:года? |годом )?(?:и|по|до) {MONTH2}{year2}"),
        (Form.SINCE, r"со? (?:начала |конца )?{MONTH}{year}"),
        (Form.BEFORE, r"до {MONTH}{year}"),
        (Form.AFTER, r"после {MONTH}{year}"),
        (Form.DAY, r"{day} {month}(?: {year}(?: года)?)?"),
        (Form.IN, r"(?:в|во|за) {part}{MONTH}{year}(?: году?а?)?"),
        (Form.IN, r"(?:в|за) {part}{month}"),
    ),
    "tr": (
        (Form.BETWEEN, r"{MONTH}{YEAR}(?:ile|ve) {MONTH2}{year2}(?:['’]?\w{0,3}) aras\w+"),
        (Form.SINCE, r"{MONTH}{year}(?:['’]?[dt][ae]n| yılından) (?:beri|bu yana)"),
        (Form.BEFORE, r"{MONTH}{year}(?:['’]?[dt][ae]n| yılından) önce"),
        (Form.AFTER, r"{MONTH}{year}(?:['’]?[dt][ae]n| yılından) sonra"),
        (Form.DAY, r"{day} {month}(?: {year})?(?:['’]?[dt][ae])?"),
        (Form.IN, r"{MONTH}{year}(?:['’]?[dt][ae]| yılında)"),
        (Form.IN, r"{year} {month}(?:['’]?\w{2,4}| ayında)"),
        (Form.IN, r"{month}(?:['’]?[dt][ae]| ayında)"),
    ),
}
_PARTS = {
    "en": r"(?:the )?(?:(?:early|late|mid|beginning of|end of)[- ])?",
    "de": r"(?:(?:anfang|mitte|ende) )?",
    "ru": r"(?:(?:начале|середине|конце) )?",
}


def month_number(word: str, language: str) -> int:
    """The number of the month that this word names, 1 to 12. Raises ValueError for another word."""
    for number, forms in enumerate(_MONTHS[language].split(), 1):
        if re.fullmatch(forms, word, re.IGNORECASE):
            return number
    raise ValueError(f"{word!r} is no month of {language}")


def date_forms(language: str) -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """The forms of a language, the more telling ones first; none for one that has no table."""
    return _forms(language) if language in _SPOKEN else ()


@cache
def _forms(language: str) -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """The compiled forms of a language: few languages are asked in, and compiling all would show at every start."""
    return tuple((form, _compiled(language, words)) for form, words in _SPOKEN[language])


def _compiled(language: str, words: str) -> re.Pattern[str]:
    """The pattern of a row: a placeholder in capitals may be missing, with the space behind it."""
    month = f"(?P<month>{'|'.join(_MONTHS[language].split())})"
    placeholders = {
        "{month}": month,
        "{MONTH}": f"(?:{month},? )?",
        "{month2}": month.replace("month", "month2"),
        "{MONTH2}": f"(?:{month.replace('month', 'month2')},? )?",
        "{year}": _YEAR,
        "{YEAR}": f"(?:{_YEAR} )?",
        "{year2}": _YEAR.replace("year", "year2"),
        "{day}": r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er)?",
        "{part}": _PARTS.get(language, ""),
    }
    for name, pattern in placeholders.items():
        words = words.replace(name, pattern)
    return re.compile(rf"(?<!\w){words}(?![\w-])", re.IGNORECASE)
