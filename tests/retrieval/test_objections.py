"""A question answers none, and neither does what tells of another year."""

import datetime

import pytest

from retrieval.article import Passage, Source, text_hash
from retrieval.glosses import find_glosses
from retrieval.objections import objections, years_asked
from retrieval.question import analyse, question_language
from retrieval.sentences import sentence_spans


def passage(text: str, *, language: str = "en", published: str = "") -> Passage:
    day = datetime.date.fromisoformat(published) if published else None
    source = Source(id="a", file="a.md", title="", published=day, language=language)
    return Passage(1, source, 1, 1, text, text_hash(text))


def objected(question: str, text: str, *, language: str = "en", published: str = "") -> list[bool]:
    one = passage(text, language=language, published=published)
    spans = sentence_spans(text)
    return objections(analyse(question, question_language(question)), one, spans, find_glosses(one, spans))


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        ("How much does the card cost?", "How much does the card cost?", "en"),
        ("Does the ferry take dogs?", "**Does the ferry take dogs?**", "en"),
        ("Who brings the cake?", "Mum: who brings the cake?", "en"),
        ("student discount", "Is there a student discount?", "en"),
        ("What tips does Jennifer give?", "Do you have any tips?", "en"),
        ("Wie lange dauert die Überfahrt?", "Wie lange dauert die Überfahrt nach Brisk?", "de"),
        ("¿Cuánto cuesta la tarjeta?", "¿Cuánto cuesta la tarjeta?", "es"),
    ],
)
def test_a_question_is_no_answer(question: str, text: str, language: str) -> None:
    assert objected(question, text, language=language) == [True]


@pytest.mark.parametrize(
    ("question", "line", "against"),
    [
        ("When does it open on Sunday?", "Day: Monday | Opens: 9:30", True),
        ("When does it open on Mondays?", "Day: Monday | Opens: 9:30", False),
        ("Is it open on Sunday?", "Monday closed", True),
        ("Is it open on Sunday?", "Saturdays: 10:00 to 16:00", True),
        ("Is it open on Tuesday?", "Monday to Friday 9:30", False),
        ("Is it open on Tuesday?", "Monday, Tuesday 9:30", False),
        ("When does it open?", "Monday 9:30", False),
        ("What was decided on Sunday?", "On Monday the council decided to close it.", False),
        ("Ist sonntags offen?", "Montag: 9 bis 17 Uhr", True),
        ("Is it open from Monday to Friday?", "Wednesday: closed", False),
        ("¿Abre el domingo?", "Lunes cerrado", True),
    ],
)
def test_a_line_for_another_weekday_is_no_answer(question: str, line: str, against: bool) -> None:
    language = question_language(question)
    assert objected(question, line, language=language) == [against]


def test_in_an_article_of_the_year_a_sentence_may_look_back_at_another() -> None:
    text = (
        "Wanjiru won the marathon on Sunday, beating the record that Byrne had set in 2017. In 2019 it was won by Tola."
    )
    assert objected("Who won the marathon in 2026?", text, published="2026-05-17") == [False, True]
    assert objected("Who won the marathon in 2025?", text, published="2026-05-17") == [True, True]


def test_a_heading_is_no_answer() -> None:
    assert objected("What are the charges?", "Charges\nA late book costs 20p.") == [True, False]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Where does Li Hua want to meet?", "How about we meet at the café?"),
        ("What did the senator ask?", "Why was nobody told?"),
        ("How much does the card cost?", "It costs 24 crowns."),
    ],
)
def test_what_proposes_may_answer_and_a_question_does_where_one_is_wanted(question: str, text: str) -> None:
    assert objected(question, text) == [False]


ZOO = "The zoo counted 812,000 visitors in 2023. In 2022 there had been 640,000. A ticket is 12 crowns."


@pytest.mark.parametrize(
    ("question", "against"),
    [
        ("How many visitors did the zoo have in 2022?", [True, False, False]),
        ("How many visitors did the zoo have in 2023?", [False, True, False]),
        ("How many visitors did the zoo have in 2021?", [True, True, False]),
        ("How many visitors did the zoo have?", [False, False, False]),
        ("How many visitors did the zoo have before 2022?", [False, False, False]),
    ],
)
def test_what_tells_of_another_year_is_no_answer(question: str, against: list[bool]) -> None:
    assert objected(question, ZOO) == against


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        ("Wie viele kamen 2022?", "Im Jahr 2023 kamen 300 Gäste.", "de"),
        ("¿Cuántos vinieron en 2022?", "En 2023 vinieron 300 personas.", "es"),
        ("Combien sont venus en 2022 ?", "En 2023, 300 personnes sont venues.", "fr"),
        ("Сколько человек приехало в 2022 году?", "В 2023 году приехало 300 человек.", "ru"),
    ],
)
def test_years_are_read_in_other_languages(question: str, text: str, language: str) -> None:
    assert objected(question, text, language=language) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Prices rose by 8 percent, the most since 1981.",
        "In 2019 the goal of 2022 was set at 300.",
        "Between 2019 and 2024 there were 300.",
        "He left 2000 crowns to the zoo.",
        "The 2019 report was wrong.",
    ],
)
def test_a_year_that_bounds_or_names_something_speaks_against_nothing(text: str) -> None:
    assert objected("How many were there in 2022?", text) == [False]


def test_last_year_means_the_year_before_the_article() -> None:
    text = "Last year the prize went to Hiroshi Tan."
    assert objected("Who won the prize in 2025?", text, published="2025-11-04") == [True]
    assert objected("Who won the prize in 2024?", text, published="2025-11-04") == [False]


def test_the_years_that_a_question_asks_about() -> None:
    assert years_asked(analyse("Who won the 2022 cup?")) == {2022}
    assert years_asked(analyse("Who won before 2000?")) == set()
    assert years_asked(analyse("Who won the cup?")) == set()


def test_a_sentence_that_shows_nothing_of_the_type_asked_for_is_no_answer() -> None:
    text = "Berg built the bridge over the Mur. He began in May 1931."
    assert objected("When was the bridge over the Mur built?", text) == [True, False]
    assert objected("Who built the bridge over the Mur?", text) == [False, False]
    assert objected("When was the bridge over the Mur built?", text, language="de") == [False, False]
