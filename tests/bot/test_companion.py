"""A process beside another one, for real."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from bot.companion import Companion
from tests.bot.test_watching import until

NOTE = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n')"
WAITS = f"{NOTE}; sys.stdin.read()"
OWNER = "import sys, time; from bot.companion import Companion\nwith Companion(sys.argv[1:], say=print): time.sleep(60)"


def pids(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def test_it_ends_in_order_when_the_block_does(tmp_path: Path) -> None:
    said: list[str] = []
    with Companion([sys.executable, "-c", WAITS, str(tmp_path / "pids")], say=said.append):
        until(lambda: len(pids(tmp_path / "pids")) == 1)
        assert psutil.pid_exists(pids(tmp_path / "pids")[0])
    assert not psutil.pid_exists(pids(tmp_path / "pids")[0])
    assert said == []


def test_it_is_started_again_when_it_ends(tmp_path: Path) -> None:
    said: list[str] = []
    with Companion([sys.executable, "-c", WAITS, str(tmp_path / "pids")], say=said.append, again_s=0.1):
        until(lambda: len(pids(tmp_path / "pids")) == 1)
        os.kill(pids(tmp_path / "pids")[0], signal.SIGKILL)
        until(lambda: len(pids(tmp_path / "pids")) == 2)
    assert len(said) == 1
    assert "ended with -9" in said[0]


def test_it_is_started_when_the_system_has_room_for_it_again(tmp_path: Path) -> None:
    said: list[str] = []
    program = tmp_path / "program"
    program.write_text(f"#!{sys.executable}\n{WAITS}\n")
    program.chmod(0o755)
    with Companion([str(program), str(tmp_path / "pids")], say=said.append, again_s=0.1):
        until(lambda: len(pids(tmp_path / "pids")) == 1)
        away = program.rename(tmp_path / "away")
        os.kill(pids(tmp_path / "pids")[0], signal.SIGKILL)
        until(lambda: len(said) > 2)
        away.rename(program)
        until(lambda: len(pids(tmp_path / "pids")) == 2)
    assert "can't be started: No such file or directory" in said[1]


def test_leaving_while_it_is_to_be_started_again_does_not_wait(tmp_path: Path) -> None:
    began = time.monotonic()
    with Companion([sys.executable, "-c", NOTE, str(tmp_path / "pids")], say=lambda _: None, again_s=60):
        until(lambda: len(pids(tmp_path / "pids")) == 1)
        time.sleep(0.3)
    assert time.monotonic() - began < 10
    assert len(pids(tmp_path / "pids")) == 1


def test_it_ends_when_its_owner_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWNER, sys.executable, "-c", WAITS, str(tmp_path / "pids")]
    with subprocess.Popen(command) as owner:
        until(lambda: len(pids(tmp_path / "pids")) == 1)
        owner.kill()
    (pid,) = pids(tmp_path / "pids")
    until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
