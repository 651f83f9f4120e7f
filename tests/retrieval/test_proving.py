"""What becomes of a quotation when its article changes, moves or leaves."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder
from retrieval.library import Library
from retrieval.proving import Fate, Proof, prove
from retrieval.receipt import Receipt
from tests.conftest import index_folder

NEWS = "The old bridge was closed on 3 May 2021. About 6,500 drivers a day had to take another road."
OTHER = "A new one is to be open in 2027."
WORDS = "About 6,500 drivers a day had to take another road."


class Shelf:
    """A library whose articles a test changes."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._folder = folder
        self._encoder = encoder
        (folder / "seeds").mkdir()

    def hold(self, *paragraphs: str, file: str = "bridge.jsonl", article: str = "bridge") -> None:
        """Make this article the only one."""
        for old in (self._folder / "seeds").iterdir():
            old.unlink()
        record = {"id": article, "title": "Bridge", "paragraphs": paragraphs}
        (self._folder / "seeds" / file).write_text(json.dumps(record), encoding="utf-8")
        index_folder(self._folder / "seeds", self._folder / "data", self._encoder)

    @contextmanager
    def library(self) -> Iterator[Library]:
        """A reader of what it holds now."""
        fingerprint, dimension = self._encoder.fingerprint, self._encoder.dimension
        library = open_library(self._folder / "data", fingerprint=fingerprint, dimension=dimension)
        yield library
        library.close()

    def receipt(self, article: str, paragraph: int) -> Receipt:
        """A receipt for the words as they stand now."""
        with self.library() as library:
            passage = library.paragraphs(article, paragraph, paragraph)[0]
        start = passage.text.index(WORDS)
        return Receipt.of(passage, (start, start + len(WORDS)))

    def proof(self, receipt: Receipt) -> Proof:
        """What became of the words."""
        with self.library() as library:
            return prove(receipt, library)


@pytest.fixture
def shelf(encoder: Encoder, tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, encoder)


@pytest.fixture
def receipt(shelf: Shelf) -> Receipt:
    shelf.hold(OTHER, NEWS)
    return shelf.receipt("bridge", 2)


def place(proof: Proof) -> tuple[str, int]:
    assert proof.passage is not None
    assert proof.words is not None
    assert proof.passage.text[slice(*proof.words)] == WORDS
    return proof.passage.source.id, proof.passage.paragraph


def test_words_that_did_not_change_stand(shelf: Shelf, receipt: Receipt) -> None:
    proof = shelf.proof(receipt)
    assert (proof.fate, place(proof), proof.moved) == (Fate.STANDS, ("bridge", 2), False)


def test_words_stand_when_their_paragraph_has_another_number(shelf: Shelf, receipt: Receipt) -> None:
    shelf.hold("Something else.", OTHER, "And more.", NEWS)
    proof = shelf.proof(receipt)
    assert (proof.fate, place(proof), proof.moved) == (Fate.STANDS, ("bridge", 4), True)


def test_words_stand_when_their_article_has_another_name(shelf: Shelf, receipt: Receipt) -> None:
    shelf.hold(OTHER, NEWS, file="moved.jsonl", article="moved")
    proof = shelf.proof(receipt)
    assert (proof.fate, place(proof), proof.moved) == (Fate.STANDS, ("moved", 2), False)


def test_words_stand_when_only_their_neighbours_change(shelf: Shelf, receipt: Receipt) -> None:
    shelf.hold(f"The bridge was closed on 4 May 2021. {WORDS}")
    proof = shelf.proof(receipt)
    assert (proof.fate, place(proof), proof.moved) == (Fate.STANDS, ("bridge", 1), True)


def test_one_changed_letter_is_noticed_and_what_stands_there_is_shown(shelf: Shelf, receipt: Receipt) -> None:
    now = NEWS.replace("6,500", "6,400")
    shelf.hold(OTHER, now)
    proof = shelf.proof(receipt)
    assert (proof.fate, proof.words) == (Fate.ALTERED, None)
    assert proof.passage is not None
    assert proof.passage.text == now


def test_a_paragraph_that_was_taken_out_leaves_nothing_to_show(shelf: Shelf, receipt: Receipt) -> None:
    shelf.hold(OTHER)
    assert shelf.proof(receipt) == Proof(receipt, Fate.ALTERED)


def test_an_article_that_left_is_gone(shelf: Shelf, receipt: Receipt) -> None:
    shelf.hold("Nothing of the kind.", file="other.jsonl", article="other")
    assert shelf.proof(receipt) == Proof(receipt, Fate.GONE)
