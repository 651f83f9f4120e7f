"""What an index over the library's passages can do, whichever engine is behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from retrieval.library import Vector


@dataclass(frozen=True, eq=False)
class Entry:
    """A passage as the indexes take it."""

    id: int
    text: str
    title: str  # of its article
    language: str  # that its terms are made by
    vector: Vector  # float32 (d,), unit length


@dataclass(frozen=True)
class Found:
    """A passage that an index found."""

    id: int
    score: float


Query = TypeVar("Query", contravariant=True)


class Searcher(Protocol[Query]):
    """A published index, open for searching. Thread-safe; what it finds stays, also when its files are deleted."""

    def search(self, query: Query, count: int) -> list[Found]:
        """The best `count` passages, best first; fewer where the index holds fewer or nothing matches."""

    def passages(self) -> set[int]:
        """The ids of all passages in the index."""


class Engine(Protocol[Query]):
    """Builds and opens one kind of index in a folder. Raises OSError, RuntimeError or ValueError on failure."""

    name: str

    def update(self, folder: Path, gone: Sequence[int], entries: Iterable[Entry]) -> None:
        """Take these passages out of the folder's index and put these in; an empty folder is an empty index.

        Files are replaced, never written in place: they may be hard links to those of an older generation.
        """

    def staleness(self, folder: Path, more: int = 0) -> float:
        """How far a folder's index has strayed from one built anew, once `more` passages came or left: from 1 on it
        should be built anew some time, from far beyond at once.
        """

    def open(self, folder: Path) -> Searcher[Query]:
        """The folder's index, open for searching."""

    def is_lock(self, file: str) -> bool:
        """Whether a file of the folder is the writer's own and not part of the index."""
