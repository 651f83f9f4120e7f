"""The buttons under an answer: the paragraphs around it, the next source, the citation."""

import logging
from contextlib import suppress
from dataclasses import dataclass, replace

from telegram import CallbackQuery, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.errors import WorkError
from bot.markup import Markup, sendable, units
from bot.messages import Messages
from bot.rendering import citation, render_citation, render_closest, render_quote
from bot.telegram.callback import Action, Malformed, View, pack, unpack
from bot.telegram.desk import Desk
from bot.telegram.sending import edit, reply
from bot.telegram.turns import TurnsFull
from retrieval.answer import Quote
from retrieval.article import Passage
from retrieval.errors import QuotedError
from retrieval.library import Summary

MOST_COPIED = 256
"""Characters that a button can copy (https://core.telegram.org/bots/api#copytextbutton)."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Loaded:
    """What a view shows, read anew from the library."""

    quote: Quote
    neighbours: tuple[Passage, ...]
    summary: Summary


class Buttons:
    """The handler for presses. Keeps nothing: what a press needs stands in the button and in the library."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what the button stands for, or say why not."""
        query = update.callback_query
        if query is None:
            return
        chat = query.message.chat.id if query.message else query.from_user.id
        try:
            async with self._desk.turns.take((chat, query.from_user.id)):
                await self._press(query)
        except TurnsFull:
            await _answer(query, self._desk.messages.say("busy"))

    async def _press(self, query: CallbackQuery) -> None:
        say = self._desk.messages.say
        try:
            view = unpack(query.data or "")
        except Malformed:
            await _answer(query, say("button-unreadable"))
            return
        if not isinstance(query.message, Message) or not query.message.is_accessible:  # too old for a bot to see
            await _answer(query, say("button-gone"))
            return
        try:
            loaded = await self._desk.workers.run(lambda: self._load(view))
        except WorkError:
            await _answer(query, say("busy"))
        except QuotedError as error:
            _log.error("A button could not be served: %s", error)
            await _answer(query, say("failed"))
        else:
            await self._serve(query, query.message, view, loaded)

    async def _serve(self, query: CallbackQuery, message: Message, view: View, loaded: _Loaded | None) -> None:
        if loaded is None:
            await _answer(query, self._desk.messages.say("button-gone"))
            return
        await _answer(query)
        messages = self._desk.messages
        if view.action is Action.CITE:
            await reply(message, render_citation(loaded.quote, messages))
        else:
            await edit(message, self._markup(view, loaded), keyboard(view, loaded.quote, messages))

    def _load(self, view: View) -> _Loaded | None:
        """The quote shown, the paragraphs beside it, and what is indexed; None when the quote is gone."""
        pointer = view.pointers[view.shown]
        passage = self._desk.library.passage(pointer.passage)
        quote = pointer.quote(passage) if passage else None
        if quote is None:
            return None
        number, article = quote.passage.paragraph, quote.passage.source.id
        beside = self._desk.library.paragraphs(article, number - 1, number + 1) if view.expanded else []
        neighbours = tuple(passage for passage in beside if passage.paragraph != number)
        return _Loaded(quote, neighbours, self._desk.library.summary())

    def _markup(self, view: View, loaded: _Loaded) -> Markup:
        if view.closest:
            return render_closest(
                loaded.quote, self._desk.messages, summary=loaded.summary, neighbours=loaded.neighbours
            )
        return render_quote(loaded.quote, self._desk.messages, neighbours=loaded.neighbours)


def keyboard(view: View, quote: Quote, messages: Messages) -> InlineKeyboardMarkup:
    """The buttons for a message that shows this view, which is of that quote."""
    first = []
    if quote.passage.paragraphs > 1:
        label = messages.say("button-less" if view.expanded else "button-context")
        toggled = replace(view, expanded=not view.expanded, action=Action.SHOW)
        first.append(InlineKeyboardButton(label, callback_data=pack(toggled)))
    count = len(view.pointers)
    if count > 1:
        label = messages.say("button-next", {"shown": view.shown + 1, "total": count})
        following = replace(view, shown=(view.shown + 1) % count, expanded=False, action=Action.SHOW)
        first.append(InlineKeyboardButton(label, callback_data=pack(following)))
    rows = [first] if first else []
    return InlineKeyboardMarkup([*rows, [_copy(view, quote, messages)]])


def _copy(view: View, quote: Quote, messages: Messages) -> InlineKeyboardButton:
    """A button that copies the citation, or that sends it where it is too long for a button."""
    text = sendable(citation(quote, messages))
    label = messages.say("button-copy")
    if units(text) <= MOST_COPIED:
        return InlineKeyboardButton(label, copy_text=CopyTextButton(text))
    return InlineKeyboardButton(label, callback_data=pack(replace(view, action=Action.CITE)))


async def _answer(query: CallbackQuery, text: str | None = None) -> None:
    """Stop the button's spinner, with an alert where there is something to say."""
    with suppress(BadRequest):  # the press is older than Telegram waits; nobody looks at it any more
        await query.answer(text, show_alert=text is not None)
