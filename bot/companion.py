"""A process beside this one: started again when it ends, and ended when this one ends, however that happens."""

import subprocess
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

AGAIN_S = 60.0
PATIENCE_S = 15.0
"""For a process to end by itself before it is killed."""


class Companion:
    """The process of a command that ends when its standard input does, as it does when this process is killed."""

    def __init__(self, command: Sequence[str], *, say: Callable[[str], None], again_s: float = AGAIN_S) -> None:
        self._command = command
        self._say = say
        self._again_s = again_s
        self._leaving = threading.Event()
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._minder = threading.Thread(target=self._mind, name="companion", daemon=True)

    def __enter__(self) -> Self:
        self._start()
        self._minder.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._starting:
            self._leaving.set()
            process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
        self._minder.join()

    def _start(self) -> None:
        with self._starting:
            if not self._leaving.is_set():
                # In a session of its own: Ctrl-C reaches this process alone, which then ends that one.
                self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, start_new_session=True)

    def _mind(self) -> None:
        while (process := self._process) is not None:
            code = process.wait()
            if self._leaving.is_set():
                return
            self._say(f"{' '.join(self._command)} ended with {code}; it is started again in {self._again_s:.0f} s")
            if not self._start_again():
                return

    def _start_again(self) -> bool:
        """Start it after a while, however often the system has no room for it; False where this one leaves."""
        while not self._leaving.wait(self._again_s):
            try:
                self._start()
            except OSError as error:
                reason = error.strerror or error
                self._say(
                    f"{' '.join(self._command)} can't be started: {reason}; trying again in {self._again_s:.0f} s"
                )
            else:
                return True
        return False
