"""The expected answer type: what a sentence must have to answer when, how many, how long or how much."""

import re
from functools import lru_cache

from retrieval.answer_signs import patterns_of


def wants_type(question: str, language: str) -> bool:
    """Whether a question wants something of a type that shows in its language, ISO 639-1."""
    return bool(_signs(question, language))


def lacks_type(question: str, sentence: str, language: str) -> bool:
    """Whether a sentence shows nothing of a type that a question wants, both in the same language."""
    return any(sign.search(sentence) is None for sign in _signs(question, language))


@lru_cache(maxsize=64)
def _signs(question: str, language: str) -> tuple[re.Pattern[str], ...]:
    """By what the types that a question wants show; compiled when first one wants them."""
    wanted = (sign for asked, sign in patterns_of(language) if re.search(asked, question, re.IGNORECASE))
    return tuple(re.compile(sign, re.IGNORECASE) for sign in wanted)
