import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.embedded.generations import MANIFEST, Generation, Generations
from retrieval.embedded.indexes import Entry
from retrieval.embedded.lexical import LexicalEngine
from retrieval.terms import terms
from tests.contract.libraries import vector_of

MARKS = {number: f"mark-{number}" for number in range(100)}


def generations(folder: Path, fingerprint: str = "encoder") -> Generations:
    return Generations(folder / "indexes", "dense", fingerprint=fingerprint)


def published(folder: Path, change: int, *, base: Generation | None = None, text: str = "") -> Generation:
    of = generations(folder)
    with of.building(base) as built:
        (built / f"part-{change}").write_text(text or str(change))
        return of.publish(built, change, mark=MARKS[change])


def test_the_newest_is_found_and_two_are_kept(tmp_path: Path) -> None:
    for change in (1, 5, 12):
        published(tmp_path, change)
    generations(tmp_path).delete_old(12)
    newest = generations(tmp_path).newest(MARKS, upto=99)
    assert newest is not None
    assert newest.change == 12
    assert generations(tmp_path).glance(99).change == 12
    assert sorted(path.name for path in (tmp_path / "indexes").iterdir()) == ["dense-12", "dense-5"]


def test_hashes_are_remembered_of_listed_files_alone(tmp_path: Path) -> None:
    looking = generations(tmp_path)
    for change in range(1, 9):
        newest = published(tmp_path, change)
        looking.delete_old(change)
        assert looking.newest(MARKS, upto=99) == newest
    files = {path.stat().st_ino for path in (tmp_path / "indexes").rglob("part-*")}
    assert {inode for _, inode, *_ in looking._checked} == files
    assert len(looking._checked) == len(files) == 2


def test_nothing_is_there_before_the_first(tmp_path: Path) -> None:
    assert generations(tmp_path).newest(MARKS, upto=99) is None
    assert generations(tmp_path).glance(99).change == -1


def _flip(folder: Path) -> None:
    content = bytearray((folder / "part-2").read_bytes())
    content[0] ^= 1
    (folder / "part-2").unlink()
    (folder / "part-2").write_bytes(content)


def _older_format(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | {"format": 0}))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a flipped bit": _flip,
    "a missing file": lambda folder: (folder / "part-2").unlink(),
    "a missing manifest": lambda folder: (folder / MANIFEST).unlink(),
    "half a manifest": lambda folder: os.truncate(folder / MANIFEST, 40),
    "a manifest of something else": lambda folder: (folder / MANIFEST).write_text("[]"),
    "an older format": _older_format,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_a_damaged_one_does_not_count(damage: Callable[[Path], object], tmp_path: Path) -> None:
    published(tmp_path, 1)
    damage(published(tmp_path, 2).folder)
    newest = generations(tmp_path).newest(MARKS, upto=99)
    assert newest is not None
    assert newest.change == 1


def test_one_built_again_in_the_place_of_a_damaged_one_is_another_sighting(tmp_path: Path) -> None:
    published(tmp_path, 1)
    _flip(published(tmp_path, 2).folder)
    before = generations(tmp_path).glance(99)
    published(tmp_path, 2)
    assert generations(tmp_path).glance(99) != before
    newest = generations(tmp_path).newest(MARKS, upto=99)
    assert newest is not None
    assert newest.change == 2


def test_that_of_another_encoder_does_not_count(tmp_path: Path) -> None:
    published(tmp_path, 1)
    assert generations(tmp_path, "another encoder").newest(MARKS, upto=99) is None


def test_that_of_another_library_does_not_count_and_is_deleted(tmp_path: Path) -> None:
    published(tmp_path, 9)
    assert generations(tmp_path).newest({**MARKS, 9: "another mark"}, upto=99) is None
    assert generations(tmp_path).newest({1: MARKS[1]}, upto=99) is None
    published(tmp_path, 1)
    generations(tmp_path).delete_old(1)
    assert [path.name for path in (tmp_path / "indexes").iterdir()] == ["dense-1"]


def test_what_did_not_change_is_linked(tmp_path: Path) -> None:
    first = published(tmp_path, 1)
    second = published(tmp_path, 2, base=first)
    assert (second.folder / "part-1").stat().st_ino == (first.folder / "part-1").stat().st_ino
    assert sorted(json.loads((second.folder / MANIFEST).read_text())["files"]) == ["part-1", "part-2"]


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    first = published(tmp_path, 1)
    with pytest.raises(OSError, match="full"), generations(tmp_path).building(first):
        raise OSError("the disk is full")
    assert [path.name for path in (tmp_path / "indexes").iterdir()] == ["dense-1"]


def test_what_a_killed_build_left_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "indexes" / ".dense-building").mkdir(parents=True)
    (tmp_path / "indexes" / ".dense-building" / "rubbish").write_text("half")
    assert not (published(tmp_path, 1).folder / "rubbish").exists()


def test_tantivy_leaves_the_older_generations_files_as_they_are(tmp_path: Path) -> None:
    engine = LexicalEngine()
    of = Generations(tmp_path, "lexical", fingerprint="terms")
    base: Generation | None = None
    for change in range(1, 25):  # enough for its segments to be merged twice
        with of.building(base) as built:
            gone = [change - 1] if change % 3 == 0 else []
            engine.update(built, gone, [Entry(change, f"rain {change}", "", "en", vector_of("x"))])
            newest = of.publish(built, change, mark=MARKS[change], leave_out=engine.is_lock)
        if base is not None:
            assert of.newest({base.change: MARKS[base.change]}, upto=99) == base
        kept = json.loads((newest.folder / MANIFEST).read_text())["files"]
        assert kept
        assert not any(map(engine.is_lock, kept))
        base = newest
    assert base is not None
    found = {one.id for one in engine.open(base.folder).search(terms("rain"), 50)}
    assert found == set(range(1, 25)) - {change - 1 for change in range(3, 25, 3)}
