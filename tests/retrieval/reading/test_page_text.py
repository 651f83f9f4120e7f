import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.reading.draft import Draft
from retrieval.reading.page_text import read_page_text, unwrap
from tests.retrieval.reading.pages import PAGES, TITLE_TWICE, Page


def draft(text: str) -> Draft:
    (article,) = read_page_text(text).articles
    return article


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def page(request: pytest.FixtureRequest) -> Page:
    found: Page = request.param
    return found


def test_the_whole_body_of_a_saved_page_comes_through(page: Page) -> None:
    text = "\n".join(draft(page.text).paragraphs)
    assert [words for words in page.body if words not in text] == []


def test_nothing_of_a_saved_pages_furniture_comes_through(page: Page) -> None:
    text = "\n".join(draft(page.text).paragraphs)
    assert [words for words in page.furniture if words in text] == []


def test_title_day_and_origin_are_what_the_page_says(page: Page) -> None:
    found = draft(page.text)
    assert found.title == page.title
    assert found.published is not None
    assert found.published.isoformat() == page.published
    assert (found.outlet, found.author, found.language) == (page.outlet, page.author, page.language)


def test_the_title_is_no_paragraph(page: Page) -> None:
    assert page.title not in draft(page.text).paragraphs


def test_a_standfirst_between_two_titles_is_the_first_paragraph() -> None:
    assert draft(TITLE_TWICE.text).paragraphs[0].startswith("Scientists say the plume rises 200 kilometres")


PLAIN = """How the lighthouse was built

The lighthouse was built in 1772 of bricks that had been burnt on the beach.

In 1885 its fire was replaced by a lamp with a lens made in Paris. The light could be seen from twenty miles away.

Since 1979 it has been automatic."""


def test_a_plain_text_comes_through_whole_under_its_first_line() -> None:
    found = draft(PLAIN)
    assert found.title == "How the lighthouse was built"
    assert list(found.paragraphs) == PLAIN.split("\n\n")[1:]
    assert (found.published, found.outlet, found.author) == (None, "", "")


def test_writer_and_day_at_the_top_of_a_plain_text_are_no_paragraphs() -> None:
    found = draft(PLAIN.replace("built\n", "built\n\nBy Ole Madsen\n3 May 2001\n", 1))
    assert len(found.paragraphs) == 3
    assert found.author == "Ole Madsen"
    assert str(found.published) == "2001-05-03"


@pytest.mark.parametrize(
    "lines",
    [
        ["Born on 12 May 1931 in Pell", "Died on 3 June 2001 in Marlow", "Chemist, discovered velutase in 1968"],
        ["Spring cleaning, 4 April 2026", "Summer party, 20 June 2026", "Election of the board: 5 October 2026"],
        ["250 g flour", "3 eggs", "500 ml milk", "Mix everything and bake it in a pan for two minutes on each side."],
        [
            "- sleeping bag",
            "- torch",
            "- rain coat",
            "1. Register until May.",
            "Contact: Lena Moor, 555-0199",
        ],
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_lists_and_notes_come_through_whole(lines: list[str], between: str) -> None:
    found = draft("Notes of the club\n\n" + between.join(lines))
    assert list(found.paragraphs) == lines
    assert (found.title, found.published) == ("Notes of the club", None)


@pytest.mark.parametrize(
    "head", ["12 March 2024", "Published: Tuesday, 12 March 2024 at 14:05", "Marlow Gazette, 12 March 2024"]
)
def test_a_line_that_tells_the_day_of_a_text_is_no_paragraph(head: str) -> None:
    found = draft(f"Fire in Marlow\n{head}\n\nA fire broke out in the old mill. It was put out in two hours.")
    assert len(found.paragraphs) == 1
    assert str(found.published) == "2024-03-12"


def test_few_broken_lines_are_put_together_where_a_sentence_goes_on() -> None:
    text = """Storm over Marlow

A storm that came in from the sea on the night of 12 January 2024 tore off
the roof of the school in Mill Street. Nobody was hurt.

The repair will cost 300,000 pounds, said the headmaster, Ian Frost."""
    found = draft(text)
    assert found.paragraphs[0].endswith("tore off the roof of the school in Mill Street. Nobody was hurt.")
    assert (len(found.paragraphs), found.published) == (2, None)


def test_a_text_without_a_title_loses_no_sentence() -> None:
    found = draft("The bakery opens at six.\n\nIt was founded in 1931 by two sisters from Lucca.")
    assert found.title == ""
    assert found.paragraphs == ("The bakery opens at six.", "It was founded in 1931 by two sisters from Lucca.")


def test_a_text_without_any_sentence_comes_through() -> None:
    lines = ["the boats go out", "one lamp for each", "and the water holds them", "like an open hand"]
    assert draft("Night fishing\n\n" + "\n".join(lines)).paragraphs == tuple(lines)


def test_paragraphs_broken_at_a_fixed_width_are_put_together() -> None:
    text = """The lighthouse of Hornbaek

The lighthouse was built in 1772 of bricks that had been burnt on the beach,
and for a hundred years its fire was fed with coal. Three keepers lived in the
house below it with their families.

Since 1979 the light has been automatic; the last keeper, Ole Madsen, moved to
Gilleleje and died there in 1991.
"""
    found = draft(text)
    assert len(found.paragraphs) == 2
    assert "beach, and for a hundred years" in found.paragraphs[0]


def test_lines_that_are_paragraphs_are_not_put_together() -> None:
    text = "\n".join(f"Sentence number {n} stands on a line of its own here." for n in range(9))
    assert unwrap(text) == text


@pytest.mark.parametrize("text", ["", "\n\n", "… !!", "---\n***"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no words"):
        read_page_text(text)


@pytest.mark.parametrize(
    "text", ["!" * 300_000 + "a", "a." * 150_000, "<" * 300_000 + " a", "a\n" * 30_000, "- " * 100_000 + "a"]
)
def test_odd_texts_take_no_longer_than_their_size_allows(text: str) -> None:
    started = time.monotonic()
    assert draft(text).paragraphs
    assert time.monotonic() - started < 20  # what backtracks takes hours


ODD = [
    "",
    " ",
    "READ MORE:",
    "SOURCE:",
    "By",
    "By ",
    "1",
    "2022",
    "31/12/2022",
    "\u00a0",
    "🙂",
    "ﷺ",
    "(Reuters) —",
    "| x |",
]
FRAGMENTS = st.sampled_from([*"\n".join(page.text for page in PAGES.values()).split("\n"), *ODD])


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=300), st.lists(FRAGMENTS, max_size=40).map("\n".join)))
def test_any_text_gives_verbatim_paragraphs_or_a_reason(text: str) -> None:
    try:
        found = draft(text)
    except ValueError as error:
        assert str(error) == "no words"  # noqa: PT017 - half of the property
        return
    assert found.paragraphs
    for line in "\n".join(found.paragraphs).split("\n"):  # a heading stands above each line of its list
        assert squeezed(line) in squeezed(text)
    assert squeezed(found.title) in squeezed(text)


@settings(max_examples=25)
@given(page=st.sampled_from(list(PAGES.values())), above=st.integers(0, 3), below=st.integers(0, 3))
def test_a_page_copied_without_its_outermost_lines_keeps_its_body(page: Page, above: int, below: int) -> None:
    lines = page.text.strip().split("\n")
    head = next(n for n, line in enumerate(lines) if line == page.title)
    text = "\n".join(lines[min(above, head) : len(lines) - below])
    found = "\n".join(draft(text).paragraphs)
    assert sum(words in found for words in page.body) >= len(page.body) - 1
    assert not any(re.search(words, found) for words in page.furniture[:1])
