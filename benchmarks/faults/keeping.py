"""Where the counts of a run are kept: results/<name>.json beside this file, with the machine and the commit."""

import datetime
import json
from pathlib import Path
from typing import Any

from benchmarks.recorded import commit, load, machine

RESULTS = Path(__file__).parent / "results"


def keep(name: str, counts: dict[str, Any]) -> None:
    """Print the counts and write them down."""
    about = {"date": datetime.date.today().isoformat(), "commit": commit(), "machine": machine(), "load": load()}
    text = json.dumps(about | counts, indent=1)
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
