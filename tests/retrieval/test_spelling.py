"""Words that no article has, for those of the candidates that are spelled nearly like them."""

import pytest

from retrieval.answer import Respelled
from retrieval.question import analyse, question_language
from retrieval.spelling import may_be_misspelled, respelled, slips
from tests.retrieval.candidates import candidates

TEXTS = ("The Harrow Bridge opened in 1932.", "A committee of the Parliament met in Tübingen, as did the mayor.")


def read(text: str, *, known: str = "", texts: tuple[str, ...] = TEXTS) -> Respelled | None:
    question = analyse(text, question_language(text))
    return respelled(text, question, candidates(texts, question=text), known.split().__contains__)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("when did the harow brige open", {"harow": "Harrow", "brige": "Bridge"}),  # left out
        ("When did the Harrrow Bridge open?", {"Harrrow": "Harrow"}),  # put in
        ("what is hatrow", {"hatrow": "Harrow"}),  # changed
        ("what is hrarow", {"hrarow": "Harrow"}),  # two in the wrong order
        ("did the comitee meet", {"comitee": "committee"}),  # two slips in a long word
        ("the Parlaiment in Tubingem", {"Parlaiment": "Parliament", "Tubingem": "Tübingen"}),
    ],
)
def test_a_slip_is_read_as_the_word_that_an_article_has(asked: str, words: dict[str, str]) -> None:
    meant = read(asked)
    assert meant is not None
    assert dict(meant.words) == words
    for wrong, right in words.items():
        assert right in meant.question
        assert wrong not in meant.question.split()


@pytest.mark.parametrize(
    "asked",
    [
        "When did the Harrow Bridge open?",  # known
        "Who is Barrow?",  # another first letter
        "Where is Harwood?",  # two slips in a short word
        "the mayo",  # written often: see the next test
        "Is it 1923?",
        "",
    ],
)
def test_other_words_are_left_as_they_are(asked: str) -> None:
    assert read(asked, known="mayo") is None


def test_what_is_written_often_is_no_slip() -> None:
    assert read("who is the major", known="major") is None
    assert read("who is the major") is not None


def test_the_word_with_fewer_slips_is_read_and_of_such_that_of_the_nearest_passage() -> None:
    texts = ("Nobody went to Marlowton.", "Marlington is a town by the sea.", "Marlinson was born there.")
    meant = read("what town by the sea is Marlingtin", texts=texts)
    assert meant is not None
    assert dict(meant.words) == {"Marlingtin": "Marlington"}


def test_a_letter_left_out_is_likelier_than_another_one() -> None:
    texts = ("The contest was held, a contest of two.", "A contest.", "The conquest took a year.")
    meant = read("when was the conqest", texts=texts)
    assert meant is not None
    assert dict(meant.words) == {"conqest": "conquest"}


def test_of_words_as_near_that_which_more_passages_have_is_read() -> None:
    texts = ("The barter was fair.", "The banter went on.", "More banter.")
    meant = read("what about the bater", texts=texts)
    assert meant is not None
    assert dict(meant.words) == {"bater": "banter"}


def test_every_spelling_of_the_word_is_read() -> None:
    meant = read("Harow Bridge: is the harow bridge in Tu\u0308bingem?")
    assert meant is not None
    assert meant.question == "Harrow Bridge: is the Harrow bridge in Tübingen?"


def test_words_of_another_language_are_not_read_into_a_question() -> None:
    assert read("wo ist die Harow Brige") is None
    assert read("where is the Harow Brige") is not None


@pytest.mark.parametrize(("word", "may"), [("brige", True), ("who", False), ("b4by", False), ("1932", False)])
def test_short_words_and_numbers_are_taken_as_they_are(word: str, may: bool) -> None:
    assert may_be_misspelled(word) is may
    assert slips(word) == 1
