"""Links that open at the quoted words."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import LONGEST, link_to_words
from tests.bot.test_markup import ANY_TEXT


def test_few_words_are_named_whole_with_dashes_and_commas_encoded() -> None:
    assert (
        link_to_words("https://a.example/x", "A well-known, 50% & more")
        == "https://a.example/x#:~:text=A%20well%2Dknown%2C%2050%25%20%26%20more"
    )


def test_many_words_are_named_by_their_edges() -> None:
    words = "one two three four five six\nseven eight nine ten eleven"
    assert link_to_words("http://a.example/", words).endswith(
        "#:~:text=one%20two%20three%20four,eight%20nine%20ten%20eleven"
    )


def test_fragment_of_the_page_is_kept() -> None:
    assert link_to_words("https://a.example/#part", "word") == "https://a.example/#part:~:text=word"
    assert link_to_words("https://a.example/#:~:text=x", "word") == "https://a.example/#:~:text=x"


@pytest.mark.parametrize(
    "url",
    ["", "news", "javascript:alert(1)", "ftp://a.example/", "https://", "https://a b/", "https://[::1", "//a.example/",
     "https://a.example/\n", "https://a.example/" + "x" * LONGEST],
)  # fmt: skip
def test_what_is_no_web_address_is_not_linked(url: str) -> None:
    assert link_to_words(url, "word") == ""


@given(ANY_TEXT)
def test_any_words_make_a_fragment_that_holds_them(words: str) -> None:
    linked = link_to_words("https://a.example/", words)
    assert linked.isascii()
    assert len(linked) <= LONGEST
    start = unquote(urlsplit(linked).fragment.removeprefix(":~:text=")).split(",")[0]
    clean = " ".join(words.split()).encode(errors="replace").decode()
    assert clean.startswith(start) or linked == "https://a.example/"


@given(st.text())
def test_any_address_is_kept_or_left_out(url: str) -> None:
    assert link_to_words(url, "") in {url, ""}
