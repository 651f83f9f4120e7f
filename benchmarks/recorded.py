"""What a benchmark found, kept with the machine and the commit that it was found on."""

import datetime
import json
import os
import platform
import shutil
import subprocess
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def machine() -> str:
    """This machine in a line."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def commit() -> str:
    """The commit of this checkout; "" where there is none, or no git."""
    if not shutil.which("git"):
        return ""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=RESULTS.parent, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def load() -> float:
    """How many processes ran here on average in the last minute: above the number of cores they hindered each other."""
    return round(os.getloadavg()[0], 1)


def record(name: str, figures: Any) -> Path:
    """Write the figures to results/NAME.json, and give the file."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{name}.json"
    about = {"machine": machine(), "commit": commit(), "day": datetime.date.today().isoformat(), "load": load()}
    file.write_text(json.dumps(about | {"figures": figures}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file
