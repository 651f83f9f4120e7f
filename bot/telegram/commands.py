"""/start, /help, /privacy and /forget, and kind words where there is nothing to answer."""

import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.errors import StateError, WorkError
from bot.markup import Block, Markup
from bot.messages import Messages
from bot.rendering import render_words
from bot.telegram.addressing import from_machine
from bot.telegram.desk import Desk
from bot.telegram.remarks import Remarks
from bot.telegram.sending import reply
from bot.telegram.turns import TurnsFull
from retrieval.errors import QuotedError
from retrieval.library import Summary

Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]
Forgetter = Callable[[int], None]
INLINE_HELP = "inline"
"""What /start brings when somebody comes from the inline mode."""
_log = logging.getLogger(__name__)


class Commands:
    """The handlers of commands that are no questions."""

    def __init__(self, desk: Desk, remarks: Remarks) -> None:
        self._desk = desk
        self._remarks = remarks
        self._forgetters: Sequence[Forgetter] = (remarks.forget, desk.allowance.forget, desk.conversations.forget)

    def table(self) -> dict[str, Callback]:
        """The handlers by their commands' names."""
        return {
            "start": self.start,
            "help": self.help,
            "privacy": self.privacy,
            "forget": self.forget,
        }

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What the bot is; with an invitation's code, let somebody in."""
        message = update.message
        if message is None or not meant(message) or message.from_user is None:
            return
        code = context.args[0] if context.args else ""
        messages = self._desk.messages(message.from_user)
        if message.chat.type == ChatType.PRIVATE and code and self._desk.access.by_invitation and code != INLINE_HELP:
            welcome = self._desk.access.redeem(message.from_user.id, code)
            await self._reply(message, render_words(messages, "access-open" if welcome else "access-wrong"))
            if not welcome:
                return
        await self._tell(update, lambda summary: _start(summary, messages))

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """How to ask."""
        message = update.message
        if message is None or not meant(message) or not await self._admitted(message):
            return
        messages = self._desk.messages(message.from_user)
        words = render_words(messages, "help")
        if message.chat.id in self._desk.operators:  # a private chat has its person's number
            words = *words, Block(()), *render_words(messages, "help-operators")
        await self._reply(message, words)

    async def privacy(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """What is kept; also for those who may not ask."""
        message = update.message
        if message is not None and meant(message):
            kept = self._desk.state.retention
            minutes = round(self._desk.conversations.keep_s / 60)
            messages = self._desk.messages(message.from_user)
            words = render_words(messages, "privacy", {"days": kept.questions})
            words = *words, Block(()), *render_words(messages, "privacy-counts")
            if kept.questions:
                words = *words, *render_words(messages, "privacy-kept")
            if minutes:
                words = *words, Block(()), *render_words(messages, "privacy-follow-up", {"minutes": minutes})
            if kept.answers:
                words = *words, Block(()), *render_words(messages, "privacy-answers", {"days": kept.answers})
            words = *words, Block(()), *render_words(messages, "privacy-topics")
            if self._desk.state.shared:
                words = *words, Block(()), *render_words(messages, "privacy-shared")
            await self._reply(message, words)

    async def forget(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Forget who asks for it."""
        message = update.message
        if message is None or message.from_user is None or not meant(message):
            return
        messages = self._desk.messages(message.from_user)
        if message.chat.type != ChatType.PRIVATE:
            await self._reply(message, *in_private(message, messages))
            return
        try:
            # In turn: an earlier question that is still being answered would leave a trace afterwards.
            async with self._desk.turns.take((message.chat.id, message.from_user.id)):
                await reply(message, self._forget(message.from_user.id, messages))
        except TurnsFull:
            await reply(message, render_words(messages, "busy"))

    def _forget(self, person: int, messages: Messages) -> Markup:
        """Forget somebody on disk and in memory; what to say of it."""
        try:
            invited = self._desk.access.by_invitation and self._desk.state.admitted(person)
            self._desk.state.forget(person)
        except StateError as error:
            _log.error("person not forgotten", extra={"error": str(error)})
            return render_words(messages, "failed")
        for forget in self._forgetters:
            forget(person)
        return render_words(messages, "forget-invitation" if invited else "forget-done")

    async def unknown(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A command that there is not, in a private chat."""
        await self._remark(update, "command-unknown")

    async def not_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A picture, a voice message, anything but text, in a private chat."""
        await self._remark(update, "not-text")

    async def _remark(self, update: Update, key: str) -> None:
        message = update.message
        if message is not None and not from_machine(message) and await self._admitted(message):
            await self._remarks.make(message, key)

    async def _admitted(self, message: Message) -> bool:
        """Whether somebody may ask; in a private chat they are told where not."""
        person = message.from_user.id if message.from_user else 0
        if self._desk.access.allows(person, message.chat.id):
            return True
        if message.chat.type == ChatType.PRIVATE:
            await self._remarks.make(message, "access-closed")
        return False

    async def _tell(self, update: Update, render: Callable[[Summary], Markup]) -> None:
        """Reply with what is rendered from the library's summary."""
        message = update.message
        if message is None or not meant(message) or not await self._admitted(message):
            return
        messages = self._desk.messages(message.from_user)
        try:
            markup = render(await self._desk.workers.run(self._desk.library.summary))
        except WorkError:
            markup = render_words(messages, "busy")
        except QuotedError as error:
            _log.error("summary failed", extra={"error": str(error)})
            markup = render_words(messages, "failed")
        await self._reply(message, markup)

    async def _reply(self, message: Message, markup: Markup, keyboard: InlineKeyboardMarkup | None = None) -> None:
        person = message.from_user.id if message.from_user else 0
        try:
            async with self._desk.turns.take((message.chat.id, person)):
                await reply(message, markup, keyboard)
        except TurnsFull:
            return  # a flood of commands; the questions' handler says so


def meant(message: Message) -> bool:
    """Whether a command is for this bot: elsewhere than in a private chat only when it names it, as in /help@name.

    Other bots in a group have a /help as well. That the name is this bot's has been seen to before.
    """
    if from_machine(message):
        return False
    if message.chat.type == ChatType.PRIVATE:
        return True
    return bool(message.entities) and "@" in message.parse_entity(message.entities[0])


def in_private(message: Message, messages: Messages) -> tuple[Markup, InlineKeyboardMarkup]:
    """A line that something is not for the ears of many, and a button that leads to the private chat."""
    button = InlineKeyboardButton(messages.say("button-private"), url=message.get_bot().link)
    return render_words(messages, "in-private"), InlineKeyboardMarkup([[button]])


def _start(summary: Summary, messages: Messages) -> Markup:
    if not summary.articles:
        return render_words(messages, "indexed-nothing")
    return render_words(messages, "start", {"articles": summary.articles})
