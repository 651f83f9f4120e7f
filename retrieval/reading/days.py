"""Calendar days as pages and records write them.

Relative words ("yesterday") are never resolved: a file has no today.
"""

import datetime
import re

_MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec janv févr avr mai juin juil août déc januar februar märz "
    "oktober dezember enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro gennaio febbraio aprile maggio "
    "giugno luglio settembre ottobre dicembre januari februari maart juni juli augustus augusti stycznia lutego "
    "marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia января февраля марта "
    "апреля мая июня июля августа сентября октября ноября декабря січня лютого березня квітня травня червня липня "
    "серпня вересня жовтня листопада грудня ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım "
    "aralık يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
)
_MONTH = "|".join(sorted(set(_MONTHS.split()), key=len, reverse=True))
_DAY = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|er|[.º])?(?:\s+de)?[\s-]+(?:{_MONTH})\w*\.?(?:\s+de)?,?[\s-]+\d{{4}}\b"
    rf"|\b(?:{_MONTH})\w*\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b"
    r"|\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}\b"
    r"|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日",
    re.IGNORECASE,
)
_OF_PAGES = (
    "published posted updated modified edited created written released issued for immediate release first last date "
    "dated on at the of monday tuesday "
    "wednesday thursday friday saturday sunday veröffentlicht aktualisiert erschienen stand am vom den montag dienstag "
    "mittwoch donnerstag freitag samstag sonntag publié publiée mis à jour le du lundi mardi mercredi jeudi vendredi "
    "samedi dimanche publicado actualizado el lunes martes miércoles jueves viernes sábado domingo em atualizado "
    "pubblicato aggiornato il опубликовано обновлено от yayınlandı güncellendi"
)
_TOLD = rf"(?:(?:{'|'.join(_OF_PAGES.split())})(?:\s*[.:])?\s+)*"
_PAGE_WORDS = frozenset((*_OF_PAGES.split(), "am", "pm", "a.m", "p.m", "uhr", "h", "gmt", "utc", "bst", "cet", "est"))
_TIME = re.compile(r"\d{1,2}(?:[.:h]\d{0,2}){0,2}(?:[ap]m|h)?")
_APART = r"[,|·•–—;()/\[\]-]"
_BEFORE_DAY = re.compile(rf"(?:^|{_APART})\s*{_TOLD}$", re.IGNORECASE)
_AFTER_DAY = re.compile(rf"^(?:$|\s*(?:{_APART}|:)|\s*(?:at|um|à|a las|alle|в)?\s*\d)", re.IGNORECASE)
_ISSUE = re.compile(rf"^(?P<name>\S[^,]{{2,40}}),\s+(?:{_MONTH})\w*\.?\s+\d{{4}}$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"^(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_LONGEST = 120
"""Characters of a line that may tell the day of its page; longer ones tell a story."""


def mentions_day(text: str) -> bool:
    """Whether a day of the calendar stands in a short line."""
    return len(text) <= _LONGEST and _DAY.search(text) is not None


def beside_day(text: str) -> list[str] | None:
    """What a short line says besides the day that it tells as pages tell theirs: "Marlow Gazette" of "Marlow Gazette,
    updated on 12 March 2024". None where it tells no day so, such as "Born on 12 May 1931 in Pell".
    """
    match = _DAY.search(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    before, after = text[: match.start()], text[match.end() :]
    if _BEFORE_DAY.search(before) is None or _AFTER_DAY.search(after) is None or _DAY.search(after):
        return None
    parts = (part.strip() for part in re.split(_APART, f"{before}|{after}"))
    return [part for part in parts if part and not all(map(_is_of_page, part.split()))]


def _is_of_page(word: str) -> bool:
    """Whether pages tell their day with a word: "updated", "14:05"."""
    return word.strip(".:").lower() in _PAGE_WORDS or _TIME.fullmatch(word) is not None


def name_of_issue(text: str) -> str:
    """The name of what appeared in a month: "Home & Hammer" of "Home & Hammer, October 2025"; "" elsewhere."""
    match = _ISSUE.match(text)
    return match["name"] if match else ""


def find_day(text: str, language: str = "") -> datetime.date | None:
    """The first day written in the text, None where there is none or where it can be read in two ways."""
    match = _DAY.search(text)
    return parse_day(match.group(), language) if match else None


def is_future(day: datetime.date | None) -> bool:
    """Whether a day is still to come wherever one is: nothing was published then."""
    return day is not None and day > datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)


def parse_day(text: str, language: str = "") -> datetime.date | None:
    """The day that a date or a time stamp means, None when it is not whole (day, month and year) or ambiguous.

    03/04/2022 is ambiguous in English; in other languages the day comes first.
    """
    text = text.strip()
    year_first, year_last = _YEAR_FIRST.match(text), _YEAR_LAST.match(text)
    if year_first:
        year, month, day = map(int, year_first.groups())
        return _day(year, month, day)
    if year_last:
        first, second, year = map(int, year_last.groups())
        if first > 12 or first == second:
            return _day(year, second, first)
        if second > 12:
            return _day(year, first, second)
        return _day(year, second, first) if language not in ("", "en") else None
    return _worded(text, language)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _worded(text: str, language: str) -> datetime.date | None:
    """A date with a month's name. dateparser is slow to load, so only here."""
    if not re.search(r"\d", text) or len(text) > _LONGEST:
        return None
    import dateparser
    from dateparser.conf import SettingValidationError

    settings = {"PARSERS": ["absolute-time"], "STRICT_PARSING": True, "RETURN_AS_TIMEZONE_AWARE": False}
    for languages in ([language], ["en"], None) if language not in ("", "en") else (["en"], None):
        try:
            found = dateparser.parse(text, languages=languages, settings=settings)
        except (
            ValueError,
            OverflowError,
            SettingValidationError,
        ):  # ValueError: a language that dateparser does not know
            continue
        if found:
            return found.date()
    return None
