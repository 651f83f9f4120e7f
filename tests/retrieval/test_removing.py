"""Articles taken out of the seeds, and brought back."""

import gzip
import json
import os
from pathlib import Path

import pytest

from retrieval.article import Source
from retrieval.errors import ReadingError
from retrieval.keeping import store
from retrieval.reading.files import discover
from retrieval.removing import bring_back, put_aside, remove, stands_alone
from tests.retrieval.test_keeping import LIGHTHOUSE

THREE = b"".join(json.dumps({"id": one, "title": "T", "text": one}).encode() + b"\n" for one in ("a", "b", "c"))


def source(id: str, file: str) -> Source:
    return Source(id=id, file=file, title="T")


def seen(seeds: Path) -> dict[str, bytes]:
    """What the indexer sees."""
    return {path.relative_to(seeds).as_posix(): path.read_bytes() for path in discover(seeds).files}


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "note.md").write_text("# Note\n\nWords.\n")
    (tmp_path / "records.jsonl").write_bytes(THREE)
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress(THREE))
    return tmp_path


def test_a_file_leaves_and_comes_back_as_it_was(seeds: Path) -> None:
    before = seen(seeds)
    removed = remove(source("deep/er/note", "deep/er/note.md"), seeds)
    assert (removed.file, removed.whole) == ("deep/er/note.md", True)
    assert seen(seeds).keys() == before.keys() - {"deep/er/note.md"}
    assert bring_back(removed.token, seeds) == "deep/er/note.md"
    assert seen(seeds) == before
    assert list((seeds / ".removed").iterdir()) == []


def test_of_several_records_only_the_one_leaves(seeds: Path) -> None:
    one = source("b", "records.jsonl")
    assert stands_alone(one, seeds)
    removed = remove(one, seeds)
    assert not removed.whole
    left = [json.loads(line)["id"] for line in seen(seeds)["records.jsonl"].splitlines()]
    assert left == ["a", "c"]
    assert bring_back(removed.token, seeds) == "records.jsonl"
    assert sorted(seen(seeds)["records.jsonl"].splitlines()) == sorted(THREE.splitlines())


def test_lines_that_are_none_of_ours_stay_to_the_byte(seeds: Path) -> None:
    path = seeds / "records.jsonl"
    path.write_bytes(b"\xff no JSON\r\n" + THREE.rstrip(b"\n"))
    remove(source("c", "records.jsonl"), seeds)
    assert path.read_bytes() == b"\xff no JSON\r\n" + b"".join(THREE.splitlines(keepends=True)[:2])


@pytest.mark.parametrize(
    ("id", "file"),
    [
        ("records/2", "records.jsonl"),  # without an id of its own: its number would become another's
        ("b", "packed.jsonl.gz"),
        ("deep/er/note", "deep/er/note.md"),
    ],
)
def test_what_does_not_stand_alone_leaves_with_its_file(seeds: Path, id: str, file: str) -> None:
    assert not stands_alone(source(id, file), seeds)
    assert remove(source(id, file), seeds).whole
    assert file not in seen(seeds)


def test_the_last_record_of_a_file_leaves_with_it(seeds: Path) -> None:
    for one in ("a", "b"):
        assert not remove(source(one, "records.jsonl"), seeds).whole
    removed = remove(source("c", "records.jsonl"), seeds)
    assert removed.whole
    assert "records.jsonl" not in seen(seeds)


@pytest.mark.parametrize("others", [("b",), ("b", "c")])
def test_a_record_that_has_left_its_file_takes_nothing_with_it(seeds: Path, others: tuple[str, ...]) -> None:
    path = seeds / "records.jsonl"
    path.write_bytes(b"".join(THREE.splitlines(keepends=True)[: 1 + len(others)]))
    remove(source("a", "records.jsonl"), seeds)
    left = seen(seeds)
    for again in (remove, stands_alone):
        with pytest.raises(ReadingError, match="does not hold a any more"):
            again(source("a", "records.jsonl"), seeds)
    assert seen(seeds) == left


def test_a_record_of_a_file_in_another_encoding_leaves_with_it(seeds: Path) -> None:
    (seeds / "records.jsonl").write_text(THREE.decode(), encoding="utf-16")
    assert remove(source("a", "records.jsonl"), seeds).whole


def test_a_record_comes_back_also_where_its_file_has_left_since(seeds: Path) -> None:
    removed = remove(source("a", "records.jsonl"), seeds)
    (seeds / "records.jsonl").unlink()
    bring_back(removed.token, seeds)
    assert [json.loads(line)["id"] for line in seen(seeds)["records.jsonl"].splitlines()] == ["a"]


def test_nothing_is_brought_back_over_another_file_or_twice(seeds: Path) -> None:
    removed = remove(source("deep/er/note", "deep/er/note.md"), seeds)
    (seeds / "deep" / "er" / "note.md").write_text("another")
    with pytest.raises(ReadingError, match="another file stands there"):
        bring_back(removed.token, seeds)
    (seeds / "deep" / "er" / "note.md").unlink()
    bring_back(removed.token, seeds)
    with pytest.raises(ReadingError, match="not there any more"):
        bring_back(removed.token, seeds)


def test_what_is_gone_or_outside_is_refused(seeds: Path) -> None:
    with pytest.raises(ReadingError, match="not in the seeds any more"):
        remove(source("x", "gone.md"), seeds)
    with pytest.raises(ReadingError, match="leads out"):
        remove(source("x", "../outside.md"), seeds)
    with pytest.raises(ReadingError, match="not there any more"):
        bring_back("0123456789ab", seeds)


def test_a_removed_article_that_is_added_again_is_not_written_to_the_hidden_folder(tmp_path: Path) -> None:
    first = store(LIGHTHOUSE, tmp_path)
    name = first.path.relative_to(tmp_path).as_posix()
    remove(source(json.loads(first.path.read_bytes())["id"], name), tmp_path)
    assert store(LIGHTHOUSE, tmp_path).outcome == "added"
    assert list(seen(tmp_path)) == [name]


def test_a_file_that_is_to_be_replaced_is_kept_beside(seeds: Path) -> None:
    path = seeds / "records.jsonl"
    put_aside(path, seeds, keep=True)
    assert path.read_bytes() == THREE
    (kept,) = [file for file in (seeds / ".removed").rglob("*") if file.is_file()]
    assert kept.read_bytes() == THREE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_not_be_written_loses_nothing(seeds: Path) -> None:
    seeds.chmod(0o500)
    before = seen(seeds)
    with pytest.raises(OSError, match="Permission denied"):
        remove(source("b", "records.jsonl"), seeds)
    seeds.chmod(0o700)
    assert seen(seeds) == before
