"""The menus of commands, by scope and language, and which of them a person sees in a chat."""

from collections.abc import Mapping

from bot.playground.chats import PERSON, Record

SCOPES: Mapping[str, tuple[str, ...]] = {
    "private": ("all_private_chats", "default"),
    "supergroup": ("all_group_chats", "default"),
}
"""The scopes that hold in a kind of chat, the narrowest first; within one the person's language comes first."""


def scope_of(chat: Record) -> str:
    """The scope of this chat alone, which is narrower than those of its kind."""
    return f"chat {chat['id']}"


class CommandMenus:
    """The commands that the bot has set."""

    def __init__(self) -> None:
        self._commands: dict[tuple[str, str], list[Record]] = {}

    def set(self, scope: str, language: str, commands: list[Record]) -> None:
        """Keep the commands of a scope and a language; "" for all languages."""
        self._commands[scope, language] = commands

    def delete(self, scope: str, language: str) -> None:
        """Forget the commands of a scope and a language."""
        self._commands.pop((scope, language), None)

    def get(self, scope: str, language: str) -> list[Record]:
        """The commands of exactly that scope and language."""
        return self._commands.get((scope, language), [])

    def seen_in(self, chat: Record) -> list[Record]:
        """The commands that the person is shown in a chat."""
        keys = [
            (scope, code) for scope in (scope_of(chat), *SCOPES[chat["type"]]) for code in (PERSON["language_code"], "")
        ]
        return next((self._commands[key] for key in keys if key in self._commands), [])
