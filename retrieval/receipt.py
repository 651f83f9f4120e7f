"""Receipts: sixteen letters and digits that say which words of which article were quoted, and keep none of them.

`Q-7K2M-9QXV-4T3H-J8N5` holds, in Crockford's base 32 (no I, L, O or U): 20 bits of the paragraph's sha256, 22 of the
article's key, the paragraph's number (7), 26 bits of the sha256 of the quoted words, and 5 that catch a mistyped one.
The first two find the words again through the library's indexes, also where they moved; the fourth tells whether they
still stand. Nothing is kept anywhere for a receipt. Knows no library.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Self

from retrieval.article import ARTICLE_KEY_BITS, Passage, article_key
from retrieval.errors import ReceiptError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_GROUP = r"[0-9A-Za-z]{4}"
_RECEIPT = re.compile(rf"(?<![\w-])[Qq]-?({_GROUP})-?({_GROUP})-?({_GROUP})-?({_GROUP})(?![\w-])")
_DOMAIN = b"quoted receipt 1\0"
PARAGRAPH_DIGITS = 5
"""Hexadecimal digits of the paragraph's sha256."""
ARTICLE_BITS, NUMBER_BITS, WORDS_BITS, CHECK_BITS = 22, 7, 26, 5


@dataclass(frozen=True)
class Receipt:
    """What a receipt says of a quotation."""

    text: str  # the first digits of the paragraph's sha256
    article: int  # the first bits of the article's key
    number: int  # the paragraph's, from 1; 0 where it was 128 or more
    words: int  # of the quoted words, as `words_code` gives it

    @classmethod
    def of(cls, passage: Passage, quoted: tuple[int, int]) -> Self:
        """The receipt for these words of the passage."""
        return cls(
            text=passage.sha256[:PARAGRAPH_DIGITS],
            article=article_key(passage.source.id) >> (ARTICLE_KEY_BITS - ARTICLE_BITS),
            number=passage.paragraph if passage.paragraph < 1 << NUMBER_BITS else 0,
            words=words_code(passage.text[slice(*quoted)]),
        )

    def __str__(self) -> str:
        """As people see it."""
        value = int(self.text, 16)
        for part, bits in ((self.article, ARTICLE_BITS), (self.number, NUMBER_BITS), (self.words, WORDS_BITS)):
            value = value << bits | part
        value = value << CHECK_BITS | _check(value)
        letters = "".join(_ALPHABET[value >> shift & 31] for shift in range(75, -1, -5))
        return "-".join(("Q", *(letters[i : i + 4] for i in range(0, 16, 4))))

    @property
    def keys(self) -> tuple[int, int]:
        """The first and the last key that the article may have."""
        rest = ARTICLE_KEY_BITS - ARTICLE_BITS
        return self.article << rest, (self.article + 1 << rest) - 1


def words_code(words: str) -> int:
    """26 bits of the sha256 of some words, exactly as they stand."""
    return _bits(words.encode("utf-8", "surrogatepass"), WORDS_BITS)


def find_receipt(text: str) -> Receipt | None:
    """The receipt in a text, such as a pasted citation; None where there is none. Raises ReceiptError for what is
    nothing but a receipt, mistyped.
    """
    for match in _RECEIPT.finditer(text):
        receipt = _parse("".join(match.groups()).upper())
        if receipt is not None:
            return receipt
        if match.group() == text.strip():
            raise ReceiptError(f"{match.group()} is not a receipt: a letter or digit is mistyped; copy it once more")
    return None


def _parse(letters: str) -> Receipt | None:
    """The receipt of sixteen letters; None where they were never one."""
    if not set(letters) <= _VALUES.keys():
        return None
    value = 0
    for letter in letters:
        value = value << 5 | _VALUES[letter]
    value, check = value >> CHECK_BITS, value & (1 << CHECK_BITS) - 1
    if check != _check(value):
        return None
    parts = []
    for bits in (WORDS_BITS, NUMBER_BITS, ARTICLE_BITS):
        parts.append(value & (1 << bits) - 1)
        value >>= bits
    return Receipt(f"{value:0{PARAGRAPH_DIGITS}x}", article=parts[2], number=parts[1], words=parts[0])


def _check(value: int) -> int:
    return _bits(value.to_bytes(10, "big"), CHECK_BITS)


def _bits(data: bytes, count: int) -> int:
    """The first so many bits, at most 64, of the data's sha256."""
    return int.from_bytes(hashlib.sha256(_DOMAIN + data).digest()[:8], "big") >> (64 - count)
