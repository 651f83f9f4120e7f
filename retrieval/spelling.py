"""Words that no article has, for those of the candidates that are spelled nearly like them: "harow brige".

Only for a question that is answered better so, and never unsaid: the answer names what was read as what. A word that
is written often is no slip, and a name that no article has may still be another's.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping

from retrieval.answer import Respelled
from retrieval.library import Candidates
from retrieval.question import Question
from retrieval.terms import folded

LEAST_LETTERS = 4
"""A shorter word is one slip away from too many others."""
LONG_LETTERS = 7
"""From here on two slips may be one word's."""
_WORD = re.compile(r"[^\W\d_]+")


def respelled(
    text: str, question: Question, candidates: Candidates, is_word: Callable[[str], bool]
) -> Respelled | None:
    """The text with words of the candidates for those that no article has; None where none is near enough.

    `question` is what was looked for with the text, and `is_word` tells words that are written often.
    """
    unknown = [
        word
        for term, word in question.written.items()
        if not candidates.frequencies.get(term) and may_be_misspelled(word) and not is_word(word)
    ]
    if not unknown:
        return None
    written = _words(candidates, question.language)
    read = {word: nearest for word in unknown if (nearest := _nearest(word, written)) is not None}
    text = unicodedata.normalize("NFC", text)
    for word, nearest in read.items():
        text = re.sub(rf"\b{re.escape(word)}\b", nearest, text, flags=re.IGNORECASE)
    return Respelled(text, tuple(read.items())) if read else None


def may_be_misspelled(word: str) -> bool:
    """Whether a word that no article has is long enough to be told by most of its letters."""
    return len(word) >= LEAST_LETTERS and word.isalpha()


def slips(word: str) -> int:
    """How many slips are looked past: letters left out, put in, changed, or two of them in the wrong order."""
    return 1 if len(word) < LONG_LETTERS else 2


def _words(candidates: Candidates, language: str) -> dict[str, str]:
    """The candidates' words as written, by what they are without case and accents; those that most of them have first,
    and of such those of the nearest.

    Only of articles in this language: "Linie" is no slip for an English "line".
    """
    found: dict[str, str] = {}
    having: Counter[str] = Counter()
    for candidate in sorted(candidates.found, key=lambda candidate: -candidate.cosine):
        if (candidate.passage.source.language or language) != language:
            continue
        words = set(_WORD.findall(f"{candidate.passage.source.title} {candidate.passage.text}"))
        own = {folded(word): word for word in sorted(words) if len(word) >= LEAST_LETTERS}
        having.update(own.keys())
        found = own | found
    return {word: found[word] for word, _ in having.most_common()}


def _nearest(word: str, written: Mapping[str, str]) -> str | None:
    """Of these words, that with the fewest slips between it and the word, a letter left out or put in counting less
    than a wrong one; the first of several. People rarely miss the first letter.
    """
    from rapidfuzz.distance import OSA, Indel  # few questions need it

    asked, most = folded(word), slips(word)
    near = [
        (distance, Indel.distance(asked, other), as_written)
        for other, as_written in written.items()
        if other[0] == asked[0] and (distance := OSA.distance(asked, other, score_cutoff=most)) <= most
    ]
    return min(near, key=lambda found: found[:2])[2] if near else None
