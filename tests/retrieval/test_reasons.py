"""Words that tell a reason, in six languages."""

import pytest

from retrieval.question import analyse
from retrieval.reasons import HARDLY, MAYBE, SURELY, asks_reason, reason_in


@pytest.mark.parametrize(
    ("language", "text", "told", "surely"),
    [
        ("en", "It was delayed, because a fox had run onto the pitch.", "because a fox had run onto the pitch", SURELY),
        ("en", "He entered politics over the closing of the pool.", "over the closing of the pool", SURELY),
        ("en", "They stopped work due to the cold, said Ann Lee.", "due to the cold", SURELY),
        ("en", "It goes to Kenya, where blight is worst.", "where blight is worst", MAYBE),
        ("en", "One buyer is the university, which wants to count birds.", "which wants to count birds", MAYBE),
        ("en", "An engine had failed in heavy wind, said the captain.", "An engine had failed in heavy wind", HARDLY),
        ("de", "Das Rennen fiel aus, weil es regnete.", "weil es regnete", SURELY),
        ("de", "Er spart, um im Mai ein Rad zu kaufen.", "um im Mai ein Rad zu kaufen", SURELY),
        ("es", "Se cerró la línea por falta de viajeros.", "por falta de viajeros", SURELY),
        ("fr", "Le pont est fermé en raison de fissures.", "en raison de fissures", SURELY),
        ("ru", "Мост закрыт из-за трещин в опорах.", "из-за трещин в опорах", SURELY),
        ("tr", "Ağaç, yol yapımı nedeniyle kesilecekti.", "nedeniyle kesilecekti", SURELY),
    ],
)
def test_a_reason_is_told_by_the_words_that_begin_it(language: str, text: str, told: str, surely: float) -> None:
    found = reason_in(text, (0, len(text)), language)
    assert found is not None
    assert text[slice(*found.span)] == told
    assert found.surely == surely


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bridge over the Drenna opened on Monday."),
        ("en", "Turnout was the highest since 1979."),
        ("en", "She works as a vet."),
        ("en", "Balloons drifted over the building and over Beijing."),
        ("en", "Prices rose over the following year."),
        ("de", "Der Eintritt kostet acht Euro."),
        ("de", "Das Grundstück kostet viel."),
        ("es", "El billete vale cuatro euros."),
        ("es", "Un premio para la mujer y un regalo para cualquier vecino."),
        ("fr", "Le prix est de dix euros."),
        ("fr", "Le musée a rouvert pour la première fois depuis 1994."),
        ("fr", "Ils ont voté pour le maire sortant et un car à Lyon."),
        ("ru", "Его длина 210 метров."),
        ("tr", "Gemide 18.000 kitap var."),
        ("xx", "It rained, because it did."),
    ],
)
def test_other_sentences_and_languages_tell_none(language: str, text: str) -> None:
    assert reason_in(text, (0, len(text)), language) is None


def test_a_reason_is_looked_for_in_the_sentence_alone() -> None:
    text = "It rained. They left because of that."
    assert reason_in(text, (0, 10), "en") is None
    found = reason_in(text, (11, len(text)), "en")
    assert found is not None
    assert text[slice(*found.span)] == "because of that"


@pytest.mark.parametrize(
    "text", ["Why?", "How come?", "What for?", "What is that for?", "Warum?", "Wozu?", "¿Por qué?", "Зачем?", "Niçin?"]
)
def test_a_question_asks_for_a_reason(text: str) -> None:
    languages = {"Warum?": "de", "Wozu?": "de", "¿Por qué?": "es", "Зачем?": "ru", "Niçin?": "tr"}
    assert asks_reason(analyse(text, languages.get(text, "en")))


@pytest.mark.parametrize("text", ["When?", "How long?", "What forests are there?"])
def test_other_questions_do_not(text: str) -> None:
    assert not asks_reason(analyse(text))
