"""What the lines of pages are joined to, where a PDF's own fonts can't say it."""

from retrieval.reading.page_lines import PageLine
from retrieval.reading.paragraphs import blocks


def joined(*texts: str) -> list[str]:
    lines = [PageLine(text, 1, 72, 700 - 12 * number, 10) for number, text in enumerate(texts)]
    return [block.text for block in blocks([lines])]


def test_ligatures_are_the_letters_that_they_show() -> None:
    assert joined("The o\ufb03ce o\ufb00ers \ufb01sh.") == ["The office offers fish."]


def test_scripts_without_spaces_are_joined_without_one() -> None:
    assert joined("昨日から雨が降っていて、町の人々は家の", "中にいた。") == [
        "昨日から雨が降っていて、町の人々は家の中にいた。"
    ]


def test_rows_of_a_line_that_was_torn_apart_are_one() -> None:
    lines = [PageLine("The bridge", 1, 72, 700, 10), PageLine("was closed.", 1, 140, 700.5, 10)]
    assert [block.text for block in blocks([lines])] == ["The bridge was closed."]


def test_no_lines_make_no_paragraphs() -> None:
    assert blocks([[], []]) == []
