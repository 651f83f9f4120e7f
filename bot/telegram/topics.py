"""Following a question: the button under an answer, /topics, and the buttons that stop one."""

import logging
from contextlib import suppress

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.errors import WorkError
from bot.markup import Block, Markup, Run, one_line, sendable, shortened
from bot.messages import Messages
from bot.rendering import render_words
from bot.telegram.addressing import of_answered
from bot.telegram.buttons import answer_press
from bot.telegram.commands import in_private, meant
from bot.telegram.desk import Desk
from bot.telegram.keyboards import FOLLOW, STOP, TOPIC, topic_button, views_of
from bot.telegram.post import Post
from bot.telegram.remarks import Remarks
from bot.telegram.sending import edit, reply
from bot.telegram.turns import TurnsFull
from bot.topics import MOST, TooMany, Topic
from retrieval.errors import QuotedError

DROP = f"{TOPIC}drop:"
"""Of the buttons of the list, which stop a topic and show the list anew."""
_WORDS, _LABEL = 200, 40  # of a question in the list, and on its button, in UTF-16 units
_log = logging.getLogger(__name__)


class FollowedTopics:
    """The handlers for /topics and the buttons of topics. In private chats: what somebody follows is their affair."""

    def __init__(self, desk: Desk, post: Post, remarks: Remarks) -> None:
        self._desk = desk
        self._post = post
        self._remarks = remarks

    async def command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List what somebody follows."""
        message = update.message
        if message is None or message.from_user is None or not meant(message):
            return
        messages = self._desk.messages(message.from_user)
        if message.chat.type != ChatType.PRIVATE:
            await reply(message, *in_private(message, messages))
            return
        if not self._desk.access.allows(message.from_user.id, message.chat.id):
            await self._remarks.make(message, "access-closed")
            return
        try:
            async with self._desk.turns.take((message.chat.id, message.from_user.id)):
                await reply(message, *_listed(self._post.topics.of(message.from_user.id), messages))
        except TurnsFull:
            return  # a flood of commands; the questions' handler says so

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Follow the question of an answer, or stop a topic."""
        query = update.callback_query
        if query is None:
            return
        messages = self._desk.messages(query.from_user)
        message = query.message
        if not isinstance(message, Message) or not message.is_accessible:
            await answer_press(query, messages.say("button-gone"))
            return
        if not self._desk.access.allows(query.from_user.id, message.chat.id):
            await answer_press(query, messages.say("access-closed"))
            return
        try:
            async with self._desk.turns.take((message.chat.id, query.from_user.id)):
                await self._press(query, message, messages)
        except TurnsFull:
            await answer_press(query, messages.say("busy"))
        except WorkError:
            await answer_press(query, messages.say("busy"))
        except QuotedError as error:
            _log.error("topic failed", extra={"error": str(error)})
            await answer_press(query, messages.say("failed"))

    async def _press(self, query: CallbackQuery, message: Message, messages: Messages) -> None:
        data = query.data or ""
        prefix = next((prefix for prefix in (STOP, DROP) if data.startswith(prefix)), "")
        number = data.removeprefix(prefix)
        if data == FOLLOW and message.chat.type == ChatType.PRIVATE:
            await self._follow(query, message, messages)
        elif prefix and number.isdecimal() and len(number) < 19:  # of 63 bits
            await self._stop(query, message, int(number), messages)
        else:
            await answer_press(query, messages.say("button-unreadable"))

    async def _follow(self, query: CallbackQuery, message: Message, messages: Messages) -> None:
        words = self._question(message)
        if not words:
            await answer_press(query, messages.say("follow-lost"))
            return
        found = await self._desk.workers.run(lambda: self._desk.answerer.news(words, known=None))
        place = message.chat.id, query.from_user.id
        try:
            topic = self._post.topics.follow(place, words, language=messages.language, known=found.known)
        except TooMany:
            await answer_press(query, messages.say("follow-most", {"most": MOST}))
            return
        await answer_press(query, messages.say("follow-done"))
        await _exchange(message, topic_button(topic, messages))

    async def _stop(self, query: CallbackQuery, message: Message, topic: int, messages: Messages) -> None:
        self._post.topics.stop(query.from_user.id, topic)
        await answer_press(query, messages.say("follow-stopped"), alert=False)
        if (query.data or "").startswith(DROP):
            await edit(message, *_listed(self._post.topics.of(query.from_user.id), messages))
        else:
            await _exchange(message, topic_button(0, messages) if message.reply_to_message else None)

    def _question(self, message: Message) -> str:
        """What the answer of this message answers, with what it leaned on; "" where that is not known any more."""
        asked = message.reply_to_message
        if asked is None:
            return ""
        for exchange in self._desk.conversations.of(message.chat.id):
            if exchange.message == asked.message_id:
                return exchange.context.question
        if any(view.followed for view in views_of(message)):  # "And in 2020?" says nothing by itself
            return ""
        return of_answered(asked, message.get_bot().bot)


async def _exchange(message: Message, button: InlineKeyboardButton | None) -> None:
    """Put a topic's button in the place of the one that a message has, or take that away."""
    rows = []
    for row in message.reply_markup.inline_keyboard if message.reply_markup else ():
        others = [one for one in row if not str(one.callback_data or "").startswith(TOPIC)]
        rows.append(others if len(others) == len(row) else [*others, *([button] if button else [])])
    with suppress(BadRequest):  # it has that button already
        rows = [row for row in rows if row]
        await message.edit_reply_markup(InlineKeyboardMarkup(rows) if rows else None)


def _listed(topics: list[Topic], messages: Messages) -> tuple[Markup, InlineKeyboardMarkup | None]:
    """What somebody follows, each with a button that stops it."""
    if not topics:
        return render_words(messages, "topics-none"), None
    lines = [
        Block((Run(f"{number}. {shortened(one_line(topic.words), _WORDS)}"),)) for number, topic in enumerate(topics, 1)
    ]
    buttons = [
        InlineKeyboardButton(
            f"✕ {number}. {shortened(one_line(sendable(topic.words)), _LABEL)}", callback_data=f"{DROP}{topic.id}"
        )
        for number, topic in enumerate(topics, 1)
    ]
    head = render_words(messages, "topics", {"count": len(topics)})
    return (*head, *lines), InlineKeyboardMarkup([[button] for button in buttons])
