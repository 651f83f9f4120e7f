"""Presses of the buttons under an answer: the paragraphs around it, the next source, the citation, feedback."""

import logging
from contextlib import suppress
from dataclasses import dataclass, replace

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType, MessageEntityType
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.errors import StateError, WorkError
from bot.markup import Block, Markup, Run
from bot.messages import Messages
from bot.rendering import render_citation, render_closest, render_differ, render_newer, render_quote
from bot.shown import Place, shown_by
from bot.telegram.addressing import of_answered
from bot.telegram.answers import Answers, Asked
from bot.telegram.callback import Action, Malformed, Pointer, View, unpack
from bot.telegram.desk import Desk
from bot.telegram.keyboards import keyboard, topic_of
from bot.telegram.post import Post
from bot.telegram.sending import edit, reply, thread_of
from bot.telegram.turns import TurnsFull
from retrieval.answer import Quote, by_date
from retrieval.antecedent import paragraph_before
from retrieval.article import Passage
from retrieval.context import context_of
from retrieval.correcting import Quotation
from retrieval.errors import QuotedError
from retrieval.library import Summary
from retrieval.stories import also_in

_RATINGS = {Action.HELPFUL: True, Action.UNHELPFUL: False}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Loaded:
    """What a view shows, read anew from the library."""

    quote: Quote
    neighbours: tuple[Passage, ...]
    summary: Summary
    rival: Quote | None = None  # that contradicts it
    newer: Quote | None = None  # of a later article on its story


class Buttons:
    """The handler for presses. Keeps nothing: what a press needs stands in the button, its message and the library."""

    def __init__(self, desk: Desk, post: Post) -> None:
        self._desk = desk
        self._post = post
        self._answers = Answers(desk)

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what the button stands for, or say why not."""
        query = update.callback_query
        if query is None:
            return
        chat = query.message.chat.id if query.message else query.from_user.id
        messages = self._desk.messages(query.from_user)
        if not self._desk.access.allows(query.from_user.id, chat):
            await answer_press(query, messages.say("access-closed"))
            return
        try:
            async with self._desk.turns.take((chat, query.from_user.id)):
                await self._press(query, messages)
        except TurnsFull:
            await answer_press(query, messages.say("busy"))

    async def _press(self, query: CallbackQuery, messages: Messages) -> None:
        say = messages.say
        try:
            view = unpack(query.data or "")
        except Malformed:
            await answer_press(query, say("button-unreadable"))
            return
        if not isinstance(query.message, Message) or not query.message.is_accessible:  # too old for a bot to see
            await answer_press(query, say("button-gone"))
            return
        if not _may_press(query, query.message):
            await answer_press(query, say("button-asker"))
            return
        if view.action is Action.FRESH:
            await self._ask_by_itself(query, query.message, messages)
            return
        try:
            loaded = await self._desk.workers.run(lambda: self._load(view))
        except WorkError:
            await answer_press(query, say("busy"))
        except QuotedError as error:
            _log.error("button failed", extra={"error": str(error)})
            await answer_press(query, say("failed"))
        else:
            if loaded is None:
                await answer_press(query, say("button-gone"))
            else:
                await self._serve(query, query.message, view, loaded)

    async def _ask_by_itself(self, query: CallbackQuery, message: Message, messages: Messages) -> None:
        """Answer the question without what was asked before it, in place of the answer that leans on that."""
        asked = message.reply_to_message
        text = of_answered(asked, query.get_bot().bot) if asked is not None else ""
        if not text or asked is None:
            await answer_press(query, messages.say("button-gone"))
            return
        await answer_press(query)
        short = message.chat.type != ChatType.PRIVATE
        said = await self._answers.to(Asked(text, query.from_user.id, messages, short))
        if said.answer is not None:
            context = context_of(said.answer)
            self._desk.conversations.remember(message.chat.id, query.from_user.id, asked.message_id, context)
        await edit(message, said.markup, said.keyboard)
        if said.answer is not None:
            self._post.show(_place(query, message, messages), shown_by(said.answer), instead=True)

    async def _serve(self, query: CallbackQuery, message: Message, view: View, loaded: _Loaded) -> None:
        messages = self._desk.messages(query.from_user)
        short = message.chat.type != ChatType.PRIVATE
        if view.action in _RATINGS:
            self._rate(loaded.quote, helpful=_RATINGS[view.action])
            await answer_press(query, messages.say("button-thanks"), alert=False)
            view = replace(view, rated=True, action=Action.SHOW)
        else:
            await answer_press(query)
        if view.action is Action.CITE:
            await reply(message, render_citation(loaded.quote, messages))
            return
        markup = *_head(view, message), *_markup(view, loaded, messages, short=short)
        topic = topic_of(message) or (0 if message.reply_to_message else None)
        buttons = keyboard(view, loaded.quote, messages, short=short, topic=topic)
        await edit(message, markup, buttons)
        if not view.closest:
            self._post.show(_place(query, message, messages), [Quotation.of(loaded.quote)], instead=False)

    def _rate(self, quote: Quote, *, helpful: bool) -> None:
        try:
            self._desk.state.rate(quote.passage.source.id, quote.passage.paragraph, helpful=helpful)
        except StateError as error:
            _log.error("feedback not counted", extra={"error": str(error)})

    def _load(self, view: View) -> _Loaded | None:
        """The quote shown, the paragraphs beside it, and what is indexed; None when the quote is gone."""
        quote = self._quote(view.pointers[view.shown])
        if quote is None:
            return None
        number, article = quote.passage.paragraph, quote.passage.source.id
        beside = self._desk.library.paragraphs(article, number - 1, number + 1) if view.expanded else []
        neighbours = tuple(passage for passage in beside if passage.paragraph != number)
        copies = self._desk.library.catalogue.hashed(quote.passage.sha256)
        return _Loaded(
            replace(quote, missing=view.lacking, also_in=also_in(quote.passage, copies)),
            neighbours,
            self._desk.library.summary(),
            rival=self._quote(view.pointers[1]) if view.differ and view.shown == 0 else None,
            newer=self._quote(view.pointers[-1]) if view.newer and view.shown == 0 else None,
        )

    def _quote(self, pointer: Pointer) -> Quote | None:
        """The quote that is pointed at; None when it is gone."""
        passage = self._desk.library.passage(pointer.passage)
        quote = pointer.quote(passage) if passage else None
        if quote is None:
            return None
        return replace(quote, before=paragraph_before(quote.passage, quote.sentence, self._desk.library))


async def answer_press(query: CallbackQuery, text: str = "", *, alert: bool = True) -> None:
    """End the button's waiting, with an alert or a passing notice where there is something to say."""
    with suppress(BadRequest):  # too old to be answered; what was pressed is done all the same
        await query.answer(text or None, show_alert=alert and bool(text))


def _may_press(query: CallbackQuery, message: Message) -> bool:
    """Whether the button is theirs: among many people it is the asker's, as long as the question stands there."""
    asked = message.reply_to_message
    if message.chat.type == ChatType.PRIVATE or asked is None or asked.from_user is None or asked.sender_chat:
        return True
    return asked.from_user.is_bot or asked.from_user.id == query.from_user.id


def _place(query: CallbackQuery, message: Message, messages: Messages) -> Place:
    return Place(message.chat.id, thread_of(message), message.message_id, query.from_user.id, messages.language)


def _head(view: View, message: Message) -> Markup:
    """How the question was taken, or what there is news on, as the message says it now."""
    first = (message.text or "").split("\n", 1)[0]
    in_italics = any(one.type == MessageEntityType.ITALIC and one.offset == 0 for one in message.entities)
    is_news = message.reply_to_message is None and (topic_of(message) or in_italics)
    return (Block((Run(first, italic=True),)),) if view.followed or view.respelled or is_news else ()


def _markup(view: View, loaded: _Loaded, messages: Messages, *, short: bool) -> Markup:
    quote, beside = loaded.quote, loaded.neighbours
    if view.closest:
        return render_closest(quote, messages, summary=loaded.summary, neighbours=beside)
    newer = render_newer(loaded.newer, messages) if loaded.newer else ()
    if loaded.rival and not beside:
        return *render_differ(by_date((quote, loaded.rival)), messages), *newer
    return *render_quote(quote, messages, neighbours=beside, short=short), *newer
