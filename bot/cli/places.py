"""Where a library stands, from the settings or from the command line: in a folder, or on Milvus."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import Settings

if TYPE_CHECKING:
    from retrieval.finding import Finding
    from retrieval.library import FileChange, Library
    from retrieval.milvus.library import Place

LITE = ".db"
"""How the path of a Milvus Lite file ends."""


@dataclass(frozen=True)
class LibraryPlace:
    """A folder with the library, its encoders and the bot's database; the library itself may stand on Milvus."""

    folder: Path
    milvus: "Place | None" = None

    def __str__(self) -> str:
        return self.milvus.url if self.milvus else str(self.folder)

    def open(self, *, fingerprint: str, dimension: int, write: bool = False) -> "Library":
        """The library under this encoder. Raises what opening it raises."""
        if self.milvus is not None:
            from retrieval.milvus import library as on_milvus

            return on_milvus.open_library(self.milvus, fingerprint=fingerprint, dimension=dimension, write=write)
        from retrieval.embedded.library import open_library

        return open_library(self.folder, fingerprint=fingerprint, dimension=dimension, write=write)

    def published_fingerprint(self) -> str:
        """The encoder of the published library; "" where there is none."""
        if self.milvus is not None:
            from retrieval.milvus import library as on_milvus

            return on_milvus.published_fingerprint(self.milvus)
        from retrieval.embedded.library import published_fingerprint

        return published_fingerprint(self.folder)

    def inspect(self) -> "list[Finding]":
        """What is wrong with the library, and what could be better."""
        if self.milvus is not None:
            from retrieval.milvus.inspection import inspect as inspect_milvus

            return inspect_milvus(self.milvus)
        from retrieval.embedded.inspection import inspect

        return inspect(self.folder)

    def contents(self) -> "Iterator[FileChange]":
        """All that the published library holds, in the order of its files' paths. Raises LibraryError."""
        if self.milvus is not None:
            from retrieval.milvus import library as on_milvus

            return on_milvus.contents(self.milvus)
        from retrieval.embedded.contents import contents

        return contents(self.folder)


def place_of(settings: Settings, folder: Path) -> LibraryPlace:
    """Where the settings say that the library stands, its folder being this one."""
    return place_at(settings.library.url, settings, folder) if settings.library.url else LibraryPlace(folder)


def place_at(address: str, settings: Settings, folder: Path) -> LibraryPlace:
    """The place of an address: a URL or a file whose name ends with .db is Milvus, anything else a folder."""
    if "://" not in address and not address.endswith(LITE):
        return LibraryPlace(Path(address))
    from retrieval.milvus.library import Place
    from retrieval.milvus.schema import Tuning

    library = settings.library
    tuning = Tuning(library.index, dict(library.index_build), dict(library.index_search))
    return LibraryPlace(folder, Place(address, library.name, tuning))
