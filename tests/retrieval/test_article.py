"""Pages of paragraphs, and how they are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.article import Passage, Source, pages_of, pages_text, text_hash


@given(st.lists(st.integers(1, 9999)))
def test_pages_come_back_from_their_text(pages: list[int]) -> None:
    assert pages_of(pages_text(pages)) == tuple(pages)


def test_the_text_of_pages_is_short() -> None:
    assert pages_text([1] * 40 + [2] * 50) == "1x40 2x50"


@pytest.mark.parametrize(("pages", "page"), [((), None), ((3, 4), 4)])
def test_a_passage_knows_its_page_where_its_source_does(pages: tuple[int, ...], page: int | None) -> None:
    source = Source("a", "a.pdf", "A", pages=pages)
    assert Passage(1, source, 2, 2, "Words.", text_hash("Words.")).page == page
