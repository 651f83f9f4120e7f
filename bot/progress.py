"""How far an index run is, as a bar in the terminal."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class IndexProgress:
    """A bar on standard error that fills with the bytes of the files that are done; says nothing when quiet."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
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
        """Show an empty bar for so many bytes."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task("Indexing", total=max(1, total), completed=0 if total else 1)

    def advance(self, done: float) -> None:
        """Fill the bar by so many bytes."""
        if self._task is not None:
            self._bar.advance(self._task, done)
