"""What a library does hold near a question that it can't answer: until when its articles go, and whom they name.

Only what is true of the library and new to who asked; nothing where there is nothing to say. Counts words by their
terms, as the full-text index does.
"""

import datetime
import re
from collections.abc import Mapping

from retrieval.answer import Coverage
from retrieval.library import Library
from retrieval.question import Question

MOST_NAMES = 3
MOST_PASSAGES = 500
"""A name in more passages than that is no news, and counting its articles would cost milliseconds."""
_STALE = datetime.timedelta(days=31)
"""How old the newest article is when a question about now comes too late for it."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOW = {
    "en": "now today currently latest newest recent recently tonight yesterday tomorrow",
    "de": "jetzt heute aktuell aktuelle aktuellen derzeit neueste neuesten gestern morgen",
    "es": "ahora hoy actual actualmente reciente recientes ayer mañana",
    "fr": "maintenant aujourd actuel actuelle actuellement récent récente hier demain",
    "ru": "сейчас сегодня ныне недавно вчера завтра",
    "tr": "şimdi bugün güncel yeni yakında dün yarın",
}
_NOW_WORDS = {language: frozenset(words.split()) for language, words in _NOW.items()}


def coverage_of(
    question: Question, library: Library, frequencies: Mapping[str, int], *, today: datetime.date
) -> Coverage | None:
    """What the library holds near the question; None where there is nothing to say.

    `frequencies` are the question's terms' in passages. Raises as the library does.
    """
    until = _until(question, library, today)
    names = _names(question, library, frequencies)
    return Coverage(until, names) if until is not None or names else None


def _until(question: Question, library: Library, today: datetime.date) -> datetime.date | None:
    """The date of the newest article, where the question asks about a later time."""
    years = [int(term) for term in question.numbers if _YEAR.fullmatch(term)]
    asks_now = not years and _NOW_WORDS.get(question.language, frozenset()) & set(
        re.findall(r"\w+", question.text.lower())
    )
    if not years and not asks_now:
        return None
    newest = library.catalogue.newest(outlet=None, after=None, count=1)
    latest = newest[0].published if newest else None
    if latest is None:
        return None
    too_late = min(years) > latest.year if years else today - latest > _STALE
    return latest if too_late else None


def _names(question: Question, library: Library, frequencies: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The question's names, as asked, rarest first, and how many articles have them; without names its rarest words."""
    written = question.written
    known = [term for term in written if 0 < frequencies.get(term, 0) <= MOST_PASSAGES and term not in question.numbers]
    known.sort(key=lambda term: frequencies[term])
    wanted = [term for term in known if term in question.names] or known[:1]
    counts = library.catalogue.naming(wanted[:MOST_NAMES], most=MOST_PASSAGES)
    return tuple((written[term], counts[term]) for term in wanted[:MOST_NAMES] if counts.get(term))
