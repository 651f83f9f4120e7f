"""Draw the bot's memory over two soaks, as benchmarks/chat_load.py wrote them into results/.

    python -m benchmarks.plot_soak [--out docs/soak.png]

`soak.json` is of questions none of which was asked before, `soak-again.json` of a few hundred in turn. Prints the
memory at the start, after ten minutes and at the end, and how much an hour would add by a line through what comes after
those ten minutes. What new questions add is caches of texts, which have limits; what the same questions add would be a
leak.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from benchmarks.recorded import RESULTS

WARM = 10
"""Minutes after which the same questions have filled all that they can fill."""
SOAKS = {"soak": "new questions", "soak-again": "300 questions in turn"}


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
    figure, axes = pyplot.subplots(figsize=(8, 3))
    most = 0.0
    for (name, label), color in zip(SOAKS.items(), ("#2a6f97", "#bc6c25"), strict=True):
        found = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
        memory = found["resident_mib"]
        print(
            f"{name}: start {memory[0]:.0f} MiB, after {WARM} minutes {memory[WARM]:.0f}, at the end {memory[-1]:.0f};"
        )
        print(f"  {growth_an_hour(memory):+.1f} MiB an hour after {WARM} minutes; {found['questions']} questions")
        axes.plot(memory, color=color, label=f"{label}, {found['questions']:,} in {found['chats']} chats")
        most = max(most, *memory)
    axes.set_ylim(0, most * 1.15)
    axes.set_xlim(left=0)
    axes.set_xlabel("minutes")
    axes.set_ylabel("resident memory, MiB")
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right", frameon=False)
    figure.tight_layout()
    figure.savefig(args.out, dpi=110)


if __name__ == "__main__":
    main()
