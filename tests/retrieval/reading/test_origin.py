import pytest

from retrieval.reading.lines import split_lines
from retrieval.reading.origin import find_author, find_outlet, find_published

BODY = "The bridge was opened on Friday by the mayor of the town."


def page(*head: str, below: tuple[str, ...] = ()) -> tuple[list, list[int], int]:
    lines = split_lines("\n".join(["Bridge opened", *head, BODY, *below]))
    return lines, [len(head) + 1], 0


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("SOURCE:AFP", "AFP"), ("Source: TRT World and agencies", "TRT World and agencies"), ("Quelle: dpa", "dpa"),
        ("Источник: ТАСС", "ТАСС"), ("Reuters, Washington,", "Reuters"),
        ("Reuters November 18, 2019 11:03 PM", "Reuters"),
        ("Bridge opened | The Post", "The Post"), ("Bridge opened - The Post", "The Post"), ("Reutersville", ""),
        ("APple pie wins a prize", ""), ("Share", ""),
    ],
)  # fmt: skip
def test_the_outlet_is_what_a_line_by_the_body_names(line: str, outlet: str) -> None:
    assert find_outlet(*page(line)) == outlet


def test_an_agency_in_the_dateline_is_the_outlet() -> None:
    lines = split_lines("Bridge opened\nNARVIK (Reuters) — " + BODY)
    assert find_outlet(lines, [1], 0) == "Reuters"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jo Falk", "Jo Falk"), ("By Jo Falk, Staff Writer", "Jo Falk"), ("by Jo Falk | 3 May 2020", "Jo Falk"),
        ("Von Karin Meier", "Karin Meier"), ("Written by Rachael Link, MS, RD on May 3, 2020", "Rachael Link"),
        ("Posted on May 3, 2020 by Eva Lind", "Eva Lind"), ("By the end of the day", ""), ("Jo Falk", ""),
        ("Photo by Jo Falk", ""), ("By", ""),
    ],
)  # fmt: skip
def test_the_author_is_whom_a_byline_names(line: str, author: str) -> None:
    assert find_author(*page(line)) == author


def test_the_day_of_publication_goes_before_that_of_an_update() -> None:
    assert str(find_published(*page("Updated May 6, 2023", "May 5, 2023"), language="en")) == "2023-05-05"
    assert str(find_published(*page("Updated May 6, 2023 | Published May 5, 2023"), language="en")) == "2023-05-05"
    assert str(find_published(*page("Updated May 6, 2023"), language="en")) == "2023-05-06"


def test_a_day_just_below_the_body_counts_where_none_stands_above() -> None:
    assert str(find_published(*page(below=("Published on 5 May 2023",)), language="en")) == "2023-05-05"


def test_what_the_page_does_not_say_stays_unknown() -> None:
    parts = page("Share")
    assert (find_outlet(*parts), find_author(*parts), find_published(*parts, language="en")) == ("", "", None)
    assert (find_outlet([], [], None), find_author([], [], None)) == ("", "")
