"""Where a saved page's story comes from, as its own lines say: agency or outlet, writer, day. Nothing is
guessed.
"""

import datetime
import re
from collections.abc import Sequence

from retrieval.reading.days import find_day, mentions_day
from retrieval.reading.furniture import CREDIT, SOURCE, is_byline, without_by
from retrieval.reading.lines import Line

AGENCIES = (
    "AFP", "Agence France-Presse", "AP", "Associated Press", "The Associated Press", "Reuters", "Thomson Reuters",
    "dpa", "EFE", "ANSA", "TASS", "Interfax", "RIA Novosti", "Xinhua", "Kyodo", "Yonhap", "Anadolu",
    "Anadolu Agency", "Bloomberg", "PTI", "ANI", "IANS", "UPI", "PA Media", "Press Association", "Belga", "ANP",
    "APA", "Ukrinform", "Agencia Brasil", "Lusa", "CNN", "BBC", "Deutsche Welle", "DW",
)  # fmt: skip
"""News agencies and broadcasters by whose name a dateline is known."""

_AGENCY = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))
_DATELINE = re.compile(rf"^[^()\n]{{0,60}}\((?P<name>{_AGENCY})\)\s*[-–—:]")
_AGENCY_LINE = re.compile(rf"^(?P<name>{_AGENCY})(?:\s*[,|/–—-]\s*\S.*|\s+.*\d{{4}}.*)?$")
_SITE_AFTER_TITLE = re.compile(r"^\s*(?:[|•·»›]|[-–—](?=\s))\s*(?P<name>[^|•·»›]{2,40})$")
_DASHES = re.compile(r"\s[-–—]\s")
_SIGNED_BELOW = re.compile(r"\b(?:by|von|par|por|di)\s+(?P<name>\S[^,|•·]{2,60})$", re.I)
_PART = re.compile(r"\s*[|•·;]\s*")
CHANGED = re.compile(
    r"\b(?:updated?|modified|edited|aktualisiert|mis à jour|actualizado|atualizado|обновлено|güncell)", re.I
)
"""Words of a day on which something was changed."""
_NAME = re.compile(r"^[^\W\d_](?:[\w.'’-]|\s(?=\S)){1,60}$")
_AFTER_NAME = re.compile(
    r"\s*(?:[,|•·/;(\[–—@]|\s-\s|\b(?:on|am|(?:le|el)(?=\s\d)|em|publiziert|published|updated|for|in|at|senior|staff)\b|\d).*$",
    re.I,
)
_LEAST_CAPITALS = 0.6
_SOURCE_REACH = 3
"""Lines below the body in which its source may be named."""


def find_outlet(lines: Sequence[Line], body: Sequence[int], title: int | None) -> str:
    """The agency or outlet that the page names as the story's source; "" where it names none.

    Looked for in this order: a line "SOURCE: …" by the body; a dateline "(Reuters) —"; a line between title and
    body that begins with an agency's name; a site's name after the title, as browsers save it.
    """
    if not body:
        return ""
    first, last = body[0], body[-1]
    top = title if title is not None else first
    for line in lines[top : last + 1 + _SOURCE_REACH]:
        match = SOURCE.match(line.text)
        if match and len(line.words) <= 10:
            return match["name"].strip(" .")
    for number in body[:2]:
        if agency := agency_of(lines[number].text):
            return agency
    for line in lines[top + 1 : first]:
        match = _AGENCY_LINE.match(line.text)
        if match:
            return match["name"]
    if title is None:
        return ""
    return next((site for line in lines if (site := site_after_title(line.text, lines[title].text))), "")


def agency_of(text: str) -> str:
    """The agency that a paragraph's dateline names: "PARIS (Reuters) — "; "" where it names none."""
    match = _DATELINE.match(text)
    return match["name"] if match is not None else ""


def site_after_title(text: str, title: str) -> str:
    """The name at the end of a text that begins with the whole title and goes on with a separator, as browsers show a
    page's; "" where it does not.
    """
    match = _SITE_AFTER_TITLE.match(text.removeprefix(title)) if text.startswith(title) else None
    return _DASHES.split(match["name"])[-1].strip() if match and match["name"][0].isupper() else ""


def find_author(lines: Sequence[Line], body: Sequence[int], title: int | None) -> str:
    """Who wrote the story, where a line between title and body (or just below it) begins with "By"; ""
    otherwise.
    """
    if not body:
        return ""
    top = title + 1 if title is not None else max(0, body[0] - 8)
    signed = (writer_of(line.text) for line in [*lines[top : body[0]], *lines[body[-1] + 1 : body[-1] + 3]])
    return next(filter(None, signed), "")


def writer_of(text: str) -> str:
    """Who a line says wrote the story: "By Jane Doe", "12 March 2024, by Jane Doe"; "" where it says no name."""
    signed = _SIGNED_BELOW.search(text) if mentions_day(text) else None
    told = without_by(text) if is_byline(text) else signed["name"] if signed else ""
    name = _AFTER_NAME.sub("", told).strip()
    return name if not CREDIT.search(text) and _is_name(name) else ""


def _is_name(text: str) -> bool:
    """Whether up to eight words, most of them capitalised, stand there and nothing else."""
    words = text.split()
    capitals = sum(not word[0].islower() for word in words)
    return _NAME.match(text) is not None and len(words) <= 8 and capitals >= _LEAST_CAPITALS * len(words)


def find_published(
    lines: Sequence[Line], body: Sequence[int], title: int | None, *, language: str
) -> datetime.date | None:
    """The day that stands by the title or the body, preferably not that of an update; None where none does."""
    if not body:
        return None
    top = max(0, (title if title is not None else body[0]) - 4)
    inside = set(body)
    near = [number for number in range(top, min(len(lines), body[0] + 2)) if number not in inside]
    below = list(range(body[-1] + 1, min(len(lines), body[-1] + 5)))
    changed = None
    for numbers in (near, below):
        # Below the title comes the story's own day; above it may stand today's.
        for number in sorted(numbers, key=lambda number: (title is not None and number < title, number)):
            for part in _PART.split(lines[number].text):
                day = find_day(part, language) if mentions_day(part) else None
                if day and not CHANGED.search(part):
                    return day
                changed = changed or day
    return changed
