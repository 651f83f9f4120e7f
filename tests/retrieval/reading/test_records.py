import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reading.records import read_records


def line(**fields: object) -> str:
    return json.dumps({"title": "A title", "paragraphs": ["One."]} | fields, ensure_ascii=False)


def test_every_field_is_kept() -> None:
    (found,) = read_records(
        line(
            id="a-1",
            url="https://example.org/a",
            outlet="The Post",
            author="Jo Falk",
            published="2022-10-31",
            language="tr",
        )
    ).articles
    assert (found.id, found.url, found.outlet, found.author) == ("a-1", "https://example.org/a", "The Post", "Jo Falk")
    assert (str(found.published), found.language) == ("2022-10-31", "tr")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_paragraphs_are_kept_to_the_character_and_none_is_left_out(paragraphs: list[str]) -> None:
    paragraphs = [*paragraphs, " word "]
    (found,) = read_records(line(paragraphs=paragraphs)).articles
    assert list(found.paragraphs) == paragraphs


def test_a_text_is_split_at_blank_lines() -> None:
    (found,) = read_records('{"title": "T", "text": "One\\nline.\\n\\n \\nTwo."}').articles
    assert found.paragraphs == ("One\nline.", "Two.")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("{", "not JSON"), ("[1]", "not an object"),
        ('"x"', "not an object"), ('{"paragraphs": ["a"]}', "no title"),
        ('{"title": " ", "text": "a"}', "no title"), ('{"title": "T"}', "no paragraphs"),
        ('{"title": "T", "paragraphs": []}', "no paragraphs"), ('{"title": "T", "paragraphs": [" "]}', "no paragraphs"),
        ('{"title": "T", "paragraphs": "a"}', "not a list of texts"),
        ('{"title": "T", "paragraphs": [1]}', "not a list"),
        ('{"title": ["T"], "text": "a"}', '"title" is not a text'),
        ('{"title": "T", "text": "\\ud800"}', "half a character"),
        ("[" * 100_000, "line 2"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named_and_the_rest_is_used(broken: str, reason: str) -> None:
    found = read_records("\n".join([line(id="1"), broken, "", line(id="2")]))
    assert [article.id for article in found.articles] == ["1", "2"]
    (problem,) = found.problems
    assert problem.startswith("line 2: ")
    assert reason in problem


def test_a_published_that_is_no_day_is_named_and_the_article_is_used() -> None:
    found = read_records(line(published="last week"))
    assert found.articles[0].published is None
    assert "published" in found.problems[0]
