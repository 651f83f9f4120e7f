"""A connection to Milvus: rows in and out of collections, with our errors.

Knows nothing of articles. Whatever Milvus limits (the size of a message, the length of a list in a filter, the rows of
an answer) is kept here.
"""

import contextlib
import logging
import re
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.errors import LibraryError
from retrieval.library import Vector

Row = dict[str, Any]
INSERTED = 500
"""Rows a message; a passage with its vectors has some 10 kB, and a message may have 64 MB."""
LISTED = 500
"""Values in one filter."""
FETCHED = 1000
"""Rows a page of a long answer."""
_INSTALL = "the library stands on Milvus, whose client is not installed; run: pip install 'quoted[cluster]'"


class _LiteFiles:
    """How many connections this process has to each Milvus Lite file, whose server runs in this process. Thread-safe.

    The client leaves all servers to run until the process ends, and then ends them too late: their threads complain.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: Counter[str] = Counter()

    def take(self, file: str) -> None:
        """Note one more."""
        with self._lock:
            self._open[file] += 1

    def leave(self, file: str) -> None:
        """Note one less; after the last one the server writes what it has to the disk and ends."""
        with self._lock:
            self._open[file] -= 1
            if self._open[file] <= 0:
                del self._open[file]
                from milvus_lite.server_manager import server_manager_instance

                server_manager_instance.release_server(file)


_LITE = _LiteFiles()


class Connection:
    """One Milvus, by its address. Thread-safe. Every method raises LibraryError."""

    def __init__(self, url: str) -> None:
        try:
            import pymilvus
        except ImportError:
            raise LibraryError(_INSTALL) from None
        self.url = url
        self.is_file = "://" not in url
        """Whether this is Milvus Lite, in this process and for this process alone."""
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it logs every error that it also raises
        self._closed = False
        if self.is_file:
            Path(url).parent.mkdir(parents=True, exist_ok=True)
        with self._errors():
            # One that is shared with others is never closed, and goes on asking after a server that is gone.
            self._client = pymilvus.MilvusClient(uri=url, dedicated=True)
        if self.is_file:
            _LITE.take(url)

    def close(self) -> None:
        """Close the connection, and with the last one to a Milvus Lite file its server; closing twice is harmless."""
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(Exception):  # whatever a connection that is gone raises: there is nothing left to do
            self._client.close()
        if self.is_file:
            _LITE.leave(self.url)

    def version(self) -> str:
        """What the server says of itself."""
        with self._errors():
            return str(self._client.get_server_version())

    def require_full_text(self) -> None:
        """Raise LibraryError where the server is too old to search by words."""
        if not self.is_file and is_too_old(version := self.version()):
            raise LibraryError(f"{self.url}: Milvus {version} has no full-text search; run version 2.5 or a newer one")

    def names(self) -> set[str]:
        """The collections that are there."""
        with self._errors():
            return set(self._client.list_collections())

    def create(self, name: str, *, schema: Any, indexes: Any) -> None:
        """Make a collection; what is written is read at once."""
        with self._errors():
            self._client.create_collection(name, schema=schema, consistency_level="Strong")
            self._client.create_index(name, indexes, sync=False)  # of nothing yet: there is nothing to wait for
            self._client.load_collection(name)

    def load(self, names: Sequence[str]) -> None:
        """Have these collections ready for reading; those that are stay so."""
        for name in names:
            try:
                with self._errors():
                    self._client.load_collection(name)
            except LibraryError:
                if not (self.is_file and _drop_index_files(Path(self.url) / "collections" / name)):
                    raise
                with self._errors():
                    self._client.load_collection(name)

    def drop(self, name: str) -> None:
        """Drop a collection with all its rows; none of that name is none dropped."""
        with self._errors():
            if self._client.has_collection(name):
                self._client.drop_collection(name)

    def write(self, name: str, rows: Sequence[Row]) -> None:
        """Put these rows in the place of those with the same keys."""
        for start in range(0, len(rows), INSERTED):
            with self._errors():
                self._client.upsert(name, list(rows[start : start + INSERTED]))

    def delete(self, name: str, key: str, values: Collection[int] | Collection[str]) -> None:
        """Take out the rows whose key is one of these."""
        for some in _blocks(values):
            with self._errors():
                self._client.delete(name, filter=f"{key} in {some}")

    def flush(self, names: Sequence[str]) -> None:
        """Bring what was written to the disk. A server does so with every write; Milvus Lite only when asked."""
        if self.is_file:
            with self._errors():
                for name in names:
                    self._client.flush(name)

    def known(
        self, name: str, key: str, values: Collection[int] | Collection[str], *, fields: Sequence[str]
    ) -> list[Row]:
        """The rows with these primary keys, as far as they are there, in no order: one question for many."""
        rows: list[Row] = []
        for some in _blocks(values):
            with self._errors():
                found = self._client.query(name, filter=f"{key} in {some}", output_fields=list(fields), limit=len(some))
            rows += [dict(row) for row in found]
        return rows

    def among(
        self, name: str, key: str, values: Collection[int] | Collection[str], *, fields: Sequence[str], where: str = ""
    ) -> list[Row]:
        """The rows whose field `key` has one of these values, in no order."""
        rows: list[Row] = []
        for some in _blocks(values):
            condition = f"{key} in {some}" + (f" and {where}" if where else "")
            rows += self.all(name, condition, fields=fields)
        return rows

    def all(self, name: str, where: str, *, fields: Sequence[str]) -> list[Row]:
        """Every row for which this holds, in no order."""
        return [row for page in self.pages(name, where, fields=fields) for row in page]

    def pages(self, name: str, where: str, *, fields: Sequence[str], size: int = FETCHED) -> Iterator[list[Row]]:
        """Every row for which this holds, so many at a time."""
        with self._errors():
            answer = self._client.query_iterator(name, batch_size=size, filter=where, output_fields=list(fields))
        try:
            while True:
                with self._errors():
                    page = answer.next()
                if not page:
                    return
                yield [dict(row) for row in page]
        finally:
            answer.close()

    def nearest(
        self, name: str, query: Vector | str, *, field: str, count: int, where: str, fields: Sequence[str],
        effort: Mapping[str, Any],
    ) -> list[Row]:  # fmt: skip
        """The best rows by this field for which `where` holds, best first; a vector or words to look for."""
        asked = query if isinstance(query, str) else np.asarray(query, dtype=np.float32).tolist()
        with self._errors():
            found = self._client.search(
                name,
                data=[asked],
                anns_field=field,
                limit=count,
                filter=where,
                output_fields=list(fields),
                search_params={"params": dict(effort)},
            )
        return [dict(hit["entity"]) for hit in found[0]]

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn Milvus' errors, and those of the network below, into ours."""
        import grpc
        from pymilvus.exceptions import MilvusException

        try:
            yield
        except (MilvusException, grpc.RpcError, OSError, ValueError) as error:
            what = str(getattr(error, "message", "") or error).split("\n")[0]
            raise LibraryError(f"{self.url}: {what}; check that Milvus runs there and has room") from error


def _drop_index_files(collection: Path) -> int:
    """Take away the files of a Milvus Lite collection's indexes, which it makes anew from its rows; how many they were.

    Lite writes them in place: one that was being written when the process was killed stays half written, and keeps the
    collection from being read.
    """
    files = [file for pattern in ("*.idx", "*.sidx") for file in collection.glob(f"partitions/*/indexes/{pattern}")]
    for file in files:
        file.unlink()
    return len(files)


def is_too_old(version: str) -> bool:
    """Whether a server that says this of itself has no BM25 function, which came with 2.5."""
    found = re.match(r"v?(\d+)\.(\d+)", version)
    return found is not None and (int(found[1]), int(found[2])) < (2, 5)


def _blocks(values: Collection[int] | Collection[str]) -> Iterator[list[int] | list[str]]:
    """The values in lists that fit a filter."""
    ordered: list[Any] = sorted(values)
    return (ordered[i : i + LISTED] for i in range(0, len(ordered), LISTED))
