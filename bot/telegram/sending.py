"""Sending and editing messages: as HTML, or as plain text where Telegram can't read the HTML."""

import logging

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.markup import Markup, to_html, to_plain

_log = logging.getLogger(__name__)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def reply(to: Message, markup: Markup, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Send a message as a reply, in the same topic; also when the message replied to is gone. Raises TelegramError."""
    try:
        await _reply(to, to_html(markup), keyboard, parse_mode=ParseMode.HTML)
    except BadRequest as error:
        if not _unreadable(error):
            raise
        _log.error("Telegram could not read the HTML of a message, which was sent as plain text: %s", error)
        await _reply(to, to_plain(markup), keyboard, parse_mode=None)


async def edit(message: Message, markup: Markup, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Change a message of ours; one that is like that already stays. Raises TelegramError."""
    try:
        await _edit(message, to_html(markup), keyboard, parse_mode=ParseMode.HTML)
    except BadRequest as error:
        if not _unreadable(error):
            raise
        _log.error("Telegram could not read the HTML of an edit, which was sent as plain text: %s", error)
        await _edit(message, to_plain(markup), keyboard, parse_mode=None)


async def _reply(to: Message, text: str, keyboard: InlineKeyboardMarkup | None, *, parse_mode: str | None) -> None:
    await to.get_bot().send_message(
        to.chat.id,
        text,
        parse_mode=parse_mode,
        reply_markup=keyboard,
        link_preview_options=_NO_PREVIEW,
        reply_parameters=ReplyParameters(to.message_id, allow_sending_without_reply=True),
        # Outside forums the thread's id is that of a chain of replies, which can't be sent to.
        message_thread_id=to.message_thread_id if to.is_topic_message else None,
    )


async def _edit(message: Message, text: str, keyboard: InlineKeyboardMarkup | None, *, parse_mode: str | None) -> None:
    try:
        await message.get_bot().edit_message_text(
            text,
            chat_id=message.chat.id,
            message_id=message.message_id,
            parse_mode=parse_mode,
            reply_markup=keyboard,
            link_preview_options=_NO_PREVIEW,
        )
    except BadRequest as error:
        if "message is not modified" not in str(error).lower():
            raise


def _unreadable(error: BadRequest) -> bool:
    return "can't parse entities" in str(error).lower()
