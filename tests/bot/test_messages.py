"""The bot's words: every one that is used exists, every one that exists is used."""

import ast
import datetime
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, Resource, VariableReference
from fluent.syntax.visitor import Visitor

import bot
from bot.errors import MessagesError
from bot.markup import MOST_UNITS, units
from bot.messages import FALLBACK, languages, load_messages

SPEAKERS = {"say", "words", "_say"}
"""Methods that take a message's key."""
SPEAKING = {"bot.messages", "bot.telegram.desk"}
"""Who imports one of these speaks."""
VALUES = {
    "articles": 3, "limit": 500, "number": 7, "total": 15, "shown": 1, "count": 2, "name": "AFP",
    "date": datetime.date(2022, 10, 31), "earliest": datetime.date(2022, 10, 31), "latest": datetime.date(2023, 1, 2),
}  # fmt: skip
"""A value for every name that messages may use."""


def keys_in_code() -> set[str]:
    return {key for file in Path(bot.__path__[0]).rglob("*.py") for key in _keys(ast.parse(file.read_text("utf-8")))}


def _keys(module: ast.Module) -> Iterator[str]:
    nodes = list(ast.walk(module))
    if not any(isinstance(node, ast.ImportFrom) and node.module in SPEAKING for node in nodes):
        return
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            for argument in node.args if name in SPEAKERS else ():
                choices = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
                yield from (c.value for c in choices if isinstance(c, ast.Constant) and isinstance(c.value, str))


def parsed(language: str) -> Resource:
    return FluentParser().parse((resources.files("config") / "messages" / f"{language}.ftl").read_text("utf-8"))


def keys_in(language: str) -> set[str]:
    return {entry.id.name for entry in parsed(language).body if isinstance(entry, Message)}


class Names(Visitor):
    """Collects the names of values that messages use."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - the library's name
        self.found.add(node.id.name)


def test_every_message_in_code_exists_and_every_message_is_used() -> None:
    assert keys_in_code() == keys_in(FALLBACK)


@pytest.mark.parametrize("language", languages())
def test_language_has_no_message_and_no_value_of_its_own(language: str) -> None:
    assert not [entry for entry in parsed(language).body if isinstance(entry, Junk)]
    assert keys_in(language) <= keys_in(FALLBACK)
    names = Names()
    names.visit(parsed(language))
    assert names.found <= VALUES.keys()


@pytest.mark.parametrize("language", languages())
def test_every_message_can_be_said_and_leaves_room_for_a_quote(language: str) -> None:
    messages = load_messages(language)
    for key in keys_in(FALLBACK):
        assert 0 < units(messages.say(key, VALUES)) < MOST_UNITS // 4


def test_button_alerts_fit_into_telegram_s_200_characters() -> None:
    messages = load_messages(FALLBACK)
    assert all(units(messages.say(key)) <= 200 for key in ("button-gone", "button-unreadable", "busy", "failed"))


def test_numbers_and_dates_are_written_as_the_language_does() -> None:
    messages = load_messages("en")
    assert messages.say("indexed", {"articles": 1}) == "I know one article."
    assert messages.say("indexed", {"articles": 12345}) == "I know 12,345 articles."
    assert messages.say("date", {"date": datetime.date(2022, 10, 31)}) == "October 31, 2022"


def test_missing_message_and_missing_value_are_errors() -> None:
    messages = load_messages("en")
    with pytest.raises(MessagesError, match="nonsense"):
        messages.say("nonsense")
    with pytest.raises(MessagesError, match="too-long"):
        messages.say("too-long")


def test_unknown_language_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(MessagesError, match=r"'xx'.*en"):
        load_messages("xx")
