"""/verify: whether a quotation, or that of a receipt, stands in the articles word for word."""

import logging

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.errors import Busy, TooSlow
from bot.markup import Markup
from bot.messages import Messages
from bot.proofs import render_proof, render_verdict
from bot.rendering import render_words
from bot.telegram.addressing import of_command
from bot.telegram.commands import meant
from bot.telegram.desk import Desk
from bot.telegram.remarks import Remarks
from bot.telegram.sending import reply
from bot.telegram.turns import TurnsFull
from retrieval.errors import ClaimError, QuotedError, ReceiptError
from retrieval.proving import Proof
from retrieval.verifying import FEWEST, MOST

_QUOTES = (MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE)
_log = logging.getLogger(__name__)


class Verification:
    """The handler for /verify and a quotation; or /verify alone, in reply to a message that has one."""

    def __init__(self, desk: Desk, remarks: Remarks) -> None:
        self._desk = desk
        self._remarks = remarks

    async def command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what became of the quotation."""
        message = update.message
        if message is None or not meant(message):
            return
        person = message.from_user.id if message.from_user else 0
        if not self._desk.access.allows(person, message.chat.id):
            if message.chat.type == ChatType.PRIVATE:
                await self._remarks.make(message, "access-closed")
            return
        text = quotation_of(message)
        if not any(character.isalnum() for character in text):
            await self._remarks.make(message, "verify-empty")
            return
        messages = self._desk.messages(message.from_user)
        refused = self._desk.allowance.take(person, message.chat.id)
        if refused is not None:
            if refused.first:
                await reply(message, render_words(messages, "too-many", {"seconds": refused.seconds}))
            return
        try:
            async with self._desk.turns.take((message.chat.id, person)):
                await reply(message, await self._verify(text, messages))
        except TurnsFull as full:
            if full.first:
                await reply(message, render_words(messages, "busy"))

    async def _verify(self, text: str, messages: Messages) -> Markup:
        try:
            found = await self._desk.workers.run(lambda: self._desk.answerer.verify(text))
        except ReceiptError:
            return render_words(messages, "verify-mistyped")
        except ClaimError:
            return render_words(messages, "verify-length", {"fewest": FEWEST, "most": MOST})
        except Busy:
            return render_words(messages, "busy")
        except TooSlow as error:
            _log.error("check too slow", extra={"error": str(error)})
            return render_words(messages, "too-slow")
        except QuotedError as error:
            _log.error("check failed", extra={"error": str(error)})
            return render_words(messages, "failed")
        return render_proof(found, messages) if isinstance(found, Proof) else render_verdict(found, messages)


def quotation_of(message: Message) -> str:
    """What stands after the command; else what the message replied to quotes, or all that it says."""
    text = of_command(message).text
    replied = message.reply_to_message
    if text or replied is None:
        return text
    if message.quote is not None:
        return message.quote.text
    quoted = replied.parse_entities(list(_QUOTES))
    return " … ".join(quoted.values()) or replied.text or replied.caption or ""
