"""The process that parses documents: one for many, replaced when one breaks it, gone when its user is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from retrieval.reading.limits import Limits
from retrieval.reading.sandbox import Sandbox
from tests.retrieval.reading.documents import book, column, pdf, word

DOCUMENT = word(paragraphs=[("Normal", "The bridge was closed.")])


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "retrieval.reading.confined" in child.cmdline()]


def eventually(holds: Callable[[], bool], *, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_one_process_reads_many_documents_and_ends_with_the_sandbox() -> None:
    with Sandbox() as sandbox:
        assert children() == []
        assert sandbox.parse(DOCUMENT, ".docx").articles[0].paragraphs == ("The bridge was closed.",)
        (process,) = children()
        assert sandbox.parse(pdf([column("It is old.")]), ".pdf").articles[0].pages == (1,)
        with pytest.raises(ValueError, match="damaged"):
            sandbox.parse(b"no archive", ".epub")
        assert sandbox.parse(DOCUMENT, ".docx").articles
        assert children() == [process]
    assert children() == []


def test_a_process_that_was_killed_is_replaced_and_the_document_read() -> None:
    with Sandbox() as sandbox:
        sandbox.parse(DOCUMENT, ".docx")
        (process,) = children()
        process.kill()
        assert sandbox.parse(DOCUMENT, ".docx").articles
        assert children() != [process]


def test_a_document_that_takes_too_long_is_named_and_the_next_one_read() -> None:
    slow = pdf([column(*("Words that take time." for _ in range(50))) for _ in range(400)])
    with Sandbox(Limits(seconds=1)) as sandbox:
        with pytest.raises(ValueError, match=r"^takes longer than 1 s to read; split it$"):
            sandbox.parse(slow, ".pdf")
        assert sandbox.parse(DOCUMENT, ".docx").articles


def test_a_process_that_hangs_without_computing_is_ended_by_the_clock() -> None:
    with Sandbox(Limits(seconds=1)) as sandbox:
        sandbox.parse(DOCUMENT, ".docx")
        (process,) = children()
        process.suspend()
        with pytest.raises(ValueError, match="takes longer than 1 s"):
            sandbox.parse(DOCUMENT, ".docx")
        assert not process.is_running()


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit a process's addresses")
def test_a_document_that_takes_too_much_memory_is_named_and_the_next_one_read() -> None:
    large = book({"rain.xhtml": "rain " * 35_000_000})
    with Sandbox(Limits(memory_bytes=400_000_000)) as sandbox:
        sandbox.parse(DOCUMENT, ".docx")
        with pytest.raises(ValueError, match=r"^takes more than 0.4 GB of memory to read; split it$"):
            sandbox.parse(large, ".epub")
        assert sandbox.parse(DOCUMENT, ".docx").articles


def test_the_process_sees_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTED_TELEGRAM_TOKEN", "1:secret")
    with Sandbox() as sandbox:
        sandbox.parse(DOCUMENT, ".docx")
        (process,) = children()
        assert not [name for name in process.environ() if name.startswith("QUOTED_")]


def test_whoever_is_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    document = tmp_path / "slow.pdf"
    document.write_bytes(pdf([column(*("Words that take time." for _ in range(50))) for _ in range(3000)]))
    code = (
        "import sys; from retrieval.reading.sandbox import Sandbox; "
        "Sandbox().parse(open(sys.argv[1], 'rb').read(), '.pdf')"
    )
    owner = subprocess.Popen([sys.executable, "-c", code, str(document)])
    try:
        assert eventually(lambda: bool(psutil.Process(owner.pid).children()), seconds=20)
        (process,) = psutil.Process(owner.pid).children()
        assert eventually(lambda: process.cpu_times().user > 1, seconds=30)  # busy, not waiting for input
    finally:
        os.kill(owner.pid, signal.SIGKILL)
        owner.wait()
    assert eventually(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)
