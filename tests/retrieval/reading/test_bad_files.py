"""Bad files: each gets one clear line in good time, and the good file beside it is read."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.encoder import Encoder
from retrieval.errors import ReadingError
from retrieval.reading.files import discover, read
from retrieval.reading.sandbox import Sandbox
from tests.conftest import index_folder
from tests.retrieval.reading.bad_files import BAD_FILES, PDF, make_bad_places

LIMIT = 11_000_000
LONGEST_LINE = 300
SECONDS = 30
"""For one file, on a machine with much else to do; alone it takes four at most."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def is_clear(reason: str) -> bool:
    return 0 < len(reason) <= LONGEST_LINE and reason.isprintable()


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gets_one_clear_line_in_good_time(name: str, tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / name
    path.write_bytes(BAD_FILES[name]())
    start = time.monotonic()
    with pytest.raises(ReadingError) as caught:
        read(path, name=name, max_bytes=LIMIT, sandbox=sandbox)
    assert time.monotonic() - start < SECONDS
    assert is_clear(caught.value.reason)


def test_what_is_no_file_of_the_seeds_is_named_and_never_opened(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    bad = make_bad_places(seeds)
    (seeds / "good.txt").write_text("The bridge was closed on Monday.")
    found = discover(seeds)
    assert [path.name for path in found.files] == ["good.txt"]
    assert {name for name, _ in found.problems} == bad
    assert len(found.problems) == len(bad)
    assert all(is_clear(reason) for _, reason in found.problems)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ReadingError, match="not a file"):
        read(tmp_path / "pipe.txt", name="pipe.txt", max_bytes=LIMIT)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS takes no such names")
def test_a_name_that_is_not_utf_8_is_named_as_far_as_it_can_be(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/br\xfccke.txt")).write_text("Words.")
    found = discover(tmp_path)
    assert found.problems == (("br\ufffdcke.txt", "a name that is not UTF-8; rename it"),)


def test_a_folder_with_the_name_of_a_document_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    (tmp_path / "x.pdf" / "a.txt").write_text("Words.")
    assert [path.name for path in discover(tmp_path).files] == ["a.txt"]


def test_all_of_them_together_keep_nothing_from_being_indexed(tmp_path: Path, encoder: Encoder) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    bad = make_bad_places(seeds)
    for name, make in BAD_FILES.items():
        (seeds / name).write_bytes(make())
    (seeds / "good.md").write_text("# Bridge\n\nThe bridge was closed on Monday.\n")
    (seeds / "better.pdf").write_bytes(PDF)
    report = index_folder(seeds, tmp_path / "data", encoder)
    assert sorted(problem.file for problem in report.problems) == sorted({*bad, *BAD_FILES})
    assert (report.files, report.changed) == (len(bad) + len(BAD_FILES) + 2, 2)
    assert report.added == 1 + 3  # what stands at the foot of each page of the PDF is none
