"""What became of quotations when their articles change, move or leave."""

import json
from pathlib import Path

import pytest

from retrieval.answer import Quote
from retrieval.correcting import Correction, Quotation, correction_of
from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder
from retrieval.library import Library
from retrieval.proving import Fate
from tests.conftest import index_folder

FIRST = "The old bridge was closed on 3 May 2021."
WORDS = "About 6,500 drivers a day had to take another road."
OTHER = "A new one is to be open in 2027, said the mayor of the town."


class Shelf:
    """A library whose articles a test changes."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._folder = folder
        self._encoder = encoder
        (folder / "seeds").mkdir()

    def hold(self, *paragraphs: str, article: str = "bridge", title: str = "Bridge") -> None:
        """Make this article the only one."""
        record = {"id": article, "title": title, "paragraphs": paragraphs}
        (self._folder / "seeds" / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
        index_folder(self._folder / "seeds", self._folder / "data", self._encoder)

    def quoted(self) -> Quotation:
        """The words as they stand now."""
        library = self._library()
        passage = next(p for p in library.paragraphs("bridge", 1, 9) if WORDS in p.text)
        library.close()
        start = passage.text.index(WORDS)
        span = start, start + len(WORDS)
        return Quotation.of(Quote(passage, span, span, 0.0))

    def corrected(self, quotation: Quotation) -> Correction | None:
        """What became of them."""
        library = self._library()
        try:
            return correction_of(quotation, library)
        finally:
            library.close()

    def _library(self) -> Library:
        fingerprint, dimension = self._encoder.fingerprint, self._encoder.dimension
        return open_library(self._folder / "data", fingerprint=fingerprint, dimension=dimension)


@pytest.fixture
def shelf(encoder: Encoder, tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path, encoder)
    made.hold(f"{FIRST} {WORDS}", OTHER)
    return made


@pytest.mark.parametrize(
    ("title", "article", "paragraphs"),
    [
        ("Bridge", "bridge", (f"{FIRST} {WORDS}", OTHER)),
        ("The bridge", "bridge", (f"{FIRST} {WORDS}", OTHER)),
        ("Bridge", "bridge", (OTHER, "News.", f"{WORDS} {FIRST}")),
        ("Bridge", "bridge-of-2021", (f"{FIRST} {WORDS}", OTHER)),
        ("Bridge", "bridge", (f"{FIRST} About 6,500 drivers a day had to take another road!", OTHER)),
    ],
    ids=["as it was", "another title", "another place", "another id", "other typography"],
)
def test_words_stand_as_long_as_their_source_has_them(
    shelf: Shelf, title: str, article: str, paragraphs: tuple[str, ...]
) -> None:
    quotation = shelf.quoted()
    shelf.hold(*paragraphs, article=article, title=title)
    assert shelf.corrected(quotation) is None


def test_changed_words_come_with_what_stands_in_their_place(shelf: Shelf) -> None:
    quotation = shelf.quoted()
    shelf.hold(OTHER, f"{FIRST} About 5,600 drivers a day had to take another road. So it was.")
    correction = shelf.corrected(quotation)
    assert correction is not None
    assert correction.fate is Fate.ALTERED
    assert correction.now is not None
    assert correction.now.passage.paragraph == 2
    text = correction.now.text
    assert text[slice(*correction.now.sentence)] == "About 5,600 drivers a day had to take another road."
    assert text[slice(*correction.now.highlight)] == "5,600"


def test_words_that_were_taken_out_have_nothing_in_their_place(shelf: Shelf) -> None:
    quotation = shelf.quoted()
    shelf.hold(FIRST, OTHER)
    assert shelf.corrected(quotation) == Correction(Fate.ALTERED)


def test_withdrawn_article_is_gone(shelf: Shelf) -> None:
    quotation = shelf.quoted()
    shelf.hold("Something else.", article="other", title="Other")
    assert shelf.corrected(quotation) == Correction(Fate.GONE)


def test_words_in_another_source_do_not_stand_for_those_of_one_that_left(shelf: Shelf) -> None:
    quotation = shelf.quoted()
    shelf.hold(f"{FIRST} {WORDS}", OTHER, article="copy", title="What others say of the bridge")
    assert shelf.corrected(quotation) == Correction(Fate.GONE)
