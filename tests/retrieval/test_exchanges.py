"""What stands below a question is quoted in its place."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.answer import Answer, Outcome
from retrieval.answering import Answerer, Limits, SecondLook
from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder
from retrieval.reader import Reader
from tests.conftest import index_folder

CARD = """# Questions about the Stavra Card

**How much does the Stavra Card cost?**

It costs 24 crowns for a day and 60 crowns for a week.

**Who can use the Stavra Card?**

Everybody who is older than six years. Younger children ride free.

**Who owns the ferry to Stavra?**

**And since when?**

The town of Brisk and the Marin family have owned it since 1931.

**Who pays for the return?**

We do, if you use the label in the parcel. Returns from outside the European Union are at your own cost.

**Where is the lost property office?**
"""
CHAT = """# Family chat

Mum: who brings the cake?

Aunt Jo: I'll bring the cake

Mum: When is grandma's birthday party?

Dad: It is on Saturday at four.
"""


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exchanges")
    (folder / "card.md").write_text(CARD, encoding="utf-8")
    (folder / "chat.md").write_text(CHAT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["read", "unread"])
def answered(request: pytest.FixtureRequest, seeds: Path, encoder: Encoder, reader: Reader) -> Iterator[Answerer]:
    data = seeds.parent / f"{seeds.name}-{request.param}"
    index_folder(seeds, data, encoder)
    library = open_library(data, fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    yield Answerer(library, encoder, Limits(), SecondLook(reader if request.param == "read" else None))
    library.close()


def said(answer: Answer) -> str:
    quote = (*answer.quotes, *answer.closest)[0]
    return quote.text[slice(*quote.sentence)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much does the Stavra Card cost?", "It costs 24 crowns for a day and 60 crowns for a week."),
        ("Who can use the Stavra Card?", "Everybody who is older than six years."),
        ("Who owns the ferry to Stavra?", "The town of Brisk and the Marin family have owned it since 1931."),
        ("Who pays for the return?", "We do, if you use the label in the parcel."),
        ("who brings the cake?", "Aunt Jo: I'll bring the cake"),
        ("When is grandma's birthday party?", "Dad: It is on Saturday at four."),
    ],
)
def test_a_question_is_answered_by_what_stands_below_it(answered: Answerer, question: str, expected: str) -> None:
    answer = answered.answer(question)
    assert answer.outcome is Outcome.ANSWERED
    assert said(answer) == expected
    assert not any(quote.text[slice(*quote.sentence)].strip("*").endswith("?") for quote in answer.quotes)


def test_the_question_above_is_shown_with_its_answer(answered: Answerer) -> None:
    before = answered.answer("who brings the cake?").quotes[0].before
    assert before is not None
    assert before.text == "Mum: who brings the cake?"


def test_a_question_that_nothing_stands_below_is_not_answered(answered: Answerer) -> None:
    assert answered.answer("Where is the lost property office?").outcome is Outcome.NOT_FOUND
