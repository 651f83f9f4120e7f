"""How far an index run is: as a bar in the terminal, or as lines for the process that started the run."""

import json
import time
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

TOLD_EVERY_S = 0.3


class RunProgress(Protocol):
    """Hears how far a run is, from before the library is open."""

    def say(self, what: str) -> None:
        """What is going on while nothing can be counted."""

    def begin(self, total: int) -> None:
        """So many bytes are to be read."""

    def advance(self, done: float) -> None:
        """So many more are in the library."""


class IndexProgress:
    """A bar on standard error that fills with the bytes of the files that are done; says nothing when quiet.

    It shows their rate and the time left.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=Console(stderr=True),
            disable=quiet,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def say(self, what: str) -> None:
        """Show what is going on while nothing can be counted."""
        self._task = self._bar.add_task(what, total=None)

    def begin(self, total: int) -> None:
        """Show an empty bar for so many bytes, and none for nothing."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task("Indexing", total=total) if total else None

    def advance(self, done: float) -> None:
        """Fill the bar by so many bytes."""
        if self._task is not None:
            self._bar.advance(self._task, done)


class ProgressLines:
    """The same as JSON objects, one a line: {"total": bytes} once, then {"done": bytes}, a few times a second."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._done = 0.0
        self._told = float("-inf")

    def say(self, what: str) -> None:
        """Say nothing: whoever reads the lines has words of their own."""

    def begin(self, total: int) -> None:
        """Tell how many bytes there are."""
        self._tell({"total": total})

    def advance(self, done: float) -> None:
        """Tell how many are done, not more often than is looked at."""
        self._done += done
        now = time.monotonic()
        if now - self._told >= TOLD_EVERY_S:
            self._told = now
            self._tell({"done": round(self._done)})

    def _tell(self, what: dict[str, int]) -> None:
        self._write(json.dumps(what) + "\n")
