"""The expected answer type: what a sentence must have to answer when, how many, how long or how much.

The signs are wide, so that a sentence without any is safely no answer (docs/evaluation.md says how safely). For English
questions of English sentences.
"""

import re
from functools import lru_cache

_AUXILIARY = r"(?:is|are|was|were|do|does|did|will|would|can|could|should|has|have|had)"
_CARDINALS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundreds? thousands? millions? "
    "billions? trillions? half"
)
_COUNT_WORDS = (
    "one tens dozens? scores? halves thirds? quarters? an? no none multiple nobody nothing zero twins triplets some "
    "any several few fewer many more most majority all both every each only single sole once twice double triple "
    "pairs? couple trio duo numerous countless first second third fourth fifth sixth seventh eighth ninth tenth "
    "unknown"
)
_TIME_WORDS = (
    "mondays? tuesdays? wednesdays? thursdays? fridays? saturdays? sundays? weekdays? weekends? january february "
    "march april may june july august september october november december jan feb mar apr jun jul aug sept? oct nov "
    "dec seconds? minutes? hours? hourly days? daily nights? nightly weeks? weekly months? monthly years? yearly "
    "annual\\w* decades? centur\\w+ millenni\\w+ era eras ages? period seasons? spring summer autumn fall winter "
    "today yesterday tomorrow tonight morning afternoon evening noon midnight midday dawn dusk sunrise sunset "
    "christmas easter whitsun pentecost advent lent ramadan eid diwali passover tides? fortnight\\w* quarterly "
    "after afterwards before during until till since when whenever while once as ago later latter earlier early "
    "lately late recent\\w* present\\w* current\\w* former\\w* previous\\w* now nowadays soon then upon following "
    "by if unless future past point time times always never ever still already yet immediate\\w* war wars birth "
    "death reign"
)
_DURATION_WORDS = (
    "permanent\\w* temporar\\w* forever throughout beginning history long longer short shorter brief\\w* quick\\w* "
    "instant\\w* life lives lifetime generations? terms? indefinite\\w* endless\\w* eternal\\w*"
)
_LENGTH = (
    r"(?:[mck]?m|nm|km²|(?:kilo|centi|milli|nano|micro)?met(?:re|er)s?|mi|miles?|feet|foot|ft|inch(?:es)?|yards?|yd"
    r"|fathoms?|hands?|stor(?:e?y|eys|ies)|floors?|degrees?|light[- ]years?|parsecs?)"
)
_MASS = r"(?:[mk]?g|kilos?|(?:kilo|milli|micro)?grams?|pounds?|lbs?|tons?|tonnes?|t|ounces?|oz|stones?|carats?|solar)"
_MONEY_WORDS = (
    "dollars? cents? pounds? pence euros? yen yuan francs? marks? rupees? roubles? rubles? kron\\w+ crowns? lira "
    "pesos? reais guilders? shillings? florins? livres? ducats? usd gbp eur quarter free nothing money included "
    "charges? price complimentary gratis expensive cheap\\w* priceless fortune lot"
)


def _any(words: str) -> str:
    return rf"\b(?:{'|'.join(words.split())})\b"


_NUMBER = rf"(?:\d|{_any(_CARDINALS)}|{_any(_COUNT_WORDS)})"
_TIME = rf"\d|{_any(_TIME_WORDS)}"
_MONTHS = "January February March April May June July August September October November December".split()
_FIGURE = (
    "".join(rf"(?<!\b{month} )" for month in _MONTHS)
    + rf"(?<!\d)(?!(?:1\d|20)\d\d\b)\d(?!\d?(?:st|nd|rd|th)? (?:{'|'.join(_MONTHS)}))"
)
"""A figure that is neither a year nor a day of a month: the size of what is asked about may have any unit."""
_TYPES = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(sign, re.IGNORECASE))
    for asked, sign in (
        (r"\bhow many\b", _NUMBER),
        (r"\b(?:what|which) (?:percentage|percent|proportion|share|fraction) of\b", rf"%|\bper ?cent|{_NUMBER}"),
        (rf"(?:^|[,;] |\b(?:since|until|and|but|from|so) )\W*when {_AUXILIARY}\b", _TIME),
        (r"\b(?:what|which) (?:year|date|day|month)\b", _TIME),
        (rf"\bhow long {_AUXILIARY}\b", rf"{_TIME}|{_NUMBER}|{_any(_DURATION_WORDS)}"),
        (r"\bhow (?:tall|high|wide|deep|thick)\b", rf"{_FIGURE}|{_NUMBER}.{{0,20}}?\b{_LENGTH}\b|\bas \w+ as\b"),
        (rf"\bhow much {_AUXILIARY} .*\bweigh\b", rf"{_FIGURE}|{_NUMBER}.{{0,20}}?\b{_MASS}\b|\b(?:light|heavy|as)\b"),
        (rf"\bhow much {_AUXILIARY} .*\bcosts?\b", rf"[$£€¥₹]|{_FIGURE}|{_any(_CARDINALS)}|{_any(_MONEY_WORDS)}"),
    )
)


def wants_type(question: str) -> bool:
    """Whether an English question wants something of a type that shows."""
    return bool(_signs(question))


def lacks_type(question: str, sentence: str) -> bool:
    """Whether an English sentence shows nothing of a type that an English question wants."""
    return any(sign.search(sentence) is None for sign in _signs(question))


@lru_cache(maxsize=64)
def _signs(question: str) -> tuple[re.Pattern[str], ...]:
    """By what the types that a question wants show."""
    return tuple(sign for asked, sign in _TYPES if asked.search(question))
