"""The terms of a text: what the full-text index stores and what word features count.

A term is a lower-cased word's Snowball stem where the language has a stemmer, the word itself where it has none, and
two neighbouring characters where a script puts no spaces between words. A word that is written of several (JetBlue)
is a term, and so is each of them. Knows no index.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import Stemmer

from retrieval.answer import Span

FORMAT = 2
"""Raised when a text's terms change, so that indexes of them are built again."""

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Snowball's stemmers by ISO 639-1 code."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[^\W_])+(?:[.,]\d+)*")
_SPACED_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_local = threading.local()  # a Snowball stemmer keeps a buffer: one a thread


@dataclass(frozen=True)
class Term:
    """A term and where it stands in the text."""

    text: str
    span: Span


def terms(text: str, language: str = "en") -> list[str]:
    """The terms of a text in reading order, repeated as often as they occur."""
    return _terms(text, language)[0]


def placed_terms(text: str, language: str = "en") -> tuple[list[str], list[int]]:
    """The terms of a text in reading order, and where each begins."""
    found, spans = _terms(text, language)
    return found, [start for start, _ in spans]


@lru_cache(maxsize=32_768)
def distinct_terms(text: str, language: str) -> frozenset[str]:
    """The terms of a short text, such as a title or a word; kept for those asked for last."""
    return frozenset(terms(text, language))


def located_terms(text: str, language: str = "en") -> list[Term]:
    """The terms of a text in reading order, each with its span."""
    return [Term(term, span) for term, span in zip(*_terms(text, language), strict=True)]


def _terms(text: str, language: str) -> tuple[list[str], list[Span]]:
    """The terms in reading order, and their spans."""
    if not _IS_UNSPACED.search(text):
        spans = [span for match in _SPACED_WORD.finditer(text) for span in _spans(match)]
        return _stemmed(text, spans, language), spans
    found: list[tuple[Span, str]] = []
    words: list[Span] = []
    for match in _WORD.finditer(text):
        if _IS_UNSPACED.match(match.group()):
            found.extend(_pairs(match.group(), match.start()))
        else:
            words.extend(_spans(match))
    found.extend(zip(words, _stemmed(text, words, language), strict=True))
    found.sort(key=lambda pair: (pair[0][0], -pair[0][1]))  # a word before its parts
    return [term for _, term in found], [span for span, _ in found]


def _spans(match: re.Match[str]) -> list[Span]:
    """A word's span and, where it is written of several words, each of theirs."""
    word, (start, end) = match.group(), match.span()
    if word[1:].islower():
        return [(start, end)]
    capitals = [place for place, letter in enumerate(word) if letter.isupper()]
    parts = list(pairwise([*capitals, len(word)]))
    if len(parts) < 2 or capitals[0] > 0 or not all(word[first + 1 : last].islower() for first, last in parts):
        return [(start, end)]
    return [(start, end), *((start + first, start + last) for first, last in parts)]


def _stemmed(text: str, spans: list[Span], language: str) -> list[str]:
    words = [folded(text[start:end]) for start, end in spans]
    return _stemmer(language).stemWords(words) if language in STEMMERS else words


def folded(word: str) -> str:
    """Lower case, without accents or thousands' commas, so that 6,500 is 6500 and Türkiye turkiye."""
    folded = word.lower()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in decomposed if not unicodedata.combining(c)) or word
    return folded.replace(",", "") if folded[0].isdigit() else folded


def _pairs(run: str, start: int) -> list[tuple[Span, str]]:
    """Each two neighbouring characters of a run without spaces, with their span; a lone character as it is."""
    if len(run) == 1:
        return [((start, start + 1), run)]
    return [((start + i, start + i + 2), run[i : i + 2]) for i in range(len(run) - 1)]


def _stemmer(language: str) -> Stemmer.Stemmer:
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(STEMMERS[language])
    return stemmers[language]
