"""/latest and /sources: the newest articles and the outlets, page by page, by buttons that keep nothing."""

import logging
from collections.abc import Callable

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.digest import render_newest, render_newest_of
from bot.errors import WorkError
from bot.markup import Markup, one_line, sendable, shortened
from bot.messages import Messages
from bot.rendering import render_sources, render_words
from bot.telegram.buttons import answer_press
from bot.telegram.commands import meant
from bot.telegram.desk import Desk
from bot.telegram.listing import Kind, Listing, Malformed, pack, unpack
from bot.telegram.remarks import Remarks
from bot.telegram.sending import edit, reply
from bot.telegram.turns import TurnsFull
from retrieval.article import Source
from retrieval.catalogue import Bookmark
from retrieval.errors import QuotedError

PAGE = 8
"""Articles, and outlets, on a page."""
_LABEL = 40  # of an outlet's button, in UTF-16 units
_IN_A_ROW = 2
_log = logging.getLogger(__name__)
Page = tuple[Markup, InlineKeyboardMarkup | None]


class Digest:
    """The handlers for /latest, /sources and their buttons."""

    def __init__(self, desk: Desk, remarks: Remarks) -> None:
        self._desk = desk
        self._remarks = remarks
        self._pages: dict[Kind, Callable[[Listing, Messages], Page | None]] = {
            Kind.NEWEST: self._newest,
            Kind.OF_OUTLET: self._of_outlet,
            Kind.OUTLETS: self._outlets,
        }

    async def latest(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The newest articles."""
        await self._show(update.message, Listing(Kind.NEWEST))

    async def sources(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """What is indexed, with a button for each outlet."""
        await self._show(update.message, Listing(Kind.OUTLETS))

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Another page, in place."""
        query = update.callback_query
        if query is None:
            return
        messages = self._desk.messages(query.from_user)
        chat = query.message.chat.id if query.message else query.from_user.id
        if not self._desk.access.allows(query.from_user.id, chat):
            await answer_press(query, messages.say("access-closed"))
            return
        try:
            async with self._desk.turns.take((chat, query.from_user.id)):
                await self._turn(query, messages)
        except TurnsFull:
            await answer_press(query, messages.say("busy"))

    async def _turn(self, query: CallbackQuery, messages: Messages) -> None:
        try:
            listing = unpack(query.data or "")
            page = await self._desk.workers.run(lambda: self._pages[listing.kind](listing, messages))
        except Malformed:
            await answer_press(query, messages.say("button-unreadable"))
        except WorkError:
            await answer_press(query, messages.say("busy"))
        except QuotedError as error:
            _log.error("page failed", extra={"error": str(error)})
            await answer_press(query, messages.say("failed"))
        else:
            if page is None or not isinstance(query.message, Message) or not query.message.is_accessible:
                await answer_press(query, messages.say("button-gone"))
                return
            await answer_press(query)
            await edit(query.message, *page)

    async def _show(self, message: Message | None, listing: Listing) -> None:
        if message is None or not meant(message):
            return
        person = message.from_user.id if message.from_user else 0
        if not self._desk.access.allows(person, message.chat.id):
            if message.chat.type == ChatType.PRIVATE:
                await self._remarks.make(message, "access-closed")
            return
        messages = self._desk.messages(message.from_user)
        page: Page | None
        try:
            page = await self._desk.workers.run(lambda: self._pages[listing.kind](listing, messages))
        except WorkError:
            page = (render_words(messages, "busy"), None)
        except QuotedError as error:
            _log.error("page failed", extra={"error": str(error)})
            page = (render_words(messages, "failed"), None)
        if page is None:
            return
        try:
            async with self._desk.turns.take((message.chat.id, person)):
                await reply(message, *page)
        except TurnsFull:
            return  # a flood of commands; the questions' handler says so

    def _newest(self, listing: Listing, messages: Messages) -> Page | None:
        found = self._desk.library.catalogue.newest(outlet=None, after=listing.after, count=PAGE + 1)
        if not found and listing.after is not None:
            return None
        return render_newest(found[:PAGE], messages), _keyboard(listing, found, messages)

    def _of_outlet(self, listing: Listing, messages: Messages) -> Page | None:
        catalogue = self._desk.library.catalogue
        outlet = next((one for one in catalogue.outlets() if one.key == listing.outlet), None)
        found = catalogue.newest(outlet=outlet.name, after=listing.after, count=PAGE + 1) if outlet else []
        if outlet is None or not found:
            return None
        return render_newest_of(outlet, found[:PAGE], messages), _keyboard(listing, found, messages)

    def _outlets(self, listing: Listing, messages: Messages) -> Page | None:
        library = self._desk.library
        named = [outlet for outlet in library.catalogue.outlets() if outlet.name]
        first = listing.page * PAGE
        buttons = [
            _button(shortened(one_line(sendable(outlet.name)), _LABEL), Listing(Kind.OF_OUTLET, outlet.key))
            for outlet in named[first : first + PAGE]
        ]
        turns = []
        if first:
            turns.append(_button(messages.say("button-back"), Listing(Kind.OUTLETS, page=listing.page - 1)))
        if len(named) > first + PAGE:
            turns.append(_button(messages.say("button-more"), Listing(Kind.OUTLETS, page=listing.page + 1)))
        rows = [*(buttons[i : i + _IN_A_ROW] for i in range(0, len(buttons), _IN_A_ROW)), turns]
        rows = [row for row in rows if row]
        return render_sources(library.summary(), messages), InlineKeyboardMarkup(rows) if rows else None


def _keyboard(listing: Listing, found: list[Source], messages: Messages) -> InlineKeyboardMarkup | None:
    """To the first page, to the next one where there is more than this page shows, and to all outlets."""
    row = []
    if listing.after is not None:
        row.append(_button(messages.say("button-newest"), Listing(listing.kind, listing.outlet)))
    if len(found) > PAGE:
        following = Listing(listing.kind, listing.outlet, Bookmark.of(found[PAGE - 1]))
        row.append(_button(messages.say("button-older"), following))
    rows = [row] if row else []
    if found and (listing.kind is Kind.OF_OUTLET or any(source.outlet for source in found)):
        rows.append([_button(messages.say("button-outlets"), Listing(Kind.OUTLETS))])
    return InlineKeyboardMarkup(rows) if rows else None


def _button(label: str, listing: Listing) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=pack(listing))
