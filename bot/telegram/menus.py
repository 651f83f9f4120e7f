"""The commands in Telegram's menus, for each kind of chat, and for operators, in each language."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.messages import Messages, Translations

MOST_NOTED = 1000
"""People whose menu was taken back; then all are forgotten, for taking it back twice does no harm."""
_log = logging.getLogger(__name__)


class Menus:
    """Tells Telegram the commands; all of them work without menus. For one event loop."""

    def __init__(self, bot: Bot, translations: Translations, operators: frozenset[int]) -> None:
        self._bot = bot
        self._translations = translations
        self._operators = operators
        self._shown: set[int] = set()
        self._taken_back: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def set(self) -> None:
        """Set all menus. Raises InvalidToken; any other refusal is logged."""
        await self._try(self._set)
        for person in sorted(self._operators):
            await self._try(partial(self._show, person))

    def notice(self, person: int) -> None:
        """Show an operator who writes for the first time their menu: before, there was no chat to show it in."""
        if person in self._operators and person not in self._shown:
            self._begin(partial(self._show, person))

    def refuse(self, person: int) -> None:
        """Take the operators' menu back from somebody who is none, or none any more."""
        if person in self._taken_back:
            return
        if len(self._taken_back) >= MOST_NOTED:
            self._taken_back.clear()
        self._taken_back.add(person)
        self._begin(partial(self._take_back, person))

    async def close(self) -> None:
        """Stop what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, work: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.get_running_loop().create_task(self._try(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _try(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except InvalidToken:
            raise
        except TelegramError as error:
            _log.warning("menus not set", extra={"error": str(error)})

    async def _set(self) -> None:
        for code, words in self._languages():
            await self._bot.set_my_commands(
                private_menu(words), scope=BotCommandScopeAllPrivateChats(), language_code=code
            )
            await self._bot.set_my_commands(group_menu(words), scope=BotCommandScopeAllGroupChats(), language_code=code)

    async def _show(self, person: int) -> None:
        self._shown.add(person)
        scope: BotCommandScope = BotCommandScopeChat(person)
        try:
            for code, words in self._languages():
                await self._bot.set_my_commands(operators_menu(words), scope=scope, language_code=code)
        except BadRequest:  # somebody who has never written to the bot
            self._shown.discard(person)
        except TelegramError:  # it is tried again when they write
            self._shown.discard(person)
            raise

    async def _take_back(self, person: int) -> None:
        for code, _ in self._languages():
            await self._bot.delete_my_commands(scope=BotCommandScopeChat(person), language_code=code)

    def _languages(self) -> Iterator[tuple[str | None, Messages]]:
        """Each language's code and words; without a code those for all other languages."""
        yield None, self._translations.of()
        for words in self._translations.all():
            yield words.language, words


def private_menu(messages: Messages) -> list[BotCommand]:
    """The commands of a private chat, where any text is a question."""
    return [
        BotCommand("latest", messages.say("command-latest")),
        BotCommand("sources", messages.say("command-sources")),
        BotCommand("topics", messages.say("command-topics")),
        BotCommand("verify", messages.say("command-verify")),
        BotCommand("language", messages.say("command-language")),
        BotCommand("help", messages.say("command-help")),
        BotCommand("privacy", messages.say("command-privacy")),
        BotCommand("forget", messages.say("command-forget")),
    ]


def operators_menu(messages: Messages) -> list[BotCommand]:
    """The commands of an operator's private chat: theirs, and those of everybody."""
    return [
        BotCommand("stats", messages.say("command-stats")),
        BotCommand("gaps", messages.say("command-gaps")),
        BotCommand("reindex", messages.say("command-reindex")),
        BotCommand("remove", messages.say("command-remove")),
        *private_menu(messages),
    ]


def group_menu(messages: Messages) -> list[BotCommand]:
    """The commands of a group: nothing private."""
    return [
        BotCommand("ask", messages.say("command-ask")),
        BotCommand("sources", messages.say("command-sources")),
        BotCommand("verify", messages.say("command-verify")),
        BotCommand("help", messages.say("command-help")),
    ]
