"""Receipts: what they hold, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.article import Passage, Source, article_key, text_hash
from retrieval.errors import ReceiptError
from retrieval.receipt import Receipt, find_receipt, words_code

TEXT = "It rained in Sochi. Snow fell in Brussels."


def passage(text: str = TEXT, *, article: str = "weather", paragraph: int = 4) -> Passage:
    return Passage(1, Source(article, "weather.txt", "Weather"), paragraph, 9, text, text_hash(text))


RECEIPT = Receipt.of(passage(), (0, 19))


def test_a_receipt_says_paragraph_article_and_words() -> None:
    assert find_receipt(str(RECEIPT)) == RECEIPT
    assert text_hash(TEXT).startswith(RECEIPT.text)
    first, last = RECEIPT.keys
    assert first <= article_key("weather") <= last
    assert RECEIPT.number == 4
    assert RECEIPT.words == words_code("It rained in Sochi.")


def test_a_receipt_stays_the_same_forever() -> None:
    """People keep them: whoever changes this must go on reading the old ones."""
    assert str(RECEIPT) == "Q-WBHD-WQKJ-G910-87PJ"


@given(
    st.text(alphabet="0123456789abcdef", min_size=5, max_size=5),
    st.integers(0, (1 << 22) - 1),
    st.integers(0, (1 << 7) - 1),
    st.integers(0, (1 << 26) - 1),
)
def test_every_receipt_is_read_as_it_was_written(text: str, article: int, number: int, words: int) -> None:
    receipt = Receipt(text, article, number, words)
    assert find_receipt(str(receipt)) == receipt


def test_a_receipt_has_no_letters_that_look_alike() -> None:
    shown = "".join(str(Receipt.of(passage(article=str(n)), (0, 19)))[2:] for n in range(200))
    assert not set(shown) & set("ILOU")


@pytest.mark.parametrize("change", [str.lower, lambda text: text.replace("-", ""), lambda text: f" see {text}."])
def test_a_receipt_is_read_however_it_was_copied(change: object) -> None:
    assert callable(change)
    assert find_receipt(change(str(RECEIPT))) == RECEIPT


def test_letters_that_were_taken_for_digits_are_read() -> None:
    receipt = next(r for n in range(99) if set("01") <= set(str(r := Receipt.of(passage(article=str(n)), (0, 19)))))
    assert find_receipt(str(receipt).replace("0", "O").replace("1", "l")) == receipt


def test_a_mistyped_receipt_is_said_to_be_one() -> None:
    shown = str(RECEIPT)
    refused = 0
    for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
        try:
            assert find_receipt(shown[:-1] + letter) in (RECEIPT, None)
        except ReceiptError as error:
            refused += "mistyped" in str(error)
    assert refused == 31


def test_a_citation_without_a_receipt_has_none() -> None:
    assert find_receipt("“It rained in Sochi.” — Weather, Q-tips, paragraph 4 of 9") is None


def test_numbers_that_do_not_fit_are_left_out() -> None:
    assert Receipt.of(passage(paragraph=500), (0, 19)).number == 0
