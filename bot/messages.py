"""The bot's own words, from config/messages/<language>.ftl, as plain text. Knows nothing of Telegram."""

import datetime
from collections.abc import Mapping
from importlib import resources

from fluent.runtime import FluentBundle, FluentResource

from bot.errors import MessagesError

Value = str | int | float | datetime.date
FALLBACK = "en"


class Messages:
    """The messages of a language, with English for those that it lacks. Build it with `load_messages`."""

    def __init__(self, language: str, bundles: tuple[FluentBundle, ...]) -> None:
        self.language = language
        self._bundles = bundles

    def say(self, key: str, values: Mapping[str, Value] | None = None) -> str:
        """The message of that key as plain text, numbers and dates written as its language does.

        Raises MessagesError when there is no such message, or a value that it names is missing.
        """
        for bundle in self._bundles:
            if bundle.has_message(key):
                text, errors = bundle.format_pattern(bundle.get_message(key).value, dict(values or {}))
                if errors:
                    raise MessagesError(f"message {key}: {errors[0]}; mend it in config/messages")
                return str(text)
        raise MessagesError(f"message {key}: there is none; add it to config/messages/{FALLBACK}.ftl")


class Translations:
    """The messages of all languages, and the operator's choice among them. Build it with `load_translations`."""

    def __init__(self, messages: Mapping[str, Messages], default: str) -> None:
        self._messages = messages
        self._default = default

    def of(self, *wanted: str | None) -> Messages:
        """The messages of the first wanted language that there is, or of the operator's.

        A language is named by its code or an IETF tag that begins with it, such as "pt-BR".
        """
        codes = [tag.lower().partition("-")[0] for tag in wanted if tag]
        return self._messages[next((code for code in codes if code in self._messages), self._default)]

    def all(self) -> list[Messages]:
        """The messages of every language, in the order of their codes."""
        return [self._messages[code] for code in sorted(self._messages)]


def load_translations(default: str) -> Translations:
    """The messages of all languages. Raises MessagesError when there are none of the default language."""
    return Translations({code: load_messages(code) for code in {*languages(), default}}, default)


def load_messages(language: str) -> Messages:
    """The messages of a language, by its code. Raises MessagesError naming the languages that there are."""
    known = languages()
    if language not in known:
        raise MessagesError(f"language {language!r}: there are no messages; choose one of {', '.join(known)}")
    chain = (language,) if language == FALLBACK else (language, FALLBACK)
    return Messages(language, tuple(_bundle(code) for code in chain))


def languages() -> list[str]:
    """The languages that have messages, in alphabetical order."""
    folder = resources.files("config") / "messages"
    return sorted(file.name.removesuffix(".ftl") for file in folder.iterdir() if file.name.endswith(".ftl"))


def _bundle(language: str) -> FluentBundle:
    text = (resources.files("config") / "messages" / f"{language}.ftl").read_text(encoding="utf-8")
    # Isolating marks would stand in every number; the messages hold no foreign text but names of outlets.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(text))
    return bundle
