"""One writer at a time, across machines: a lease in the library's own state, renewed while its holder lives.

Milvus has no compare-and-swap: two writers that begin within the same tenth of a second are told apart by reading the
lease again, and a writer makes sure that it still holds it before it commits.
"""

import json
import os
import secrets
import socket
import threading
import time
from dataclasses import asdict, dataclass

from retrieval.errors import LibraryBusy, LibraryError
from retrieval.milvus.connection import Connection
from retrieval.milvus.schema import NOTHING, Names

KEY = "writer"
LASTS_S = 30.0
"""How long the lease of a writer that was killed on another machine keeps others out."""
_SETTLES_S = 0.1


@dataclass(frozen=True)
class _Holder:
    token: str
    host: str
    process: int
    until: float  # seconds since 1970


class Lease:
    """The right to write. Release it; a process that dies lets it lapse."""

    def __init__(self, connection: Connection, names: Names) -> None:
        """Take it. Raises LibraryBusy when somebody has it."""
        self._connection = connection
        self._names = names
        self._token = secrets.token_hex(8)
        holder = self._holder()
        if holder is not None and _is_alive(holder):
            raise self._busy(holder)
        self._write(LASTS_S)
        if not connection.is_file:  # nobody else can have opened a file
            time.sleep(_SETTLES_S)
        self.require()
        self._ended = threading.Event()
        self._renewing = threading.Thread(target=self._renew, name="milvus-lease", daemon=True)
        self._renewing.start()

    def require(self) -> None:
        """Raise LibraryBusy when somebody else took it, as after this process was stopped for long."""
        holder = self._holder()
        if holder is None or holder.token != self._token:
            raise self._busy(holder)

    def release(self) -> None:
        """Let others write. Releasing twice is harmless."""
        if self._ended.is_set():
            return
        self._ended.set()
        self._renewing.join()
        holder = self._holder()
        if holder is not None and holder.token == self._token:
            self._connection.delete(self._names.state, "key", [KEY])

    def _renew(self) -> None:
        while not self._ended.wait(LASTS_S / 3):
            try:
                self.require()
                self._write(LASTS_S)
            except LibraryBusy:
                return  # the next commit says so
            except LibraryError:  # Milvus is away for a moment; the lease has two more chances
                continue

    def _holder(self) -> _Holder | None:
        rows = self._connection.known(self._names.state, "key", [KEY], fields=["value"])
        return _Holder(**json.loads(rows[0]["value"])) if rows else None

    def _write(self, seconds: float) -> None:
        holder = _Holder(self._token, socket.gethostname(), os.getpid(), time.time() + seconds)
        row = {"key": KEY, "value": json.dumps(asdict(holder)), "nothing": NOTHING}
        self._connection.write(self._names.state, [row])

    def _busy(self, holder: _Holder | None) -> LibraryBusy:
        who = f" (process {holder.process} on {holder.host})" if holder else ""
        return LibraryBusy(
            f"{self._connection.url}: another quoted index is running{who}; wait for it to end, or"
            f" {LASTS_S:.0f} seconds where it was killed"
        )


def _is_alive(holder: _Holder) -> bool:
    """Whether the holder may still write: its time is not over, and it did not die on this machine."""
    if holder.until < time.time():
        return False
    if holder.host != socket.gethostname():
        return True
    try:
        os.kill(holder.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
