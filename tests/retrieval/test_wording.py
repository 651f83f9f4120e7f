"""Words as a check of their wording compares them."""

import pytest

from retrieval.wording import same_but_for_first_letter, words_of


def compared(text: str) -> list[str]:
    return [word.text for word in words_of(text)]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"Don\'t go," he said - twice.', "“Don’t go,” he said – twice."),
        ("10 000 people", "10\u00a0000 people"),
        ("efficient", "e\ufb03cient"),
        ("café", "cafe\u0301"),
        ("government", "govern\u00adment"),
        ("-5 degrees", "−5 degrees"),
        ("l'heure", "l’heure"),
        ("ＡＢＣ", "ABC"),
        ("twenty-five", "twenty\u2011five"),
    ],
)
def test_typography_makes_no_difference(typed: str, printed: str) -> None:
    assert compared(typed) == compared(printed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5% of them", "5 of them"),
        ("$5 a day", "€5 a day"),
        ("at -5 degrees", "at 5 degrees"),
        ("6,500 people", "65.00 people"),
        ("the résumé", "the resume"),
        ("He won?", "He won."),
        ("the US", "the us"),
        ("at 10:30", "at 10 30"),
    ],
)
def test_what_carries_meaning_makes_a_difference(one: str, other: str) -> None:
    assert compared(one) != compared(other)


def test_scripts_without_blanks_are_compared_by_character() -> None:
    assert compared("他们在索契会面。") == list("他们在索契会面")


def test_words_of_scripts_with_vowel_signs_stay_whole() -> None:
    assert compared("नई दिल्ली में") == ["नई", "दिल्ली", "में"]


def test_words_know_where_they_stand() -> None:
    text = "“Don’t”, he said."
    assert [text[slice(*word.span)] for word in words_of(text)] == ["Don’t", "he", "said"]


def test_the_case_of_a_first_letter_alone_is_told_from_other_changes() -> None:
    assert same_but_for_first_letter("The", "the")
    assert not same_but_for_first_letter("US", "us")
    assert not same_but_for_first_letter("the", "they")
