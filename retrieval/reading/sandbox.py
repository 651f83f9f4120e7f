"""A process of its own for parsing documents: PDF, DOCX and EPUB parsers meet bytes that strangers made.

One process serves many documents, for its start takes as long as many of them do. It is killed and replaced when a
document makes it take too long, too much memory, or break down. confined.py is its other side.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from types import TracebackType

from retrieval.reading.draft import Drafts
from retrieval.reading.frames import OUT_OF_MEMORY, Request, decode_reply, read_frame, write_request
from retrieval.reading.limits import WAITING, Limits

_SECRETS = "QUOTED_"
"""The beginning of settings in the environment, a token among them: nothing that parses needs them."""
_GRACE_S = 5.0


class Sandbox:
    """Parses documents, one at a time. Thread-safe. The process starts with the first document; `close` ends it."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._used = False  # whether the process has parsed something already

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def parse(self, data: bytes, suffix: str) -> Drafts:
        """The articles of a document with this suffix, one of FETCHED (documents.py).

        Raises ValueError, with the reason on one line, when it is damaged, encrypted, without text, or wants more than
        the limits. What became of one document never depends on the one before: where a process that was used already
        breaks down, a fresh one has another try.
        """
        with self._lock:
            again = self._used
            try:
                return self._ask(Request(suffix, data))
            except _BrokeDown as error:
                if not again or error.lasting:
                    raise ValueError(error.reason) from None
            try:
                return self._ask(Request(suffix, data))
            except _BrokeDown as error:
                raise ValueError(error.reason) from None

    def close(self) -> None:
        """End the process, if there is one. The next document starts another."""
        with self._lock:
            self._end()

    def _ask(self, request: Request) -> Drafts:
        """Raises ValueError as `parse` does, and _BrokeDown when the process is lost."""
        process = self._process = self._process or self._start()
        assert process.stdin
        assert process.stdout
        late = threading.Event()
        with _deadline(process, self.limits.seconds * WAITING, late):
            try:
                write_request(process.stdin, request)
                reply = read_frame(process.stdout, most=self.limits.expanded_bytes)
            except OSError:
                reply = None
            except BaseException:  # interrupted, or a reply that is too large: what comes next is not the next reply
                self._end()
                raise
        self._used = True
        if reply is None:
            raise self._lost(process, late=late.is_set())
        return decode_reply(reply)

    def _start(self) -> "subprocess.Popen[bytes]":
        environment = {name: value for name, value in os.environ.items() if not name.startswith(_SECRETS)}
        return subprocess.Popen(
            [sys.executable, "-m", "retrieval.reading.confined", json.dumps(asdict(self.limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us; the process ends with its input
            env=environment | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},  # each reserves memory
        )

    def _lost(self, process: "subprocess.Popen[bytes]", *, late: bool) -> "_BrokeDown":
        """What the end of the process means."""
        with contextlib.suppress(subprocess.TimeoutExpired):  # it closed its output; the rest is a moment
            process.wait(_GRACE_S)
        self._end()
        code, limits = process.returncode, self.limits
        if late or code == -signal.SIGXCPU:
            return _BrokeDown(f"takes longer than {limits.seconds} s to read; split it", lasting=True)
        if code == OUT_OF_MEMORY:
            return _BrokeDown(f"takes more than {limits.memory_bytes / 1e9:.1f} GB of memory to read; split it")
        return _BrokeDown(f"its parser broke down (exit code {code}); save it anew or in another format")

    def _end(self) -> None:
        process, self._process, self._used = self._process, None, False
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with contextlib.suppress(OSError):  # what could not be written any more
                    stream.close()


class _BrokeDown(Exception):
    """The process is lost; nobody outside sees this."""

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lasting = lasting  # a fresh process would fare no better


@contextlib.contextmanager
def _deadline(process: "subprocess.Popen[bytes]", seconds: float, late: threading.Event) -> Iterator[None]:
    """Kill the process, and set `late`, where the body takes longer."""

    def kill() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
