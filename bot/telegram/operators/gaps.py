"""/gaps: what people asked in vain, by meaning; what fills a gap is kept, so that it can be seen whether it stays."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.markup import Markup
from bot.messages import Messages
from bot.operators.gap_pages import Shown, render_gap, render_gaps, render_not_kept
from bot.operators.gaps import Gap, GapFinder, nearest
from bot.operators.known_questions import keep, known_question
from bot.operators.statistics import MONTH, period_of
from bot.rendering import render_words
from bot.telegram.buttons import answer_press
from bot.telegram.desk import Desk
from bot.telegram.operators.door import OperatorsDoor
from bot.telegram.operators.gap_steps import Asks, Malformed, Step, pack, unpack
from bot.telegram.sending import edit, reply
from retrieval.answer import Quote
from retrieval.errors import QuotedError

PAGE = 6
NEAREST = 8
"""Articles that came near, where no question is kept."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _View:
    """What a press shows, and what is said of it in passing."""

    markup: Markup
    keyboard: InlineKeyboardMarkup | None
    notice: str = ""


class GapsDesk:
    """The handlers for /gaps and its buttons. One look at the gaps at a time, on a thread of its own."""

    def __init__(self, desk: Desk, door: OperatorsDoor, file: Path) -> None:
        """`file` is the evaluation file that kept questions go to."""
        self._desk = desk
        self._door = door
        self._file = file
        self._finder = GapFinder(desk.state, desk.answerer.vector, lambda: desk.answerer.encoder)
        self._in_turn = asyncio.Lock()
        self._steps: dict[Asks, Callable[[Step, Messages], _View]] = {
            Asks.PAGE: self._page,
            Asks.GAP: self._gap,
            Asks.KEEP: self._keep,
            Asks.KEEP_OPEN: self._keep,
            Asks.DISMISS: self._dismiss,
        }

    async def command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The first page."""
        message = update.message
        if message is None or not await self._door.admits(message):
            return
        messages = self._desk.messages(message.from_user)
        try:
            view = await self._take(Step(Asks.PAGE), messages)
        except QuotedError as error:
            _log.error("gaps failed", extra={"error": str(error)})
            view = _View(render_words(messages, "failed"), None)
        await reply(message, view.markup, view.keyboard)

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button asks for, and show what is there then, in place."""
        query = update.callback_query
        if query is None or not await self._door.admits_press(query):
            return
        messages = self._desk.messages(query.from_user)
        try:
            view = await self._take(unpack(query.data or ""), messages)
        except Malformed:
            await answer_press(query, messages.say("button-unreadable"))
        except OSError as error:
            _log.error("question not kept", extra={"error": str(error)})
            await answer_press(query, messages.say("not-written", {"reason": error.strerror or str(error)}))
        except QuotedError as error:
            _log.error("gaps failed", extra={"error": str(error)})
            await answer_press(query, messages.say("failed"))
        else:
            await answer_press(query, view.notice, alert=False)
            if isinstance(query.message, Message) and query.message.is_accessible:
                await edit(query.message, view.markup, view.keyboard)

    async def _take(self, step: Step, messages: Messages) -> _View:
        async with self._in_turn:
            return await asyncio.to_thread(self._steps[step.asks], step, messages)

    def _page(self, step: Step, messages: Messages) -> _View:
        """A page of gaps, those that have an answer by now marked; or what can be told without questions."""
        days = self._desk.state.retention.questions
        gaps = self._finder.gaps()
        if not days and not gaps.found:
            return _View(self._not_kept(messages), None)
        pages = max(1, -(-len(gaps.found) // PAGE))
        page = min(step.page, pages - 1)
        first = page * PAGE
        shown = [
            Shown(first + number, gap, self._quote(gap) is not None)
            for number, gap in enumerate(gaps.found[first : first + PAGE], 1)
        ]
        return _View(render_gaps(shown, gaps, messages, days=days), _keyboard(shown, page, pages, messages))

    def _gap(self, step: Step, messages: Messages) -> _View:
        """One gap, and what answers it now."""
        gap = self._finder.gaps().find(step.gap)
        if gap is None:
            return replace(self._page(step, messages), notice=messages.say("gap-gone"))
        quote = self._quote(gap)
        return _View(render_gap(gap, quote, messages), _gap_keyboard(gap, quote, step.page, messages))

    def _keep(self, step: Step, messages: Messages) -> _View:
        """Keep the gap's question with its answer, or as one that has none, where all is as it was shown."""
        gap = self._finder.gaps().find(step.gap)
        if gap is None:
            return replace(self._page(step, messages), notice=messages.say("gap-gone"))
        quote = self._quote(gap)
        if step.shown != _digits(quote):
            return replace(self._gap(step, messages), notice=messages.say("gap-changed"))
        keep(known_question(gap.id, gap.text, quote), self._file)
        self._finder.dismiss(gap)
        return replace(self._page(step, messages), notice=messages.say("gap-kept", {"file": str(self._file)}))

    def _dismiss(self, step: Step, messages: Messages) -> _View:
        """Forget the gap's questions."""
        if gap := self._finder.gaps().find(step.gap):
            self._finder.dismiss(gap)
        return replace(self._page(step, messages), notice=messages.say("gap-dismissed"))

    def _quote(self, gap: Gap) -> Quote | None:
        """What answers the gap's question now."""
        return next(iter(self._desk.answerer.answer(gap.text).quotes), None)

    def _not_kept(self, messages: Messages) -> Markup:
        state = self._desk.state
        near = nearest(state, self._desk.library, days=MONTH, most=NEAREST)
        return render_not_kept(period_of(state, MONTH), near, messages)


def _keyboard(shown: list[Shown], page: int, pages: int, messages: Messages) -> InlineKeyboardMarkup | None:
    """A button for each gap by its number, and to the pages before and after."""
    row = [_button(str(one.number), Step(Asks.GAP, one.gap.id, page)) for one in shown]
    turns = []
    if page:
        turns.append(_button(messages.say("button-back"), Step(Asks.PAGE, page=page - 1)))
    if page + 1 < pages:
        turns.append(_button(messages.say("button-more"), Step(Asks.PAGE, page=page + 1)))
    rows = [line for line in (row, turns) if line]
    return InlineKeyboardMarkup(rows) if rows else None


def _gap_keyboard(gap: Gap, quote: Quote | None, page: int, messages: Messages) -> InlineKeyboardMarkup:
    label = messages.say("button-keep" if quote else "button-keep-open")
    kept = Step(Asks.KEEP if quote else Asks.KEEP_OPEN, gap.id, page, _digits(quote))
    return InlineKeyboardMarkup(
        [
            [_button(label, kept)],
            [
                _button(messages.say("button-dismiss"), Step(Asks.DISMISS, gap.id, page)),
                _button(messages.say("button-back"), Step(Asks.PAGE, page=page)),
            ],
        ]
    )


def _button(label: str, step: Step) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=pack(step))


def _digits(quote: Quote | None) -> str:
    """Digits that tell a quote from another; "" for none."""
    if quote is None:
        return ""
    told = f"{quote.passage.source.id}\n{quote.passage.paragraph}\n{quote.passage.sha256}\n{quote.highlight}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:8]
