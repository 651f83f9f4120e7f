"""Questions in chats: which messages are one, answering them, and answering anew when they are corrected."""

import asyncio
from contextlib import suppress
from dataclasses import replace

from telegram import Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.messages import Messages
from bot.rendering import render_words
from bot.shown import Place, shown_by
from bot.telegram.addressing import Address, from_machine, of_command, of_corrected, of_text
from bot.telegram.answers import LONGEST, Answers, Asked, Reply
from bot.telegram.callback import Pointer
from bot.telegram.desk import Desk
from bot.telegram.keyboards import quote_shown
from bot.telegram.post import Post
from bot.telegram.remarks import Remarks
from bot.telegram.sending import change, letter_to, reply, thread_of
from bot.telegram.turns import TurnsFull
from retrieval.context import Context, context_of

TYPING_AFTER_S = 0.4
TYPING_EVERY_S = 4.5
"""Telegram shows "typing" for five seconds."""


class Questions:
    """The handlers for /ask, for text and for corrections."""

    def __init__(self, desk: Desk, post: Post, remarks: Remarks) -> None:
        self._desk = desk
        self._post = post
        self._remarks = remarks
        self._answers = Answers(desk)

    async def command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/ask and a question; or /ask alone, in reply to somebody's question."""
        message = update.message
        if message is not None and not from_machine(message):
            await self._hear(update, message, of_command(message), nothing="ask-empty")

    async def text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text that is a question: any in a private chat, elsewhere one that addresses the bot."""
        message = update.message
        if message is None or from_machine(message):
            return
        address = of_text(message, context.bot.bot)
        if address is not None and message.forward_origin is not None:
            await self._remarks.make(message, "forwarded")
        elif address is not None:
            await self._hear(update, message, address, nothing="question-empty")

    async def corrected(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A question that was edited: its answer is made anew, in place, when it is not long ago."""
        message = update.edited_message
        if message is None or from_machine(message):
            return
        address = of_corrected(message, context.bot.bot)
        if address is None or not self._allows(message) or _objection(address.text):
            return
        with suppress(TurnsFull):
            # In turn: while the question waits to be answered there is nothing yet that could be changed.
            async with self._desk.turns.take((message.chat.id, _person(message))):
                answer = self._post.answer_to(message.chat.id, message.message_id)
                if not answer or await self._is_too_many(message):
                    return
                asked = self._asked(message, address)
                said = await self._answers.to(asked)
                self._remember(message, asked, said)
                await change(context.bot, (message.chat.id, answer), said.markup, said.keyboard)
                if said.answer is not None:
                    place = Place(
                        message.chat.id, thread_of(message), answer, _person(message), asked.messages.language
                    )
                    self._post.show(place, shown_by(said.answer), instead=True)

    async def _hear(self, update: Update, message: Message, address: Address, *, nothing: str) -> None:
        """Answer, or say in a line why not; among many people some of that is better left unsaid."""
        private = message.chat.type == ChatType.PRIVATE
        if not self._allows(message):
            if private:
                await self._remarks.make(message, "access-closed")
            return
        objection = _objection(address.text)
        if objection:
            if address.wants_word:
                await self._object(message, objection, nothing=nothing)
            return
        if await self._is_too_many(message):
            return
        try:
            async with self._desk.turns.take((message.chat.id, _person(message))):
                await self._answer(update, message, address)
        except TurnsFull as full:
            if full.first:
                await reply(message, render_words(self._messages(message), "busy"))

    def _allows(self, message: Message) -> bool:
        return self._desk.access.allows(_person(message), message.chat.id)

    async def _is_too_many(self, message: Message) -> bool:
        """Count a question; whether it is one too many, of which the first is told."""
        refused = self._desk.allowance.take(_person(message), message.chat.id)
        if refused is not None and refused.first:
            await reply(message, render_words(self._messages(message), "too-many", {"seconds": refused.seconds}))
        return refused is not None

    async def _object(self, message: Message, objection: str, *, nothing: str) -> None:
        if objection == "too-long":
            await self._remarks.make(message, "too-long", {"limit": LONGEST})
        else:
            await self._remarks.make(message, nothing)

    async def _answer(self, update: Update, message: Message, address: Address) -> None:
        asked = self._asked(message, address)
        said = await self._typing(message, asked)
        self._remember(message, asked, said)
        if not said.found and not address.wants_word:
            return
        letter = letter_to(message, said.markup, said.keyboard, person=_person(message))
        if said.answer is not None and self._post.shown.keeps:
            letter = replace(letter, quotes=shown_by(said.answer), language=asked.messages.language)
        await self._post.answer(letter, update=update.update_id)

    async def _typing(self, message: Message, asked: Asked) -> Reply:
        """The answer; meanwhile "typing", in private chats only: in a group it would use up the group's messages."""
        job = asyncio.ensure_future(self._answers.to(asked))
        pause = None if asked.short else TYPING_AFTER_S
        while not (await asyncio.wait({job}, timeout=pause))[0]:
            with suppress(TelegramError):
                await message.chat.send_action(ChatAction.TYPING)
            pause = TYPING_EVERY_S
        return await job

    def _asked(self, message: Message, address: Address) -> Asked:
        short = message.chat.type != ChatType.PRIVATE
        after, replied = self._earlier(message)
        today = (message.edit_date or message.date).date()  # it may have waited for hours
        return Asked(address.text, _person(message), self._messages(message), short, after, replied, today)

    def _earlier(self, message: Message) -> tuple[Context | None, Pointer | None]:
        """What a question may lean on: the answer that it replies to, or what its asker asked last.

        Of an answer that is not remembered the quote is known that its buttons point at.
        """
        conversations, chat = self._desk.conversations, message.chat.id
        replied = message.reply_to_message
        if replied is not None and replied.from_user == message.get_bot().bot:
            for exchange in conversations.of(chat):
                if self._post.answer_to(chat, exchange.message) == replied.message_id:
                    return replace(exchange.context, certain=True), None
            pointer = quote_shown(replied)
            if pointer is not None:
                return None, pointer
        return conversations.before(chat, _person(message), message.message_id), None

    def _remember(self, message: Message, asked: Asked, said: Reply) -> None:
        if said.answer is not None:
            context = context_of(said.answer, asked.after)
            self._desk.conversations.remember(message.chat.id, _person(message), message.message_id, context)

    def _messages(self, message: Message) -> Messages:
        return self._desk.messages(message.from_user)


def _objection(text: str) -> str:
    """Why a text can't be looked up: "nothing" or "too-long"; "" when it can."""
    if not any(character.isalnum() for character in text):
        return "nothing"
    return "too-long" if len(text) > LONGEST else ""


def _person(message: Message) -> int:
    return message.from_user.id if message.from_user else 0
