"""How far an index run is, as a bar in the terminal."""

from types import TracebackType
from typing import Self

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
