"""kill -9 at any time leaves a library that opens, and the next run goes on from there.

This does not test fsync: what the operating system has taken survives a killed process.
"""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from retrieval.errors import LibraryMissing
from retrieval.library import Library
from retrieval.terms import terms
from tests.contract.libraries import IMPLEMENTATIONS, vector_of
from tests.retrieval.embedded import kill_writer

ROOT = Path(__file__).parents[3]
OPEN = IMPLEMENTATIONS[0].open


def kill_after(folder: Path, *, first: int, word: str, delay_s: float) -> int:
    """Start a writer, kill it so long after it says the word; how many batches it said it had applied."""
    command = [sys.executable, "-m", "tests.retrieval.embedded.kill_writer", str(folder), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line.split())
            if said[-1] == [word, str(first + 1)]:
                break
        time.sleep(delay_s)
        process.kill()
        said += [line.split() for line in process.stdout if line.endswith("\n")]
    assert process.returncode == -9
    return sum(1 for what, _ in said if what == "publishing")


def found(library: Library) -> set[str]:
    candidates = library.candidates(terms("rain snow"), vector_of("x"), count=1000)
    assert candidates.passages == len(candidates.found)
    return {candidate.passage.text for candidate in candidates.found}


@pytest.mark.parametrize(
    ("word", "delays_ms"),
    [("applying", (0, 1, 2, 4)), ("publishing", (0, 3, 6, 10, 15, 25, 40)), ("published", (0, 1))],
)
def test_a_killed_writer_leaves_a_library_that_goes_on(word: str, delays_ms: tuple[int, ...], tmp_path: Path) -> None:
    applied = 0
    for delay in delays_ms:
        at_least = applied + kill_after(tmp_path, first=applied, word=word, delay_s=delay / 1000)
        reader = OPEN(tmp_path)
        assert len(found_of_reader := texts_of(reader)) > 0
        writer = OPEN(tmp_path, write=True)
        applied = len({name.split("-")[0] for name in writer.files()})
        assert applied in (at_least, at_least + 1)  # the last one may have been committed before it could say so
        assert found_of_reader in (kill_writer.contents(applied), kill_writer.contents(applied - 1))
        writer.publish()
        assert found(writer) == kill_writer.contents(applied)
        assert texts_of(reader) == kill_writer.contents(applied)  # without being opened again
        writer.close()
        reader.close()


def texts_of(reader: Library) -> set[str]:
    candidates = reader.candidates(terms("rain snow"), vector_of("x"), count=1000)
    return {candidate.passage.text for candidate in candidates.found}


def test_a_writer_killed_before_its_first_publication_leaves_nothing_to_read(tmp_path: Path) -> None:
    writer = OPEN(tmp_path, write=True)
    writer.apply(kill_writer.batch(0))
    with pytest.raises(LibraryMissing, match="never finished; run: quoted index"):
        OPEN(tmp_path)
    writer.close()
