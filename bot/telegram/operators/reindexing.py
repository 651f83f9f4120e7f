"""/reindex: a run of the indexer in a process of its own, shown by one message that is edited as it goes on."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.errors import StateError
from bot.markup import Markup, to_html, to_plain
from bot.messages import Messages
from bot.operators.indexer import IndexRun, Outcome, begin
from bot.operators.run_pages import render_outcome, render_reach
from bot.operators.runs import SILENT_S, Runs, ShownRun
from bot.outbox import Letter
from bot.rendering import render_words
from bot.telegram.buttons import answer_press
from bot.telegram.desk import Desk
from bot.telegram.operators.door import OperatorsDoor
from bot.telegram.polling import until
from bot.telegram.sending import change, letter_to, send

TELL_AGAIN_S = (20.0, 60.0, 180.0, 600.0, 600.0)
"""Pauses before it is tried again to show what came of a run, where Telegram can't be reached."""
LEAVE_WITHIN_S = 20.0
"""For a run to end, when the bot stops."""
PREFIX = "reindex:"
CANCEL, AGAIN, FRESH = (f"{PREFIX}{asks}" for asks in ("cancel", "again", "fresh"))
"""What a button asks for: that the run of its message stop, that it go on there, or one in a message of its own."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Going:
    """A run and the message that shows it."""

    run: IndexRun
    shown: ShownRun
    began: float


class Reindexing:
    """The handlers for /reindex and its buttons. One run at a time. For one event loop."""

    def __init__(self, desk: Desk, door: OperatorsDoor, runs: Runs, command: Sequence[str], *, every_s: float) -> None:
        """`command` is what begins a run: `quoted index --beside-bot`. Its message is edited every `every_s`."""
        self._desk = desk
        self._door = door
        self._runs = runs
        self._command = command
        self._every_s = every_s
        self._going: _Going | None = None
        self._beginning = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Begin a run, in a new message."""
        message = update.message
        if message is not None and await self._door.admits(message):
            await self._begin_below(message, self._desk.messages(message.from_user))

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Stop a run, or begin one."""
        query = update.callback_query
        if query is None or not await self._door.admits_press(query):
            return
        messages = self._desk.messages(query.from_user)
        if not isinstance(query.message, Message) or not query.message.is_accessible:
            await answer_press(query, messages.say("button-gone"))
        elif query.data == CANCEL:
            await self._cancel(query, query.message, messages)
        else:
            await answer_press(query)
            if query.data == AGAIN:
                await self._begin(query.get_bot(), query.message, messages)
            else:
                await self._begin_below(query.message, messages)

    async def end_cut_off(self, bot: Bot, *, stop: asyncio.Event) -> None:
        """Say of runs whose process is gone that they were cut off, again and again until `stop` is set."""
        while not stop.is_set():
            try:
                cut_off = self._runs.take_cut_off()
            except StateError as error:
                _log.error("reindex not remembered", extra={"error": str(error)})
                cut_off = []
            for shown in cut_off:
                messages = self._desk.translations.of(shown.language)
                await _show(bot, shown, render_words(messages, "reindex-cut-off"), _again(messages))
            await until(stop, asyncio.sleep(SILENT_S))

    async def close(self) -> None:
        """Stop the run, if there is one: what it applied is kept, and its message says so."""
        if self._going is not None:
            self._going.run.stop()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=LEAVE_WITHIN_S)
            self._task.cancel()

    async def _begin_below(self, message: Message, messages: Messages) -> None:
        """Begin a run in a new message; where one goes on already, say so."""
        if self._going is not None:
            await send(message.get_bot(), letter_to(message, self._already(self._going, messages)))
            return
        preparing = render_words(messages, "reindex-preparing")
        sent = await send(message.get_bot(), letter_to(message, preparing, _cancel(messages)))
        await self._begin(message.get_bot(), sent, messages)

    async def _begin(self, bot: Bot, message: Message, messages: Messages) -> None:
        """Begin a run that this message of ours shows."""
        shown = ShownRun(message.chat.id, message.message_id, messages.language)
        async with self._beginning:
            if self._going is not None:
                await _show(bot, shown, self._already(self._going, messages), None)
                return
            try:
                run = await begin(self._command)
            except OSError as error:
                outcome = Outcome(reason=error.strerror or str(error))
                await _show(bot, shown, render_outcome(outcome, messages, seconds=0.0), _again(messages))
                return
            self._going = _Going(run, shown, time.monotonic())
        _log.info("reindex begun")
        self._task = asyncio.get_running_loop().create_task(self._follow(bot, self._going, messages))

    async def _follow(self, bot: Bot, going: _Going, messages: Messages) -> None:
        """Show how far a run is until it ends, and then what came of it."""
        said: Markup = ()
        ended = asyncio.create_task(going.run.ended())
        try:
            self._go_on(going)
            while not (await asyncio.wait({ended}, timeout=self._every_s))[0]:
                self._go_on(going)
                reach = render_reach(going.run.reach, messages)
                if reach != said:
                    said = reach
                    await _show(bot, going.shown, reach, _cancel(messages))
            outcome = await ended
        finally:
            ended.cancel()
            self._going = None
        _log.info("reindex ended", extra={"outcome": _told(outcome)})
        if said:
            await asyncio.sleep(self._every_s)
        await self._tell(bot, going, outcome, messages)

    async def _tell(self, bot: Bot, going: _Going, outcome: Outcome, messages: Messages) -> None:
        """Show what came of a run, trying until Telegram is reached; in a new message where the old one is gone."""
        markup = render_outcome(outcome, messages, seconds=time.monotonic() - going.began)
        keyboard = None if outcome.report is not None else _again(messages)
        for pause in TELL_AGAIN_S:
            try:
                await change(bot, (going.shown.chat, going.shown.message), markup, keyboard)
            except BadRequest:
                await _send(bot, going.shown.chat, markup, keyboard)
            except (NetworkError, RetryAfter) as error:
                _log.warning("reindex not shown", extra={"kind": type(error).__name__, "error": str(error)})
                await asyncio.sleep(pause)
                continue
            except TelegramError as error:  # such as: the operator has blocked the bot
                _log.warning("reindex not shown", extra={"kind": type(error).__name__, "error": str(error)})
            break
        try:
            self._runs.over(going.shown)
        except StateError as error:
            _log.error("reindex not remembered", extra={"error": str(error)})

    async def _cancel(self, query: CallbackQuery, message: Message, messages: Messages) -> None:
        """Stop the run of a message, here or, of several processes that answer together, where it goes on."""
        going, place = self._going, (message.chat.id, message.message_id)
        if going is not None and (going.shown.chat, going.shown.message) == place:
            going.run.stop()
        elif not self._asked_to_stop(*place):
            await answer_press(query, messages.say("reindex-over"))
            return
        await answer_press(query, messages.say("reindex-stopping"), alert=False)

    def _asked_to_stop(self, chat: int, message: int) -> bool:
        try:
            return self._runs.ask_to_stop(chat, message)
        except StateError as error:
            _log.error("reindex not remembered", extra={"error": str(error)})
            return False

    def _already(self, going: _Going, messages: Messages) -> Markup:
        return render_words(messages, "reindex-already", {"share": going.run.reach.share})

    def _go_on(self, going: _Going) -> None:
        """Note that a run goes on, or stop it where another process was asked for that."""
        try:
            if not self._runs.goes_on(going.shown):
                going.run.stop()
        except StateError as error:  # after a crash its message would not say that it was cut off
            _log.error("reindex not remembered", extra={"error": str(error)})


async def _show(bot: Bot, shown: ShownRun, markup: Markup, keyboard: InlineKeyboardMarkup | None) -> None:
    """Change the message that shows a run; where that can't be done, the next change may be."""
    try:
        await change(bot, (shown.chat, shown.message), markup, keyboard)
    except TelegramError as error:
        _log.warning("reindex not shown", extra={"kind": type(error).__name__, "error": str(error)})


async def _send(bot: Bot, chat: int, markup: Markup, keyboard: InlineKeyboardMarkup | None) -> None:
    """Send what can't be shown in its place any more."""
    letter = Letter(0, chat, to_html(markup), to_plain(markup), keyboard=keyboard.to_dict() if keyboard else None)
    try:
        await send(bot, letter)
    except TelegramError as error:
        _log.warning("reindex not shown", extra={"kind": type(error).__name__, "error": str(error)})


def _cancel(messages: Messages) -> InlineKeyboardMarkup:
    return _keyboard(messages.say("button-cancel"), CANCEL)


def _again(messages: Messages) -> InlineKeyboardMarkup:
    return _keyboard(messages.say("button-go-on"), AGAIN)


def fresh_button(messages: Messages) -> InlineKeyboardButton:
    """A button that begins a run, for messages on something that a run brings into the library."""
    return InlineKeyboardButton(messages.say("button-reindex"), callback_data=FRESH)


def _keyboard(label: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


def _told(outcome: Outcome) -> str:
    """An outcome in a word, for the log."""
    if outcome.report is not None:
        return "done"
    return "stopped" if outcome.stopped else "failed"
