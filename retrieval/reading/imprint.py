"""Lines that tell when, by whom and for whom a text was published, and nothing else: "Valley Courier, 12 March 2024".

What may as well be a fact is none of them: a writer has a "by", an outlet a word that outlets have in their names.
"""

import re

from retrieval.reading.days import beside_day, find_day, is_future, name_of_issue
from retrieval.reading.furniture import SOURCE
from retrieval.reading.origin import AGENCIES, writer_of

_MOST_WORDS = 6
_OUTLET_WORDS = (
    "times news notes post courier gazette herald journal mail echo chronicle observer tribune review magazine press"
    " star standard argus examiner advertiser bulletin weekly daily zeitung \\w*bote \\w*blatt \\w*kurier anzeiger"
    " nachrichten rundschau eco diario periódico heraldo nouvelles gazeta gazetesi вести газета"
)
_OUTLET = re.compile(rf"\b(?:{'|'.join(_OUTLET_WORDS.split())})\b", re.IGNORECASE)
_PARTICLES = frozenset("& and of the de del de la el le les der die das den und y e et van von di da du".split())
_FIGURE = re.compile(r"\d")
_READ_IN = re.compile(r"\d+[ -]min(?:ute)?s?[ -]read", re.IGNORECASE)


def is_imprint(text: str) -> bool:
    """Whether a line tells writer, day, outlet or source, or in how many minutes the text is read."""
    if _READ_IN.fullmatch(text) or (SOURCE.match(text) and not _FIGURE.search(text)):
        return True
    issue = name_of_issue(text)
    return _signs(text) or is_outlet(issue) or "&" in issue or tells_day(text)


def tells_day(text: str) -> bool:
    """Whether a line tells the day of publication, with an outlet or a writer at most; days to come tell of events."""
    beside = beside_day(text)
    if beside is None or not all(is_outlet(part) or _signs(part) for part in beside):
        return False
    return not is_future(find_day(text))


def is_outlet(text: str) -> bool:
    """Whether a text is the name of an outlet and nothing else: "Valley Courier", "El Eco de la Costa"."""
    words = text.split()
    if text in AGENCIES:
        return True
    if not words or len(words) > _MOST_WORDS or _FIGURE.search(text) or _OUTLET.search(text) is None:
        return False
    return all(word[0].isupper() or word in _PARTICLES or not word[0].isalpha() for word in words)


def outlet_of(text: str) -> str:
    """The outlet that a line of this kind names; "" where it names none."""
    source = SOURCE.match(text)
    if source is not None:
        return source["name"].strip(" .")
    if is_outlet(text):
        return text
    return name_of_issue(text) or next(filter(is_outlet, beside_day(text) or ()), "")


def _signs(text: str) -> bool:
    return bool(writer_of(text)) and not is_outlet(text)
