"""Watching a real folder."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from filelock import FileLock

from bot.watching import poll, watch
from retrieval.errors import LibraryBusy
from retrieval.subscriptions import Subscriptions
from tests.retrieval.reading.site import Site, answer, serving
from tests.retrieval.reading.test_feeds import STORY
from tests.retrieval.test_adding import entry, rss


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


@contextmanager
def polling(site: Site, folder: Path, lines: list[str], path: str = "/feed") -> Iterator[None]:
    """Polls the site's feed in a thread, as `quoted watch` does."""
    stop = threading.Event()
    thread = threading.Thread(
        target=poll,
        args=(
            lambda: Subscriptions([site.link(path)], folder / "feeds.json", every_s=1800),
            folder / "seeds",
            site.web(),
        ),
        kwargs={"lock": FileLock(folder / "feeds.lock"), "say": lines.append, "stop": stop},
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


def test_what_a_feed_brings_is_a_run_and_a_line(runs: Runs, tmp_path: Path) -> None:
    lines: list[str] = []
    with serving() as site, runs.watching():
        until(lambda: len(runs.seen) == 1)
        site.pages["/feed"] = rss(entry("", "Ninety steps", STORY), entry("", "A teaser"))
        with polling(site, tmp_path, lines):
            until(lambda: len(runs.seen) == 2)
            until(lambda: len(lines) == 2)
    assert list((tmp_path / "seeds" / "feeds" / "site-test").glob("*.jsonl"))
    assert lines == [
        "feed: A teaser: an entry without a link and without enough text of its own",
        f"feed: {site.link('/feed')}: 1 new article",
    ]


def test_of_two_that_poll_one_asks(runs: Runs, tmp_path: Path) -> None:
    lines: list[str] = []
    with serving() as site:
        site.pages["/feed"] = rss(entry("", "Ninety steps", STORY))
        with polling(site, tmp_path, lines), polling(site, tmp_path, lines):
            until(lambda: bool(lines))
            time.sleep(0.5)
    assert site.paths == ["/feed"]


def test_a_feed_that_cant_be_had_is_a_line_and_ends_nothing(runs: Runs, tmp_path: Path) -> None:
    lines: list[str] = []
    with serving() as site:
        site.pages["/feed"] = answer("", status="500 Oops")
        with polling(site, tmp_path, lines):
            until(lambda: bool(lines))
    assert lines == [f"feed: {site.link('/feed')}: site.test answered with status 500; asked again in 60 min"]


def test_without_its_folder_nothing_is_fetched(tmp_path: Path) -> None:
    with serving() as site, polling(site, tmp_path, []):
        time.sleep(0.5)
    assert site.requests == []
