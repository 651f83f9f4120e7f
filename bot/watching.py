"""Reindexing when the seeds change: let a burst of writes end, run, say what failed, and go on.

Knows neither what a run does nor the settings. Feeds are polled in a thread of their own, so that a slow host holds up
no run; what they bring is a change of the seeds like any other.
"""

import math
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import watchfiles
from filelock import BaseFileLock, Timeout

from retrieval.errors import QuotedError
from retrieval.reading.sandbox import Sandbox

if TYPE_CHECKING:
    from retrieval.reading.web import Web
    from retrieval.subscriptions import Subscriptions

QUIET_MS = 500
"""The seeds must have been quiet for so long ..."""
LONGEST_MS = 10_000
"""... but somebody who writes all the time does not hold up the others for longer than this."""
WAKE_MS = 500
RETRY_S = 15.0
"""After a run that failed, as when another one is going on or the disk is full."""
POLL_S = 5.0
"""Between two looks whether a feed is due."""

Run = Callable[[], None]
Say = Callable[[str], None]


def watch(seeds: Path, run: Run, *, say: Say, stop: threading.Event, retry_s: float = RETRY_S) -> None:
    """Run at once and then whenever something under the seeds changes, until `stop` is set.

    A run that raises QuotedError is said in one line, the same line once, and tried again.
    """
    said = ""
    while not stop.is_set():
        try:
            _until_failure(seeds, run, stop)
        except QuotedError as error:
            line = str(error)
        except OSError as error:  # the folder is gone, or the system allows no more watches
            line = f"{seeds} can't be watched: {error.strerror or error}; trying again"
        else:
            return
        if line != said:
            say(f"quoted: {line}")
        said = line
        stop.wait(retry_s)


def poll(
    subscriptions: "Callable[[], Subscriptions]",
    seeds: Path,
    web: "Web",
    *,
    lock: BaseFileLock,
    say: Say,
    stop: threading.Event,
) -> None:
    """Store what is new in each feed that is due, until `stop` is set. Of several processes with the same lock one
    polls; `subscriptions` are read anew when it is this one's turn. While the seeds' folder is gone nothing is fetched.
    """
    while not stop.is_set():
        try:
            with lock.acquire(timeout=0):
                _poll_until(subscriptions(), seeds, web, say=say, stop=stop)
        except Timeout:
            stop.wait(POLL_S)
        except OSError as error:
            say(f"quoted: feeds can't be polled: {error.strerror or error}; trying again")
            stop.wait(RETRY_S)


def _poll_until(subscriptions: "Subscriptions", seeds: Path, web: "Web", *, say: Say, stop: threading.Event) -> None:
    while not stop.is_set():
        due = subscriptions.due() if seeds.is_dir() else []
        with Sandbox() as sandbox:
            for url in due:
                if stop.is_set():
                    return
                polled = subscriptions.poll(url, seeds, web=web, sandbox=sandbox, stop=stop)
                for problem in polled.problems:
                    say(f"feed: {problem}")
                changed = sum(stored.outcome != "unchanged" for stored in polled.stored)
                if changed:
                    say(f"feed: {url}: {changed} new {'article' if changed == 1 else 'articles'}")
        stop.wait(POLL_S)


def _until_failure(seeds: Path, run: Run, stop: threading.Event) -> None:
    """Watch from before the first run on, so that no change falls between two runs."""
    root = seeds.resolve()
    due = 0.0
    for changes in watchfiles.watch(
        root,
        watch_filter=lambda _, path: not _is_hidden(Path(path), root),
        debounce=LONGEST_MS,
        step=QUIET_MS,
        stop_event=stop,
        rust_timeout=WAKE_MS,
        yield_on_timeout=True,
    ):
        if changes or time.monotonic() >= due:
            due = math.inf
            run()
        if not root.is_dir():
            raise FileNotFoundError(2, "the folder is gone", str(root))


def _is_hidden(path: Path, root: Path) -> bool:
    """Whether the indexer leaves it out: what editors and downloads write beside a file."""
    return path.is_relative_to(root) and any(part.startswith(".") for part in path.relative_to(root).parts)
