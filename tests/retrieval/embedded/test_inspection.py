import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.article import Article, Source
from retrieval.embedded.database import FILE
from retrieval.embedded.generations import MANIFEST
from retrieval.embedded.inspection import inspect
from retrieval.finding import Finding, Severity
from tests.contract.libraries import change
from tests.retrieval.embedded.damage import OPEN, execute, fill, flip

PARAGRAPHS = ("It rained in Sochi.", "Snow fell in Brussels all night.")


def dated(name: str, *paragraphs: str) -> Article:
    source = Source(name, f"{name}.txt", name, published=datetime.date(2022, 10, 31), language="en")
    return Article(source, paragraphs or PARAGRAPHS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fill(tmp_path, dated("a"), dated("b", "The wind turned at noon."))
    return tmp_path


def test_a_whole_library_has_no_findings(folder: Path) -> None:
    assert inspect(folder) == []


def test_a_library_that_is_being_written_has_no_errors(folder: Path) -> None:
    writer = OPEN(folder, write=True)
    writer.apply([change(dated("c", "Hail broke the windows."))])
    found = inspect(folder)
    assert [(one.check, one.severity) for one in found] == [("library.indexes", Severity.WARNING)]
    writer.publish()
    writer.close()
    assert inspect(folder) == []


def _page(folder: Path) -> None:
    content = bytearray((folder / FILE).read_bytes())
    content[4096:8192] = b"\xa5" * 4096
    (folder / FILE).write_bytes(content)


def _of_index(name: str, damage: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda folder: damage(next((folder / "indexes").glob(f"{name}-*")))


def _another_index(folder: Path) -> None:
    """A dense index that is whole, of this library and this change, and lacks a passage."""
    own = next((folder / "indexes").glob("dense-*"))
    execute(folder, "UPDATE meta SET value = value - 1 WHERE key = 'passages'")
    execute(folder, "UPDATE meta SET value = value - (SELECT terms FROM passages WHERE id = 3) WHERE key = 'terms'")
    execute(folder, "DELETE FROM passage_versions WHERE id = 3")
    assert own.exists()


DAMAGES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "no database": (lambda folder: (folder / FILE).unlink(), "library", "run: quoted index"),
    "a page": (_page, "library.pages", "quoted restore FILE"),
    "no database at all": (
        lambda folder: (folder / FILE).write_bytes(b"text" * 999),
        "library.pages",
        "not a database",
    ),
    "another format": (
        lambda folder: execute(folder, "UPDATE meta SET value = 99 WHERE key = 'format'"),
        "library",
        "format 99",
    ),
    "a passage": (
        lambda folder: execute(folder, "UPDATE passage_versions SET text = 'It rained in Soci.' WHERE id = 1"),
        "library.passages",
        "1 passages do not match their sha256, in a.txt",
    ),
    "an embedding": (
        lambda folder: execute(folder, "UPDATE embeddings SET vectors = zeroblob(32) WHERE rowid = 1"),
        "library.embeddings",
        "quoted index",
    ),
    "a lost embedding": (
        lambda folder: execute(folder, "DELETE FROM embeddings WHERE rowid = 1"),
        "library.embeddings",
        "quoted index",
    ),
    "a count": (
        lambda folder: execute(folder, "UPDATE meta SET value = 7 WHERE key = 'passages'"),
        "library.counts",
        "holds 7 passages",
    ),
    "never published": (
        lambda folder: execute(folder, "UPDATE meta SET value = '' WHERE key = 'fingerprint'"),
        "library.indexes",
        "never finished",
    ),
    "no dense index": (_of_index("dense", shutil.rmtree), "library.indexes.dense", "missing or damaged"),
    "a bit of the lexical index": (
        _of_index("lexical", lambda index: flip(next(index.glob("*.term")))),
        "library.indexes.lexical",
        "missing or damaged",
    ),
    "no manifest": (
        _of_index("dense", lambda index: (index / MANIFEST).unlink()),
        "library.indexes.dense",
        "missing or damaged",
    ),
    "an index of other passages": (_another_index, "library.indexes.dense", "lacks 0 passages and has 1 that left"),
}


@pytest.mark.parametrize(("damage", "check", "words"), DAMAGES.values(), ids=list(DAMAGES))
def test_damage_is_found_and_says_what_to_do(
    damage: Callable[[Path], object], check: str, words: str, folder: Path
) -> None:
    damage(folder)
    found = {one.check: one for one in inspect(folder)}
    assert words in found[check].message
    assert found[check].severity is Severity.ERROR
    assert "\n" not in found[check].message


def test_a_damaged_newer_index_is_found_though_an_older_one_serves(folder: Path) -> None:
    fill(folder, dated("c", "Hail broke the windows."))
    flip(folder / "indexes" / "dense-2" / MANIFEST)
    messages = [one.message for one in inspect(folder) if one.check == "library.indexes.dense"]
    assert len(messages) == 1
    assert "newer generation is damaged" in messages[0]


def test_the_next_index_run_mends_what_it_says_it_mends(folder: Path) -> None:
    execute(folder, "UPDATE passage_versions SET text = 'It rained in Soci.' WHERE id = 1")
    execute(folder, "UPDATE embeddings SET vectors = zeroblob(32) WHERE rowid = 2")
    execute(folder, "UPDATE meta SET value = 7 WHERE key = 'passages'")
    flip(next((folder / "indexes").glob("lexical-*/*.term")))
    assert len(inspect(folder)) >= 4
    writer = OPEN(folder, write=True)
    assert "" in writer.files(thorough=True).values()
    writer.apply([change(dated("a")), change(dated("b", "The wind turned at noon."))])
    writer.publish()
    writer.close()
    assert inspect(folder) == []


def content(folder: Path, *articles: Article) -> dict[str, Finding]:
    fill(folder, *articles)
    return {one.check: one for one in inspect(folder) if one.severity is Severity.WARNING}


def test_articles_without_a_date_or_a_language_are_named(folder: Path) -> None:
    found = content(folder, Article(Source("plain", "plain.txt", "Plain"), ("Nothing is known of this.",)))
    assert "1 article without a date (plain)" in found["content.dates"].message
    assert "plain" in found["content.languages"].message


def test_a_paragraph_that_stands_in_many_files_is_shown(folder: Path) -> None:
    articles = [dated(f"n{i}", "Sign up for our\n newsletter.", f"News number {i}.") for i in range(4)]
    assert "content.furniture" not in content(folder, *articles[:3])
    message = content(folder, *articles)["content.furniture"].message
    assert '"Sign up for our newsletter." stands in 4 files, such as n0.txt' in message


def test_copies_are_paired(folder: Path) -> None:
    found = content(folder, dated("copy\nof a"), dated("c", PARAGRAPHS[0], "Something else.", "And more."))
    assert "1 pairs" in found["content.copies"].message
    assert "a = copy of a" in found["content.copies"].message


def test_a_huge_paragraph_is_named(folder: Path) -> None:
    found = content(folder, dated("long", "word " * 900))
    assert "paragraph 1 of long: 4,500 characters" in found["content.paragraphs"].message
