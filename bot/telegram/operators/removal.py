"""/remove: an article leaves the seeds, after a look at what leaves with it; a press brings it back."""

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.errors import WorkError
from bot.markup import Markup
from bot.messages import Messages
from bot.operators.removal_pages import render_leaving, render_removed, render_which
from bot.rendering import render_words
from bot.telegram.addressing import of_command
from bot.telegram.buttons import answer_press
from bot.telegram.desk import Desk
from bot.telegram.keyboards import quote_shown
from bot.telegram.operators.door import OperatorsDoor
from bot.telegram.operators.origins import Origins
from bot.telegram.operators.reindexing import fresh_button
from bot.telegram.sending import edit, reply
from retrieval.article import Source, article_key
from retrieval.errors import QuotedError
from retrieval.question import question_language
from retrieval.terms import distinct_terms

MOST = 6
"""Articles that are offered."""
PREFIX = "remove:"
_FORM = re.compile(rf"{PREFIX}([auyon]):([0-9a-f]{{0,12}})")
_ASK, _REMOVE, _REMOVE_ALONE, _LEAVE, _UNDO = "a", "y", "o", "n", "u"
_MOST_SHOWN = 1000
_KEPT_RECORD = re.compile(r"-([0-9a-f]{12})\.jsonl$")
_log = logging.getLogger(__name__)
Page = tuple[Markup, InlineKeyboardMarkup | None]


class Removal:
    """The handlers for /remove and its buttons. For one event loop."""

    def __init__(self, desk: Desk, door: OperatorsDoor, origins: Origins, *, watched: bool = False) -> None:
        """`watched` where the library follows the seeds by itself."""
        self._desk = desk
        self._door = door
        self._origins = origins
        self._watched = watched
        self._steps: dict[str, Callable[[str, Messages], Coroutine[Any, Any, Page]]] = {
            _ASK: self._ask,
            _REMOVE: partial(self._remove, alone=False),
            _REMOVE_ALONE: partial(self._remove, alone=True),
            _LEAVE: self._leave,
            _UNDO: self._undo,
        }
        self._deciding = asyncio.Lock()
        self._offered: dict[tuple[int, int], str] = {}  # what the buttons under each message that was changed ask for

    async def command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The articles that may be meant: by a link, a file or words, by the answer replied to, or the newest."""
        message = update.message
        if message is None or not await self._door.admits(message):
            return
        messages = self._desk.messages(message.from_user)
        try:
            found = await self._desk.workers.run(lambda: self._meant(message))
            if len(found) == 1:
                page = await self._ask(_key(found[0]), messages)
            else:
                page = render_which(found, messages), _numbers(found)
        except WorkError:
            page = render_words(messages, "busy"), None
        except QuotedError as error:
            page = _failed(str(error), messages)
        await reply(message, *page)

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show an article, take it out, or bring it back."""
        query = update.callback_query
        if query is None or not await self._door.admits_press(query):
            return
        messages = self._desk.messages(query.from_user)
        form = _FORM.fullmatch(query.data or "")
        if form is None:
            await answer_press(query, messages.say("button-unreadable"))
            return
        await answer_press(query)
        async with self._deciding:
            await self._press(query, form[1], form[2], messages)

    async def _press(self, query: CallbackQuery, asks: str, what: str, messages: Messages) -> None:
        """Do what a button asks for, unless its message shows another page by now, as after the first of two taps."""
        place = (query.message.chat.id, query.message.message_id) if query.message else (0, 0)
        if asks not in self._offered.get(place, asks):
            return
        try:
            page = await self._steps[asks](what, messages)
        except OSError as error:
            _log.error("article not removed", extra={"error": str(error)})
            page = render_words(messages, "not-written", {"reason": error.strerror or str(error)}), None
        except QuotedError as error:
            page = _failed(str(error), messages)
        if isinstance(query.message, Message) and query.message.is_accessible:
            await edit(query.message, *page)
            self._note(place, page)

    def _note(self, place: tuple[int, int], page: Page) -> None:
        """Note what a message's buttons ask for now."""
        if len(self._offered) >= _MOST_SHOWN:
            self._offered.clear()
        rows = page[1].inline_keyboard if page[1] is not None else ()
        forms = (_FORM.fullmatch(str(button.callback_data)) for row in rows for button in row)
        self._offered[place] = "".join(form[1] for form in forms if form)

    def _meant(self, message: Message) -> list[Source]:
        """The articles that a command means, at most so many. Raises QuotedError."""
        replied = message.reply_to_message
        pointer = quote_shown(replied) if replied is not None else None
        passage = self._desk.library.passage(pointer.passage) if pointer is not None else None
        if passage is not None:
            return [passage.source]
        text = of_command(message).text
        if not text:
            return self._desk.library.catalogue.newest(outlet=None, after=None, count=MOST)
        exact = next((source for id_ in self._ids(text) if (source := self._source(id_))), None)
        if exact is not None:
            return [exact]
        found = self._naming(text)
        same = [source for source in found if source.url and source.url == text]
        return (same or found)[:MOST]

    def _naming(self, text: str) -> list[Source]:
        """The articles that a question of these words would be answered from and that have one of them, best first."""
        asked = distinct_terms(text, question_language(text))
        found: dict[str, Source] = {}
        for ranked in self._desk.answerer.answer(text).candidates:
            for passage in self._desk.library.paragraphs(ranked.article, ranked.paragraph, ranked.paragraph):
                source = passage.source
                if any(asked & distinct_terms(one, source.language or "en") for one in (source.title, passage.text)):
                    found.setdefault(source.id, source)
        return list(found.values())

    def _ids(self, text: str) -> list[str]:
        """The ids that a text may stand for: an id, a file's path, or a link."""
        if text.startswith(("http://", "https://")):
            return [self._origins.acquisition.id_of(text)]
        record = _KEPT_RECORD.search(text)
        return [text, str(PurePosixPath(text).with_suffix("")), *([f"web-{record[1]}"] if record else [])]

    def _source(self, article: str) -> Source | None:
        first = self._desk.library.paragraphs(article, 1, 1)
        return first[0].source if first else None

    async def _ask(self, key: str, messages: Messages) -> Page:
        """The article and what leaves with it."""
        source = await self._keyed(key)
        if source is None:
            return render_words(messages, "remove-gone"), None
        leaving = await asyncio.to_thread(self._origins.acquisition.leaving, source)
        row = [
            _button(messages.say("button-remove"), _REMOVE_ALONE if leaving.alone else _REMOVE, key),
            _button(messages.say("button-leave"), _LEAVE),
        ]
        return render_leaving(leaving, messages), InlineKeyboardMarkup([row])

    async def _remove(self, key: str, messages: Messages, *, alone: bool) -> Page:
        """Take out what was shown, an article `alone` or its file; where other articles would leave, show it again."""
        source = await self._keyed(key)
        if source is None:
            return render_words(messages, "remove-gone"), None
        acquisition = self._origins.acquisition
        if await asyncio.to_thread(acquisition.stands_alone, source) is not alone:
            return await self._ask(key, messages)
        removed = await asyncio.to_thread(acquisition.remove, source)
        _log.info("article removed", extra={"file": removed.file, "whole": removed.whole})
        row = [_button(messages.say("button-undo"), _UNDO, removed.token)]
        return render_removed(source, messages, watched=self._watched), self._followed(row, messages)

    async def _leave(self, _: str, messages: Messages) -> Page:
        return render_words(messages, "remove-left"), None

    async def _undo(self, token: str, messages: Messages) -> Page:
        name = await asyncio.to_thread(self._origins.acquisition.bring_back, token)
        return render_words(messages, "remove-undone", {"file": name}), self._followed([], messages)

    def _followed(self, row: list[InlineKeyboardButton], messages: Messages) -> InlineKeyboardMarkup | None:
        """These buttons, and one that brings the library in line where it does not do that by itself."""
        row = row if self._watched else [*row, fresh_button(messages)]
        return InlineKeyboardMarkup([row]) if row else None

    async def _keyed(self, key: str) -> Source | None:
        number = int(key or "0", 16)
        found = await self._desk.workers.run(lambda: self._desk.library.catalogue.keyed(number, number))
        return found[0] if found else None


def _numbers(sources: Sequence[Source]) -> InlineKeyboardMarkup | None:
    row = [_button(str(number), _ASK, _key(source)) for number, source in enumerate(sources, 1)]
    return InlineKeyboardMarkup([row]) if row else None


def _key(source: Source) -> str:
    return f"{article_key(source.id):012x}"


def _button(label: str, asks: str, what: str = "") -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"{PREFIX}{asks}:{what}")


def _failed(reason: str, messages: Messages) -> Page:
    return render_words(messages, "remove-failed", {"reason": reason}), None
