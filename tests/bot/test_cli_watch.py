"""`quoted watch`, alone and beside a bot, in processes of their own."""

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder
from tests.bot.test_watching import until
from tests.conftest import SEEDS
from tests.person import PersonByHttp
from tests.retrieval.reading.site import serving
from tests.retrieval.reading.test_feeds import STORY
from tests.retrieval.test_adding import entry, rss

QUOTED = [sys.executable, "-m", "bot.cli"]


@pytest.fixture
def place(seed_data: Path, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with copies of the seeds and their library."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    shutil.copytree(seed_data, tmp_path / "data", ignore=shutil.ignore_patterns("encoders", "bot.db*"))
    (tmp_path / "data" / "encoders").symlink_to(request.config.cache.mkdir("encoders"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def passages(place: Path, encoder: Encoder, article: str) -> list[str]:
    data = place / "data"
    with closing(open_library(data, fingerprint=encoder.fingerprint, dimension=encoder.dimension)) as library:
        return [passage.text for passage in library.paragraphs(article, 1, 9)]


def write(file: Path, words: str) -> None:
    file.write_text(f"# The lighthouse of Zarvik\n\n{words}\n", encoding="utf-8")


def test_it_follows_the_seeds_says_what_it_did_and_stops_cleanly(place: Path, encoder: Encoder) -> None:
    with subprocess.Popen([*QUOTED, "watch"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "watching seeds\n"
        write(place / "seeds" / "zarvik.md", "It was built in 1871.")
        (place / "seeds" / "photo.jpg").write_bytes(b"\xff\xd8")
        until(lambda: passages(place, encoder, "zarvik") == ["It was built in 1871."])
        (place / "seeds" / "zarvik.md").unlink()
        until(lambda: passages(place, encoder, "zarvik") == [])
        process.send_signal(signal.SIGTERM)
        errors = process.communicate(timeout=20)[1]
    assert process.returncode == 0
    assert "not used: photo.jpg: unknown format" in errors
    assert "1 files read, 0 gone: 1 passages added, 0 removed" in errors
    assert errors.endswith("stopped watching\n")


def test_what_is_new_in_a_feed_comes_into_the_library_by_itself(place: Path, encoder: Encoder) -> None:
    with serving() as site:
        site.pages["/feed"] = rss(entry("", "Ninety steps", STORY))
        settings = {
            "QUOTED_FEEDS_URLS": f'["http://127.0.0.1:{site.port}/feed"]',
            "QUOTED_READING_ALLOW_HOSTS": f'["127.0.0.1:{site.port}"]',
        }
        with subprocess.Popen(
            [*QUOTED, "watch"], stderr=subprocess.PIPE, text=True, env=os.environ | settings
        ) as process:
            folder = place / "seeds" / "feeds" / "127-0-0-1"
            until(lambda: bool(list(folder.glob("*.jsonl"))), timeout_s=30)
            (file,) = folder.glob("*.jsonl")
            article = f"web-{file.stem[-12:]}"
            until(lambda: passages(place, encoder, article) == [STORY], timeout_s=30)
            process.send_signal(signal.SIGTERM)
            errors = process.communicate(timeout=20)[1]
    assert (process.returncode, site.paths) == (0, ["/feed"])
    assert "1 new article" in errors


def test_a_run_that_is_refused_is_a_line_and_ends_nothing(place: Path, encoder: Encoder) -> None:
    writer = open_library(place / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True)
    with closing(writer), subprocess.Popen([*QUOTED, "watch"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines = [process.stderr.readline() for _ in range(2)]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert "another quoted index is running" in lines[1]
    assert process.returncode == 0


def test_a_missing_folder_is_an_error_of_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = subprocess.run([*QUOTED, "watch"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL], ids=["SIGTERM", "SIGKILL"])
def test_a_bot_that_watches_answers_from_a_new_article_and_leaves_no_process(place: Path, end: signal.Signals) -> None:
    environment = os.environ | {
        "QUOTED_LIBRARY_WATCH": "true",
        "QUOTED_PLAYGROUND_PORT": "0",
        "QUOTED_LOAD_PER_CHAT_S": "0",
    }
    with subprocess.Popen(
        [*QUOTED, "serve", "--playground"], stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stderr is not None
        found = None
        while found is None:
            found = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
        person = PersonByHttp(found.group())
        (child,) = psutil.Process(process.pid).children()
        write(place / "seeds" / "zarvik.md", "The lighthouse of Zarvik was built in 1871 by Ilo Marren.")

        def answered() -> bool:
            message = person.reply_to(person.say("Who built the lighthouse of Zarvik?"))
            return "Ilo Marren" in str(message["text"])

        until(answered)
        process.send_signal(end)
        process.communicate(timeout=30)
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
