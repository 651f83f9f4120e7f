"""Where the counts of a run are kept: results/<name>.json beside this file, with the machine and the commit."""

import argparse
import datetime
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.recorded import commit, load, machine

RESULTS = Path(__file__).parent / "results"


def bounded(parser: argparse.ArgumentParser) -> None:
    """Let a run be told to end early, with the counts that it has reached by then."""
    parser.add_argument(
        "--minutes", type=float, default=0.0, help="end after so long, with what was reached (0: never)"
    )


def time_is_up(given: argparse.Namespace) -> Callable[[], bool]:
    """Whether a run, begun now, is to end, by what it was told."""
    end = time.monotonic() + 60 * given.minutes if given.minutes else float("inf")
    return lambda: time.monotonic() > end


def keep(name: str, counts: dict[str, Any]) -> None:
    """Print the counts and write them down."""
    about = {"date": datetime.date.today().isoformat(), "commit": commit(), "machine": machine(), "load": load()}
    text = json.dumps(about | counts, indent=1)
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
