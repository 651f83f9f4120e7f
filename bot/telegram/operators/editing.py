"""Editing what is offered, field by field: the bot asks for a field, and the reply to that is its new value."""

import logging
from dataclasses import replace

from telegram import Bot, ForceReply, Message, ReplyParameters, Update
from telegram.ext import ContextTypes
from telegram.ext.filters import MessageFilter

from bot.errors import StateError
from bot.messages import Messages
from bot.operators.fields import NotThat, checked
from bot.operators.offers import Offer, Offers
from bot.rendering import render_words
from bot.telegram.desk import Desk
from bot.telegram.operators.offer_buttons import field_label
from bot.telegram.operators.offering import Offering
from bot.telegram.sending import reply

PLACEHOLDER = 64
"""Characters (https://core.telegram.org/bots/api#forcereply)."""
_log = logging.getLogger(__name__)


class Asked(MessageFilter):
    """Lets replies pass to what asks for a field."""

    def __init__(self, offers: Offers) -> None:
        super().__init__()
        self._offers = offers

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        return _asked_by(message, self._offers) is not None


class Editing:
    """Asks for fields, and the handler of what is replied. For one event loop."""

    def __init__(self, desk: Desk, offers: Offers, offering: Offering) -> None:
        self._desk = desk
        self._offers = offers
        self._offering = offering

    async def ask(self, bot: Bot, offer: Offer, field: str, messages: Messages) -> None:
        """Ask for the new value of a field, in a message that the person's app has them reply to. Raises StateError."""
        label = field_label(field, messages)
        prompt = await bot.send_message(
            offer.chat,
            messages.say("field-ask", {"name": label}),
            reply_parameters=ReplyParameters(offer.message, allow_sending_without_reply=True),
            reply_markup=ForceReply(input_field_placeholder=label[:PLACEHOLDER]),
        )
        self._offers.put(replace(offer, prompt=prompt.message_id, asks=field))

    async def answered(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Take a field's new value, or say what it may be."""
        message = update.message
        offer = _asked_by(message, self._offers) if message is not None else None
        if message is None or offer is None:
            return
        messages = self._desk.messages(message.from_user)
        label = field_label(offer.asks, messages)
        try:
            value = checked(offer.asks, message.text or "")
        except NotThat:
            await reply(message, render_words(messages, "field-refused", {"name": label}))
            return
        changed = replace(offer, edits={**offer.edits, offer.asks: value})
        await self._offering.show(message.get_bot(), changed, messages)
        await reply(message, render_words(messages, "field-changed", {"name": label}))


def _asked_by(message: Message, offers: Offers) -> Offer | None:
    """The offer of which the message that this one replies to asks for a field."""
    asks = message.reply_to_message
    if asks is None:
        return None
    try:
        return offers.asked_by(message.chat.id, asks.message_id)
    except StateError as error:
        _log.error("offer not found", extra={"error": str(error)})
        return None
