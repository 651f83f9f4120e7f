"""The words of a text as a check of its wording compares them: what typography alone changes is folded.

Quotation marks, dashes, kinds of blanks, ligatures, composed or decomposed accents and soft hyphens make no difference;
letters, accents, digits, and signs that carry meaning do. Knows no library.
"""

import re
import unicodedata
from dataclasses import dataclass

from retrieval.answer import Span

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u0900-\u0963\u0966-\u0dff"
)
"""Vowel signs and accents that stand beside their letter, which \\w leaves out."""
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_LETTER = rf"(?:(?![{_UNSPACED}])[\w{_MARKS}{_INVISIBLE}])"
_APOSTROPHES = "'’‘ʼ＇"
_SIGNS = "%‰&@#§?？؟°$+=<>|~^\u00a2-\u00a5\u00b1\u00d7\u00f7\u20a0-\u20cf\u2190-\u22ff"
_WORD = re.compile(
    rf"[{_UNSPACED}]"  # a script without blanks: each character
    rf"|{_LETTER}+(?:[.,:](?=\d)\d+|[{_APOSTROPHES}](?={_LETTER}){_LETTER}+)*"
    rf"|(?<![\w)\]])[-−–](?=\d)"  # a minus; between numbers it is a range
    rf"|[{_SIGNS}]"
)
_DROPPED = re.compile(rf"[{_INVISIBLE}]")
_APOSTROPHE = re.compile(rf"[{_APOSTROPHES}]")
_MINUS = re.compile("[−–]")


@dataclass(frozen=True)
class Word:
    """A word or a sign, and where it stands in the text."""

    text: str  # as it is compared: typography folded, case kept
    span: Span


def words_of(text: str) -> list[Word]:
    """The text's words and signs in reading order; punctuation is none."""
    found = []
    for match in _WORD.finditer(text):
        folded = fold_typography(match.group())
        if folded:
            found.append(Word(folded, match.span()))
    return found


def fold_typography(word: str) -> str:
    """The word without what typesetting adds: ligatures, wide or decomposed letters, soft hyphens, curly marks."""
    if word.isascii():
        return word
    folded = _DROPPED.sub("", unicodedata.normalize("NFKC", word))
    return _MINUS.sub("-", _APOSTROPHE.sub("'", folded))


def same_but_for_first_letter(one: str, other: str) -> bool:
    """Whether two words differ in nothing but the case of their first letter, as at the start of a sentence."""
    return one[1:] == other[1:] and one[:1].casefold() == other[:1].casefold()
