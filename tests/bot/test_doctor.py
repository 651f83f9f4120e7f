"""Each thing that `quoted doctor` looks at around a library, damaged for real."""

import datetime
import multiprocessing
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.doctor import examine_disk, examine_encoder, examine_folders, examine_state, examine_token
from bot.state import BotState
from retrieval.article import Article, Source
from retrieval.embedded.inspection import inspect
from retrieval.encoder import Encoder
from retrieval.finding import Finding, Severity
from tests.bot.telegram.local_api import TOKEN
from tests.retrieval.embedded.damage import fill

NOBODY = 65534


def only(findings: Iterable[Finding]) -> Finding:
    (finding,) = findings
    assert "\n" not in finding.message
    return finding


def test_a_token_is_judged_by_its_form() -> None:
    assert list(examine_token(TOKEN)) == []
    assert only(examine_token("")).severity is Severity.WARNING
    for wrong in ("x", f"{TOKEN} ", TOKEN.replace(":", ""), "123456:short"):
        finding = only(examine_token(wrong))
        assert finding.severity is Severity.ERROR
        assert wrong not in finding.message


def test_folders_that_are_missing_or_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    found = {one.check: one.message for one in examine_folders(tmp_path / "seeds", tmp_path / "data", tmp_path / "x")}
    assert "there is no such folder" in found["folders.seeds"]
    assert "is not a folder" in found["folders.data"]


def test_settings_with_a_token_that_others_may_read_are_named(tmp_path: Path) -> None:
    file = tmp_path / "quoted.toml"
    file.write_text(f'[telegram]\ntoken = "{TOKEN}"\n')
    file.chmod(0o644)
    finding = only(examine_folders(tmp_path, tmp_path, file))
    assert "chmod 600" in finding.message
    assert TOKEN not in finding.message
    file.chmod(0o600)
    assert list(examine_folders(tmp_path, tmp_path, file)) == []
    file.write_text('[telegram]\nlanguage = "de"\n')
    file.chmod(0o644)
    assert list(examine_folders(tmp_path, tmp_path, file)) == []


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that every user may enter."""
    with TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def as_nobody(examine: Callable[[], list[Finding]]) -> list[Finding]:
    """What is found by a user without rights; root has them all."""

    def run(answers: Connection) -> None:
        if os.geteuid() == 0:
            os.setuid(NOBODY)
        answers.send(examine())

    mine, its = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=run, args=(its,))
    process.start()
    assert mine.poll(30)
    found: list[Finding] = mine.recv()
    process.join()
    return found


def test_what_this_user_may_not_read_or_write_is_named(public: Path) -> None:
    seeds, data = public / "seeds", public / "data"
    for folder in (seeds, data):
        folder.mkdir()
    (seeds / "secret.md").write_text("# Secret")
    (seeds / "secret.md").chmod(0)
    (data / "library.db").write_text("")
    for path in (data / "library.db", data):
        path.chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
    found = {one.check: one.message for one in as_nobody(lambda: list(examine_folders(seeds, data, public / "x")))}
    assert "no right to read secret.md" in found["folders.seeds"]
    assert f"no right to write {data}" in found["folders.data"]
    assert "library.db" in found["folders.data"]


def test_what_may_only_be_read_is_not_taken_for_damaged(public: Path) -> None:
    fill(public, Article(Source("a", "a.txt", "A", published=datetime.date(2022, 10, 31), language="en"), ("Rain.",)))
    BotState(public / "bot.db").close()
    for path in (*public.iterdir(), *public.glob("indexes/*"), public):
        if path.is_dir():
            path.chmod(0o555)  # its files have the rights that they were made with
    assert as_nobody(lambda: [*inspect(public), *examine_state(public)]) == []
    for file in ("library.db", "bot.db"):
        (public / file).chmod(0)
    found = as_nobody(lambda: [*inspect(public), *examine_state(public)])
    assert [one.check for one in found] == ["library.pages", "bot.database"]
    assert all("permissions" in one.message and "restore" not in one.message for one in found)


def test_indexes_that_would_not_fit_a_second_time_are_a_warning(tmp_path: Path) -> None:
    assert list(examine_disk(tmp_path)) == []
    (tmp_path / "indexes").mkdir()
    with (tmp_path / "indexes" / "sparse").open("wb") as file:  # of that size in name only
        file.truncate(shutil.disk_usage(tmp_path).free + 10**9)
    assert "a rebuild needs as much again" in only(examine_disk(tmp_path)).message


@pytest.fixture
def encoders(request: pytest.FixtureRequest, tmp_path: Path, encoder: Encoder) -> Path:
    """A copy of the compiled encoders that may be damaged."""
    return Path(shutil.copytree(request.config.cache.mkdir("encoders"), tmp_path / "encoders"))


def test_an_encoder_is_held_against_the_library_and_its_hashes(encoders: Path, encoder: Encoder) -> None:
    def found(model: str = "built-in", precision: str = "int8", published: str = encoder.fingerprint) -> list[Finding]:
        return list(examine_encoder(encoders, model, precision=precision, published=published))

    assert found() == []
    assert found(published="") == []
    assert only(found(precision="fp32")).severity is Severity.WARNING
    assert "goes on serving" in only(found(model="another/model")).message
    assert "is not there" in only(found(published="0" * 32)).message
    graph = next(encoders.glob("built-in-*/int8.onnx"))
    with graph.open("r+b") as file:
        file.truncate(1000)
    finding = only(found())
    assert finding.severity is Severity.ERROR
    assert "int8.onnx does not match its sha256" in finding.message


def test_the_bots_database_is_checked_page_by_page(tmp_path: Path) -> None:
    assert list(examine_state(tmp_path)) == []
    file = tmp_path / "bot.db"
    BotState(file).close()
    assert list(examine_state(tmp_path)) == []
    content = bytearray(file.read_bytes())
    content[4096:8192] = b"\xa5" * 4096
    file.write_bytes(content)
    assert "quoted restore FILE" in only(examine_state(tmp_path)).message
