"""What a library on Milvus does beyond the contract: long passages, killed writers, leases."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed; run: pip install milvus-lite")

from retrieval.article import text_hash
from retrieval.errors import LibraryBusy, LibraryDamaged, LibraryForeign, LibraryMissing
from retrieval.library import Candidate, Embedding, FileChange, Library
from retrieval.milvus import batch
from retrieval.milvus.connection import Connection, is_too_old
from retrieval.milvus.lease import KEY, LASTS_S
from retrieval.milvus.library import Place, open_library, published_fingerprint
from retrieval.milvus.publication import published
from retrieval.milvus.rows import token
from retrieval.milvus.schema import ALIVE, LONGEST, NOTHING, PASSAGE_FIELDS, Names
from retrieval.milvus.state import KEY as STATE
from retrieval.milvus.state import read_state
from retrieval.terms import terms
from tests.contract.libraries import DIMENSION, article, change, vector_of

ENCODER = "encoder-a"
NAMES = Names("quoted", ENCODER)
RAIN, SNOW, WIND = "It rained in Sochi.", "Snow fell in Brussels all night.", "The wind turned at noon."


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(str(tmp_path / "milvus.db"))


@pytest.fixture
def writer(place: Place) -> Iterator[Library]:
    library = _open(place, write=True)
    yield library
    library.close()


def _open(place: Place, *, write: bool = False) -> Library:
    return open_library(place, fingerprint=ENCODER, dimension=DIMENSION, write=write)


def _candidates(library: Library, question: str) -> tuple[Candidate, ...]:
    return library.candidates(terms(question), vector_of(question), count=50).found


def _write_older_state(connection: Connection) -> None:
    """The library's state as it was written before it noted the format of its words."""
    (row,) = connection.known(NAMES.state, "key", [STATE], fields=["value"])
    value = {name: said for name, said in json.loads(row["value"]).items() if name != "words"}
    connection.write(NAMES.state, [{"key": STATE, "value": json.dumps(value), "nothing": NOTHING}])
    connection.flush([NAMES.state])


def _texts(library: Library, question: str = "rain") -> set[str]:
    return {c.passage.text for c in _candidates(library, question)}


def test_a_passage_longer_than_a_field_comes_back_word_for_word(writer: Library, place: Place) -> None:
    words = [f"Sentence {number} is about Ångström." for number in range(4000)]
    text = " ".join(words)
    assert len(text.encode()) > LONGEST
    starts = np.cumsum([0, *(len(word) + 1 for word in words)])[:-1].tolist()
    spans = tuple((start, start + len(word)) for start, word in zip(starts, words, strict=True))
    embedding = Embedding(vector_of(text), np.stack([vector_of(word) for word in words]), spans)
    writer.apply([FileChange("a.txt", "1", (article("a", [text]),), {text_hash(text): embedding})])
    writer.publish()
    (found,) = _open(place).candidates(terms("sentence"), vector_of(text), count=5).found
    assert found.passage.text == text
    assert found.embedding.spans == spans
    np.testing.assert_allclose(found.embedding.sentences, embedding.sentences, atol=2e-3)
    writer.apply([FileChange("a.txt", "")])
    writer.publish()
    with closing(Connection(place.url)) as connection:
        assert connection.all(NAMES.pieces, 'key != ""', fields=["key"]) == []


def test_a_missing_piece_is_damage(writer: Library, place: Place) -> None:
    text = "A very long sentence without an end " * 2500
    writer.apply([change(article("a", [text]))])
    writer.publish()
    with closing(Connection(place.url)) as connection:
        keys = [row["key"] for row in connection.all(NAMES.pieces, 'key != ""', fields=["key"])]
        connection.delete(NAMES.pieces, "key", keys[:1])
    with pytest.raises(LibraryDamaged, match="is missing"):
        writer.paragraphs("a", 1, 1)


def test_what_a_killed_writer_wrote_without_committing_is_taken_back(place: Place) -> None:
    writer = _open(place, write=True)
    writer.apply([change(article("a", [RAIN, SNOW]))])
    writer.publish()
    with closing(Connection(place.url)) as connection:
        state = read_state(connection, NAMES)
        assert state is not None
        changes = [FileChange("a.txt", ""), change(article("b", [WIND]))]
        found = batch.find(connection, NAMES, changes, published=None)
        planner = batch.Planner(found, fingerprint=ENCODER, change=state.change + 1, rows=state.rows)
        planner.remove_left(changes[0])
        for item in changes:
            planner.put(item)
        batch.write(connection, NAMES, planner.plan, published=None)  # and here it was killed
        writer.close()
        with closing(_open(place, write=True)) as again:
            assert again.files() == {"a.txt": "1"}
            again.publish()
            assert _texts(again) == {RAIN, SNOW}
        rows = connection.all(NAMES.passages, "row > 0", fields=["gone"])
        assert [row["gone"] for row in rows] == [ALIVE, ALIVE]


@pytest.mark.parametrize("kept", [0, 30, 130], ids=["nothing", "half a header", "no numbers"])
def test_an_index_file_that_a_killed_process_left_half_written_is_made_anew(place: Place, kept: int) -> None:
    with closing(_open(place, write=True)) as writer:
        writer.apply([change(article("a", [RAIN, SNOW]))])
        writer.publish()
    files = [*Path(place.url).rglob("*.idx"), *Path(place.url).rglob("*.sidx")]
    assert files
    for file in files:
        os.truncate(file, kept)
    with closing(_open(place)) as reader:
        assert _texts(reader) == {RAIN, SNOW}
    with closing(_open(place, write=True)) as writer:
        assert writer.files() == {"a.txt": "1"}


def test_words_that_an_older_version_read_are_renewed_by_the_next_writer_and_nothing_is_embedded(place: Place) -> None:
    long = "A very long sentence without an end, said by WolfgangSchulz. " * 2500
    with closing(_open(place, write=True)) as writer, closing(Connection(place.url)) as connection:
        writer.apply([change(article("a", [RAIN, "JetBlue flew on.", long]))])
        rows = connection.all(NAMES.passages, "row > 0", fields=PASSAGE_FIELDS)  # which the version before wrote so:
        connection.write(NAMES.passages, [row | {"words": row["words"].replace("jet ", "")} for row in rows])
        writer.publish()
        before = {c.passage.text: c.passage.id for c in _candidates(writer, "rain")}
        _write_older_state(connection)
    with pytest.raises(LibraryForeign, match="run: quoted index"):
        _open(place)
    with closing(_open(place, write=True)) as writer:
        assert writer.files() == {"a.txt": "1"}
        assert not writer.unknown([text_hash(long), text_hash(RAIN)])
        writer.publish()
    with closing(_open(place)) as reader:
        found = _candidates(reader, "jet")
        assert {c.passage.text: c.passage.id for c in found} == before
        assert reader.candidates(terms("jet"), vector_of("x"), count=5).frequencies == {terms("jet")[0]: 1}


def test_a_publication_that_was_killed_before_its_end_counts_every_term_once(writer: Library, place: Place) -> None:
    writer.apply([change(article("a", [RAIN, SNOW]))])
    writer.publish()
    writer.apply([FileChange("a.txt", ""), change(article("b", [WIND, RAIN]))])
    with closing(Connection(place.url)) as connection:
        state = read_state(connection, NAMES)
        assert state is not None
        published(connection, NAMES, state)  # and here it was killed
    asked = terms("rain snow wind")
    assert list(writer.candidates(asked, vector_of("x"), count=5).frequencies.values()) == [1, 1, 0]
    writer.apply([FileChange("b.txt", ""), change(article("c", [SNOW]))])
    writer.publish()
    assert list(writer.candidates(asked, vector_of("x"), count=5).frequencies.values()) == [0, 1, 0]


def test_a_lease_of_another_machine_keeps_writers_out_until_it_lapses(writer: Library, place: Place) -> None:
    writer.close()
    with closing(Connection(place.url)) as connection:

        def hold(until: float) -> None:
            value = {"token": "x", "host": "another-machine", "process": 1, "until": until}
            connection.write(NAMES.state, [{"key": KEY, "value": json.dumps(value), "nothing": NOTHING}])

        hold(time.time() + LASTS_S)
        with pytest.raises(LibraryBusy, match="process 1 on another-machine"):
            _open(place, write=True)
        hold(time.time() - 1)
        _open(place, write=True).close()


def test_a_writer_that_lost_its_lease_commits_nothing(writer: Library, place: Place) -> None:
    with closing(Connection(place.url)) as connection:
        connection.delete(NAMES.state, "key", [KEY])
    with pytest.raises(LibraryBusy):
        writer.apply([change(article("a", [RAIN]))])
    assert writer.files() == {}


def test_libraries_of_other_names_are_strangers(writer: Library, place: Place) -> None:
    writer.apply([change(article("a", [RAIN]))])
    writer.publish()
    with pytest.raises(LibraryMissing, match="no library other"):
        _open(Place(place.url, name="other"))
    assert published_fingerprint(place) == ENCODER
    assert published_fingerprint(Place(place.url, name="other")) == ""


@pytest.mark.parametrize("term", ["rain", "6500", "3.14", "東京", "0x41", "don't"])
def test_tokens_are_whole_words_to_any_analyzer(term: str) -> None:
    assert token(term).isascii()
    assert token(term).isalnum()


@pytest.mark.parametrize(
    ("version", "old"), [("v2.3.5-lite", True), ("2.4.17", True), ("v2.5.0", False), ("v2.6.1", False), ("3.0", False)]
)
def test_a_server_without_full_text_search_is_too_old(version: str, old: bool) -> None:
    assert is_too_old(version) is old


def test_tokens_of_different_terms_differ() -> None:
    several = ["a", "0x61", "a.b", "0x612e62", "ä"]
    assert len({token(term) for term in several}) == len(several)
