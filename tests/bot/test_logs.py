"""Logs: one line an event, as text and as JSON; every event is named in the documents."""

import ast
import json
import logging
import re
from pathlib import Path

import pytest

from bot.logs import OWN
from tests.bot.conftest import Writing

ROOT = Path(__file__).parent.parent.parent


def test_text_line_has_time_level_event_and_fields(writing: Writing) -> None:
    stream = writing()
    logging.getLogger("bot.x").info("question answered", extra={"outcome": "not_found", "ms": 41})
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO question answered outcome=not_found ms=41\n", stream.getvalue()
    )


def test_value_that_could_be_taken_for_more_is_quoted(writing: Writing) -> None:
    stream = writing()
    extra = {"error": 'two\nlines and "a" quote', "empty": "", "forged": "x level=error"}
    logging.getLogger("bot.x").warning("answer waits", extra=extra)
    (line,) = stream.getvalue().splitlines()
    assert line.endswith(r'answer waits error="two\nlines and \"a\" quote" empty="" forged="x level=error"')


def test_json_line_is_one_object(writing: Writing) -> None:
    stream = writing("json")
    logging.getLogger("bot.x").error("post not stored", extra={"post": 3, "error": "no\nroom", "file": Path("a")})
    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)
    assert told.pop("time").endswith("Z")
    assert told == {
        "level": "error",
        "event": "post not stored",
        "logger": "bot.x",
        "post": 3,
        "error": "no\nroom",
        "file": "a",
    }


@pytest.mark.parametrize("format", ["text", "json"])
def test_exception_is_told_by_its_kind_and_its_places_and_not_by_its_message(writing: Writing, format: str) -> None:
    stream = writing(format)
    try:
        raise KeyError("what somebody asked")
    except KeyError as error:
        logging.getLogger("bot.x").error("update failed", exc_info=error)
    (line,) = stream.getvalue().splitlines()
    assert "KeyError" in line
    assert re.search(r"bot/test_logs\.py:\d+", line)
    assert "somebody" not in line


@pytest.mark.parametrize(
    ("level", "told"),
    [("debug", "abc"), ("info", "bc"), ("warning", "c"), ("error", "")],
)
def test_level_is_that_of_our_own_events(writing: Writing, level: str, told: str) -> None:
    stream = writing(level=level)
    log = logging.getLogger("retrieval.x")
    log.debug("a")
    log.info("b")
    log.warning("c")
    assert "".join(line[-1] for line in stream.getvalue().splitlines()) == told


def test_libraries_are_heard_from_warnings_on_even_where_they_are_made_loud(writing: Writing) -> None:
    stream = writing(level="debug")
    log = logging.getLogger("telegram.test")
    log.setLevel(logging.DEBUG)
    try:
        log.debug("the Bot API returned what somebody asked")
        log.warning("a library\nwarns")
        log.error("this can't be read: %s", "what somebody asked")
    finally:
        log.setLevel(logging.NOTSET)
    first, second = stream.getvalue().splitlines()
    assert first.endswith(r"WARNING a library logger=telegram.test")
    assert second.endswith("ERROR this can't be read: %s logger=telegram.test")


def events() -> dict[str, set[str]]:
    """The places of all log calls of our own, by the event's name; "" where it is no constant."""
    found: dict[str, set[str]] = {}
    for path in (path for package in OWN for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="_log"), attr=level), args=arguments):
                    words = arguments[1 if level == "log" else 0]
                    name = words.value if isinstance(words, ast.Constant) else ""
                    found.setdefault(str(name), set()).add(f"{path.name}:{node.lineno}")
    return found


def test_every_event_is_a_few_constant_words_and_stands_in_the_documents() -> None:
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = events()
    assert len(found) > 20
    strange = {name: places for name, places in found.items() if not re.fullmatch(r"[a-z]+( [a-z]+){0,3}", name)}
    assert strange == {}
    assert {name: places for name, places in found.items() if f"`{name}`" not in operations} == {}
