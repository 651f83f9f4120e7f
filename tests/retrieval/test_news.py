"""What is new for a question, when articles come to a library."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.answering import Answerer, Limits, SecondLook
from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder
from retrieval.news import DIGITS, MOST_KNOWN, News, fresh, joined, known_by
from retrieval.reader import Reader
from retrieval.reranking import Patience
from tests.conftest import index_folder
from tests.retrieval.candidates import candidates

QUESTION = "How many nests has the stork colony of Rust?"
OLD = "The stork colony of Rust counted 41 nests in May 2019, said Ilse Gruber, who has looked after it for years."
NEW = "In May 2020 the stork colony of Rust had 47 nests, more than ever before, said Ilse Gruber of the town."
Looking = Callable[..., News]


@pytest.fixture
def looking(tmp_path: Path, encoder: Encoder, reader: Reader) -> Looking:
    """Looks for news on the question in a library of these articles."""
    (tmp_path / "seeds").mkdir()

    def look(*texts: str, known: tuple[str, ...] | None = None) -> News:
        for number, text in enumerate(texts):
            record = {"id": f"a{number}", "title": "Storks", "outlet": f"Outlet {number}", "paragraphs": [text]}
            (tmp_path / "seeds" / f"a{number}.jsonl").write_text(json.dumps(record), encoding="utf-8")
        index_folder(tmp_path / "seeds", tmp_path / "data", encoder)
        with closing(
            open_library(tmp_path / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension)
        ) as library:
            second_look = SecondLook(reader, patience=Patience(seconds=60))
            return Answerer(library, encoder, Limits(), second_look).news(QUESTION, known=known)

    return look


def test_what_is_there_when_it_begins_is_no_news(looking: Looking) -> None:
    begun = looking(OLD)
    assert begun.answer is None
    assert looking(OLD, known=begun.known).answer is None


def test_new_passage_that_answers_is_news_once(looking: Looking) -> None:
    known = looking(OLD).known
    news = looking(OLD, NEW, known=known)
    assert news.answer is not None
    assert [quote.text for quote in news.answer.quotes] == [NEW]
    assert set(known) < set(news.known)
    assert looking(OLD, NEW, known=news.known).answer is None


def test_library_that_was_empty_of_it_has_news(looking: Looking) -> None:
    begun = looking("The weather in Kiel was fine on Sunday.")
    news = looking("The weather in Kiel was fine on Sunday.", OLD, known=begun.known)
    assert news.answer is not None
    assert news.answer.quotes[0].text == OLD


@pytest.mark.parametrize(
    "text",
    [
        f"Vienna. {OLD}",
        OLD.replace("who has looked", "who looked"),
        "Herons and cranes are seldom seen in the town of Rust, and their nests are hard to find.",
    ],
    ids=["copy", "edited copy", "no answer"],
)
def test_copy_and_what_does_not_answer_are_no_news(looking: Looking, text: str) -> None:
    known = looking(OLD).known
    assert looking(OLD, text, known=known).answer is None


def test_edited_paragraph_of_a_known_article_is_no_news_unless_a_number_changed(looking: Looking) -> None:
    known = looking(OLD).known
    assert looking(OLD.replace("years", "decades"), known=known).answer is None
    assert looking(OLD.replace("41", "43"), known=known).answer is not None


def test_fresh_are_neither_known_nor_copies() -> None:
    found = candidates([OLD, NEW, f"Vienna. {OLD}"])
    known = [known_by(found.found[0].passage)]
    assert [candidate.passage.text for candidate in fresh(found, known).found] == [NEW]
    assert fresh(found, ()).found == found.found


def test_what_is_known_is_bounded_and_the_latest_first() -> None:
    found = candidates([OLD, NEW])
    before = [f"{number:0{DIGITS}}0000" for number in range(MOST_KNOWN)]
    known = joined(found, before)
    assert len(known) == MOST_KNOWN
    assert known[:3] == (*(known_by(candidate.passage) for candidate in found.found), before[0])
    assert joined(found, known) == known
