import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reading.draft import Draft
from retrieval.reading.markdown import read_markdown


def draft(text: str) -> Draft:
    (article,) = read_markdown(text).articles
    return article


FRONT = """---
title: "The canal: a history"
outlet: The Post
author: [Jo Falk, Eva Lind]
date: 2019-12-31
url: https://example.org/canal
language: en-GB
---
"""


def test_front_matter_is_read() -> None:
    found = draft(FRONT + "\nBody.\n")
    assert (found.title, found.outlet, found.author) == ("The canal: a history", "The Post", "Jo Falk, Eva Lind")
    assert (str(found.published), found.url, found.language) == ("2019-12-31", "https://example.org/canal", "en")
    assert found.paragraphs == ("Body.",)


@pytest.mark.parametrize("day", ["2019-12-31T10:00:00Z", '"December 31, 2019"', "2019-12-31 10:00"])
def test_a_date_is_read_in_whatever_form_yaml_gives_it(day: str) -> None:
    assert str(draft(f"---\ndate: {day}\n---\nBody.").published) == "2019-12-31"


@pytest.mark.parametrize("day", ["31 February 2024", "2021", "03/04/2024", "soon"])
def test_what_is_no_date_is_named_and_the_rest_is_used(day: str) -> None:
    found = read_markdown(f"---\ntitle: The canal\ndate: {day}\n---\nBody.")
    assert found.problems == ('"date" is not a date like 2022-10-31; the rest is used',)
    assert [(article.title, article.published) for article in found.articles] == [("The canal", None)]


@pytest.mark.parametrize("language", ["klingon", "English", "no"])  # YAML takes the last for False
def test_what_is_no_language_is_named_and_the_rest_is_used(language: str) -> None:
    found = read_markdown(f"---\nlang: {language}\n---\nBody.")
    assert found.problems == ('"lang" is not a language like "en", in quotation marks; the rest is used',)
    assert [article.language for article in found.articles] == [""]


@pytest.mark.parametrize("language", ["de", "pt-BR", "gsw", '"no"'])
def test_a_language_is_read_with_or_without_a_country(language: str) -> None:
    found = read_markdown(f"---\nlanguage: {language}\n---\nBody.")
    assert (found.problems, found.articles[0].language) == ((), language.strip('"').split("-")[0])


@pytest.mark.parametrize("title", ["Marin: his first year", "Marin's year: the first: of many", "What is left:"])
def test_a_title_may_hold_a_colon(title: str) -> None:
    found = draft(f"---\ntitle: {title}\nauthor: [Jo Falk, Eva Lind]\ndate: 2019-12-31 10:00\n---\nBody.")
    assert (found.title, found.author, str(found.published)) == (title, "Jo Falk, Eva Lind", "2019-12-31")


def test_the_line_that_is_not_yaml_is_named() -> None:
    with pytest.raises(ValueError, match=r"front matter is not YAML \(.* in line 4\)"):
        read_markdown("\n---\ntitle: The canal\nauthor: @jo\n---\nBody.")


def test_the_first_heading_is_the_title_where_no_field_is() -> None:
    found = draft("# The *long* canal\n\nBody.\n\n## Locks\n\nMore.")
    assert (found.title, found.paragraphs) == ("The long canal", ("Body.", "Locks\nMore."))


def test_markup_goes_and_words_stay() -> None:
    found = draft("It **is** [82 km](https://example.org) long,\n`really`,&nbsp;says <b>Jo</b>. ![A ship](ship.png)")
    assert found.paragraphs == ("It is 82 km long, really, says Jo.",)


def test_signs_that_are_no_tags_stay() -> None:
    assert draft("Where a < b and c > d it holds.").paragraphs == ("Where a < b and c > d it holds.",)


def test_items_quotes_code_and_rows_are_paragraphs() -> None:
    text = "- one\n- two\n\n  more\n\n> said\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert draft(text).paragraphs == ("one", "two", "more", "said", "code", "a: 1 | b: 2")


def test_a_heading_that_asks_is_a_paragraph_above_its_answer() -> None:
    text = "# What now?\n\n## How do I return a bicycle?\n\nAt any station.\n\n## Prices\n\nThree crowns.\n"
    assert draft(text).paragraphs == ("How do I return a bicycle?", "At any station.", "Prices\nThree crowns.")


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("| Line | First |\n|---|---|\n| 12 | 05:40 |\n| 14 | |\n", ("Line: 12 | First: 05:40", "Line: 14")),
        ("| | Mark I |\n|---|---|\n| Weight | 1 kg |\n", ("Weight | Mark I: 1 kg",)),
        ("| | |\n|---|---|\n| Founded | 1931 |\n", ("Founded 1931",)),
        ("| Founded | 1931 |\n|---|---|\n", ("Founded 1931",)),
    ],
)
def test_a_row_of_a_table_is_told_with_the_head_of_its_columns(table: str, lines: tuple[str, ...]) -> None:
    assert draft(f"{table}\nAfter it.\n").paragraphs == (*lines, "After it.")


def test_footnotes_are_paragraphs_and_their_markers_go() -> None:
    text = (
        "# The canal [^1]\n\nIt costs 45 crowns a year[^1]. Some [^long] say, *more*[^references].\n\n"
        "[^1]: Since 2023; it was 40.\n[^long]: Jo Falk\n    and others[^1].\n\n"
        "    More of it.\n\n[^references]: Less.\n"
    )
    found = draft(text)
    assert found.title == "The canal"
    assert found.paragraphs == (
        "It costs 45 crowns a year. Some say, more.",
        "Since 2023; it was 40.",
        "Jo Falk and others.",
        "More of it.",
        "Less.",
    )


def test_what_only_looks_like_a_footnote_stays() -> None:
    text = "The class [^a-z] and `x[^1]`[^1].\n\n```\n[^2]: code\n```\n\n    [^3]: code\n\n- [^1]: Of an item.\n"
    assert draft(text).paragraphs == ("The class [^a-z] and x[^1].", "[^2]: code", "[^3]: code", "Of an item.")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert draft("---\n\nFirst words.\n\n---\n\nBody.").paragraphs == ("First words.", "Body.")


@pytest.mark.parametrize(
    "text", ["---\ntitle: [\n---\nBody.", "---\ndate: 2022-13-45\n---\nBody.", "# Only a title", ""]
)
def test_what_is_no_article_is_refused_on_one_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"front matter|no paragraphs") as caught:
        read_markdown(text)
    assert "\n" not in str(caught.value)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_gives_paragraphs_or_a_reason(text: str) -> None:
    try:
        assert all(paragraph.strip() for paragraph in draft(text).paragraphs)
    except ValueError as error:
        assert "\n" not in str(error)  # noqa: PT017 - half of the property
