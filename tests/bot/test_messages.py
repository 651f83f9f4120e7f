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
from bot.messages import FALLBACK, languages, load_messages, load_translations

SPEAKERS = {"say", "render_words", "make", "_remark", "_hear"}
"""Functions and methods that take a message's key."""
SPEAKING = {"bot.messages", "bot.telegram.desk"}
"""Who imports one of these speaks."""
VALUES = {
    "days": 3, "minutes": 30, "topic": "Queen Denmark", "seconds": 3, "words": "Queen, Denmark",
    "articles": 3, "limit": 500, "number": 7, "total": 15, "shown": 1, "count": 2, "name": "AFP",
    "claimed": "7,000", "stands": "6,500", "before": 4, "now": 9, "fewest": 4,
    "period": "October 2022", "names": "AFP, BBC",
    "passages": 70, "questions": 20, "rate": 2.5, "share": 0.25, "half": 0.1, "most": 400, "helpful": 4, "unhelpful": 1,
    "files": 9, "new": 3, "changed": 2, "moved": 1, "gone": 5, "added": 30, "removed": 6,
    "file": "data/gaps.jsonl", "reason": "No space left on device",
    "date": datetime.date(2022, 10, 31), "earliest": datetime.date(2022, 10, 31), "latest": datetime.date(2023, 1, 2),
}  # fmt: skip
"""A value for every name that messages may use."""
ALONE = {
    *("privacy", "privacy-follow-up", "privacy-answers", "privacy-topics", "privacy-shared"),
    *("help", "help-operators"),
}
"""Messages that never stand beside a quote."""


def keys_in_code() -> set[str]:
    return {key for file in Path(bot.__path__[0]).rglob("*.py") for key in _keys(ast.parse(file.read_text("utf-8")))}


def _keys(module: ast.Module) -> Iterator[str]:
    nodes = list(ast.walk(module))
    if not any(isinstance(node, ast.ImportFrom) and node.module in SPEAKING for node in nodes):
        return
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            for argument in given if name in SPEAKERS else ():
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


def values_of(language: str) -> dict[str, set[str]]:
    """The names of the values that each message of a language uses."""
    found = {}
    for entry in parsed(language).body:
        if isinstance(entry, Message):
            names = Names()
            names.visit(entry)
            found[entry.id.name] = names.found
    return found


def test_interface_speaks_six_languages() -> None:
    assert languages() == ["de", "en", "es", "fr", "ru", "tr"]


@pytest.mark.parametrize("language", languages())
def test_language_has_every_message_with_the_same_values(language: str) -> None:
    assert not [entry for entry in parsed(language).body if isinstance(entry, Junk)]
    assert values_of(language) == values_of(FALLBACK)
    assert set().union(*values_of(language).values()) <= VALUES.keys()


@pytest.mark.parametrize("language", sorted(set(languages()) - {FALLBACK}))
def test_translation_is_no_copy(language: str) -> None:
    messages, english = load_messages(language), load_messages(FALLBACK)
    same = {key for key in keys_in(FALLBACK) if messages.say(key, VALUES) == english.say(key, VALUES)}
    assert same <= {"outlet", "date", "gloss"}


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("en", {1: "one article", 2: "2 articles"}),
        ("de", {1: "einen Artikel", 2: "2 Artikel"}),
        ("es", {1: "un artículo", 2: "2 artículos"}),
        ("fr", {0: "0 article.", 1: "1 article.", 2: "2 articles"}),
        ("ru", {1: "1 статью", 2: "2 статьи", 5: "5 статей", 11: "11 статей", 21: "21 статью", 104: "104 статьи"}),
        ("tr", {1: "1 yazı", 2: "2 yazı"}),
    ],
)
def test_plurals_are_those_of_the_language(language: str, counts: dict[int, str]) -> None:
    messages = load_messages(language)
    for count, words in counts.items():
        assert words in messages.say("indexed", {"articles": count})


def test_language_is_the_first_wanted_that_there_is_or_the_operators() -> None:
    translations = load_translations("de")
    assert translations.of("", "pt-BR").language == "de"
    assert translations.of(None, "ru").language == "ru"
    assert translations.of("fr", "ru").language == "fr"
    assert translations.of("EN-gb").language == "en"


@pytest.mark.parametrize("days", [0, 1, 30])
@pytest.mark.parametrize("language", languages())
def test_privacy_says_whether_questions_are_kept(language: str, days: int) -> None:
    first = load_messages(language).say("privacy", {"days": days}).split("\n")[0]
    assert str(days) in first or days < 2
    assert (first == load_messages(language).say("privacy", {"days": 0}).split("\n")[0]) == (days == 0)


@pytest.mark.parametrize("language", languages())
def test_every_message_can_be_said_and_leaves_room_for_a_quote(language: str) -> None:
    messages = load_messages(language)
    for key in keys_in(FALLBACK):
        assert 0 < units(messages.say(key, VALUES)) < MOST_UNITS // 2 if key in ALONE else MOST_UNITS // 4


@pytest.mark.parametrize("language", languages())
def test_button_alerts_fit_into_telegram_s_200_characters(language: str) -> None:
    messages = load_messages(language)
    alerts = ("button-gone", "button-unreadable", "button-asker", "button-thanks", "access-closed", "busy", "failed")
    alerts += ("operators-only", "gap-gone", "gap-changed", "gap-kept", "gap-dismissed", "not-written")
    alerts += ("reindex-over", "reindex-stopping")
    assert all(units(messages.say(key, VALUES)) <= 200 for key in alerts)


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
