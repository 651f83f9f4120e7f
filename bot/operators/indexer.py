"""A run of the indexer in a process of its own, so that answering does not wait for it: how far it is, what came of it.

The process ends when this one does, however that happens, for its standard input ends then. What it applied is kept.
"""

import asyncio
import json
import signal
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

PATIENCE_S = 15.0
"""For a run that was told to stop, before it is killed: a batch at hand is finished or rolled back."""
LONGEST_LINE = 1 << 24
LAST_WORDS = 4000
"""Bytes of what the process said last on standard error, where the reason of a failure stands."""
_DONE, _SOME_FILES_FAILED, _INTERRUPTED = 0, 1, 130


@dataclass(frozen=True)
class Reach:
    """How far a run is."""

    total: int | None = None  # bytes to be read; None until that is known
    done: int = 0
    seconds: float = 0.0  # since the total was known

    @property
    def share(self) -> float:
        """Of the bytes, 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    @property
    def left_s(self) -> float | None:
        """Seconds that the rest takes at the rate so far; None where that can't be told yet."""
        return self.seconds * (1 - self.share) / self.share if self.share and self.total else None


@dataclass(frozen=True)
class Outcome:
    """What came of a run."""

    report: Mapping[str, Any] | None = None  # as of `quoted index --json`, with "problem_count"; None where it failed
    stopped: bool = False  # before it was done
    reason: str = ""  # of a failure, on one line


class IndexRun:
    """A run that has begun. For one event loop."""

    def __init__(self, process: Process, clock: Callable[[], float]) -> None:
        self._process = process
        self._clock = clock
        self._total: int | None = None
        self._done = 0
        self._since = 0.0
        self._report: Mapping[str, Any] | None = None
        self._stopping = False

    @property
    def reach(self) -> Reach:
        """How far it is."""
        seconds = self._clock() - self._since if self._total is not None else 0.0
        return Reach(self._total, self._done, seconds)

    def stop(self) -> None:
        """Have it end; what was applied is kept."""
        if self._stopping:
            return
        self._stopping = True
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGINT)
        asyncio.get_running_loop().call_later(PATIENCE_S, self._kill)

    async def ended(self) -> Outcome:
        """Hear how far it is until it ends, and what came of it. To be awaited once, from the start on."""
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        last_words = asyncio.create_task(_last_words(self._process.stderr))
        try:
            async for line in self._process.stdout:
                self._hear(line)
            code = await self._process.wait()
        except BaseException:
            self._kill()
            last_words.cancel()
            raise
        return self._outcome(code, await last_words)

    def _hear(self, line: bytes) -> None:
        """Take in a line of progress, or the report; anything else is none of ours."""
        try:
            told = json.loads(line)
        except ValueError:
            return
        if not isinstance(told, dict):
            return
        if "report" in told:
            self._report = told["report"]
        if "total" in told:
            self._total, self._since = int(told["total"]), self._clock()
        self._done = int(told.get("done", self._done))

    def _kill(self) -> None:
        with suppress(ProcessLookupError):  # it has ended
            self._process.kill()

    def _outcome(self, code: int, said: str) -> Outcome:
        if code in (_DONE, _SOME_FILES_FAILED) and self._report is not None:
            return Outcome(self._report)
        if code == _INTERRUPTED or self._stopping:
            return Outcome(stopped=True)
        if code < 0:
            return Outcome(reason=f"it was ended from outside ({signal.Signals(-code).name}): look at the memory")
        return Outcome(reason=said or f"it ended with {code}")


async def begin(command: Sequence[str], *, clock: Callable[[], float] = time.monotonic) -> IndexRun:
    """Begin a run: `command` is `quoted index --beside-bot`. Raises OSError where no process can be started."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=PIPE,  # never written to: when it ends, the process ends
        stdout=PIPE,
        stderr=PIPE,
        limit=LONGEST_LINE,
        start_new_session=True,  # Ctrl-C is for this process, which then ends that one
    )
    return IndexRun(process, clock)


async def _last_words(stream: asyncio.StreamReader) -> str:
    """The last line of an error that is for people, else the last line; "" for none."""
    kept = b""
    while block := await stream.read(1 << 16):
        kept = (kept + block)[-LAST_WORDS:]
    lines = [line.strip() for line in kept.decode("utf-8", "replace").splitlines() if line.strip()]
    told = [line.removeprefix("quoted: ") for line in lines if line.startswith("quoted: ")]
    return next(iter([*told[-1:], *lines[-1:]]), "")
