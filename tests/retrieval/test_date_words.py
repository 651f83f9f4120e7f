"""The tables of forms that name a time."""

import pytest

from retrieval.date_words import Form, date_forms, month_number

LANGUAGES = ("en", "de", "es", "fr", "ru", "tr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_form(language: str) -> None:
    assert {form for form, _ in date_forms(language)} == set(Form)


@pytest.mark.parametrize(
    ("word", "language", "number"),
    [
        ("May", "en", 5),
        ("März", "de", 3),
        ("setiembre", "es", 9),
        ("août", "fr", 8),
        ("мае", "ru", 5),
        ("Ekim", "tr", 10),
    ],
)
def test_a_month_has_its_number(word: str, language: str, number: int) -> None:
    assert month_number(word, language) == number


def test_another_word_is_no_month() -> None:
    with pytest.raises(ValueError, match="no month of en"):
        month_number("Mayor", "en")


def test_a_language_without_a_table_has_no_forms() -> None:
    assert date_forms("fi") == ()
