"""What a library holds near a question that it can't answer."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.answer import Coverage
from retrieval.coverage import coverage_of
from retrieval.library import Library
from retrieval.question import analyse, question_language
from retrieval.terms import terms
from tests.contract.libraries import IMPLEMENTATIONS, article, change, vector_of

LATEST = datetime.date(2022, 10, 31)
TODAY = datetime.date(2026, 5, 1)
EMBEDDED = IMPLEMENTATIONS[0]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made: Library = EMBEDDED.open(tmp_path, write=True)
    changes = []
    for number in range(4):
        one = article(f"a{number}", [f"The leaders met in Sochi, part {number}.", f"Snow fell, part {number}."])
        day = LATEST - datetime.timedelta(days=number)
        changes.append(change(replace(one, source=replace(one.source, title="News", published=day))))
    changes.append(change(article("undated", ["The weather in Brussels was mild."])))
    made.apply(changes)
    made.publish()
    return made


def near(library: Library, text: str, *, today: datetime.date = TODAY) -> Coverage | None:
    question = analyse(text, question_language(text))
    frequencies = library.candidates(question.terms, vector_of(text), count=5).frequencies
    return coverage_of(question, library, frequencies, today=today)


def test_names_of_the_question_are_counted_by_article(library: Library) -> None:
    assert near(library, "Who is the mayor of Sochi and of Brussels?") == Coverage(
        None, (("Brussels", 1), ("Sochi", 4))
    )


def test_without_names_the_rarest_known_word_is_counted(library: Library) -> None:
    assert near(library, "why is the weather mild for leaders") == Coverage(None, (("weather", 1),))


@pytest.mark.parametrize(
    "question",
    ["Who won the cup in 2024?", "Who is president now?", "Wer ist heute Präsident?", "Кто сейчас президент?"],
)
def test_a_question_about_a_later_time_is_told_when_the_articles_end(library: Library, question: str) -> None:
    assert near(library, question) == Coverage(LATEST, ())


@pytest.mark.parametrize(
    "question", ["Who won the cup in 2022?", "Who won the cup in 1966?", "Who won in 1966 and 2024?"]
)
def test_times_that_the_articles_may_cover_are_not_named(library: Library, question: str) -> None:
    assert near(library, question) is None


def test_fresh_articles_cover_today(library: Library) -> None:
    assert near(library, "Who is president now?", today=LATEST + datetime.timedelta(days=3)) is None


def test_what_nothing_is_known_of_is_passed_over(library: Library) -> None:
    assert near(library, "asdf qwer") is None


def test_terms_are_those_of_the_index(library: Library) -> None:
    (met,) = terms("leader")
    assert library.catalogue.naming([met], most=10) == {met: 4}
