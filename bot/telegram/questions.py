"""Questions: which messages are one, and answering them."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

from telegram import InlineKeyboardMarkup, Message, MessageEntity, Update, User
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.errors import Busy, TooSlow
from bot.markup import Markup
from bot.rendering import render_closest, render_not_found, render_quote
from bot.telegram.buttons import keyboard
from bot.telegram.callback import view_of
from bot.telegram.desk import Desk
from bot.telegram.sending import reply
from bot.telegram.turns import TurnsFull
from retrieval.answer import Answer
from retrieval.errors import QuotedError
from retrieval.library import Summary

LONGEST = 500
"""Characters of a question; a pasted article is none."""
TYPING_AFTER_S = 0.4
TYPING_EVERY_S = 4.5
"""Telegram shows "typing" for five seconds."""
_log = logging.getLogger(__name__)


class Questions:
    """The handlers for /ask and for text."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/ask and a question; or /ask alone, in reply to somebody's question."""
        message = update.message
        if message is not None and not _from_machine(message):
            command = message.entities[0]  # at the start, or this would be no command
            await self._hear(message, _without(message.text or "", [command]))

    async def text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text that is a question: any in a private chat, elsewhere one that addresses the bot."""
        message = update.message
        if message is not None and not _from_machine(message):
            question = question_in(message, context.bot.bot)
            if question is not None:
                await self._hear(message, question)

    async def _hear(self, message: Message, question: str) -> None:
        asked = message.reply_to_message
        if not question.strip() and asked is not None and asked.text and not _from_machine(asked):
            question = asked.text
        person = message.from_user.id if message.from_user else 0
        try:
            async with self._desk.turns.take((message.chat.id, person)):
                await self._reply(message, question.strip())
        except TurnsFull as full:
            if full.first:
                await reply(message, self._desk.words("busy"))

    async def _reply(self, message: Message, question: str) -> None:
        words = self._desk.words
        if not question:
            await reply(message, words("ask-empty"))
        elif len(question) > LONGEST:
            await reply(message, words("too-long", {"limit": LONGEST}))
        else:
            await reply(message, *await self._answer(message, question))

    async def _answer(self, message: Message, question: str) -> tuple[Markup, InlineKeyboardMarkup | None]:
        try:
            answer, summary = await self._typing(message, question)
        except Busy:
            return self._desk.words("busy"), None
        except TooSlow as error:
            _log.error("A question was not answered: %s", error)
            return self._desk.words("too-slow"), None
        except QuotedError as error:
            _log.error("A question could not be answered: %s", error)
            return self._desk.words("failed"), None
        _log.info("%s in %.0f ms", answer.outcome.value, answer.took_ms.get("total", 0.0))
        return self._shown(answer, summary)

    async def _typing(self, message: Message, question: str) -> tuple[Answer, Summary]:
        """The answer; meanwhile "typing", in private chats only: in a group it would use up the group's messages."""
        job = asyncio.ensure_future(self._desk.workers.run(lambda: self._look_up(question)))
        pause = TYPING_AFTER_S if message.chat.type == ChatType.PRIVATE else None
        while not (await asyncio.wait({job}, timeout=pause))[0]:
            with suppress(TelegramError):
                await message.chat.send_action(ChatAction.TYPING)
            pause = TYPING_EVERY_S
        return await job

    def _look_up(self, question: str) -> tuple[Answer, Summary]:
        return self._desk.answerer.answer(question), self._desk.library.summary()

    def _shown(self, answer: Answer, summary: Summary) -> tuple[Markup, InlineKeyboardMarkup | None]:
        messages = self._desk.messages
        quotes = answer.quotes or answer.closest
        if not quotes:
            return render_not_found(messages, summary=summary), None
        view = view_of(answer)
        buttons = keyboard(view, quotes[0], messages) if view else None
        if answer.quotes:
            return render_quote(quotes[0], messages), buttons
        return render_closest(quotes[0], messages, summary=summary), buttons


def question_in(message: Message, me: User) -> str | None:
    """The question that a text puts to the bot, without its mention; None where it addresses somebody else."""
    text = message.text or ""
    if message.chat.type == ChatType.PRIVATE:
        return text
    mentions = [entity for entity in message.entities if _mentions(message, entity, me)]
    if mentions:
        return _without(text, mentions)
    replied = message.reply_to_message
    # The first message of a topic counts as replied to by all that follow.
    if replied is not None and replied.forum_topic_created is None and replied.from_user == me:
        return text
    return None


def _mentions(message: Message, entity: MessageEntity, me: User) -> bool:
    if entity.type == MessageEntity.MENTION:
        return message.parse_entity(entity).lower() == f"@{me.username}".lower()
    return entity.type == MessageEntity.TEXT_MENTION and entity.user == me


def _without(text: str, entities: Sequence[MessageEntity]) -> str:
    """The text without those entities, whose offsets count UTF-16 units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(entities, key=lambda entity: entity.offset, reverse=True):
        raw = raw[: 2 * entity.offset] + raw[2 * (entity.offset + entity.length) :]
    return raw.decode("utf-16-le", "surrogatepass").strip()


def _from_machine(message: Message) -> bool:
    """Whether a bot or a channel wrote it; people who write in a chat's name count as people."""
    bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    return bot or bool(message.is_automatic_forward)
