from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.analysis import pack
from retrieval.library import Library
from retrieval.terms import terms
from tests.contract.libraries import article, change, vector_of
from tests.retrieval.embedded.damage import OPEN, execute, fill

RAIN, SNOW = "Es regnete in den Häusern.", "Snow fell in Brussels all night."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of two articles."""
    fill(tmp_path, article("a", [RAIN]), article("b", [SNOW]))
    return tmp_path


def words(library: Library) -> dict[str, bytes]:
    found = library.candidates(terms("regnete snow"), vector_of("x"), count=50).found
    return {candidate.passage.text: candidate.words for candidate in found}


def packed(text: str, language: str = "en") -> bytes:
    return pack(text, language, ((0, len(text)),))


def older(folder: Path) -> None:
    """As a library was before words were kept."""
    execute(folder, "ALTER TABLE passage_versions DROP COLUMN words")
    execute(folder, "DELETE FROM meta WHERE key = 'words'")


def test_passages_come_with_their_words(folder: Path) -> None:
    assert words(OPEN(folder)) == {RAIN: packed(RAIN), SNOW: packed(SNOW)}


def test_words_follow_the_articles_language(folder: Path) -> None:
    german = article("a", [RAIN])
    german = replace(german, source=replace(german.source, language="de"))
    writer = OPEN(folder, write=True)
    writer.apply([change(german, version="2")])
    writer.publish()
    assert words(writer)[RAIN] == packed(RAIN, "de") != packed(RAIN)


def test_an_older_library_is_read_as_it_stands_until_it_is_written_to(folder: Path) -> None:
    older(folder)
    reader = OPEN(folder)
    assert words(reader) == {RAIN: b"", SNOW: b""}
    OPEN(folder, write=True)
    assert words(reader) == {RAIN: packed(RAIN), SNOW: packed(SNOW)}


def test_bringing_an_older_library_up_to_date_changes_nothing_else(folder: Path) -> None:
    reader = OPEN(folder)
    before = reader.summary(), reader.files(), reader.paragraphs("a", 1, 9)
    older(folder)
    OPEN(folder, write=True)
    assert (reader.summary(), reader.files(), reader.paragraphs("a", 1, 9)) == before


def test_words_of_another_format_are_not_read_and_are_made_anew(folder: Path) -> None:
    execute(folder, "UPDATE meta SET value = '0.0' WHERE key = 'words'")
    execute(folder, "UPDATE passage_versions SET words = x'00112233445566778899aabb'")
    assert words(OPEN(folder)) == {RAIN: b"", SNOW: b""}
    assert words(OPEN(folder, write=True)) == {RAIN: packed(RAIN), SNOW: packed(SNOW)}


@pytest.mark.parametrize("damage", ["x''", "x'00'", "zeroblob(length(words))", "substr(words, 1, length(words) - 4)"])
def test_damaged_words_are_done_without(folder: Path, damage: str) -> None:
    execute(folder, f"UPDATE passage_versions SET words = {damage} WHERE article = 'a'")
    assert words(OPEN(folder)) == {RAIN: b"", SNOW: packed(SNOW)}
