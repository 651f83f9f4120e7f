import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from retrieval.embedded.copying import copy_database, put_database, restore_library
from retrieval.embedded.database import FILE
from retrieval.embedded.inspection import inspect, inspect_database
from retrieval.embedded.library import ATTEMPTS, PAUSE_S, STAGED
from retrieval.errors import LibraryBusy, LibraryDamaged, LibraryError, LibraryForeign, LibraryReplaced
from retrieval.finding import Severity
from retrieval.library import Library
from retrieval.terms import terms
from tests.contract.libraries import article, change, vector_of
from tests.retrieval.embedded import kill_writer
from tests.retrieval.embedded.damage import OPEN, execute, fill

ROOT = Path(__file__).parents[3]
RAIN, SNOW, WIND, HAIL = "It rained in Sochi.", "Snow fell in Brussels.", "The wind turned at noon.", "Hail broke it."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of two articles."""
    fill(tmp_path / "data", article("a", [RAIN, SNOW]), article("b", [WIND]))
    return tmp_path / "data"


@pytest.fixture
def copy(folder: Path) -> Path:
    """A copy of that library, which went on afterwards."""
    target = folder.parent / "copy.db"
    copy_database(folder / FILE, target)
    fill(folder, article("c", [HAIL]))
    fill(folder, article("b", [RAIN, HAIL]))
    return target


def texts(library: Library) -> set[str]:
    found = library.candidates(terms("rain snow wind hail fell"), vector_of("x"), count=500).found
    return {candidate.passage.text for candidate in found}


def sound(folder: Path) -> bool:
    return not [finding for finding in inspect(folder) if finding.severity is Severity.ERROR]


def test_a_restored_library_holds_what_the_copy_held_and_running_readers_follow(folder: Path, copy: Path) -> None:
    reader = OPEN(folder)
    assert texts(reader) == {RAIN, SNOW, HAIL}
    summary = restore_library(copy, folder)
    assert (summary.articles, summary.passages) == (2, 3)
    assert texts(reader) == {RAIN, SNOW, WIND}
    assert texts(OPEN(folder)) == {RAIN, SNOW, WIND}
    assert sound(folder)
    fill(folder, article("d", [HAIL]))
    assert texts(reader) == {RAIN, SNOW, WIND, HAIL}


def test_a_reader_counts_again_after_another_library_of_the_same_change_was_restored(
    folder: Path, tmp_path: Path
) -> None:
    fill(tmp_path / "other", article("c", [HAIL]))
    copy_database(tmp_path / "other" / FILE, tmp_path / "copy.db")
    reader = OPEN(folder)
    assert (reader.summary().articles, [outlet.articles for outlet in reader.catalogue.outlets()]) == (2, [2])
    before = reader.summary().change
    restore_library(tmp_path / "copy.db", folder)
    assert reader.summary().change == before
    assert (reader.summary().articles, [outlet.articles for outlet in reader.catalogue.outlets()]) == (1, [1])


def test_a_library_is_restored_into_an_empty_folder(copy: Path, tmp_path: Path) -> None:
    restore_library(copy, tmp_path / "new")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["indexes", FILE, "writer.lock"]
    assert texts(OPEN(tmp_path / "new")) == {RAIN, SNOW, WIND}


def test_a_damaged_library_is_moved_aside_with_its_log_and_readers_are_told(folder: Path, copy: Path) -> None:
    reader = OPEN(folder)
    assert texts(reader) == {RAIN, SNOW, HAIL}
    (folder / FILE).write_bytes(b"garbage" * 1000)
    (folder / f"{FILE}-wal").write_bytes(b"an old log")
    restore_library(copy, folder)
    assert (folder / f"{FILE}.damaged-1").read_bytes().startswith(b"garbage")
    assert (folder / f"{FILE}.damaged-1-wal").read_bytes() == b"an old log"
    with pytest.raises(LibraryReplaced):
        texts(reader)
    assert texts(OPEN(folder)) == {RAIN, SNOW, WIND}


def test_a_damaged_copy_is_refused_and_changes_nothing(folder: Path, copy: Path) -> None:
    execute(copy.parent, "SELECT 1")  # makes a file beside it that is not the copy
    content = copy.read_bytes().replace(RAIN.encode(), b"It rained in Sochy.")
    copy.write_bytes(content)
    with pytest.raises(LibraryDamaged, match="the copy is damaged: 1 passages do not match"):
        restore_library(copy, folder)
    assert texts(OPEN(folder)) == {RAIN, SNOW, HAIL}


def test_a_running_indexer_is_not_disturbed(folder: Path, copy: Path) -> None:
    writer = OPEN(folder, write=True)
    with pytest.raises(LibraryBusy):
        restore_library(copy, folder)
    writer.close()


def test_a_copy_that_was_never_published_is_refused(tmp_path: Path) -> None:
    writer = OPEN(tmp_path / "half", write=True)
    writer.apply([change(article("a", [RAIN]))])
    copy_database(tmp_path / "half" / FILE, tmp_path / "copy.db")
    with pytest.raises(LibraryError, match="nothing that was published"):
        restore_library(tmp_path / "copy.db", tmp_path / "data")
    writer.close()


def test_a_library_of_another_encoder_is_foreign_to_readers_of_this_one(folder: Path, tmp_path: Path) -> None:
    writer = OPEN(tmp_path / "other", write=True, fingerprint="encoder-b")
    writer.apply([change(article("z", [HAIL]))])
    writer.publish()
    writer.close()
    reader = OPEN(folder)
    copy_database(tmp_path / "other" / FILE, tmp_path / "copy.db")
    restore_library(tmp_path / "copy.db", folder)
    with pytest.raises(LibraryForeign):
        texts(reader)
    assert texts(OPEN(folder, fingerprint="encoder-b")) == {HAIL}


def test_a_copy_taken_while_another_encoder_takes_over_is_whole(folder: Path, tmp_path: Path) -> None:
    writer = OPEN(folder, write=True, fingerprint="encoder-b")
    writer.apply([change(article("new", [HAIL]))])  # has no embedding under the encoder that serves
    copy_database(folder / FILE, tmp_path / "copy.db")
    writer.close()
    assert sound(folder)
    restore_library(tmp_path / "copy.db", tmp_path / "restored")
    assert texts(OPEN(tmp_path / "restored")) == {RAIN, SNOW, WIND}


def test_copies_taken_while_an_indexer_writes_are_each_one_state(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.retrieval.embedded.kill_writer", str(tmp_path / "data"), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        while process.stdout.readline().split() != ["published", "0"]:
            pass
        for number in range(8):
            copy_database(tmp_path / "data" / FILE, tmp_path / f"copy-{number}.db")
        process.kill()
    batches = set()
    for number in range(8):
        assert inspect_database(tmp_path / f"copy-{number}.db") == []
        restore_library(tmp_path / f"copy-{number}.db", tmp_path / f"data-{number}")
        library = OPEN(tmp_path / f"data-{number}")
        batches.add(len({name.split("-")[0] for name in library.files()}))
        assert texts(library) == kill_writer.contents(max(batches))
    assert batches


def test_readers_ask_without_an_error_while_a_library_is_restored_again_and_again(folder: Path, copy: Path) -> None:
    later = copy.with_name("later.db")
    copy_database(folder / FILE, later)
    reader = OPEN(folder)
    failures: list[BaseException] = []
    states: list[frozenset[str]] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                states.append(frozenset(texts(reader)))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(6):
        shutil.copyfile(later if number % 2 else copy, folder.parent / "next.db")
        restore_library(folder.parent / "next.db", folder)
        asked = len(states)
        while len(states) < asked + 3 and any(thread.is_alive() for thread in threads):
            time.sleep(0.001)  # a busy machine may give the readers no turn before the next restore
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert set(states) == {frozenset({RAIN, SNOW, WIND}), frozenset({RAIN, SNOW, HAIL})}


def test_readers_notice_another_library_whose_indexes_look_like_those_that_they_have_open(tmp_path: Path) -> None:
    fill(tmp_path / "one", article("a", [RAIN, SNOW]))
    fill(tmp_path / "two", article("a", [WIND, HAIL]))
    reader = OPEN(tmp_path / "one")
    assert texts(reader) == {RAIN, SNOW}
    copy_database(tmp_path / "two" / FILE, tmp_path / "copy.db")
    put_database(tmp_path / "copy.db", tmp_path / "one" / FILE)
    for folder in (tmp_path / "one" / "indexes").iterdir():
        for path in folder.iterdir():
            path.unlink()
        shutil.copytree(tmp_path / "two" / "indexes" / folder.name, folder, dirs_exist_ok=True)
    assert texts(reader) == {WIND, HAIL}


def test_readers_wait_while_a_restored_library_s_indexes_are_on_their_way(folder: Path) -> None:
    reader = OPEN(folder)
    (folder / STAGED).mkdir()
    (folder / "indexes").rename(folder / "aside")
    late = threading.Timer(2 * PAUSE_S * sum(range(ATTEMPTS)), (folder / "aside").rename, [folder / "indexes"])
    late.start()
    assert texts(reader) == {RAIN, SNOW, WIND}
    late.join()


def test_a_writer_takes_away_what_a_killed_restore_was_building(folder: Path) -> None:
    (folder / STAGED / "indexes").mkdir(parents=True)
    fill(folder, article("c", [HAIL]))
    assert not (folder / STAGED).exists()


def test_what_a_killed_restore_moved_aside_is_in_no_later_ones_way(folder: Path, copy: Path) -> None:
    shutil.copyfile(copy, folder.parent / "again.db")
    restore_library(copy, folder)
    names = {path.name for path in (folder / "indexes").iterdir()}
    for name in names:
        shutil.copytree(folder / "indexes" / name, folder / "indexes" / f".{name}-old")
    restore_library(folder.parent / "again.db", folder)
    assert {path.name for path in (folder / "indexes").iterdir()} == names
    assert texts(OPEN(folder)) == {RAIN, SNOW, WIND}


def test_a_killed_restore_leaves_the_old_library_or_the_new_one(folder: Path, copy: Path) -> None:
    kept = copy.read_bytes()
    for delay_ms in (0, 5, 10, 15, 20, 30, 45, 60):
        copy.write_bytes(kept)
        command = [sys.executable, "-m", "tests.retrieval.embedded.restore_copy", str(copy), str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(delay_ms / 1000)
            process.kill()
        assert inspect_database(folder / FILE) == []
        fill(folder)  # as the next run of the indexer does
        assert texts(OPEN(folder)) in ({RAIN, SNOW, WIND}, {RAIN, SNOW, HAIL})
        fill(folder, article("b", [RAIN, HAIL]), article("c", [HAIL]))
    copy.write_bytes(kept)
    restore_library(copy, folder)
    assert texts(OPEN(folder)) == {RAIN, SNOW, WIND}
    assert sound(folder)
