"""A command that a bot runs beside itself: it gives way to the bot, and ends when the bot does."""

import os
import signal
import threading

NICE = 10
STANDARD_INPUT = 0


def give_way() -> None:
    """Take a low priority, and interrupt this process in an orderly way when its standard input or SIGTERM ends it."""
    os.nice(NICE)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    threading.Thread(target=_end_with_input, daemon=True).start()


def _end_with_input() -> None:
    """Stop when whoever started this has ended, however that happened."""
    # Not by sys.stdin: a thread that holds its lock when Python ends aborts the process.
    while os.read(STANDARD_INPUT, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
