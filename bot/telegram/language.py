"""/language: which language the bot speaks to somebody."""

import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.errors import StateError
from bot.messages import Messages
from bot.rendering import render_words
from bot.telegram.buttons import answer_press
from bot.telegram.commands import in_private, meant
from bot.telegram.desk import Desk
from bot.telegram.sending import change, reply

PREFIX = "language:"
"""Of what a button carries; a code or nothing, for Telegram's language, comes after it."""
_IN_A_ROW = 2
_log = logging.getLogger(__name__)


class Language:
    """The handlers for /language and its buttons."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ask(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the languages that there are."""
        message = update.message
        if message is None or not meant(message):
            return
        messages = self._desk.messages(message.from_user)
        if message.chat.type == ChatType.PRIVATE:
            await reply(message, render_words(messages, "language-choose"), self._keyboard(messages))
        else:
            await reply(message, *in_private(message, messages))

    async def choose(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Keep the language whose button was pressed, and go on in it."""
        query = update.callback_query
        if query is None:
            return
        data = query.data or ""
        code = data.removeprefix(PREFIX)
        known = {"", *(messages.language for messages in self._desk.translations.all())}
        if not data.startswith(PREFIX) or code not in known:
            await answer_press(query, self._desk.messages(query.from_user).say("button-unreadable"))
            return
        try:
            self._desk.state.choose_language(query.from_user.id, code)
        except StateError as error:
            _log.error("language not kept", extra={"error": str(error)})
            await answer_press(query, self._desk.messages(query.from_user).say("failed"))
            return
        await answer_press(query)
        if query.message is not None:
            words = render_words(self._desk.messages(query.from_user), "language-chosen")
            await change(context.bot, (query.message.chat.id, query.message.message_id), words, None)

    def _keyboard(self, messages: Messages) -> InlineKeyboardMarkup:
        buttons = [
            InlineKeyboardButton(known.say("language-name"), callback_data=f"{PREFIX}{known.language}")
            for known in self._desk.translations.all()
        ]
        rows = [buttons[start : start + _IN_A_ROW] for start in range(0, len(buttons), _IN_A_ROW)]
        automatic = InlineKeyboardButton(messages.say("language-automatic"), callback_data=PREFIX)
        return InlineKeyboardMarkup([*rows, [automatic]])
