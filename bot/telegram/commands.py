"""/start, /help, /sources and /privacy, and kind words where there is nothing to answer."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import BotCommand, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.errors import WorkError
from bot.markup import Markup
from bot.messages import Messages
from bot.rendering import render_sources
from bot.telegram.desk import Desk
from bot.telegram.sending import reply
from bot.telegram.turns import TurnsFull
from retrieval.errors import QuotedError
from retrieval.library import Summary

Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]
_log = logging.getLogger(__name__)


class Commands:
    """The handlers of commands that are no questions."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def table(self) -> dict[str, Callback]:
        """The handlers by their commands' names."""
        return {"start": self.start, "help": self.help, "sources": self.sources, "privacy": self.privacy}

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """What the bot is."""
        await self._tell(update, self._start)

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """How to ask."""
        await self._say(update, "help")

    async def sources(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """What is indexed."""
        await self._tell(update, lambda summary: render_sources(summary, self._desk.messages))

    async def privacy(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """What is kept."""
        await self._say(update, "privacy")

    async def unknown(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A command that there is not, in a private chat."""
        await self._say(update, "command-unknown")

    async def not_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A picture, a voice message, anything but text, in a private chat."""
        await self._say(update, "not-text")

    async def _say(self, update: Update, key: str) -> None:
        message = update.message
        if message is not None and _meant(message):
            await self._reply(message, self._desk.words(key))

    async def _tell(self, update: Update, render: Callable[[Summary], Markup]) -> None:
        """Reply with what is rendered from the library's summary."""
        message = update.message
        if message is None or not _meant(message):
            return
        try:
            markup = render(await self._desk.workers.run(self._desk.library.summary))
        except WorkError:
            markup = self._desk.words("busy")
        except QuotedError as error:
            _log.error("The library could not be summed up: %s", error)
            markup = self._desk.words("failed")
        await self._reply(message, markup)

    async def _reply(self, message: Message, markup: Markup) -> None:
        person = message.from_user.id if message.from_user else 0
        try:
            async with self._desk.turns.take((message.chat.id, person)):
                await reply(message, markup)
        except TurnsFull:
            return  # a flood of commands; the questions' handler says so

    def _start(self, summary: Summary) -> Markup:
        if not summary.articles:
            return self._desk.words("indexed-nothing")
        return self._desk.words("start", {"articles": summary.articles})


def menu(messages: Messages) -> list[BotCommand]:
    """The commands for Telegram's menu."""
    return [
        BotCommand("ask", messages.say("command-ask")),
        BotCommand("sources", messages.say("command-sources")),
        BotCommand("help", messages.say("command-help")),
        BotCommand("privacy", messages.say("command-privacy")),
    ]


def _meant(message: Message) -> bool:
    """Whether a command is for this bot: elsewhere than in a private chat only when it names it, as in /help@name.

    Other bots in a group have a /help as well. That the name is this bot's has been seen to before.
    """
    if message.chat.type == ChatType.PRIVATE:
        return True
    return bool(message.entities) and "@" in message.parse_entity(message.entities[0])
