"""The words of a sentence that answer: the shortest span of the kind that the question asks for.

Spans of each kind are found by patterns, spans that only repeat the question are dropped, and the one nearest to the
question's words wins. Where nothing of the kind stands in the sentence, the whole sentence is the answer: a wrong span is
worse than none.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from retrieval.answer import Span
from retrieval.question import Kind, Question
from retrieval.terms import Term, located_terms

_UPPER = r"[^\W\d_a-zа-яёà-öø-ÿ]"
_WORDS_OF_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|dozen|half)"
)
_NUMBER = (
    rf"(?:(?:more than|less than|fewer than|at least|at most|up to|around|about|nearly|almost|over|approximately|some)\s+)?"
    rf"(?:[$€£¥]\s?)?(?:\d+(?:[.,]\d+)*|\b{_WORDS_OF_NUMBER}\b)"
    rf"(?:[\s-]+{_WORDS_OF_NUMBER}\b)*(?:\s?(?:%|percent\b|per cent\b|[kmc]m\b|kg\b|km/h\b|°[CF]?))?"
)
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?:1\d{3}|20\d{2})"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_TIME = (
    rf"(?:{_DAY},?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+{_YEAR})?\b"
    rf"|\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b"
    rf"|\b(?:(?:early|mid|late)[\s-]+)?(?:spring|summer|autumn|fall|winter)(?:\s+(?:of\s+)?{_YEAR})\b"
    rf"|\b(?:the\s+)?(?:early\s+|mid[\s-]|late\s+)?{_YEAR}s\b|\b(?:between\s+)?{_YEAR}\s*(?:–|-|to|and|until)\s*{_YEAR}\b|\b{_YEAR}\b"
    rf"|\b(?:the\s+)?(?:early\s+|mid[\s-]|late\s+)?\d{{1,2}}(?:st|nd|rd|th)[\s-]+century\b"
    rf"|\b\d{{1,2}}(?::\d\d)?\s?[ap]\.?m\b\.?|\b{_DAY}\b|\b{_MONTH}\b(?!\s+[a-z])|\b(?:last|this|next)\s+(?:year|month|week)\b"
)
_DURATION = (
    rf"(?:(?:more than|less than|at least|up to|around|about|nearly|almost|over)\s+)?(?:\d+(?:[.,]\d+)?|\ba|\b{_WORDS_OF_NUMBER})"
    r"(?:[\s-]+\w+)?[\s-]+(?:year|month|week|day|hour|minute|second|decade|centurie?|century)s?\b(?:[\s-]old)?"
)
_NAME = rf"{_UPPER}[\w’'.-]*\w(?:\s+(?:(?:of|de|von|van|der|al|bin|da|del|la|the|and)\s+)?{_UPPER}[\w’'.-]*\w|\s+{_UPPER}\.)*"
_PLACE = rf"(?<=\bin )(?:the\s+)?{_NAME}|(?<=\bat )(?:the\s+)?{_NAME}|(?<=\bnear )(?:the\s+)?{_NAME}|(?<=\bfrom )(?:the\s+)?{_NAME}|(?<=\bof ){_NAME}"
_QUOTED = r"(?<=[\"“«])[^\"“”«»]+(?=[\"”»])"
_REASON = r"(?<=\bbecause )[^.;]+|(?<=\bdue to )[^.;,]+|(?<=\bin order )to [^.;,]+|(?<=\bcaused by )[^.;,]+"

_PATTERNS: dict[Kind, tuple[re.Pattern[str], ...]] = {
    Kind.NUMBER: (re.compile(_NUMBER, re.IGNORECASE),),
    Kind.TIME: (re.compile(_TIME),),
    Kind.DURATION: (re.compile(_DURATION, re.IGNORECASE), re.compile(_TIME)),
    Kind.PERSON: (re.compile(_NAME),),
    Kind.PLACE: (re.compile(_PLACE), re.compile(_NAME)),
    Kind.REASON: (re.compile(_REASON, re.IGNORECASE),),
    Kind.THING: (re.compile(_NAME),),
}
"""By kind, the patterns of its spans; the first pattern that leaves a span wins."""

_SPEECH = re.compile(
    r"\b(say|said|says|call|called|describe|described|tell|told|claim|claimed|accuse|accused)\b", re.IGNORECASE
)
_QUOTED_PATTERN = re.compile(_QUOTED)


def highlight(question: Question, text: str, sentence: Span) -> Span:
    """The span of the sentence to highlight; the sentence itself where no shorter span is sure. Within the sentence."""
    terms = [
        Term(term.text, (term.span[0] + sentence[0], term.span[1] + sentence[0]))
        for term in located_terms(text[sentence[0] : sentence[1]], question.language)
    ]
    anchors = [term.span for term in terms if term.text in set(question.terms)]
    for pattern in _patterns(question):
        found = [span for span in _spans(pattern, text, sentence) if not _repeats(span, terms, question.terms)]
        if found:
            return min(found, key=lambda span: _distance(span, anchors))
    return sentence


def _patterns(question: Question) -> Sequence[re.Pattern[str]]:
    if _SPEECH.search(question.text) and question.kind in (Kind.THING, Kind.MANNER):
        return (_QUOTED_PATTERN,)
    return _PATTERNS.get(question.kind, ())


def _spans(pattern: re.Pattern[str], text: str, sentence: Span) -> Iterator[Span]:
    for match in pattern.finditer(text, *sentence):
        if match.start() < match.end():
            yield match.span()


def _repeats(span: Span, terms: Sequence[Term], asked: Sequence[str]) -> bool:
    """Whether half of the span's terms or more stand in the question already."""
    own = [term.text for term in terms if span[0] <= term.span[0] and term.span[1] <= span[1]]
    return not own or sum(term in asked for term in own) * 2 >= len(own)


def _distance(span: Span, anchors: Sequence[Span]) -> float:
    """The mean distance, in characters, to the question's words nearest before and after."""
    if not anchors:
        return float(span[0])
    gaps = sorted(max(0, start - span[1], span[0] - end) for start, end in anchors)
    return sum(gaps[:2]) / len(gaps[:2])
