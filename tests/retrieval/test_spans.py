import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.coefficients import load_coefficients
from retrieval.question import analyse
from retrieval.sentences import sentence_spans
from retrieval.spans import LONGEST, SPAN_FEATURES, find_spans, highlight, whole_words


def highlighted(question: str, sentence: str) -> str:
    start, end = highlight(analyse(question), sentence, (0, len(sentence)), load_coefficients().span)
    return sentence[start:end]


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("When was the bridge opened?", "The bridge was opened in 1932 after eight years of work.", "1932"),
        (
            "How many rivets hold the tower together?",
            "The tower is held together by 2.5 million rivets.",
            "2.5 million",
        ),
        ("Who led the mission?", "The mission was led by Maria Keller, a pilot from Graz.", "Maria Keller"),
        ("Where did they meet?", "They met in Brussels in August.", "Brussels"),
    ],
)
def test_the_words_of_the_kind_asked_for_are_highlighted(question: str, sentence: str, words: str) -> None:
    assert words in highlighted(question, sentence)
    assert len(highlighted(question, sentence)) < len(sentence) / 2


@pytest.mark.parametrize(
    ("language", "question", "sentence"),
    [
        ("es", "¿Cuándo se inauguró el museo?", "El museo fue inaugurado el 14 de mayo de 1987."),
        ("fr", "Quelle est la longueur de la ligne ?", "La ligne, longue de 47 kilomètres, relie deux villes."),
        ("ru", "Какова высота маяка?", "Его высота составляет 34 метра."),
        ("de", "Wann wurde der Turm gebaut?", "Der Turm wurde von 1770 bis 1772 gebaut."),
    ],
)
def test_in_other_languages_no_highlight_begins_or_ends_with_a_word_that_names_nothing(
    language: str, question: str, sentence: str
) -> None:
    found = find_spans(analyse(question, language), sentence, (0, len(sentence)))
    edges = {
        edge
        for start, end in found.spans
        for edge in (sentence[start:end].split()[:1] + sentence[start:end].split()[-1:])
    }
    assert any(edge.rstrip(".,").isdigit() for edge in edges)
    assert not {edge.lower() for edge in edges} & {"el", "de", "la", "его", "der", "von"}


@pytest.mark.parametrize(
    ("span", "whole"),
    [((3, 9), "amputated"), ((9, 12), "amputated"), ((13, 16), "two"), ((17, 20), "20th"), ((23, 24), "年")],
)
def test_a_highlight_is_of_whole_words(span: tuple[int, int], whole: str) -> None:
    text = "He amputated two 20th 三年级"
    start, end = whole_words(text, span)
    assert text[start:end] == whole


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        ("It was minus 16 degrees.", "16 degrees", "minus 16 degrees"),
        ("It was -16 degrees.", "16", "-16"),
        ("From 2010-16 it rained.", "16", "16"),
        ("The terminus 16 is closed.", "16", "16"),
    ],
)
def test_a_number_keeps_its_sign(text: str, marked: str, whole: str) -> None:
    first = text.index(marked)
    start, end = whole_words(text, (first, first + len(marked)))
    assert text[start:end] == whole


def test_a_question_of_yes_or_no_is_answered_by_the_whole_sentence() -> None:
    sentence = "Putin will also hold talks with each leader alone, Moscow said."
    assert highlighted("Will Putin talk to each of them?", sentence) == sentence


def test_a_sentence_of_marks_alone_is_kept_whole() -> None:
    assert highlighted("Who?", "... !") == "... !"


def test_spans_are_short_and_neither_begin_nor_end_with_a_mark() -> None:
    sentence = 'He said: "We will win, in the end, by 3 to 1."'
    found = find_spans(analyse("What did he say?"), sentence, (0, len(sentence)))
    words = [sentence[start:end] for start, end in found.spans]
    assert "3 to 1" in words
    assert all(text[0].isalnum() and text[-1].isalnum() for text in words)
    assert max(len(text.split()) for text in words) <= LONGEST
    assert found.features.shape == (len(words), len(SPAN_FEATURES))


@given(st.text(max_size=300), st.text(max_size=100))
def test_a_highlight_stands_within_its_sentence(text: str, question: str) -> None:
    for sentence in sentence_spans(text):
        start, end = highlight(analyse(question), text, sentence, load_coefficients().span)
        assert sentence[0] <= start < end <= sentence[1]
