"""The process in which documents are parsed: `python -m retrieval.reading.confined`, started by sandbox.py.

It takes documents on its standard input and gives drafts on its standard output, both as sandbox.py frames them. It
may not write files, gets a limited memory, and for each document a limited time of computing. It ends at once when its
input does: so it does not outlive whoever started it, however that one ended.
"""

import contextlib
import json
import os
import queue
import resource
import sys
import threading
import time
from typing import BinaryIO

from retrieval.reading.documents import FETCHED
from retrieval.reading.frames import OUT_OF_MEMORY, Request, encode_reply, read_request, write_frame
from retrieval.reading.limits import Limits

_FILE_BYTES = 1_000_000
"""What the process may write into a file; pipes do not count."""


def main() -> None:
    """Answer requests until the input ends."""
    limits = Limits(**json.loads(sys.argv[1]))
    _confine(limits)
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not fall among the replies
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    while True:
        request = requests.get()
        _allow(limits.seconds)
        try:
            write_frame(replies, answer(request, limits))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


def answer(request: Request, limits: Limits) -> bytes:
    """The reply to a request: drafts or a reason. Raises MemoryError; what is then left of the process is of no use."""
    try:
        drafts = FETCHED[request.suffix](request.data, limits)
    except MemoryError:
        raise
    except RecursionError:
        return encode_reply("nested too deeply")
    except ValueError as error:
        return encode_reply(_line(str(error)) or "damaged")
    except Exception as error:  # this process's door: hostile bytes make a parser raise whatever it likes
        return encode_reply(f"damaged ({type(error).__name__}{_line(f': {error}') if str(error) else ''})")
    return encode_reply(drafts)


def _receive(source: BinaryIO, requests: "queue.SimpleQueue[Request]") -> None:
    """Queue what comes in; end the process with the input, also while it is parsing."""
    try:
        while (request := read_request(source)) is not None:
            requests.put(request)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    os._exit(0)


def _confine(limits: Limits) -> None:
    """Limit what the process may take. A system that does not know a limit (macOS: of addresses) goes without it."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _allow(seconds: int) -> None:
    """So many more seconds of computing; the system ends the process that takes more."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds + 1, hard))


def _line(text: str) -> str:
    """A library's message as part of a line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:200]).split())


if __name__ == "__main__":
    main()
