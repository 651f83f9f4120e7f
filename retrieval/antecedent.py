"""What a passage needs of what stands before it: the paragraph before and, for a reader, its article's title.

News is written in paragraphs of a sentence or two: "The trio will meet in Sochi", "He said".
"""

import re
from typing import Protocol

from retrieval.answer import Span
from retrieval.article import Passage
from retrieval.sentences import asks

SHORT = 500
"""Characters: a longer passage names what it speaks of."""
MOST = 300
"""Characters of the paragraph before, and at most of the title, that a reader is given: they cost time like the
passage's own.
"""
_OPENINGS = {
    "en": r"(?:he|she|they|his|her|their|its|both)\b|it\b(?!(?:['’]s| is| was| has been| will be| would be| seems"
    r"| appears| remains)\b[^.]*\b(?:that|to|whether|if|how|why|who|what|clear|unclear)\b| (?:takes?|took) )",
    "de": r"(?:er|sie|ihre?|ihr(?:em|en|er)|seine?|sein(?:em|en|er)|beide)\b",
    "es": r"(?:él|ella|ellos|ellas|sus?|ambos|ambas)\b",
    "fr": r"(?:elles?|ils|son|sa|ses|leurs?)\b|il\b(?! (?:y|est|faut|s['’]agit)\b)",
    "ru": r"(?:он|она|они|его|её|ее|их|оба|обе)\b",
    "tr": r"(?:onlar|onun|onların|kendisi|ikisi)\b",
}
"""By language, how a sentence begins that stands on the one before. The words are few, and mostly do stand for
something; where one does not, a paragraph more does no harm.
"""
_PATTERNS = {language: re.compile(rf"\W*(?:{words})", re.IGNORECASE) for language, words in _OPENINGS.items()}


class Paragraphs(Protocol):
    """Reads an article's paragraphs; a part of a Library."""

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, both included, as far as they exist. Raises LibraryError."""


def paragraph_before(passage: Passage, sentence: Span, library: Paragraphs) -> Passage | None:
    """The paragraph that a quoted sentence needs to be understood; None where it needs none, or there is none.

    It needs the one that its first word stands on, and a question that it may be the answer to.
    """
    reaches_back = _reaches_back(passage, sentence)
    if passage.paragraph == 1 or (len(passage.text) > SHORT and not reaches_back):
        return None
    for before in library.paragraphs(passage.source.id, passage.paragraph - 1, passage.paragraph - 1):
        if reaches_back or (asks(before.text) and len(before.text) <= MOST):
            return before
    return None


def lead_of(passage: Passage, library: Paragraphs, *, titled: bool = True) -> str:
    """What a reader is given before a passage: its article's title, and the end of the paragraph before a short one."""
    before: list[Passage] = []
    if passage.paragraph > 1 and len(passage.text) <= SHORT:
        before = library.paragraphs(passage.source.id, passage.paragraph - 1, passage.paragraph - 1)
    return joined(passage.source.title if titled else "", before[0].text if before else "", passage.text)


def joined(title: str, before: str, text: str) -> str:
    """A title and the end of a paragraph, cut between words, as they are read before a text; before a long one the
    title alone.
    """
    if len(text) > SHORT:
        before = ""
    elif len(before) > MOST:
        before = before[-MOST:].partition(" ")[2] or before[-MOST:]
    title = title if len(title) <= MOST else title[:MOST].rpartition(" ")[0] or title[:MOST]
    return " ".join(part for part in (title and f"{title}.", before) if part)


def _reaches_back(passage: Passage, sentence: Span) -> bool:
    """Whether the sentence is the paragraph's first and begins with a word that stands for something."""
    opening = _PATTERNS.get(passage.source.language or "en")
    return not passage.text[: sentence[0]].strip() and opening is not None and bool(opening.match(passage.text))
