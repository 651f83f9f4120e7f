"""Which language a text is in. The model is py3langid's, which comes with it and needs no network."""

from functools import cache
from typing import Any

_ENOUGH = 4_000
"""Characters that tell a language; more only take time."""
_SURE_AFTER = 60
"""Characters below which a guess among a hundred languages is noise."""
_SURE = 0.8
"""The normalised probability that a guess must have."""


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

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
