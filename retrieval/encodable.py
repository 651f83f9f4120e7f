"""Text as encodings, tokenizers and indexes take it. Knows no index and no language."""


def encodable(text: str) -> str:
    """The text with a question mark for each lone surrogate, which no encoding, tokenizer or index takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
