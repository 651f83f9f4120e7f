"""Two pictures of a run: what answering less would cost in wrong answers, and whether confidence means what it says.

Needs matplotlib, which is no part of the product: pip install 'quoted[plots]'.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.errors import QuotedError
from retrieval.evaluation import BINS, Case

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BLUE, GREY = "#1f5fa8", "#9aa4ad"


def write_plots(cases: Sequence[Case], folder: Path) -> list[Path]:
    """Write risk_coverage.png and reliability.png into the folder, made where need be. There is at least one case."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise QuotedError("--plots needs matplotlib; run: pip install 'quoted[plots]'") from None
    sure = np.array([case.confidence for case in cases])
    right = np.array([case.answerable and case.sentence for case in cases], dtype=np.float64)
    written = []
    for name, draw in (("risk_coverage", _risk_coverage), ("reliability", _reliability)):
        figure = Figure(figsize=(6.4, 4.8), dpi=150, layout="constrained")
        draw(figure, sure, right)
        path = folder / f"{name}.png"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            figure.savefig(path)
        except OSError as error:
            raise QuotedError(f"{path} can't be written: {error.strerror}; name another folder with --plots") from None
        written.append(path)
    return written


def _risk_coverage(figure: "Figure", sure: np.ndarray, right: np.ndarray) -> None:
    """The share of wrong answers when only the surest ones are given."""
    order = np.argsort(-sure, kind="stable")
    given = np.arange(1, len(order) + 1)
    axes = figure.add_subplot()
    axes.plot(given / len(order), np.cumsum(1 - right[order]) / given, color=BLUE)
    axes.set(
        xlabel="share of questions answered, the surest first",
        ylabel="share of wrong answers among them",
        title=f"Risk and coverage, {len(order)} questions",
        xlim=(0, 1),
        ylim=(0, None),
    )
    axes.grid(color=GREY, alpha=0.3)


def _reliability(figure: "Figure", sure: np.ndarray, right: np.ndarray) -> None:
    """How often answers are right, by how sure they were."""
    bins = np.minimum(BINS - 1, (sure * BINS).astype(int))
    counts = np.bincount(bins, minlength=BINS)
    some = counts > 0
    mean = np.bincount(bins, weights=right, minlength=BINS)[some] / counts[some]
    places = (np.arange(BINS)[some] + 0.5) / BINS
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color=GREY, linestyle="--", label="as sure as right")
    axes.bar(places, mean, width=0.9 / BINS, color=BLUE, alpha=0.8, label="answers")
    for place, height, count in zip(places, mean, counts[some], strict=True):
        axes.annotate(str(count), (place, height), ha="center", va="bottom", fontsize=8)
    axes.set(xlabel="confidence", ylabel="share of right answers", title="Reliability", xlim=(0, 1), ylim=(0, 1.08))
    axes.legend(loc="upper left", frameon=False)
