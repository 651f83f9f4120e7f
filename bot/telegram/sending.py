"""Sending and editing messages: as HTML, or as plain text where Telegram can't read the HTML."""

import logging

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.markup import Markup, to_html, to_plain
from bot.outbox import Letter
from bot.telegram.pace import Attempts

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
READ_WITHIN_S = 30.0
"""Long, for a message that Telegram is slow to confirm must not be taken for lost."""
_log = logging.getLogger(__name__)


def letter_to(
    message: Message, markup: Markup, keyboard: InlineKeyboardMarkup | None = None, *, person: int = 0
) -> Letter:
    """A reply to a message, in the same topic."""
    return Letter(
        person=person,
        chat=message.chat.id,
        html=to_html(markup),
        plain=to_plain(markup),
        reply_to=message.message_id,
        thread=thread_of(message),
        keyboard=keyboard.to_dict() if keyboard else None,
    )


def thread_of(message: Message) -> int:
    """The topic's id; 0 for none. Outside forums it is that of a chain of replies, which can't be sent to."""
    return message.message_thread_id or 0 if message.is_topic_message else 0


async def reply(to: Message, markup: Markup, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Send a message as a reply, in the same topic; also when the message replied to is gone. Raises TelegramError."""
    await send(to.get_bot(), letter_to(to, markup, keyboard))


async def send(bot: Bot, letter: Letter, attempts: Attempts | None = None) -> Message:
    """Send a letter; the message as it was sent. `attempts` is told when it goes. Raises TelegramError."""
    try:
        return await _send(bot, letter, letter.html, parse_mode=ParseMode.HTML, attempts=attempts)
    except BadRequest as error:
        if not _unreadable(error):
            raise
        _log.error("html refused", extra={"method": "sendMessage", "error": str(error)})
        return await _send(bot, letter, letter.plain, parse_mode=None, attempts=attempts)


async def edit(message: Message, markup: Markup, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Change a message of ours; one that is like that already stays. Raises TelegramError."""
    await change(message.get_bot(), (message.chat.id, message.message_id), markup, keyboard)


async def change(bot: Bot, at: tuple[int, int], markup: Markup, keyboard: InlineKeyboardMarkup | None) -> None:
    """Change the message of a chat's and a message's id, as `edit` does. Raises TelegramError."""
    try:
        await _change(bot, at, to_html(markup), keyboard, parse_mode=ParseMode.HTML)
    except BadRequest as error:
        if not _unreadable(error):
            raise
        _log.error("html refused", extra={"method": "editMessageText", "error": str(error)})
        await _change(bot, at, to_plain(markup), keyboard, parse_mode=None)


async def _send(bot: Bot, letter: Letter, text: str, *, parse_mode: str | None, attempts: Attempts | None) -> Message:
    assert isinstance(bot, ExtBot)
    answered = ReplyParameters(letter.reply_to, allow_sending_without_reply=True) if letter.reply_to else None
    return await bot.send_message(
        letter.chat,
        text,
        parse_mode=parse_mode,
        reply_markup=InlineKeyboardMarkup.de_json(letter.keyboard, bot) if letter.keyboard else None,
        link_preview_options=NO_PREVIEW,
        reply_parameters=answered,
        message_thread_id=letter.thread or None,
        read_timeout=READ_WITHIN_S,
        rate_limit_args=attempts,
    )


async def _change(
    bot: Bot, at: tuple[int, int], text: str, keyboard: InlineKeyboardMarkup | None, *, parse_mode: str | None
) -> None:
    try:
        await bot.edit_message_text(
            text,
            chat_id=at[0],
            message_id=at[1],
            parse_mode=parse_mode,
            reply_markup=keyboard,
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        if "message is not modified" not in str(error).lower():
            raise


def _unreadable(error: BadRequest) -> bool:
    return "can't parse entities" in str(error).lower()
