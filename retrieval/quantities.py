"""Quantities in English sentences: a number with what it counts, as an interval of the values that it allows.

"More than 7,000" allows anything above 7,000, "about 300" a twentieth more or less, and a round figure what rounds to
it: so two figures differ only where no value satisfies both. Ordinals, years, dates, ages and scores are no quantities.
"""

import math
import re
from dataclasses import dataclass

from retrieval.answer import Span

SLACK = 0.05
"""What "about" allows on either side, as a share."""
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS = {word: value for value, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "mn": 1e6, "bn": 1e9,
}  # fmt: skip
_CURRENCIES = {
    "$": "dollar", "us$": "dollar", "€": "euro", "£": "pound", "dollars": "dollar", "euros": "euro", "pounds": "pound",
}  # fmt: skip
_WORD_NUMBER = rf"(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_SMALL[1:10])})|{'|'.join((*_TENS, *reversed(_SMALL[1:])))}"
_NUMBER = re.compile(
    rf"(?P<currency>(?:US)?\$|€|£)? ?(?<![\w.,:/–-])(?P<digits>\d{{1,3}}(?:[, ]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?"
    rf"|(?:{_WORD_NUMBER}|a)(?= (?:hundred|thousand|million|billion)\b)|(?:{_WORD_NUMBER})\b)"
    r"(?P<scales>(?:[ -]?(?:hundred|thousand|million|billion|trillion|bn|mn|m)\b)*)"
    r"(?P<percent> ?%| per ?cent\b)?(?P<money> (?:dollars|euros|pounds)\b)?(?![\w:/]|[.,–-]\d)",
    re.IGNORECASE,
)
_NO_QUANTITY = re.compile(
    r"^(?:st|nd|rd|th)\b|^[-‑ ]years?[- ]old\b| ?(?:am|pm|a\.m\.|p\.m\.|o['’]clock)\b|^ (?:of the|of them)\b"
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATED_BEFORE = re.compile(
    rf"(?:\b{_MONTH}|\b(?:aged?|article|chapter|section|number|no\.|page|act|group|phase|room)) $", re.IGNORECASE
)
_DATED_AFTER = re.compile(rf"^(?:st|nd|rd|th)? (?:of )?{_MONTH}\b")
_BOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{words}) (?:the )?$", re.IGNORECASE), kind)
    for words, kind in (
        ("no more than|at most|up to|as many as|as much as|a maximum of|fewer than|less than|under|below", "most"),
        (
            "more than|over|upwards of|in excess of|above|exceeding|at least|no fewer than|no less than|a minimum of",
            "least",
        ),
        ("nearly|almost|close to|just under|approaching", "nearly"),
        ("about|around|roughly|some|approximately|an estimated|estimated at|or so", "about"),
    )
)


@dataclass(frozen=True)
class Quantity:
    """A number as it stands in a text."""

    span: Span  # of the number with its unit
    low: float  # of what it allows, before rounding
    high: float
    step: float  # that it may be rounded to: 1,000 in "7,000"; 0 for a bound
    unit: str  # "%", a currency, or "" for a count or a measure whose noun follows

    def agrees(self, other: "Quantity") -> bool:
        """Whether some value satisfies both, where the coarser one may be rounded."""
        gap = max(self.low - other.high, other.low - self.high)
        return gap <= 0 or gap < max(self.step, other.step) / 2


def quantities(text: str, sentence: Span) -> list[Quantity]:
    """The quantities of a sentence, in reading order."""
    found = []
    for match in _NUMBER.finditer(text, *sentence):
        before, after = text[sentence[0] : match.start("digits")], text[match.end() : sentence[1]]
        unit = _unit(match)
        if not unit and (_is_no_quantity(match, before, after)):
            continue
        value, step = _value(match)
        start = match.start("currency") if match["currency"] else match.start("digits")
        low, high = _allowed(text[sentence[0] : start], value)
        found.append(Quantity((start, match.end()), low, high, step if low == high else 0.0, unit))
    return found


def _unit(match: re.Match[str]) -> str:
    if match["percent"]:
        return "%"
    return _CURRENCIES.get((match["currency"] or match["money"] or "").strip().lower(), "")


def _is_no_quantity(match: re.Match[str], before: str, after: str) -> bool:
    """Whether the number is a year, a day, an age, an hour or a name's."""
    digits = match["digits"]
    year = re.fullmatch(r"(?:1[5-9]|20)\d\d", digits) and not match["scales"]
    counted = re.match(r"^ (?:people|men|women|children|troops|soldiers|homes|cases)\b", after)
    if year and not (counted and not re.search(r"\b(?:in|since|by|until|from|of|during) $", before)):
        return True
    if digits.lower() == "one" and not match["scales"] and re.match(r"^ (?:of|day|such|another|more)\b", after):
        return True
    return bool(_NO_QUANTITY.match(after) or _DATED_BEFORE.search(before) or _DATED_AFTER.match(after))


def _value(match: re.Match[str]) -> tuple[float, float]:
    """The number's value, and the step that it is rounded to."""
    digits = match["digits"].lower()
    scale = math.prod(_SCALES[word] for word in re.findall(r"[a-z]+", match["scales"].lower()))
    if not digits[0].isdigit():
        number = sum(NUMBER_WORDS.get(word, 1) for word in re.split(r"[- ]", digits))
        return number * scale, scale
    plain = digits.replace(",", "").replace(" ", "")
    decimals = len(plain.partition(".")[2])
    value, step = float(plain), 10.0**-decimals
    while not decimals and value >= 100 and value % (step * 10) == 0:
        step *= 10
    return value * scale, step * scale


def _allowed(before: str, value: float) -> tuple[float, float]:
    """The least and the greatest value that a number allows after these words."""
    near = value * SLACK
    kind = next((kind for pattern, kind in _BOUNDS if pattern.search(before)), "exact")
    return {
        "most": (0.0, value),
        "least": (value, math.inf),
        "nearly": (value - near, value),
        "about": (value - near, value + near),
        "exact": (value, value),
    }[kind]
