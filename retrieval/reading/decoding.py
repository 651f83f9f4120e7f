"""The text of a file's bytes, whatever its encoding. Knows no format."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
"""Bytes that are enough to tell an encoding; the detector takes seconds for megabytes."""


def decode(data: bytes) -> str:
    """The text, with "\\n" at the end of every line. Raises ValueError with the reason when the bytes are no text.

    A byte-order mark decides; else UTF-8 where it fits; else what charset-normalizer finds most likely.
    """
    text = _decoded(data)
    if "\0" in text:
        raise ValueError("binary, not text")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise ValueError(f"marked as {encoding}, but byte {error.start} is not; save it as UTF-8") from None
    if b"\0" in data:
        raise ValueError("binary, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(data)


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise ValueError("binary, or in an unknown encoding; save it as UTF-8")
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"looks like {best.encoding}, but byte {error.start} is not; save it as UTF-8") from None
