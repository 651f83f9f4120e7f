"""Copies told by a few letters."""

import pytest

from retrieval.sketch import is_like, sketch

TEXT = (
    "A freight train left the rails near Harlow on Friday and spilled nine tonnes of grain into the river, the agency"
    " said, and 140 people had to leave their homes until the water was clean again."
)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (TEXT, True),
        (TEXT.upper(), True),
        (TEXT.replace("spilled", "lost"), True),
        (TEXT.replace("said, and", "said.  And"), True),
        (TEXT.replace("140", "104"), False),
        ("A passenger train left the station at Harlow on Friday and 140 people waited for the next one.", False),
        ("", False),
    ],
)
def test_edited_text_is_told_and_one_with_another_number_is_none(other: str, expected: bool) -> None:
    assert is_like(sketch(TEXT), sketch(other)) is is_like(sketch(other), sketch(TEXT)) is expected


@pytest.mark.parametrize("text", ["", "?", "One", "Two words", TEXT * 50])
def test_sketch_is_short_and_of_its_own_text(text: str) -> None:
    assert 4 < len(sketch(text)) <= 36
    assert is_like(sketch(text), sketch(text))
