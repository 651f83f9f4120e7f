"""The whole product, while articles change: what people are told without asking."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.encoder import Encoder
from tests.conftest import index_folder
from tests.person import PersonByHttp

QUESTION = "How many nests has the stork colony of Rust?"
BEFORE = "The stork colony of Rust counted 41 nests in May 2019, said Ilse Gruber of the town."
AFTER = "The stork colony of Rust counted 41 nests in May 2019, said Elsa Gruber of the town."
NEWS = "In May 2020 the stork colony of Rust had 47 nests, more than ever before."


class Newsroom:
    """Articles, and who brings the library in line with them."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.data = folder / "data"
        self._seeds = folder / "seeds"
        self._encoder = encoder
        self._seeds.mkdir()

    def publish(self, name: str, text: str) -> None:
        """Write an article and index."""
        record = {"id": name, "title": f"Storks {name}", "published": "2020-06-01", "paragraphs": [text]}
        (self._seeds / f"{name}.jsonl").write_text(json.dumps(record), encoding="utf-8")
        index_folder(self._seeds, self.data, self._encoder)


@pytest.fixture
def newsroom(tmp_path: Path, encoder: Encoder) -> Newsroom:
    made = Newsroom(tmp_path, encoder)
    made.publish("old", BEFORE)
    return made


@pytest.fixture
def person(newsroom: Newsroom, request: pytest.FixtureRequest) -> Iterator[PersonByHttp]:
    """Somebody at the playground of that library."""
    (newsroom.data / "encoders").symlink_to(request.config.cache.mkdir("encoders"))
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QUOTED_")}
    environment |= {"QUOTED_PLAYGROUND_PORT": "0", "QUOTED_LOAD_PER_CHAT_S": "0", "QUOTED_LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "bot.cli", "serve", "--playground", "--data", str(newsroom.data)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
    try:
        assert found, process.stderr.read()
        yield PersonByHttp(found.group())
    finally:
        process.send_signal(signal.SIGTERM)
        errors = process.communicate(timeout=30)[1]
    assert errors == ""


def test_people_hear_of_corrections_and_of_what_they_follow(person: PersonByHttp, newsroom: Newsroom) -> None:
    answer = person.reply_to(person.say(QUESTION))
    assert BEFORE in answer["text"]
    person.press(answer, "Tell me when something new answers this")
    person.until(lambda message: "Stop telling me" in str(message.get("reply_markup")))
    newsroom.publish("old", AFTER)
    told = person.reply_to(answer)
    assert "The source changed this passage" in told["text"]
    assert BEFORE in told["text"]
    assert AFTER in told["text"]
    newsroom.publish("new", NEWS)
    news = person.until(lambda message: message["text"].startswith("Something new on"))
    assert QUESTION in news["text"]
    assert "47 nests" in news["text"]
    person.press(news, "Stop telling me")
    assert "You follow no question" in person.reply_to(person.say("/topics"))["text"]
