"""Draw and tabulate results/growth.json: what grows how with the passages of a library.

    python -m benchmarks.plot_growth [--out docs/growth.png]

Prints a Markdown table with the exponent that fits each row: 0 stays as it is, 1 grows with the passages.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.recorded import RESULTS

Figures = dict[str, Any]
ROWS: tuple[tuple[str, str, Callable[[Figures], float]], ...] = (
    ("dense search, p50", "ms", lambda f: f["dense"]["worked_p50_ms"]),
    ("dense search, p99", "ms", lambda f: f["dense"]["worked_p99_ms"]),
    ("lexical search, p50", "ms", lambda f: f["lexical"]["worked_p50_ms"]),
    ("lexical search, p99", "ms", lambda f: f["lexical"]["worked_p99_ms"]),
    ("question, reader off, p50", "ms", lambda f: f["question"]["worked_p50_ms"]),
    ("question, reader off, p99", "ms", lambda f: f["question"]["worked_p99_ms"]),
    ("question, read, p50", "ms", lambda f: f["question_read"]["worked_p50_ms"]),
    ("question, read, p99", "ms", lambda f: f["question_read"]["worked_p99_ms"]),
    ("opening, first answer included", "s", lambda f: f["opened_s"]),
    ("ten articles added, until found", "s", lambda f: f["ten_articles"]["until_found_s"]),
    ("building the indexes anew", "s", lambda f: f["publish_cpu_s"]),
    ("resident memory", "MiB", lambda f: f["resident_mib"]["VmRSS"]),
    ("of it not mapped from files", "MiB", lambda f: f["resident_mib"]["RssAnon"]),
    ("database", "MiB", lambda f: f["disk_mib"]["database"]),
    ("dense index", "MiB", lambda f: f["disk_mib"]["dense"]),
    ("full-text index", "MiB", lambda f: f["disk_mib"]["lexical"]),
)
DRAWN = {
    "ms of one core": ("dense search, p50", "lexical search, p50", "question, reader off, p50", "question, read, p50"),
    "s": ("ten articles added, until found", "building the indexes anew", "opening, first answer included"),
    "MiB": ("resident memory", "database", "dense index", "full-text index"),
}


def exponent(sizes: list[int], values: list[float]) -> float:
    """Of the power of the size that fits the values best."""
    return float(np.polyfit(np.log(sizes), np.log(np.maximum(values, 1e-6)), 1)[0])


def main() -> None:
    """Print and draw."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=RESULTS.parent.parent / "docs" / "growth.png")
    args = parser.parse_args()
    grown = json.loads((RESULTS / "growth.json").read_text(encoding="utf-8"))["figures"]
    sizes = [figures["passages"] for figures in grown]
    values = {name: [read(figures) for figures in grown] for name, _, read in ROWS}
    print(f"| | {' | '.join(f'{size:,}' for size in sizes)} | grows with |\n|---|{'---|' * (len(sizes) + 1)}")
    for name, unit, _ in ROWS:
        shown = " | ".join(f"{value:.3g} {unit}" for value in values[name])
        print(f"| {name} | {shown} | n^{exponent(sizes, values[name]):.2f} |")
    figure, axes = pyplot.subplots(1, len(DRAWN), figsize=(13, 4))
    for axis, (unit, names) in zip(axes, DRAWN.items(), strict=True):
        for name in names:
            axis.loglog(sizes, values[name], marker="o", label=f"{name} (n^{exponent(sizes, values[name]):.2f})")
        axis.set_xlabel("passages")
        axis.set_ylabel(unit)
        axis.grid(True, which="major", alpha=0.3)
        axis.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(args.out, dpi=110)


if __name__ == "__main__":
    main()
