"""`quoted index` as an operator sees it: what it would do, what it did, and what Ctrl-C leaves."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import app
from retrieval.errors import GpuError

INTERRUPTED = 130


@pytest.fixture(autouse=True)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: object) -> Path:
    """A folder with two articles and the compiled encoder."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "encoders").symlink_to(request.config.cache.mkdir("encoders"))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "rain.md").write_text("# Rain\n\nIt rained in Sochi all day.\n", encoding="utf-8")
    (tmp_path / "seeds" / "snow.md").write_text("# Snow\n\nSnow fell in Brussels all night.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def index(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["index", *arguments])


def everything(folder: Path) -> dict[str, int]:
    return {
        str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.suffix not in (".db-shm", ".db-wal")
    }


def test_a_dry_run_of_a_first_run_makes_nothing(place: Path) -> None:
    done = index("--dry-run", "--data", "nowhere")
    assert done.exit_code == 0
    assert "new      rain.md" in done.stdout
    assert "Would read 2 of 2 files, 2 articles, and embed 2 texts" in done.stdout
    assert not (place / "nowhere").exists()


def test_a_dry_run_names_what_would_change_and_writes_nothing(place: Path) -> None:
    assert index().exit_code == 0
    seeds = place / "seeds"
    (seeds / "rain.md").rename(seeds / "drizzle.md")
    (seeds / "snow.md").unlink()
    (seeds / "wind.md").write_text("# Wind\n\nThe wind turned at noon.\n", encoding="utf-8")
    (seeds / "photo.jpg").write_bytes(b"\xff\xd8")
    before = everything(place / "data")
    done = index("--dry-run", "--json")
    record = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (record["new"], record["changed"], record["gone"]) == (["wind.md"], [], ["snow.md"])
    assert record["moved"] == [{"before": "rain.md", "name": "drizzle.md"}]
    assert (record["articles"], record["texts"]) == (2, 1)
    assert [problem["file"] for problem in record["problems"]] == ["photo.jpg"]
    assert everything(place / "data") == before
    report = json.loads(index("--json").stdout)
    assert (report["new"], report["moved"], report["left"], report["embedded"]) == (1, 1, 2, 1)
    assert report["device"] == "CPU"


def test_a_dry_run_under_another_encoder_says_that_all_is_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert index().exit_code == 0
    monkeypatch.setenv("QUOTED_ENCODER_PRECISION", "fp32")
    done = index("--dry-run")
    assert "another encoder" in done.stderr
    assert "embed 2 texts" in done.stdout


def test_a_device_that_is_asked_for_and_not_there_ends_the_run_before_it_begins(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    monkeypatch.setenv("QUOTED_ENCODER_DEVICE", "cuda")
    with pytest.raises(GpuError, match="there is no CUDA device here"):
        CliRunner().invoke(app, ["index"], catch_exceptions=False)
    assert not (place / "data" / "library.db").exists()


def test_the_summary_counts_files_and_passages(place: Path) -> None:
    (place / "seeds" / "broken.txt").write_bytes(b"\x00" * 9)
    done = index()
    assert done.exit_code == 1
    assert "3 files: 2 new, 0 changed, 0 moved, 0 gone; passages: 2 added, 0 removed, 2 texts embedded" in done.stdout
    assert "2 texts embedded (CPU)" in done.stdout
    assert "not used: broken.txt: " in done.stderr


def test_thorough_finds_what_hides_behind_a_stamp(place: Path) -> None:
    """Such as a file that was damaged beneath the file system: here the library's hash is made to differ."""
    time.sleep(2.1)  # or no stamp would be noted
    assert index().exit_code == 0
    with sqlite3.connect(place / "data" / "library.db") as connection:
        connection.execute("UPDATE files SET sha256 = 'of other bytes' WHERE path = 'rain.md'")
    assert json.loads(index("--json").stdout)["changed"] == 0
    assert json.loads(index("--json", "--thorough").stdout)["changed"] == 1


def test_ctrl_c_is_one_line_and_the_next_run_goes_on(place: Path) -> None:
    words = "rain snow wind hail sleet fog sun frost thunder breeze".split()
    for number in range(40):
        text = "\n\n".join(" ".join(f"{word} {number} {part}" for word in words * 3) for part in range(40))
        (place / "seeds" / f"long-{number:02}.md").write_text(f"# Long {number}\n\n{text}\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot.cli", "index", "--json"]
    environment = os.environ | {"QUOTED_ENCODER_THREADS": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        while not (place / "data" / "library.db").exists():
            time.sleep(0.01)
        time.sleep(1.0)  # it embeds by now, and has work for much longer
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=20)
    assert process.returncode == INTERRUPTED
    assert (out, errors.count("\n")) == ("", 1)
    assert "stopped; what was applied is kept" in errors
    for path in (place / "seeds").glob("long-*"):
        path.unlink()
    assert json.loads(index("--json").stdout)["passages"] == 2
