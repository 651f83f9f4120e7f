"""Which questions lean on the one before, by their words alone."""

import pytest

from retrieval.leaning import Lean, Signal, is_plain, leaning


@pytest.mark.parametrize(
    ("question", "language", "signal"),
    [
        ("And in 2020?", "en", Signal.OPENING),
        ("What about Armenia?", "en", Signal.OPENING),
        ("who else?", "en", Signal.MORE),
        ("Why?", "en", Signal.BARE),
        ("When was that?", "en", Signal.THING),
        ("How old is he?", "en", Signal.PERSON),
        ("Who designed it?", "en", Signal.THING),
        ("Und wann?", "de", Signal.OPENING),
        ("Was ist mit dem Preis?", "de", Signal.OPENING),
        ("Why not?", "en", Signal.BARE),
        ("Wer hat sie gefunden?", "de", Signal.PERSON),
        ("Warum?", "de", Signal.BARE),
        ("¿Y en 2020?", "es", Signal.OPENING),
        ("¿Por qué?", "es", Signal.BARE),
        ("Et pourquoi ?", "fr", Signal.OPENING),
        ("Quel âge a-t-elle ?", "fr", Signal.PERSON),
        ("А в 2020 году?", "ru", Signal.OPENING),
        ("Сколько ему лет?", "ru", Signal.PERSON),
        ("Peki neden?", "tr", Signal.OPENING),
        ("Başka kim?", "tr", Signal.MORE),
    ],
)
def test_questions_that_lean_say_why(question: str, language: str, signal: Signal) -> None:
    found = leaning(question, after=language)
    assert signal in found.signals
    assert found.lean is not Lean.NONE


@pytest.mark.parametrize(
    "question",
    [
        "Where will the leaders of Armenia and Azerbaijan meet?",
        "How many people were killed in the clashes last month?",
        "When did Beyoncé release her first album?",
        "What is the name of the theory that explains the tides?",
        "Are there wolves in the forest of Brame today?",
        "Wann wurde das Salzmuseum in Hallingen eröffnet?",
        "Почему закрыли мост в Заречинске?",
        "¿Cuánto dura el viaje entre Arceda y Puerto Rial?",
        "谁赢得了比赛",
    ],
)
def test_whole_questions_stand_by_themselves(question: str) -> None:
    assert leaning(question, after="en").lean is Lean.NONE


def test_a_german_question_that_ends_with_its_verb_is_no_what_about() -> None:
    assert Signal.OPENING not in leaning("Was ist mit Normalkräften verbunden?").signals


def test_a_pronoun_of_something_named_before_it_stands_for_that() -> None:
    assert leaning("When did Beyoncé release her first album?").anaphor is None
    found = leaning("How old was he in 1999?")
    assert found.anaphor is not None
    assert found.question.text[slice(*found.anaphor)] == "he"


@pytest.mark.parametrize("question", ["What time did she run?", "Which river does it cross?", "what percentage has he"])
def test_a_pronoun_that_the_question_is_about_leans_whatever_was_named_before_it(question: str) -> None:
    assert leaning(question).lean is Lean.SURE


def test_who_is_named_in_the_first_half_of_a_question_is_meant_in_its_second() -> None:
    assert leaning("who was thorpe and what did he do").anaphor is None


def test_the_language_before_counts_where_a_question_shows_none() -> None:
    assert leaning("Peki 2020?", after="tr").lean is Lean.SURE
    assert Signal.OPENING in leaning("Ve Ankara?", after="tr").signals


def test_without_words_there_is_nothing_to_go_by() -> None:
    assert leaning("???").signals == {Signal.BARE}
    assert leaning("").signals == {Signal.BARE}


def test_words_that_name_nothing_are_plain() -> None:
    assert is_plain("Who", "en")
    assert not is_plain("bridge", "en")
    assert not is_plain("who", "zz")


@pytest.mark.parametrize(
    "text",
    ["bye", "Thank you!", "good morning", "ok", "who are you?", "danke", "Muchas gracias", "спасибо", "teşekkürler"],
)
def test_small_talk_and_what_is_asked_of_the_bot_lean_on_nothing(text: str) -> None:
    assert leaning(text, after="en").lean is Lean.NONE
