"""The bot's own words, from config/messages/<language>.ftl, as plain text. Knows nothing of Telegram."""

import datetime
from collections.abc import Mapping
from importlib import resources

from fluent.runtime import FluentBundle, FluentResource

from bot.errors import MessagesError

Value = str | int | datetime.date
FALLBACK = "en"


class Messages:
    """The messages of a language, with English for those that it lacks. Build it with `load_messages`."""

    def __init__(self, bundles: tuple[FluentBundle, ...]) -> None:
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


def load_messages(language: str) -> Messages:
    """The messages of a language, by its code. Raises MessagesError naming the languages that there are."""
    known = languages()
    if language not in known:
        raise MessagesError(f"language {language!r}: there are no messages; choose one of {', '.join(known)}")
    chain = (language,) if language == FALLBACK else (language, FALLBACK)
    return Messages(tuple(_bundle(code) for code in chain))


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
