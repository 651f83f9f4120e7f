"""Backups as an operator makes, damages and brings back."""

import json
import random
import resource
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.backup import FORMAT, MANIFEST, back_up, restore
from bot.cli import app
from bot.errors import BackupError
from bot.state import BotState
from retrieval.embedded.copying import restore_library
from retrieval.embedded.database import FILE
from retrieval.errors import LibraryError
from retrieval.library import Summary
from tests.contract.libraries import article
from tests.retrieval.embedded.damage import OPEN, execute, fill

RAIN, SNOW, WIND = "It rained in Sochi.", "Snow fell in Brussels.", "The wind turned at noon."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A library of one article, and a bot that let somebody in."""
    fill(tmp_path / "data", article("a", [RAIN, SNOW]))
    state = BotState(tmp_path / "data" / "bot.db")
    state.admit(7)
    state.close()
    return tmp_path / "data"


def held(data: Path) -> list[str]:
    library = OPEN(data)
    try:
        return [passage.text for name in "ab" for passage in library.paragraphs(name, 1, 9)]
    finally:
        library.close()


def test_library_and_state_come_back_under_a_running_bot(data: Path, tmp_path: Path) -> None:
    running = BotState(data / "bot.db")
    saved = back_up(data, tmp_path / "b.zip")
    assert (saved.with_state, saved.size) == (True, (tmp_path / "b.zip").stat().st_size)
    fill(data, article("b", [WIND]))
    running.admit(8)
    restored = restore(tmp_path / "b.zip", data)
    assert (restored.library.articles, restored.with_state) == (1, True)
    assert held(data) == [RAIN, SNOW]
    assert (running.admitted(7), running.admitted(8)) == (True, False)
    running.admit(9)
    assert running.admitted(9)
    running.close()
    assert not list(data.glob(".*"))


def test_a_backup_without_a_bot_leaves_the_present_state(data: Path, tmp_path: Path) -> None:
    fill(tmp_path / "other", article("b", [WIND]))
    assert not back_up(tmp_path / "other", tmp_path / "b.zip").with_state
    restore(tmp_path / "b.zip", data)
    assert held(data) == [WIND]
    state = BotState(data / "bot.db")
    assert state.admitted(7)
    state.close()


def test_a_file_that_is_there_is_never_written_over(data: Path, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("precious")
    with pytest.raises(BackupError, match="is there already"):
        back_up(data, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_text() == "precious"


def test_what_cannot_be_backed_up_is_named_and_leaves_no_file(data: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no library to back up"):
        back_up(tmp_path / "nowhere", tmp_path / "b.zip")
    with pytest.raises(BackupError, match=r"there is no such folder"):
        back_up(data, tmp_path / "no" / "such" / "b.zip")
    execute(data, "UPDATE passage_versions SET text = 'It rained in Soci.' WHERE id = 1")
    with pytest.raises(BackupError, match="library is damaged"):
        back_up(data, tmp_path / "b.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_damage_anywhere_is_refused_or_harmless(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "b.zip")
    whole = (tmp_path / "b.zip").read_bytes()
    fill(data, article("b", [WIND]))
    chance = random.Random(5)
    refused: list[str] = []
    for number in range(120):
        content = bytearray(whole)
        if number % 3 == 0:
            del content[chance.randrange(len(content)) :]
        elif number % 3 == 1:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        else:
            at = chance.randrange(len(content))
            content[at : at + 100] = bytes(100)
        (tmp_path / "damaged.zip").write_bytes(content)
        try:
            restore(tmp_path / "damaged.zip", data)
        except (BackupError, LibraryError) as error:
            refused.append(str(error))
            assert held(data) == [RAIN, SNOW, WIND]
        else:
            assert held(data) == [RAIN, SNOW]
            fill(data, article("b", [WIND]))
    assert len(refused) > 90
    assert not [message for message in refused if "\n" in message]


@pytest.mark.parametrize(
    "content", [b"", b"not a zip", json.dumps({"format": FORMAT}).encode()], ids=["empty", "text", "json"]
)
def test_what_is_no_backup_is_refused(content: bytes, data: Path, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(content)
    with pytest.raises(BackupError, match="no backup of quoted"):
        restore(tmp_path / "b.zip", data)
    with pytest.raises(BackupError, match="No such file"):
        restore(tmp_path / "missing.zip", data)
    assert held(data) == [RAIN, SNOW]


def rewritten(file: Path, target: Path, **changes: object) -> Path:
    """The backup with another manifest."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        new.writestr(MANIFEST, json.dumps(json.loads(old.read(MANIFEST)) | changes))
        for name in ("library.db", "bot.db"):
            new.writestr(name, old.read(name))
    return target


def test_a_manifest_that_lies_is_refused(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "b.zip")
    with pytest.raises(BackupError, match="format 99"):
        restore(rewritten(tmp_path / "b.zip", tmp_path / "1.zip", format=99), data)
    files = {"library.db": {"sha256": "0" * 64, "size": 10**9}}
    with pytest.raises(BackupError, match=r"its library\.db does not match"):
        restore(rewritten(tmp_path / "b.zip", tmp_path / "2.zip", files=files), data)
    files = {"library.db": {"sha256": "0" * 64, "size": 5}}
    with pytest.raises(BackupError, match="does not match"):
        restore(rewritten(tmp_path / "b.zip", tmp_path / "3.zip", files=files), data)
    assert held(data) == [RAIN, SNOW]


def test_a_full_disk_leaves_the_present_library(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "b.zip")
    fill(data, article("b", [WIND]))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (1_000, 30_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        try:
            with pytest.raises((BackupError, LibraryError)):
                restore(tmp_path / "b.zip", data)
            with pytest.raises((BackupError, LibraryError)):
                back_up(data, tmp_path / "second.zip")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert held(data) == [RAIN, SNOW, WIND]
        assert not (tmp_path / "second.zip").exists()
        assert not list(data.glob(".*"))


@pytest.mark.parametrize("lock", ["PRAGMA locking_mode = EXCLUSIVE", "BEGIN IMMEDIATE"])
def test_a_bots_database_that_is_locked_leaves_the_present_library(lock: str, data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "b.zip")
    fill(data, article("b", [WIND]))
    with closing(sqlite3.connect(data / "bot.db", isolation_level=None)) as other:
        other.execute(lock)
        other.execute("DELETE FROM people WHERE 0")
        with pytest.raises(LibraryError, match=r"bot\.db.*locked"):
            restore(tmp_path / "b.zip", data)
    assert held(data) == [RAIN, SNOW, WIND]
    assert not list(data.glob("*.damaged-*"))


def test_what_was_restored_is_said_where_the_bots_database_fails_in_the_end(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "b.zip")
    fill(data, article("b", [WIND]))
    with closing(sqlite3.connect(data / "bot.db", isolation_level=None)) as other:

        def put(copy: Path, folder: Path) -> Summary:
            other.execute("BEGIN IMMEDIATE")
            return restore_library(copy, folder)

        with pytest.raises(BackupError, match=r"the library was restored, the bot's own database was not: .*locked"):
            restore(tmp_path / "b.zip", data, put=put)
    assert held(data) == [RAIN, SNOW]


def test_the_commands_say_what_they_did(data: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "b.zip")
    done = CliRunner().invoke(app, ["backup", file, "--data", str(data)])
    assert done.exit_code == 0
    assert "Saved the library and the bot's own database in" in done.stdout
    shutil.rmtree(data)
    done = CliRunner().invoke(app, ["restore", file, "--data", str(data)])
    assert "Restored 1 articles, 2 passages and the bot's own database of 20" in done.stdout
    assert (data / FILE).is_file()
    record = json.loads(CliRunner().invoke(app, ["restore", file, "--data", str(data), "--json"]).stdout)
    assert (record["articles"], record["passages"], record["with_state"]) == (1, 2, True)
