"""Inline mode, `@bot question` in any chat, and guest mode, a mention in a chat where the bot is no member.

What is sent is the quote with its source, in the asker's name or as the guest's only message; it has the buttons that
need nothing of the bot, for nobody knows who will press them.
"""

import asyncio
import hashlib
import logging
from contextlib import suppress

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    Update,
    User,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.errors import WorkError
from bot.markup import ELLIPSIS, Markup, shortened, to_html, to_plain
from bot.messages import Messages
from bot.rendering import date_of, headline, render_quote, render_understood, render_words, words_shown
from bot.telegram.addressing import from_machine, of_guest
from bot.telegram.answers import LONGEST, Answers, Asked
from bot.telegram.commands import INLINE_HELP
from bot.telegram.desk import Desk
from bot.telegram.keyboards import sent_keyboard
from bot.telegram.sending import NO_PREVIEW
from retrieval.answer import Answer, Quote
from retrieval.errors import QuotedError

SHORTEST = 3
"""Letters and digits; before that nobody means anything yet."""
PAUSE_S = 0.3
"""A query that is followed by another within this time is not looked up: its asker is still typing."""
CACHE_S = 10
"""How long Telegram may answer the same query of the same person by itself; the articles may change any time."""
TITLE = 100
DESCRIPTION = 160
NOTE = 60
"""UTF-16 units; clients show about two lines."""
_log = logging.getLogger(__name__)


class Inline:
    """The handler for inline queries. For one event loop."""

    def __init__(self, desk: Desk, *, pause_s: float = PAUSE_S) -> None:
        self._desk = desk
        self._answers = Answers(desk)
        self._pause_s = pause_s
        self._latest: dict[int, str] = {}  # queries by person

    async def query(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the quotes that answer, unless the asker has typed on meanwhile."""
        query = update.inline_query
        if query is None:
            return
        self._latest[query.from_user.id] = query.id
        try:
            await self._answer(query)
        finally:
            if self._is_latest(query):
                del self._latest[query.from_user.id]

    async def _answer(self, query: InlineQuery) -> None:
        person, messages = query.from_user, self._desk.messages(query.from_user)
        text = query.query.strip()
        if not self._desk.access.allows(person.id, person.id):
            await _offer(query, [], note=messages.say("inline-closed"))
            return
        if sum(character.isalnum() for character in text) < SHORTEST:
            await _offer(query, [], note=messages.say("inline-short"))
            return
        await asyncio.sleep(self._pause_s)
        if not self._is_latest(query):
            return
        if self._desk.allowance.take(person.id, person.id) is not None:
            await _offer(query, [], note=messages.say("inline-later"))
            return
        answer = await self._look_up(text, person, messages)
        if not self._is_latest(query):
            return
        if answer is None:
            await _offer(query, [], note=messages.say("inline-later"))
        else:
            results = [_result(quote, messages) for quote in answer.quotes]
            await _offer(query, results, note=_note(answer, messages))

    async def _look_up(self, text: str, person: User, messages: Messages) -> Answer | None:
        """The answer; None when the question could not be looked up."""
        try:
            answer, _ = await self._answers.look_up(Asked(text, person.id, messages, short=False, typed=True))
        except WorkError:
            return None
        except QuotedError as error:
            _log.error("inline query failed", extra={"error": str(error)})
            return None
        return answer

    def _is_latest(self, query: InlineQuery) -> bool:
        return self._latest.get(query.from_user.id) == query.id


class Guest:
    """The handler for messages of chats where the bot is no member. It may answer each once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._answers = Answers(desk)

    async def message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a question with a quote, or with a line; say nothing to who may not ask or asks too much."""
        message = update.guest_message
        if message is None or not message.guest_query_id or message.from_user is None or from_machine(message):
            return
        person = message.from_user.id
        if not self._desk.access.allows(person, message.chat.id):
            return
        if self._desk.allowance.take(person, message.chat.id) is None:
            await self._answer(message, of_guest(message, context.bot.bot).text)

    async def _answer(self, message: Message, text: str) -> None:
        messages = self._desk.messages(message.from_user)
        person = message.from_user.id if message.from_user else 0
        if not any(character.isalnum() for character in text):
            return
        quote = None
        if len(text) > LONGEST:
            markup = render_words(messages, "too-long", {"limit": LONGEST})
        else:
            said = await self._answers.to(Asked(text, person, messages, short=True))
            markup = said.markup
            quote = said.answer.quotes[0] if said.answer and said.answer.quotes else None
        result = _article(markup, quote, messages, title=headline(quote.passage.source, messages) if quote else text)
        with suppress(BadRequest):  # too old to be answered
            await message.get_bot().answer_guest_query(str(message.guest_query_id), result)


async def _offer(query: InlineQuery, results: list[InlineQueryResultArticle], *, note: str) -> None:
    """Answer a query; the note stands on a button above the results, which leads to the private chat."""
    button = InlineQueryResultsButton(note, start_parameter=INLINE_HELP) if note else None
    with suppress(BadRequest):  # too old to be answered: the asker has typed on
        await query.answer(results, cache_time=CACHE_S, is_personal=True, button=button)


def _note(answer: Answer, messages: Messages) -> str:
    """That there is no answer, or with which words the question was read; nothing where it was read as it is."""
    if not answer.quotes:
        return messages.say("inline-nothing")
    return shortened(to_plain(render_understood(answer, messages)), NOTE)


def _result(quote: Quote, messages: Messages) -> InlineQueryResultArticle:
    date = date_of(quote.passage.source, messages)
    words = words_shown(quote, limit=DESCRIPTION - len(date) - 3)
    return _article(
        render_quote(quote, messages),
        quote,
        messages,
        title=headline(quote.passage.source, messages, limit=TITLE),
        description=" · ".join(part for part in (words, date) if part),
    )


def _article(
    markup: Markup, quote: Quote | None, messages: Messages, *, title: str, description: str | None = None
) -> InlineQueryResultArticle:
    html = to_html(markup)
    return InlineQueryResultArticle(
        id=hashlib.sha256(html.encode()).hexdigest()[:32],
        title=title or ELLIPSIS,
        description=description,
        input_message_content=InputTextMessageContent(html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW),
        reply_markup=sent_keyboard(quote, messages) if quote else None,
    )
