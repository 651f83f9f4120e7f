from dataclasses import replace
from pathlib import Path

import pytest

from bot.plots import write_plots
from retrieval.errors import QuotedError
from tests.retrieval.test_comparison import CASE

CASES = [replace(CASE, id=str(n), confidence=n / 20, sentence=n % 3 > 0) for n in range(20)]


def test_both_pictures_are_written(tmp_path: Path) -> None:
    written = write_plots(CASES, tmp_path / "new" / "folder")
    assert [path.name for path in written] == ["risk_coverage.png", "reliability.png"]
    for path in written:
        assert path.read_bytes().startswith(b"\x89PNG")
        assert path.stat().st_size > 5_000


def test_a_lone_question_can_be_drawn(tmp_path: Path) -> None:
    assert len(write_plots(CASES[:1], tmp_path)) == 2


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(QuotedError, match="can't be written"):
        write_plots(CASES, tmp_path / "file")
