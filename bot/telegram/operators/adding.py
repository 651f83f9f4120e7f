"""A file or a link that an operator sends: shown before it is added, edited or discarded by its buttons."""

import asyncio
import logging
import re

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes
from telegram.ext.filters import MessageFilter

from bot.errors import StateError
from bot.messages import Messages
from bot.operators.offers import Offer, Offers, Origin
from bot.operators.submission_pages import render_added
from bot.operators.submissions import edited
from bot.rendering import render_words
from bot.telegram.buttons import answer_press
from bot.telegram.desk import Desk
from bot.telegram.operators.door import OperatorsDoor
from bot.telegram.operators.editing import Editing
from bot.telegram.operators.offer_buttons import Asks, asked, fields_keyboard
from bot.telegram.operators.offering import Offering
from bot.telegram.operators.origins import Origins
from bot.telegram.operators.reindexing import fresh_button
from bot.telegram.sending import change, letter_to, reply, send
from retrieval.errors import QuotedError

MOST_LINKS = 5
"""Of one message; each gets a message of its own."""
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_log = logging.getLogger(__name__)


class LinksOnly(MessageFilter):
    """Lets texts pass that are links and nothing else."""

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        return bool(links_of(message))


def links_of(message: Message) -> list[str]:
    """The links of a text that holds nothing else; none of any other."""
    words = (message.text or "").split()
    return list(dict.fromkeys(words)) if words and all(_LINK.fullmatch(word) for word in words) else []


class Adding:
    """The handlers for files, links and the buttons under them. For one event loop."""

    def __init__(
        self, desk: Desk, door: OperatorsDoor, offers: Offers, origins: Origins, *, watched: bool = False
    ) -> None:
        """`watched` where the seeds come into the library by themselves."""
        self._desk = desk
        self._door = door
        self._offers = offers
        self._origins = origins
        self._watched = watched
        self._offering = Offering(offers, origins)
        self.editing = Editing(desk, offers, self._offering)
        self._deciding = asyncio.Lock()

    async def file(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what a file holds."""
        message = update.message
        if message is not None and message.document is not None:
            document = message.document
            origin = Origin(file_id=document.file_id, name=document.file_name or "file")
            await self._offer(message, origin, size=document.file_size or 0)

    async def links(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what each link leads to."""
        message = update.message
        if message is None:
            return
        links = links_of(message)
        for link in links[:MOST_LINKS]:
            await self._offer(message, Origin(link=link))
        if len(links) > MOST_LINKS:
            messages = self._desk.messages(message.from_user)
            await reply(message, render_words(messages, "submission-links", {"count": MOST_LINKS}))

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Add, edit or discard what a message shows."""
        query = update.callback_query
        if query is None or not await self._door.admits_press(query):
            return
        messages = self._desk.messages(query.from_user)
        asks = asked(query.data or "")
        if not asks:
            await answer_press(query, messages.say("button-unreadable"))
            return
        try:
            async with self._deciding:
                await self._press(query, asks, messages)
        except StateError as error:
            _log.error("offer not kept", extra={"error": str(error)})
            await answer_press(query, messages.say("failed"))

    async def _offer(self, message: Message, origin: Origin, *, size: int = 0) -> None:
        """Show what comes from there now, in a message of its own."""
        self._origins.let_go(origin)
        messages = self._desk.messages(message.from_user)
        sent = await send(message.get_bot(), letter_to(message, render_words(messages, "submission-reading")))
        offer = Offer(message.chat.id, sent.message_id, origin)
        await self._offering.show(message.get_bot(), offer, messages, size=size)

    async def _press(self, query: CallbackQuery, asks: Asks | str, messages: Messages) -> None:
        """Do what a button asks for. Raises StateError."""
        message, bot = query.message, query.get_bot()
        offer = self._offers.of(message.chat.id, message.message_id) if message else None
        if offer is None:
            await answer_press(query, messages.say("submission-gone"))
            return
        await answer_press(query)
        place = (offer.chat, offer.message)
        if asks is Asks.ADD:
            await self._add(bot, offer, messages)
        elif asks is Asks.DISCARD:
            self._offers.take_back(offer)
            self._origins.let_go(offer.origin)
            await change(bot, place, render_words(messages, "submission-discarded"), None)
        elif asks is Asks.BACK:
            await self._offering.show(bot, offer, messages)
        elif asks is Asks.EDIT:
            await bot.edit_message_reply_markup(*place, reply_markup=fields_keyboard(messages))
        else:
            await self.editing.ask(bot, offer, asks, messages)

    async def _add(self, bot: Bot, offer: Offer, messages: Messages) -> None:
        """Put into the seeds what was shown; where it is other by now, show it again. Raises StateError."""
        place = (offer.chat, offer.message)
        try:
            held = await self._origins.read(bot, offer.origin)
            if held.content.digest != offer.digest:
                await self._offering.show(bot, offer, messages, trouble=messages.say("submission-changed"))
                return
            content = edited(held.content, offer.edits)
            stored = await asyncio.to_thread(self._origins.acquisition.keep, held.submission, content)
        except OSError as error:
            _log.error("submission not stored", extra={"error": str(error)})
            trouble = messages.say("not-written", {"reason": error.strerror or str(error)})
            await self._offering.show(bot, offer, messages, trouble=trouble)
            return
        except StateError:
            raise
        except QuotedError as error:
            await self._offering.show(bot, offer, messages, trouble=str(error))
            return
        _log.info("submission stored", extra={"files": len(stored)})
        self._offers.take_back(offer)
        self._origins.let_go(offer.origin)
        waits = not self._watched and any(one.outcome != "unchanged" for one in stored)
        keyboard = InlineKeyboardMarkup([[fresh_button(messages)]]) if waits else None
        await change(bot, place, render_added(stored, messages, watched=self._watched), keyboard)
