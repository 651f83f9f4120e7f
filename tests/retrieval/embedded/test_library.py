import shutil
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from retrieval.embedded.base import BASE
from retrieval.embedded.database import FILE
from retrieval.embedded.dense import TAIL, TAIL_LEAST
from retrieval.embedded.engines import INDEXES
from retrieval.embedded.inspection import inspect, inspect_database
from retrieval.embedded.library import published_fingerprint
from retrieval.embedded.mending import EVERY_S
from retrieval.errors import LibraryDamaged, LibraryError, LibraryForeign, LibraryMissing, LibraryReplaced
from retrieval.library import FileChange, Library
from retrieval.terms import terms
from tests.contract.libraries import DIMENSION, article, change, vector_of
from tests.retrieval.embedded.damage import OPEN, execute, fill, full_disk

RAIN, SNOW, WIND = "It rained in Sochi.", "Snow fell in Brussels all night.", "The wind turned at noon."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of two articles."""
    fill(tmp_path, article("a", [RAIN, SNOW]), article("b", [WIND]))
    return tmp_path


def texts(library: Library) -> set[str]:
    found = library.candidates(terms("rain snow wind"), vector_of("x"), count=50).found
    return {candidate.passage.text for candidate in found}


def test_a_damaged_paragraph_is_named_and_the_next_run_restores_it(folder: Path) -> None:
    execute(folder, "UPDATE passage_versions SET text = 'It rained in Soci.' WHERE paragraph = 1 AND article = 'a'")
    reader = OPEN(folder)
    for read in (
        lambda: texts(reader),
        lambda: reader.paragraphs("a", 1, 2),
        lambda: reader.passage(1),
    ):
        with pytest.raises(LibraryDamaged, match=r"paragraph 1 of article a .*a\.txt.*quoted index"):
            read()
    writer = OPEN(folder, write=True)
    assert writer.files(thorough=True) == {"a.txt": "", "b.txt": "1"}
    writer.apply([change(article("a", [RAIN, SNOW]))])
    writer.publish()
    assert texts(reader) == {RAIN, SNOW, WIND}


def test_a_lost_embedding_has_its_file_read_again(folder: Path) -> None:
    execute(folder, "DELETE FROM embeddings WHERE sha256 = (SELECT sha256 FROM passages WHERE article = 'b')")
    writer = OPEN(folder, write=True)
    assert writer.files(thorough=True) == {"a.txt": "1", "b.txt": ""}
    writer.apply([change(article("b", [WIND]))])
    writer.publish()
    assert texts(writer) == {RAIN, SNOW, WIND}


def test_a_damaged_embedding_is_made_again_by_the_next_run(folder: Path) -> None:
    execute(
        folder,
        "UPDATE embeddings SET vectors = zeroblob(length(vectors)) WHERE sha256 ="
        " (SELECT sha256 FROM passages WHERE article = 'b')",
    )
    writer = OPEN(folder, write=True)
    assert writer.files(thorough=True) == {"a.txt": "1", "b.txt": ""}
    (wind,) = writer.paragraphs("b", 1, 1)
    assert writer.unknown([wind.sha256]) == {wind.sha256}
    writer.apply([change(article("b", [WIND]))])
    writer.publish()
    found = {one.passage.text: one.cosine for one in writer.candidates([], vector_of(WIND), count=5).found}
    assert found[WIND] == pytest.approx(1.0, abs=1e-3)


NEVER_WRITTEN = {
    "a title": "UPDATE article_versions SET title = 'Another' WHERE id = 'a'",
    "a date": "UPDATE article_versions SET published = '2022-1o-31' WHERE id = 'a'",
    "a link": "UPDATE article_versions SET url = 'https://evil.example/' WHERE id = 'a'",
    "an article's id": "UPDATE article_versions SET id = 'c' WHERE id = 'a'",
    "a paragraph's number": "UPDATE passage_versions SET paragraph = 9 WHERE article = 'a' AND paragraph = 1",
    "a paragraph's article": "UPDATE passage_versions SET article = 'b' WHERE article = 'a' AND paragraph = 1",
    "a paragraph of no article": "UPDATE passage_versions SET article = 'zz' WHERE article = 'a' AND paragraph = 1",
    "a paragraph that is lost": "DELETE FROM passage_versions WHERE article = 'a' AND paragraph = 1",
    "a paragraph of a later change": "UPDATE passage_versions SET came = 99 WHERE article = 'a' AND paragraph = 1",
    "a paragraph that has gone": "UPDATE passage_versions SET gone = 1 WHERE article = 'a' AND paragraph = 1",
    "the mark of a change": "DELETE FROM changes",
    "text that is none": "UPDATE article_versions SET outlet = CAST(x'e9' AS TEXT) WHERE id = 'a'",
}


@pytest.mark.parametrize("statement", NEVER_WRITTEN.values(), ids=list(NEVER_WRITTEN))
def test_nothing_is_shown_that_was_not_written_and_the_next_run_restores_it(statement: str, folder: Path) -> None:
    whole = [(one.source, one.paragraph, one.text) for name in "ab" for one in OPEN(folder).paragraphs(name, 1, 9)]
    execute(folder, statement)
    for name in "abc":
        with suppress(LibraryDamaged):
            shown = [(one.source, one.paragraph, one.text) for one in OPEN(folder).paragraphs(name, 1, 9)]
            assert set(shown) <= set(whole)
    with suppress(LibraryDamaged):
        assert texts(OPEN(folder)) <= {RAIN, SNOW, WIND}
    writer = OPEN(folder, write=True)
    assert writer.files(thorough=True)["a.txt"] == ""
    writer.apply([change(article("a", [RAIN, SNOW])), change(article("b", [WIND]))])
    writer.publish()
    assert [(p.source, p.paragraph, p.text) for name in "abc" for p in writer.paragraphs(name, 1, 9)] == whole
    assert texts(writer) == {RAIN, SNOW, WIND}
    writer.close()
    assert inspect_database(folder / FILE) == []


def test_wrong_counts_are_counted_anew_by_the_next_run(folder: Path) -> None:
    execute(folder, "UPDATE meta SET value = 999 WHERE key IN ('passages', 'terms')")
    writer = OPEN(folder, write=True)
    writer.files(thorough=True)
    found = writer.candidates(terms("rain"), vector_of("x"), count=5)
    assert (found.passages, found.average_terms < 10) == (3, True)


def test_a_damaged_page_is_one_clear_error(folder: Path) -> None:
    content = bytearray((folder / FILE).read_bytes())
    content[4096:8192] = b"\xa5" * 4096
    (folder / FILE).write_bytes(content)
    with pytest.raises(LibraryDamaged, match=rf"{FILE}: .*move the file away and run: quoted index"):
        texts(OPEN(folder))


def test_a_file_that_is_no_database_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database, but long enough to look like one" * 100)
    for write in (False, True):
        with pytest.raises(LibraryDamaged, match="not a database"):
            OPEN(tmp_path, write=write)


def test_an_empty_file_is_no_library_and_stays_empty(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    with pytest.raises(LibraryMissing, match="quoted index"):
        OPEN(tmp_path)
    assert (tmp_path / FILE).stat().st_size == 0


def test_another_format_is_refused(folder: Path) -> None:
    execute(folder, "UPDATE meta SET value = 99 WHERE key = 'format'")
    for write in (False, True, True):  # twice, as the refused writer must not keep the lock
        with pytest.raises(LibraryForeign, match="format 99"):
            OPEN(folder, write=write)


def test_missing_indexes_are_reported_by_readers_and_rebuilt_by_the_next_run(folder: Path) -> None:
    shutil.rmtree(folder / "indexes")
    reader = OPEN(folder)
    with pytest.raises(LibraryDamaged, match="missing or damaged; rebuild it with: quoted index"):
        texts(reader)
    assert not (folder / "indexes").exists()
    fill(folder)
    assert texts(reader) == {RAIN, SNOW, WIND}


@pytest.mark.parametrize("name", ["dense", "lexical"])
def test_a_damaged_index_is_rebuilt_though_nothing_changed(name: str, folder: Path) -> None:
    for file in (folder / "indexes").glob(f"{name}-*/*"):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    reader = OPEN(folder)
    with pytest.raises(LibraryDamaged):
        texts(reader)
    fill(folder)
    assert texts(reader) == {RAIN, SNOW, WIND}


def test_a_change_without_its_mark_is_published_anew(folder: Path) -> None:
    execute(folder, "DELETE FROM changes")
    reader = OPEN(folder)
    with pytest.raises(LibraryDamaged, match="rebuild it with: quoted index"):
        texts(reader)
    writer = OPEN(folder, write=True)
    writer.publish()
    assert texts(writer) == texts(reader) == {RAIN, SNOW, WIND}


def test_a_damaged_newest_index_leaves_the_one_before_in_use(folder: Path) -> None:
    fill(folder, article("c", ["It rained again."]))
    shutil.rmtree(folder / "indexes" / "dense-2")
    (folder / "indexes" / "dense-2").mkdir()
    reader = OPEN(folder)
    assert texts(reader) == {RAIN, SNOW, WIND, "It rained again."}  # the last one by its words
    writer = OPEN(folder, write=True)
    writer.apply([FileChange("a.txt", "")])
    writer.publish()
    assert texts(reader) == {WIND, "It rained again."}
    found = writer.candidates([], vector_of(RAIN), count=50).found
    assert {candidate.passage.text for candidate in found} == {WIND, "It rained again."}


def test_a_new_database_does_not_take_over_the_old_ones_indexes(folder: Path) -> None:
    fill(folder, article("c", ["It rained again."]))
    for file in folder.glob(f"{FILE}*"):
        file.unlink()
    fill(folder, article("n", ["Hail broke the windows."]))
    library = OPEN(folder)
    found = library.candidates(terms("hail"), vector_of("Hail broke the windows."), count=5)
    assert [candidate.passage.text for candidate in found.found] == ["Hail broke the windows."]
    assert found.found[0].cosine == pytest.approx(1.0, abs=1e-3)


def test_a_restored_copy_of_the_database_gets_its_own_indexes(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copy = tmp_path_factory.mktemp("copy") / FILE
    shutil.copyfile(folder / FILE, copy)
    fill(folder, article("c", ["It rained again."]))
    shutil.copyfile(copy, folder / FILE)
    fill(folder, article("d", ["Hail broke the windows."]))  # the same change number and passage id as what was lost
    found = OPEN(folder).candidates([], vector_of("Hail broke the windows."), count=1).found
    assert [candidate.passage.text for candidate in found] == ["Hail broke the windows."]


def test_a_reader_under_the_old_encoder_is_told_when_a_new_one_took_over(folder: Path) -> None:
    reader = OPEN(folder)
    assert texts(reader) == {RAIN, SNOW, WIND}
    writer = OPEN(folder, write=True, fingerprint="encoder-b")
    writer.apply([change(article("a", [RAIN, SNOW])), change(article("b", [WIND]))])
    assert texts(reader) == {RAIN, SNOW, WIND}
    writer.publish()
    with pytest.raises(LibraryError, match="quoted index"):
        texts(reader)


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(LibraryError, match="can't be written"):
        OPEN(tmp_path / "data", write=True)


def test_a_full_disk_is_one_clear_error_and_loses_nothing(folder: Path) -> None:
    long = change(article("long", [f"Paragraph {number} of a long article." * 20 for number in range(500)]))
    writer = OPEN(folder, write=True)
    with full_disk(200_000), pytest.raises(LibraryError, match="check disk space and permissions"):
        writer.apply([long])
    assert writer.summary().passages == 3
    assert texts(writer) == {RAIN, SNOW, WIND}
    assert writer.apply([long]).added == 500


def test_a_disk_that_fills_while_indexes_are_published_is_one_clear_error(folder: Path) -> None:
    reader = OPEN(folder)
    writer = OPEN(folder, write=True)
    writer.apply([change(article("long", [f"Paragraph {number}." for number in range(500)]))])
    with full_disk(10_000), pytest.raises(LibraryError, match=r"could not be written.*run: quoted index"):
        writer.publish()
    assert texts(reader) == {RAIN, SNOW, WIND}
    writer.publish()
    assert reader.candidates([], vector_of("x"), count=1000).passages == 503
    assert len(reader.candidates([], vector_of("x"), count=1000).found) == 503


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    """What the folder's database holds."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        return connection.execute(query).fetchall()


def dense(folder: Path) -> Path:
    """The newest dense generation."""
    return max((folder / INDEXES).glob("dense-*"), key=lambda path: int(path.name.partition("-")[2]))


def test_a_tail_that_outgrew_its_base_is_published_and_then_becomes_part_of_a_new_one(folder: Path) -> None:
    reader = OPEN(folder)
    base = (dense(folder) / BASE).stat().st_ino
    writer = OPEN(folder, write=True)
    writer.apply([change(article("many", [f"Gale number {number}." for number in range(TAIL_LEAST + 1)]))])
    before = writer.summary().change
    writer.publish()
    assert writer.summary().change == before + 2  # what was applied, and the same once more under a base made anew
    assert (dense(folder) / BASE).stat().st_ino != base
    assert not (dense(folder) / TAIL).exists()
    assert texts(reader) > {RAIN, SNOW, WIND}
    writer.publish()
    assert writer.summary().change == before + 2
    writer.close()
    assert [finding.check for finding in inspect(folder) if finding.check.startswith("library")] == []


def test_embeddings_of_an_encoder_that_was_given_up_are_dropped(folder: Path) -> None:
    other = OPEN(folder, write=True, fingerprint="encoder-b")
    other.apply([change(article("a", [RAIN, SNOW]))])
    other.close()
    assert len(rows(folder, "SELECT 1 FROM embeddings")) == 5
    writer = OPEN(folder, write=True)
    writer.apply([change(article("a", [RAIN, SNOW])), change(article("b", ["Hail."]))])
    writer.publish()
    assert rows(folder, "SELECT DISTINCT fingerprint FROM embeddings") == [("encoder-a",)]


def test_a_closed_library_says_so(folder: Path) -> None:
    library = OPEN(folder)
    library.close()
    library.close()
    with pytest.raises(LibraryError, match=r"closed database.*open the library again"):
        library.summary()


def test_questions_are_answered_while_a_writer_publishes(folder: Path) -> None:
    reader = OPEN(folder)
    failures: list[BaseException] = []
    sizes: list[int] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                found = reader.candidates(terms("rain wind"), vector_of("x"), count=50)
                assert all(one.embedding.paragraph.shape == (DIMENSION,) for one in found.found)
                sizes.append(found.passages)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    writer = OPEN(folder, write=True)
    for number in range(12):
        writer.apply([change(article(f"n{number}", [f"It rained on day {number}."]))])
        writer.publish()
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert sizes[0] < 15
    assert len(texts(reader)) == 15


def test_the_database_keeps_a_write_ahead_log_so_that_questions_do_not_wait(folder: Path) -> None:
    connection = sqlite3.connect(folder / FILE)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_writer_may_be_closed_from_another_thread(folder: Path) -> None:
    writer = OPEN(folder, write=True)
    thread = threading.Thread(target=writer.close)
    thread.start()
    thread.join()
    OPEN(folder, write=True).close()


def test_the_published_encoder_is_told_where_there_is_one(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert published_fingerprint(folder) == "encoder-a"
    assert published_fingerprint(tmp_path_factory.mktemp("empty")) == ""
    (folder / FILE).write_bytes(b"nonsense" * 100)
    assert published_fingerprint(folder) == ""


def test_a_library_is_read_where_nothing_can_be_written_until_it_can_be_again(folder: Path) -> None:
    with full_disk(0):
        reader = OPEN(folder)
        assert texts(reader) == {RAIN, SNOW, WIND}
    fill(folder, article("c", ["It rained again."]))
    with pytest.raises(LibraryReplaced):
        texts(reader)
    assert texts(OPEN(folder)) == {RAIN, SNOW, WIND, "It rained again."}


def test_everything_is_looked_at_once_a_day(folder: Path) -> None:
    execute(folder, "UPDATE passage_versions SET text = 'The wind turned at one.' WHERE article = 'b'")
    assert read_anew(folder) == set()
    execute(folder, f"UPDATE meta SET value = value - {EVERY_S + 1} WHERE key = 'checked'")
    assert read_anew(folder) == {"b.txt"}
    assert read_anew(folder) == {"b.txt"}, "until it was read"


def read_anew(folder: Path) -> set[str]:
    """The files that the next index run reads although they have not changed."""
    writer = OPEN(folder, write=True)
    files = writer.files(thorough=writer.is_check_due())
    writer.close()
    return {file for file, sha256 in files.items() if not sha256}
