"""The bot's own words, from config/messages/<language>.ftl, as plain text. Knows nothing of Telegram."""

import datetime
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import resources

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Message, Pattern, TextElement

from bot.errors import MessagesError

Value = str | int | float | datetime.date
FALLBACK = "en"


class Messages:
    """The messages of a language, with English for those that it lacks. Build it with `load_messages`."""

    def __init__(self, language: str, books: tuple["_Book", ...]) -> None:
        self.language = language
        self._books = books

    def say(self, key: str, values: Mapping[str, Value] | None = None) -> str:
        """The message of that key as plain text, numbers and dates written as its language does.

        Raises MessagesError when there is no such message, or a value that it names is missing.
        """
        for book in self._books:
            if key in book.entries:
                return book.say(key, values or {})
        raise MessagesError(f"message {key}: there is none; add it to config/messages/{FALLBACK}.ftl")


class _Book:
    """One language's file, read when its first message is asked for."""

    def __init__(self, language: str) -> None:
        self._language = language

    def say(self, key: str, values: Mapping[str, Value]) -> str:
        """The message of a key that is there. Raises MessagesError when a value that it names is missing."""
        match self.entries[key].value:
            case Pattern(elements=[TextElement(value=text)]):
                return str(text)
        text, errors = self._bundle.format_pattern(self._bundle.get_message(key).value, dict(values))
        if errors:
            raise MessagesError(f"message {key}: {errors[0]}; mend it in config/messages")
        return str(text)

    @cached_property
    def entries(self) -> dict[str, Message]:
        """The messages as they were parsed, by their keys."""
        return {entry.id.name: entry for entry in self._resource.body if isinstance(entry, Message)}

    @cached_property
    def _resource(self) -> FluentResource:
        text = (resources.files("config") / "messages" / f"{self._language}.ftl").read_text(encoding="utf-8")
        return FluentResource(text)

    @cached_property
    def _bundle(self) -> FluentBundle:
        """What fills values in. It knows how the language writes numbers and dates, which takes 1 MiB."""
        # Isolating marks would stand in every number; the messages hold no foreign text but names of outlets.
        bundle = FluentBundle([self._language], use_isolating=False)
        bundle.add_resource(self._resource)
        return bundle


class Translations:
    """The messages of all languages, and the operator's choice among them. Build it with `load_translations`.

    A language that somebody speaks is kept when it has been read; another one is read each time that all are listed.
    """

    def __init__(self, default: Messages) -> None:
        self._default = default.language
        self._codes = languages()
        self._spoken = {default.language: default}

    def of(self, *wanted: str | None) -> Messages:
        """The messages of the first wanted language that there is, or of the operator's.

        A language is named by its code or an IETF tag that begins with it, such as "pt-BR".
        """
        codes = [tag.lower().partition("-")[0] for tag in wanted if tag]
        code = next((code for code in codes if code in self._codes), self._default)
        if code not in self._spoken:
            self._spoken[code] = load_messages(code)
        return self._spoken[code]

    def all(self) -> Iterator[Messages]:
        """The messages of every language, in the order of their codes."""
        return (self._spoken.get(code) or load_messages(code) for code in self._codes)


def load_translations(default: str) -> Translations:
    """The messages of all languages. Raises MessagesError when there are none of the default language."""
    return Translations(load_messages(default))


def load_messages(language: str) -> Messages:
    """The messages of a language, by its code. Raises MessagesError naming the languages that there are."""
    known = languages()
    if language not in known:
        raise MessagesError(f"language {language!r}: there are no messages; choose one of {', '.join(known)}")
    chain = (language,) if language == FALLBACK else (language, FALLBACK)
    return Messages(language, tuple(_Book(code) for code in chain))


def languages() -> list[str]:
    """The languages that have messages, in alphabetical order."""
    folder = resources.files("config") / "messages"
    return sorted(file.name.removesuffix(".ftl") for file in folder.iterdir() if file.name.endswith(".ftl"))
