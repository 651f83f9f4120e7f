"""The paragraph before a quote, where the quote begins with a word that stands for something named there: "He said".

News is written in paragraphs of a sentence or two, so that what answers may name nobody. Shown where it was not needed,
a paragraph more does no harm; the words are few, and those that mostly do stand for something.
"""

import re
from typing import Protocol

from retrieval.answer import Span
from retrieval.article import Passage

_OPENINGS = {
    "en": r"(?:he|she|they|his|her|their|its|both)\b|it\b(?!(?:['’]s| is| was| has been| will be| would be| seems"
    r"| appears| remains)\b[^.]*\b(?:that|to|whether|if|how|why|who|what|clear|unclear)\b| (?:takes?|took) )",
    "de": r"(?:er|sie|ihre?|ihr(?:em|en|er)|seine?|sein(?:em|en|er)|beide)\b",
    "es": r"(?:él|ella|ellos|ellas|sus?|ambos|ambas)\b",
    "fr": r"(?:elles?|ils|son|sa|ses|leurs?)\b|il\b(?! (?:y|est|faut|s['’]agit)\b)",
    "ru": r"(?:он|она|они|его|её|ее|их|оба|обе)\b",
    "tr": r"(?:onlar|onun|onların|kendisi|ikisi)\b",
}
"""By language, how a sentence begins that stands on the one before."""
_PATTERNS = {language: re.compile(rf"\W*(?:{words})", re.IGNORECASE) for language, words in _OPENINGS.items()}


class Paragraphs(Protocol):
    """Reads an article's paragraphs; a part of a Library."""

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, both included, as far as they exist. Raises LibraryError."""


def paragraph_before(passage: Passage, sentence: Span, library: Paragraphs) -> Passage | None:
    """The paragraph that a quoted sentence needs to be understood; None where it needs none, or there is none."""
    if passage.paragraph == 1 or not _reaches_back(passage, sentence):
        return None
    before = library.paragraphs(passage.source.id, passage.paragraph - 1, passage.paragraph - 1)
    return before[0] if before else None


def _reaches_back(passage: Passage, sentence: Span) -> bool:
    """Whether the sentence is the paragraph's first and begins with a word that stands for something."""
    opening = _PATTERNS.get(passage.source.language or "en")
    return not passage.text[: sentence[0]].strip() and opening is not None and bool(opening.match(passage.text))
