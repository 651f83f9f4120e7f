"""Which language a text is in. The model is py3langid's, which comes with it and needs no network."""

from functools import cache
from typing import Any

_ENOUGH = 4_000
"""Characters that tell a language; more only take time."""
_SURE_AFTER = 60
"""Characters below which a guess among a hundred languages is noise."""
_SURE = 0.6
"""The probability that a guess must have: of 1,500 paragraphs and their first 80 characters in six languages, it keeps
84 % and more of each kind."""


def language_of_tag(tag: str) -> str:
    """The language that a tag begins with (RFC 5646, also with underscores): "en" for "en-US"."""
    return tag.strip().lower().replace("_", "-").split("-")[0]


def detect_language(paragraphs: tuple[str, ...]) -> str:
    """The ISO 639-1 code of the paragraphs' language, "" when they are too short or too mixed to tell."""
    text = " ".join(paragraphs)[:_ENOUGH]
    letters = sum(c.isalpha() for c in text)
    if letters < (_SURE_AFTER if text.isascii() else _SURE_AFTER // 3):
        return ""
    code, probability = _identifier().classify(text)
    return str(code) if probability >= _SURE else ""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.labels if len(code) == 2])  # ISO 639-1 has no longer ones
    return identifier
