"""What counts as changed, with real files, their times and a clock."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from retrieval.reading.files import READING
from retrieval.survey import SETTLED_NS, Survey, survey

PATH_MAX = 4096


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(f"# {name}\n\nText of {name}.\n", encoding="utf-8")
    return tmp_path


def later() -> int:
    """A clock by which what was written before this test has settled."""
    return time.time_ns() + 2 * SETTLED_NS


def look(seeds: Path, known: Mapping[str, str], stamps: Mapping[str, str], *, thorough: bool = False) -> Survey:
    return survey(seeds, known, stamps, thorough=thorough, clock=later)


def noted(found: Survey) -> tuple[dict[str, str], dict[str, str]]:
    """The hashes and stamps that a library has after a run."""
    return {file.name: file.sha256 for file in found.to_read}, {file.name: file.stamp for file in found.to_read}


def test_everything_is_new_at_first(seeds: Path) -> None:
    found = look(seeds, {}, {})
    assert [file.name for file in found.new] == ["a.md", "b.md"]
    assert all(file.stamp and file.size == file.path.stat().st_size for file in found.new)


def test_a_stamp_that_fits_is_trusted_and_its_file_not_opened(seeds: Path) -> None:
    known, stamps = noted(look(seeds, {}, {}))
    assert look(seeds, known, stamps) == Survey(2, (), (), (), (), {}, ())
    known["a.md"] = "another hash"  # would show if the file were hashed
    assert look(seeds, known, stamps).to_read == ()
    assert [file.name for file in look(seeds, known, stamps, thorough=True).changed] == ["a.md"]
    assert [file.name for file in look(seeds, known | {"a.md": ""}, stamps).changed] == ["a.md"]


def test_a_file_written_just_now_is_looked_at_again(seeds: Path) -> None:
    known, stamps = noted(survey(seeds, {}, {}))
    found = look(seeds, known, stamps)
    assert (found.to_read, set(found.stamps)) == ((), {"a.md", "b.md"})
    assert look(seeds, known, {**stamps, **found.stamps}).stamps == {}


@pytest.mark.parametrize("clock", [time.time_ns, later])
def test_what_another_version_of_the_readers_read_is_read_again(seeds: Path, clock: Callable[[], int]) -> None:
    known, stamps = noted(survey(seeds, {}, {}, clock=clock))
    older = {"a.md": stamps["a.md"].replace(READING, "r0"), "b.md": "19 1764280000000000000 1764280000000000000 7"}
    found = look(seeds, known, older)  # b.md as before readers had versions
    assert [file.name for file in found.changed] == ["a.md", "b.md"]
    assert look(seeds, *noted(found)).to_read == ()


def test_an_edit_of_the_same_size_with_its_time_set_back_is_seen(seeds: Path) -> None:
    known, stamps = noted(look(seeds, {}, {}))
    file = seeds / "a.md"
    before = file.stat()
    file.write_text(file.read_text(encoding="utf-8").replace("Text", "Next"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert [one.name for one in look(seeds, known, stamps).changed] == ["a.md"]


def test_a_touched_file_is_hashed_and_only_stamped_anew(seeds: Path) -> None:
    known, stamps = noted(look(seeds, {}, {}))
    os.utime(seeds / "a.md", ns=(0, 10**18))
    found = look(seeds, known, stamps)
    assert (found.to_read, set(found.stamps)) == ((), {"a.md"})
    assert look(seeds, known, {**stamps, **found.stamps}).stamps == {}


def test_moved_files_are_told_from_new_and_gone_ones(seeds: Path) -> None:
    (seeds / "c.md").write_text("# c\n\nWill go.\n", encoding="utf-8")
    known, stamps = noted(look(seeds, {}, {}))
    (seeds / "sub").mkdir()
    (seeds / "a.md").rename(seeds / "sub" / "z.md")
    (seeds / "c.md").unlink()
    (seeds / "d.md").write_text("# d\n\nIs new.\n", encoding="utf-8")
    found = look(seeds, known, stamps)
    assert [(file.before, file.name) for file in found.moved] == [("a.md", "sub/z.md")]
    assert [file.name for file in found.new] == ["d.md"]
    assert found.gone == ("c.md",)


def test_a_copy_is_new_and_moves_nothing(seeds: Path) -> None:
    known, stamps = noted(look(seeds, {}, {}))
    (seeds / "c.md").write_bytes((seeds / "a.md").read_bytes())
    found = look(seeds, known, stamps)
    assert ([file.name for file in found.new], found.moved, found.gone) == (["c.md"], (), ())


def test_what_cannot_be_read_is_a_problem_and_not_gone(seeds: Path) -> None:
    known, stamps = noted(look(seeds, {}, {}))
    (seeds / "a.md").unlink()
    (seeds / "a.md").mkdir()
    (seeds / "a.md" / "photo.jpg").write_bytes(b"")
    (seeds / "b.md").unlink()
    os.mkfifo(seeds / "b.md")
    found = look(seeds, known, stamps)
    assert {problem.file for problem in found.problems} == {"a.md/photo.jpg", "b.md"}
    assert found.gone == ("a.md",)


def test_what_a_folder_holds_that_can_not_be_listed_is_a_problem_and_not_gone(seeds: Path) -> None:
    known, stamps = noted(look(seeds, {}, {}))
    (seeds / "a.md").unlink()
    folder = too_deep(seeds)
    found = look(seeds, {**known, f"{folder}/c.md": "0" * 64}, stamps)
    assert [(problem.file, problem.reason) for problem in found.problems] == [(folder, "File name too long")]
    assert found.gone == ("a.md",)


def too_deep(seeds: Path) -> str:
    """Folders within each other until one's path is too long for the system; that one's path under the seeds."""
    place = os.open(seeds, os.O_RDONLY)
    path = seeds
    while len(os.fsencode(path)) < PATH_MAX:
        path /= "x" * 250
        os.mkdir(path.name, dir_fd=place)
        inner = os.open(path.name, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(place)
    return path.relative_to(seeds).as_posix()
