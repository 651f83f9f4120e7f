"""The words of a sentence that answer: every short run of words is scored, and the best one is highlighted.

The score is linear in what can be seen of a span: what kind of words it has against the kind the question asks for, how
its edges fall, how far the question's own words stand from it, and what it repeats of them. Where no span is likely
enough, the whole sentence is the answer: a wrong span is worse than none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.answer import Span
from retrieval.coefficients import Linear, expect
from retrieval.dateline import dateline_end
from retrieval.leaning_words import WORDS
from retrieval.question import Kind, Question
from retrieval.terms import distinct_terms

Floats = npt.NDArray[np.float64]

LONGEST = 12
"""Words in a span. Of the answers that people marked in Wikipedia paragraphs, 96 in 100 are no longer."""
LEAST_LIKELY = 0.08
"""Below this probability the best span is not shown. With some hundred spans a sentence, chance would give .01."""

_WITHIN_WORD = re.compile(r"(?:(?![\u0e00-\uffff])[^\W\d_]){2}")
"""Two letters of one word, of a script that puts spaces between words."""
_SIGN = re.compile(r"(?<!\w)(?:(?:minus|moins|menos|минус|eksi)\s|[-−–])$", re.IGNORECASE)
"""A number's sign, in the bot's six languages; a stroke behind a word or a number is none."""
_LONGEST_SIGN = 7
LEARNED = "en"
"""The language that the model has learned."""
WHOLE = frozenset({Kind.MANNER, Kind.POLAR})
"""Kinds that a whole sentence answers better than any of its spans (benchmarks/fit_spans.py prints both)."""

_TOKEN = re.compile(
    r"[$€£¥]?\d+(?:[.,:]\d+)*(?:%|st|nd|rd|th|s)?|\w+(?:['’.&-]\w+)*\.?(?<=[A-Z]\.)|\w+(?:['’&-]\w+)*|[^\w\s]"
)
_OPENERS = frozenset(
    "in at on near from to into of by for with as between during since until after before under over through".split()
)
_PLACE_OPENERS = frozenset("in at near from to".split())
_DETERMINERS = frozenset("the a an this that these those its his her their our my your some any".split())
_PRONOUNS = frozenset(
    "he she it they we i you him her them us me himself herself itself themselves who which what there here".split()
)
_LINKS = frozenset("and or but nor".split())
_BE = frozenset(
    "is are was were be been being has have had do does did will would can could may might must should".split()
)
_ABOUT = frozenset("about around approximately nearly almost over more less than some up at least most".split())
_NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands"
    " million millions billion billions trillion dozen dozens half third quarter twice once".split()
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december spring summer autumn winter"
    " monday tuesday wednesday thursday friday saturday sunday century centuries decade".split()
)
_UNITS = frozenset(
    "year years month months week weeks day days hour hours minute minutes second seconds percent per metres meters"
    " kilometres kilometers km miles feet foot inches kg tons tonnes dollars euros pounds people square degrees".split()
)
_SMALL = _OPENERS | _DETERMINERS | _PRONOUNS | _LINKS | _BE | _ABOUT
"""Words that are no names where one of them begins a sentence."""
_CAUSES = frozenset("because due since to caused owing therefore".split())
_SPEECH = re.compile(r"\b(say|said|says|call|called|describe|described|tell|told|claim|claimed)\b", re.IGNORECASE)
_FOCUS = re.compile(
    r"\b(?:which|what|how many|how much|whose)\s+((?:\w+\s+){0,2}?\w+?)\s+"
    r"(?:is|are|was|were|did|do|does|has|have|had|can|will|would|\w+ed|\w+s)\b",
    re.IGNORECASE,
)

SPAN_KINDS = (Kind.PERSON, Kind.TIME, Kind.DURATION, Kind.PLACE, Kind.NUMBER, Kind.REASON, Kind.MANNER, Kind.THING)
_SHAPES = (
    "upper",
    "digit",
    "year",
    "month",
    "number_word",
    "unit",
    "quoted",
    "opener_before",
    "cause_before",
    "long",
    "two_upper",
    "place_opener_before",
    "place_opener_and_upper",
)
_PLAIN = (
    *(f"words_{n}" for n in range(1, LONGEST + 1)),
    "repeats",
    "repeats_all",
    "starts_small",
    "starts_determiner",
    "ends_small",
    "ends_be",
    "starts_be",
    "has_be",
    "has_link",
    "has_comma",
    "all_pronouns",
    "all_small_but_last",
    "ends_possessive",
    "splits_name_left",
    "splits_name_right",
    "splits_number_left",
    "splits_number_right",
    "mark_before",
    "mark_after",
    "opener_before",
    "determiner_before",
    "be_before",
    "opener_after",
    "link_after",
    "be_after",
    "link_before",
    "about_before",
    "asked_before",
    "asked_after",
    "focus_before",
    "focus_after",
    "focus_inside",
    "distance_nearest",
    "distance_mean",
    "after_all_asked",
    "before_all_asked",
    "sentence_start",
    "sentence_end",
)
SPAN_FEATURES = (*_PLAIN, *(f"{kind.value}_{shape}" for kind in SPAN_KINDS for shape in _SHAPES))


@dataclass(frozen=True, eq=False)
class Spans:
    """Every span of a sentence that may answer."""

    spans: tuple[Span, ...]
    features: Floats  # float64 (n, len(SPAN_FEATURES))


def highlight(question: Question, text: str, sentence: Span, model: Linear) -> Span:
    """The span of the sentence to highlight, within it; the sentence itself where no shorter span is likely enough."""
    told = (max(sentence[0], dateline_end(text)), sentence[1])
    whole = told if told[0] < told[1] else sentence
    if question.kind in WHOLE:
        return whole
    found = find_spans(question, text, whole)
    if not found.spans:
        return whole
    scores = expect(model, SPAN_FEATURES).scores(found.features)
    likely = np.exp(scores - scores.max())
    best = int(np.argmax(likely))
    return found.spans[best] if likely[best] / likely.sum() >= LEAST_LIKELY else whole


def whole_words(text: str, span: Span) -> Span:
    """The span with the rest of the words that it cuts, and with the sign of a number: a reader's tokens are parts."""
    start, end = span
    while start > 0 and _WITHIN_WORD.match(text, start - 1):
        start -= 1
    while end < len(text) and _WITHIN_WORD.match(text, end - 1):
        end += 1
    sign = _SIGN.search(text, max(0, start - _LONGEST_SIGN), start) if text[start : start + 1].isdigit() else None
    return (sign.start() if sign else start), end


def find_spans(question: Question, text: str, sentence: Span) -> Spans:
    """The sentence's spans of up to LONGEST words that neither begin nor end with a mark, with their features; nor, in
    languages whose words the model has not learned, with a word that names nothing.
    """
    tokens = [match.span() for match in _TOKEN.finditer(text, *sentence)]
    words = [text[start:end] for start, end in tokens]
    if not words:
        return Spans((), np.zeros((0, len(SPAN_FEATURES))))
    flags = _flags(question, words)
    start, longer = np.arange(len(words))[:, None], np.arange(LONGEST)
    last = np.minimum(start + longer, len(words) - 1)
    is_edge = ~flags["mark"]
    if question.language != LEARNED and question.language in WORDS:
        is_edge &= np.array([word.lower() not in WORDS[question.language].plain for word in words])
    is_span = is_edge[start] & is_edge[last] & (start + longer < len(words))
    begin, more = np.nonzero(is_span)
    end = begin + more
    return Spans(
        tuple((tokens[i][0], tokens[j][1]) for i, j in zip(begin.tolist(), end.tolist(), strict=True)),
        _features(question.kind, flags, begin, end),
    )


def _flags(question: Question, words: Sequence[str]) -> dict[str, npt.NDArray[np.bool_]]:
    """What each word is, bool (words,)."""
    lower = [word.lower() for word in words]
    asked_terms, focus_terms = set(question.terms), _focus(question)
    stems = [distinct_terms(word, question.language) for word in words]

    def those(some: frozenset[str]) -> npt.NDArray[np.bool_]:
        return np.array([word in some for word in lower])

    quote_marks = np.array(list(accumulate(word in '"“”«»' for word in words)))
    return {
        "mark": np.array([not any(c.isalnum() for c in word) for word in words]),
        "comma": np.array([word in ",;:()–—" for word in words]),
        "upper": np.array([word[0].isupper() and (i > 0 or lower[i] not in _SMALL) for i, word in enumerate(words)]),
        "pronoun": those(_PRONOUNS),
        "digit": np.array([any(c.isdigit() for c in word) for word in words]),
        "year": np.array([len(word) in (4, 5) and word[:4].isdigit() and word[0] in "12" for word in words]),
        "month": those(_MONTHS),
        "number_word": those(_NUMBER_WORDS),
        "unit": those(_UNITS),
        "quoted": quote_marks % 2 == 1 if _SPEECH.search(question.core) else np.zeros(len(words), np.bool_),
        "opener": those(_OPENERS),
        "determiner": those(_DETERMINERS),
        "link": those(_LINKS),
        "be": those(_BE),
        "about": those(_ABOUT),
        "small": those(_SMALL),
        "possessive": np.array([word.endswith(("'s", "’s", "s'", "s’")) for word in words]),
        "place_opener": those(_PLACE_OPENERS),
        "cause": those(_CAUSES),
        "asked": np.array([bool(own & asked_terms) for own in stems]),
        "focus": np.array([bool(own & focus_terms) for own in stems]),
    }


def _focus(question: Question) -> frozenset[str]:
    """The terms of what is asked for: `troops` of "how many troops died"."""
    match = _FOCUS.search(question.core)
    return distinct_terms(match.group(1), question.language) if match else frozenset()


def _features(
    kind: Kind, flags: dict[str, npt.NDArray[np.bool_]], begin: npt.NDArray[np.intp], end: npt.NDArray[np.intp]
) -> Floats:
    count = end - begin + 1
    size = len(flags["mark"])
    table = np.array(list(flags.values()))
    sums = np.zeros((len(flags), size + 1), dtype=np.intp)
    table.cumsum(axis=1, out=sums[:, 1:])

    def named(columns: npt.NDArray[Any]) -> dict[str, npt.NDArray[Any]]:
        return dict(zip(flags, columns, strict=True))

    inside = named(sums[:, end + 1] - sums[:, begin])
    first, last = named(table[:, begin]), named(table[:, end])
    before = named(table[:, np.maximum(begin - 1, 0)] & (begin > 0))
    after = named(table[:, np.minimum(end + 1, size - 1)] & (end < size - 1))

    words = count - inside["mark"]
    nearest, mean, follows, precedes = _distances(flags["asked"], begin, end)
    plain = [
        *((np.minimum(words, LONGEST) == n) for n in range(1, LONGEST + 1)),
        inside["asked"] / words,
        inside["asked"] == words,
        first["opener"] | first["link"],
        first["determiner"],
        last["small"] & ~last["be"],
        last["be"],
        first["be"],
        inside["be"] > 0,
        inside["link"] > 0,
        inside["comma"] > 0,
        inside["pronoun"] == words,
        (words > 1) & (inside["small"] >= words - 1),
        last["possessive"],
        first["upper"] & before["upper"],
        last["upper"] & after["upper"],
        (first["digit"] | first["number_word"]) & (before["digit"] | before["number_word"]),
        (last["digit"] | last["number_word"]) & (after["digit"] | after["number_word"]),
        before["mark"] | (begin == 0),
        after["mark"] | (end == size - 1),
        before["opener"],
        before["determiner"],
        before["be"],
        after["opener"],
        after["link"],
        after["be"],
        before["link"],
        before["about"],
        before["asked"],
        after["asked"],
        before["focus"],
        after["focus"],
        last["focus"],
        nearest,
        mean,
        follows,
        precedes,
        begin == 0,
        end >= size - 2,
    ]
    shapes = (
        last["upper"] & first["upper"],
        inside["digit"] > 0,
        inside["year"] > 0,
        inside["month"] > 0,
        inside["number_word"] > 0,
        inside["unit"] > 0,
        inside["quoted"] == count,
        before["opener"],
        before["cause"],
        words >= 5,
        (inside["upper"] >= 2) & first["upper"] & last["upper"],
        before["place_opener"],
        last["upper"] & (before["place_opener"] | flags["place_opener"][np.maximum(begin - 2, 0)]),
    )
    rows = np.zeros((len(SPAN_FEATURES), len(begin)))
    for row, column in zip(rows, plain, strict=False):
        row[:] = column
    if kind in SPAN_KINDS:
        for row, column in zip(rows[len(_PLAIN) + SPAN_KINDS.index(kind) * len(_SHAPES) :], shapes, strict=False):
            row[:] = column
    return rows.T


def _distances(
    asked: npt.NDArray[np.bool_], begin: npt.NDArray[np.intp], end: npt.NDArray[np.intp]
) -> tuple[Floats, Floats, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """How far the question's words are: log words to the nearest and on average, and whether all stand on one side."""
    places = np.flatnonzero(asked)
    if not len(places):
        none = np.zeros(len(begin), np.bool_)
        return np.zeros(len(begin)), np.zeros(len(begin)), none, none
    gaps = np.maximum(np.maximum(places[None, :] - end[:, None], begin[:, None] - places[None, :]), 0).astype(
        np.float64
    )
    outside = np.where(gaps == 0, np.inf, gaps)
    nearest = np.minimum(outside.min(axis=1), 50.0)
    return np.log(nearest), np.log1p(gaps.mean(axis=1)), places.max() < begin, places.min() > end
