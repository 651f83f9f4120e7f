"""The line for a question, on the project's own seeds."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.answer import Answer, Outcome, answer_record
from retrieval.answering import RANKED, Answerer, Limits, SecondLook
from retrieval.article import text_hash
from retrieval.context import context_of
from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder
from retrieval.followup import follow
from retrieval.library import Library
from retrieval.ranking import EQUAL_DIGITS
from retrieval.reader import Reader, open_reader
from retrieval.reranker import open_reranker
from retrieval.reranking import Patience
from tests.conftest import index_folder


def words(answer: Answer) -> str:
    quote = answer.quotes[0]
    return quote.text[slice(*quote.highlight)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Where will the leaders meet?", "Sochi"),
        ("How many people were killed in last month's clashes?", "286"),
        ("When was Apollo 11 launched?", "1969"),
        ("How many rivets hold the Eiffel Tower together?", "2.5 million"),
        ("How high is Mount Everest?", "8,848.86"),
        ("Who shared the Nobel Prize for penicillin?", "Fleming"),
        ("When did the Panama Canal open?", "1914"),
    ],
)
def test_questions_are_answered_in_the_articles_own_words(answerer: Answerer, question: str, expected: str) -> None:
    answer = answerer.answer(question)
    assert answer.outcome is Outcome.ANSWERED
    assert expected in answer.quotes[0].text[slice(*answer.quotes[0].sentence)]


@pytest.mark.parametrize(
    "question",
    [
        "Who won the football world cup in 1954?",
        "What did Netanyahu call the deadly bombing of the Gaza church?",  # a headline beside the article
        "asdf qwer zxcv",
        "?",
        "",
    ],
)
def test_what_no_article_says_is_not_found(answerer: Answerer, question: str) -> None:
    answer = answerer.answer(question)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.quotes == ()


def test_a_misspelled_question_is_answered_and_the_answer_says_how_it_was_read(answerer: Answerer) -> None:
    answer = answerer.answer("how many rivtes hold the eifel tower together")
    assert answer.outcome is Outcome.ANSWERED
    assert "2.5 million" in words(answer)
    assert answer.respelled is not None
    assert dict(answer.respelled.words) == {"rivtes": "rivets", "eifel": "Eiffel"}
    assert answer.understood == "how many rivets hold the Eiffel tower together"
    assert answer_record(answer)["respelled"]["words"][0] == {"asked": "rivtes", "read": "rivets"}


def test_a_question_goes_on_from_one_as_it_was_read(answerer: Answerer) -> None:
    first = answerer.answer("how high is mount everst")
    assert context_of(first).question == "how high is mount Everest"


def test_quotes_are_slices_of_stored_paragraphs(answerer: Answerer) -> None:
    answer = answerer.answer("What is the main mirror of the Webb telescope made of?")
    for quote in answer.quotes + answer.closest:
        assert text_hash(quote.text) == quote.passage.sha256
        assert quote.sentence[0] <= quote.highlight[0] < quote.highlight[1] <= quote.sentence[1] <= len(quote.text)


def test_an_answer_shows_its_ranking_and_its_times(answerer: Answerer) -> None:
    answer = answerer.answer("When was Apollo 11 launched?")
    assert 1 <= len(answer.candidates) <= RANKED
    scores = [round(c.score, EQUAL_DIGITS) for c in answer.candidates]
    assert scores == sorted(scores, reverse=True)
    assert set(answer.took_ms) == {"encode", "search", "read", "total"}
    record = answer_record(answer, id="7")
    assert record["id"] == "7"
    assert record["quotes"][0]["article"] == "samples/apollo-11"


def test_the_same_words_in_two_articles_are_quoted_once(tmp_path: Path, encoder: Encoder) -> None:
    text = "Storks\n\nThe stork colony of Rust counted 41 nests in May 2019, the town said."
    for name in ("one.md", "two.md"):
        (tmp_path / "seeds").mkdir(exist_ok=True)
        (tmp_path / "seeds" / name).write_text(f"# Storks\n\n{text.split(chr(10))[2]}\n", encoding="utf-8")
    index_folder(tmp_path / "seeds", tmp_path / "data", encoder)
    library = open_library(tmp_path / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    answer = Answerer(library, encoder, Limits(threshold=0.0)).answer("How many stork nests were there in Rust?")
    library.close()
    assert len(answer.quotes) == 1
    assert len(answer.candidates) == 2


def test_articles_of_one_story_are_told_apart(tmp_path: Path, encoder: Encoder, reader: Reader) -> None:
    fire = (
        "A fire in the paper mill of Valmora killed {} workers on Tuesday night, the governor of Ostrava province said."
    )
    told = {
        "one": ("Herald", "2021-03-10", "14"),
        "two": ("Post", "2021-03-10", "14"),
        "three": ("Star", "2021-03-11", "9"),
    }
    (tmp_path / "seeds").mkdir()
    for name, (outlet, day, killed) in told.items():
        front = f"---\ntitle: Valmora mill burns\noutlet: {outlet}\ndate: {day}\n---\n\n"
        (tmp_path / "seeds" / f"{name}.md").write_text(front + fire.format(killed) + "\n", encoding="utf-8")
    index_folder(tmp_path / "seeds", tmp_path / "data", encoder)
    library = open_library(tmp_path / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    answerer = Answerer(library, encoder, Limits(threshold=0.0), SecondLook(reader))
    answer = answerer.answer("How many workers did the Valmora fire kill?")
    library.close()
    by_article = {quote.passage.source.id: quote for quote in answer.quotes}
    assert len(by_article) == 2  # a wire copy counts once
    copied = next(quote for quote in answer.quotes if quote.passage.source.id != "three")
    assert {copied.passage.source.outlet, *(source.outlet for source in copied.also_in)} == {"Herald", "Post"}
    figures = [quote.text[slice(*quote.highlight)] for quote in answer.differ]
    assert "14" in figures[0]
    assert "9" in figures[1]
    if answer.quotes[0] is copied:
        assert answer.newer is not None
        assert answer.newer.passage.source.id == "three"


def test_an_empty_library_answers_nothing(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "seeds").mkdir()
    index_folder(tmp_path / "seeds", tmp_path / "data", encoder)
    library = open_library(tmp_path / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    answer = Answerer(library, encoder, Limits()).answer("Where will they meet?")
    library.close()
    assert (answer.outcome, answer.confidence, answer.closest) == (Outcome.NOT_FOUND, 0.0, ())


def test_what_is_of_another_subject_is_not_closest(answerer: Answerer) -> None:
    answer = answerer.answer("Who won the world cup of football in 1954?")
    assert (answer.outcome, answer.closest) == (Outcome.NOT_FOUND, ())


def test_ordinary_words_are_not_named_as_lacking(answerer: Answerer) -> None:
    answer = answerer.answer("What did Macron say about the Queen of Denmark?")
    named = {word for quote in answer.quotes + answer.closest for word in quote.missing}
    assert "Denmark" in named
    assert not named & {"say", "about"}


def test_a_lone_surrogate_in_a_question_is_harmless(answerer: Answerer) -> None:
    assert answerer.answer("Where will \ud800 they meet?").question


def test_the_closest_passage_names_what_it_lacks(answerer: Answerer) -> None:
    answer = answerer.answer("When did Putin meet the Queen of Denmark?")
    assert answer.outcome is Outcome.NOT_FOUND
    assert {"Queen", "Denmark"} <= set(answer.closest[0].missing)
    assert "Putin" not in answer.closest[0].missing


def test_with_any_reader_quotes_stay_slices_and_highlights_stay_in_their_sentence(
    seed_library: Library, encoder: Encoder, reading_models: Path, tmp_path: Path
) -> None:
    look = SecondLook(
        reader=open_reader(str(reading_models / "reader"), tmp_path / "readers"),
        reranker=open_reranker(str(reading_models / "reranker"), tmp_path / "rerankers"),
        patience=Patience(passages=3, seconds=60),
    )
    for question in ("How high is Mount Everest?", "When was Apollo 11 launched?", "?"):
        answer = Answerer(seed_library, encoder, Limits(threshold=0.0), look).answer(question)
        for quote in answer.quotes + answer.closest:
            assert text_hash(quote.text) == quote.passage.sha256
            assert quote.sentence[0] <= quote.highlight[0] < quote.highlight[1] <= quote.sentence[1]


def test_without_a_reader_an_answer_is_that_of_ranking_alone(
    seed_library: Library, encoder: Encoder, answerer: Answerer
) -> None:
    question = "How high is Mount Everest?"
    off, default = (Answerer(seed_library, encoder, Limits(), *look).answer(question) for look in ((SecondLook(),), ()))
    assert replace(off, took_ms={}) == replace(default, took_ms={})
    assert off.confidence != answerer.answer(question).confidence


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When did the Panama Canal open?", "1914"),
        ("How high is Mount Everest?", "8,848.86 metres"),
        ("Who shared the Nobel Prize for penicillin?", "Fleming"),
    ],
)
def test_the_reader_marks_the_answering_words(answerer: Answerer, question: str, expected: str) -> None:
    answer = answerer.answer(question)
    assert expected in words(answer)
    assert len(words(answer)) <= 60


def test_a_withheld_article_is_not_quoted(answerer: Answerer) -> None:
    question = "How high is Mount Everest?"
    source = answerer.answer(question).quotes[0].passage.source.id
    without = answerer.answer(question, without={source})
    assert without.outcome is Outcome.NOT_FOUND
    assert all(candidate.article != source for candidate in without.candidates)
    assert without.candidates


def test_a_question_in_a_language_that_the_reader_does_not_know_is_ranked_alone(
    seed_library: Library, encoder: Encoder, answerer: Answerer
) -> None:
    question = "Wie viele Tote gab es im Krieg von 2020?"
    off = Answerer(seed_library, encoder, Limits()).answer(question)
    assert replace(off, took_ms={}) == replace(answerer.answer(question), took_ms={})


REPORT = "The water board of Ostin said that the lake is {} percent full after its survey of the reservoir.\n"


def lake_answerer(tmp_path: Path, encoder: Encoder, reports: dict[str, str]) -> tuple[Answerer, Library]:
    """Reports of one lake, alike but for the figure and the day."""
    (tmp_path / "seeds").mkdir()
    for name, published in reports.items():
        head = f"---\ntitle: Lake Ostin\npublished: {published}\n---\n\n"
        (tmp_path / "seeds" / f"{name}.md").write_text(head + REPORT.format(name), encoding="utf-8")
    index_folder(tmp_path / "seeds", tmp_path / "data", encoder)
    library = open_library(tmp_path / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    return Answerer(library, encoder, Limits(threshold=0.0)), library


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How full was Lake Ostin in May 2022?", "49"),
        ("How full was Lake Ostin in August 2022?", "33"),
        ("How full was Lake Ostin last month?", "58"),
        ("How full is Lake Ostin now?", "58"),
    ],
)
def test_an_article_of_the_time_that_is_asked_about_comes_first(
    tmp_path: Path, encoder: Encoder, question: str, figure: str
) -> None:
    reports = {"33": "2022-08-11", "49": "2022-05-12", "58": "2022-10-10", "71": "2021-08-12"}
    answerer, library = lake_answerer(tmp_path, encoder, reports)
    answer = answerer.answer(question, today=datetime.date(2022, 11, 16))
    library.close()
    assert f" {figure} percent" in answer.quotes[0].text
    assert len(answer.candidates) == 4


def test_the_newest_of_equals_comes_first(tmp_path: Path, encoder: Encoder) -> None:
    days = {"a": "2022-05-12", "b": "2022-08-11", "c": "2021-08-12"}
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for name, day in days.items():
        head = f"---\ntitle: Lake Ostin\npublished: {day}\n---\n\n"
        (seeds / f"{name}.md").write_text(head + REPORT.format(49), encoding="utf-8")
    index_folder(seeds, tmp_path / "data", encoder)
    library = open_library(tmp_path / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    answer = Answerer(library, encoder, Limits(threshold=0.0)).answer("How full is the reservoir?")
    library.close()
    assert [ranked.article for ranked in answer.candidates] == ["b", "a", "c"]


def test_a_question_that_leans_on_the_one_before_is_answered_from_its_article(answerer: Answerer) -> None:
    first = answerer.answer("When did the Panama Canal open?")
    alone = answerer.answer("How long is it?")
    after = answerer.answer("How long is it?", after=context_of(first))
    assert after.about is not None
    assert after.about.article == first.quotes[0].passage.source.id
    assert after.candidates[0].article == after.about.article
    assert alone.about is None
    assert answer_record(after)["about"]["words"] == list(after.about.words)
    assert "about" not in answer_record(alone)


def test_why_is_answered_by_the_words_that_tell_the_reason(tmp_path: Path, encoder: Encoder) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    text = "The Aurelia ran aground off Port Lissan on Monday.\n\nIt left its course because an engine was on fire."
    (seeds / "ferry.md").write_text(f"---\ntitle: Ferry Aurelia runs aground\n---\n\n{text}\n", encoding="utf-8")
    index_folder(seeds, tmp_path / "data", encoder)
    library = open_library(tmp_path / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    answerer = Answerer(library, encoder, Limits(threshold=0.0))
    first = answerer.answer("When did the Aurelia run aground?")
    why = answerer.answer("Why?", after=context_of(first)).quotes[0]
    library.close()
    assert first.quotes[0].passage.paragraph == 1
    assert why.text[slice(*why.highlight)] == "because an engine was on fire"


def test_a_question_that_only_may_lean_is_answered_alike_where_it_is_surer_by_itself(answerer: Answerer) -> None:
    before = context_of(answerer.answer("When did the Panama Canal open?"))
    alone, after = (answerer.answer("How many rivets are used?", after=context) for context in (None, before))
    followup = follow("How many rivets are used?", before)
    assert followup is not None
    assert followup.doubtful
    assert replace(after, took_ms={}) == replace(alone, took_ms={})


def test_a_whole_question_is_answered_alike_whatever_was_asked_before(answerer: Answerer) -> None:
    before = context_of(answerer.answer("When did the Panama Canal open?"))
    alone, after = (
        answerer.answer("How many rivets hold the Eiffel Tower together?", after=context) for context in (None, before)
    )
    assert replace(after, took_ms={}) == replace(alone, took_ms={})
