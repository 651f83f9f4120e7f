"""PDF: paragraphs, pages and metadata from words at places."""

import datetime

import pytest

from retrieval.reading.draft import Draft
from retrieval.reading.limits import Limits
from retrieval.reading.pdf import read_pdf
from tests.retrieval.reading.documents import Word, column, pdf

LIMITS = Limits()
FIRST = ("The old bridge over the river was closed to heavy lorries on", "Monday, the town council said.")
SECOND = ("It was built three hundred years ago and had been repaired only", "twice since then.")

NAMES = ("Anna", "Bela", "Carl", "Dora", "Emil")


def read(*pages: list[Word], metadata: dict[str, str] | None = None) -> Draft:
    (draft,) = read_pdf(pdf(pages, metadata=metadata), LIMITS).articles
    return draft


def test_lines_become_paragraphs_at_gaps() -> None:
    draft = read(column(*FIRST, "", *SECOND))
    assert draft.paragraphs == (" ".join(FIRST), " ".join(SECOND))
    assert draft.pages == (1, 1)


def test_lines_become_paragraphs_at_indents() -> None:
    lines = column(*FIRST, *SECOND)
    lines[2] = (90, *lines[2][1:])
    assert read(lines).paragraphs == (" ".join(FIRST), " ".join(SECOND))


def test_a_paragraph_ends_with_a_short_last_line() -> None:
    assert read(column(*FIRST, *SECOND)).paragraphs == (" ".join(FIRST), " ".join(SECOND))


def test_items_are_paragraphs_and_their_second_lines_stay_with_them() -> None:
    lines = column("- the first thing that was said on that day in the town hall", "and what followed;", "- the second")
    lines[1] = (84, *lines[1][1:])
    assert read(lines).paragraphs == (f"{lines[0][3]} {lines[1][3]}", "- the second")


def test_a_paragraph_that_goes_on_over_the_page_is_one_and_has_its_first_page() -> None:
    draft = read(column(*SECOND, "", FIRST[0]), column(FIRST[1], "", *SECOND))
    assert draft.paragraphs == (" ".join(SECOND), " ".join(FIRST), " ".join(SECOND))
    assert draft.pages == (1, 1, 2)


def test_a_note_at_the_foot_does_not_part_a_paragraph_from_its_end() -> None:
    note = column("1 So the council's minutes of that day.", top=120, size=8)
    draft = read([*column(*SECOND, "", FIRST[0]), *note], column(FIRST[1], "", *SECOND))
    assert draft.paragraphs[1:3] == (" ".join(FIRST), note[0][3])


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    draft = read([*column(*SECOND, "", FIRST[0]), *column(FIRST[1], "", *SECOND, x=320)])
    assert draft.paragraphs == (" ".join(SECOND), " ".join(FIRST), " ".join(SECOND))


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        [(72, 800, 9, f"Yearbook {2020 + number % 2}"), *column(f"{name} spoke of it."), (290, 40, 9, str(number))]
        for number, name in enumerate(NAMES, 1)
    ]
    draft = read(*pages)
    assert draft.paragraphs == tuple(f"{name} spoke of it." for name in NAMES)
    assert draft.pages == (1, 2, 3, 4, 5)


def test_a_page_of_so_many_is_no_line_of_the_article() -> None:
    assert read([*column(*FIRST), (72, 40, 9, "bridge.html 1/1")]).paragraphs == (" ".join(FIRST),)


def test_running_heads_that_change_with_the_chapter_are_known_by_the_page_number_in_them() -> None:
    heads = ("Of bridges", "Of bridges", "Of rivers", "Of floods", "Of repairs")
    pages = [
        [(72, 800, 9, f"{head} {number + 10}"), *column(f"{name} spoke of it.")]
        for number, (head, name) in enumerate(zip(heads, NAMES, strict=True), 1)
    ]
    assert read(*pages).paragraphs == tuple(f"{name} spoke of it." for name in NAMES)


def test_a_first_line_that_one_page_has_stays() -> None:
    pages = [column(f"{name} spoke first.", "", *SECOND, "", f"So {name} went.") for name in NAMES]
    assert len(read(*pages).paragraphs) == 3 * len(NAMES)


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (("It was the contain-", "ing wall that broke."), "It was the containing wall that broke."),  # a usual word
        (("All of it is zarg-", "lin, and zarglin is rare."), "All of it is zarglin, and zarglin is rare."),
        (("They met a well-", "known man."), "They met a well-known man."),
        (("He lives in Ham-", "Burg for now."), "He lives in Ham- Burg for now."),
        (("It was soft\xad", "ened later."), "It was softened later."),
    ],
)
def test_a_cut_word_is_made_whole_where_that_is_sure(lines: tuple[str, str], whole: str) -> None:
    assert read(column(*lines)).paragraphs == (whole,)


def test_larger_lines_are_headings_and_the_largest_is_the_title() -> None:
    top = [(72, 780, 24, "The closed bridge"), (72, 750, 16, "What the council said?")]
    draft = read([*top, *column(*FIRST)], column(*SECOND))
    assert draft.title == "The closed bridge"
    assert draft.paragraphs == ("What the council said?", " ".join(FIRST), " ".join(SECOND))
    top[1] = (72, 750, 16, "What the council said")
    draft = read([*top, *column(*FIRST)], column(*SECOND))
    assert draft.paragraphs == tuple("What the council said\n" + " ".join(lines) for lines in (FIRST, SECOND))
    assert draft.pages == (1, 2)


def test_metadata_go_before_the_text() -> None:
    told = {"/Title": "Bridges", "/Author": "Ada Byron", "/CreationDate": "D:20220313101500Z"}
    draft = read([(72, 780, 24, "Large words"), *column(*FIRST)], metadata=told)
    assert (draft.title, draft.author, draft.published) == ("Bridges", "Ada Byron", datetime.date(2022, 3, 13))


def test_the_day_at_the_top_is_taken_where_the_metadata_have_none() -> None:
    draft = read(column("Published on 4 March 2021", "", *FIRST), metadata={"/CreationDate": "yesterday"})
    assert draft.published == datetime.date(2021, 3, 4)


@pytest.mark.parametrize("title", ["Microsoft Word - bridge.docx", "bridge.indd", "untitled", " ", "123"])
def test_a_title_that_a_program_wrote_is_none(title: str) -> None:
    draft = read([(72, 780, 24, "The closed bridge"), *column(*FIRST)], metadata={"/Title": title})
    assert draft.title == "The closed bridge"


def test_a_document_with_a_password_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^encrypted; save it without a password$"):
        read_pdf(pdf([column(*FIRST)], password="secret"), LIMITS)


def test_a_scan_without_text_is_refused_with_what_to_do() -> None:
    with pytest.raises(ValueError, match=r"as in a scan; run OCR"):
        read_pdf(pdf([[], []]), LIMITS)


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^3 pages; at most 2"):
        read_pdf(pdf([column(*FIRST)] * 3), Limits(pages=2))
