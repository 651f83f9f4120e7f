"""Watching a real folder."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.watching import watch
from retrieval.errors import LibraryBusy


@dataclass
class Runs:
    """Counts runs, and fails some."""

    seeds: Path
    failures: list[str] = field(default_factory=list)  # of the first runs
    seen: list[set[str]] = field(default_factory=list)  # the files at each run
    lines: list[str] = field(default_factory=list)

    def run(self) -> None:
        self.seen.append({path.name for path in self.seeds.rglob("*.md")})
        if self.failures:
            raise LibraryBusy(self.failures.pop(0))

    @contextmanager
    def watching(self) -> Iterator[None]:
        stop = threading.Event()
        thread = threading.Thread(
            target=watch, args=(self.seeds, self.run), kwargs={"say": self.lines.append, "stop": stop, "retry_s": 0.1}
        )
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(10)
        assert not thread.is_alive()


def until(condition: Callable[[], bool], timeout_s: float = 15.0) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    (tmp_path / "seeds" / "sub").mkdir(parents=True)
    return Runs(tmp_path / "seeds")


def test_it_runs_at_once_and_after_a_burst_of_changes_once(runs: Runs) -> None:
    with runs.watching():
        until(lambda: len(runs.seen) == 1)
        for number in range(10):
            (runs.seeds / "sub" / f"{number}.md").write_text("text")
            time.sleep(0.03)
        until(lambda: len(runs.seen) == 2)
        time.sleep(1.5)
    assert [len(seen) for seen in runs.seen] == [0, 10]
    assert runs.lines == []


def test_hidden_files_bring_no_run(runs: Runs) -> None:
    with runs.watching():
        until(lambda: len(runs.seen) == 1)
        (runs.seeds / ".half.md.tmp").write_text("te")
        (runs.seeds / ".git").mkdir()
        (runs.seeds / ".git" / "x").write_text("te")
        time.sleep(1.5)
        assert len(runs.seen) == 1
        (runs.seeds / ".half.md.tmp").rename(runs.seeds / "whole.md")
        until(lambda: len(runs.seen) == 2)


def test_a_failure_is_said_once_and_tried_again(runs: Runs) -> None:
    runs.failures += ["another run is going on"] * 3 + ["the disk is full"]
    with runs.watching():
        until(lambda: len(runs.seen) == 5)
        (runs.seeds / "a.md").write_text("text")
        until(lambda: len(runs.seen) == 6)
    assert runs.lines == ["quoted: another run is going on", "quoted: the disk is full"]


def test_a_folder_that_goes_and_comes_back_is_watched_again(runs: Runs) -> None:
    with runs.watching():
        until(lambda: len(runs.seen) == 1)
        shutil.rmtree(runs.seeds)
        until(lambda: bool(runs.lines))
        runs.seeds.mkdir()
        (runs.seeds / "a.md").write_text("text")
        until(lambda: runs.seen[-1] == {"a.md"})
        (runs.seeds / "b.md").write_text("text")
        until(lambda: runs.seen[-1] == {"a.md", "b.md"})
    assert "can't be watched" in runs.lines[0]
