"""Draw the bot's memory over a soak, from results/soak.json as benchmarks/chat_load.py writes it.

    python -m benchmarks.plot_soak [--out docs/soak.png]

Prints the memory at the start, after five minutes and at the end, and how much an hour would add by a line through what
comes after those five minutes: what is warm by then should grow no more.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from benchmarks.recorded import RESULTS

WARM = 5
"""Minutes after which models, caches and thread pools have what they will ever need."""


def growth_an_hour(memory: list[float]) -> float:
    """MiB an hour after the first minutes, by least squares."""
    minutes = np.arange(len(memory))[WARM:]
    return float(np.polyfit(minutes, memory[WARM:], 1)[0] * 60)


def main() -> None:
    """Print and draw."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=RESULTS.parent.parent / "docs" / "soak.png")
    args = parser.parse_args()
    found = json.loads((RESULTS / "soak.json").read_text(encoding="utf-8"))
    memory = found["resident_mib"]
    print(f"start {memory[0]:.0f} MiB, after {WARM} minutes {memory[WARM]:.0f}, at the end {memory[-1]:.0f}")
    print(f"{growth_an_hour(memory):+.1f} MiB an hour after {WARM} minutes; {found['questions']} questions")
    figure, axes = pyplot.subplots(figsize=(8, 3))
    axes.plot(memory, color="#2a6f97")
    axes.set_ylim(0, max(memory) * 1.15)
    axes.set_xlim(0, len(memory) - 1)
    axes.set_xlabel("minutes")
    axes.set_ylabel("resident memory, MiB")
    axes.grid(alpha=0.3)
    axes.set_title(f"{found['questions']:,} questions in {found['chats']} chats", fontsize=10)
    figure.tight_layout()
    figure.savefig(args.out, dpi=110)


if __name__ == "__main__":
    main()
