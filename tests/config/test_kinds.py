"""Kinds of settings: what stands in a file or in the environment becomes a value, or is told to be wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from config.kinds import checked, list_of, number, one_of, path, secret, set_of, table, text, whole, yes_or_no


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (text, "", ""),
        (path, "seeds/all", Path("seeds/all")),
        (yes_or_no, True, True),
        (yes_or_no, "False", False),
        (yes_or_no, "1", True),
        (whole(1, 5), 5, 5),
        (whole(), "-7", -7),
        (number(0), 0, 0.0),
        (number(above=0), "0.5", 0.5),
        (number(above=0), 2, 2.0),
        (one_of("open", "list"), "list", "list"),
        (checked(text, "[a-z]*", "no"), "abc", "abc"),
        (list_of(text), ["b", "a", "b"], ("b", "a", "b")),
        (set_of(whole()), [2, "1", 2], {1, 2}),
        (table, {"M": 16, "metric": "L2"}, {"M": 16, "metric": "L2"}),
    ],
)
def test_a_value_is_made_of_what_was_given(kind: Callable[[object], object], given: object, value: object) -> None:
    made = kind(given)
    assert made == value
    assert type(made) is type(value) or isinstance(made, frozenset)


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        (text, 3, "text in quotes; found 3"),
        (path, 3, "text in quotes"),
        (yes_or_no, "perhaps", "true or false; found perhaps"),
        (whole(1), 0, "at least 1; found 0"),
        (whole(1, 5), "6", "at most 5; found 6"),
        (whole(), "many", "whole number; found many"),
        (whole(), 1.5, "whole number"),
        (whole(), True, "whole number"),
        (number(above=0), 0, "above 0; found 0"),
        (number(0, 1), "1.1", "at most 1"),
        (number(), "nan", "must be a number"),
        (number(), [], "must be a number"),
        (number(above=0), "inf", "must be a number"),
        (number(), 10**400, "must be a number"),
        (one_of("open", "list"), "closed", 'one of "open", "list"; found closed'),
        (checked(text, "[a-z]*", "only letters"), "a1", "only letters"),
        (list_of(text), "a", "must be a list"),
        (set_of(whole(1)), [1, 0], "at least 1"),
        (table, [1], "names with numbers or texts"),
        (table, {"M": [1]}, "names with numbers or texts"),
    ],
)
def test_what_is_wrong_is_said(kind: Callable[[object], object], given: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        kind(given)


def test_a_secret_is_shown_neither_as_a_value_nor_where_it_is_wrong() -> None:
    made = secret("12:abc")
    assert made.text == "12:abc"
    assert "abc" not in repr(made)
    with pytest.raises(ValueError, match="text in quotes") as wrong:
        secret(12345)
    assert "12345" not in str(wrong.value)


def test_a_secret_that_is_no_text_is_not_told() -> None:
    with pytest.raises(ValueError, match="text in quotes") as refused:
        checked(secret, "[a-z]+", "only letters")(20242024)
    assert "2024" not in str(refused.value)
