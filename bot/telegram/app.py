"""The bot on Telegram: put together, connected, run until it is told to stop.

`serve` is what the command line calls; `Service` can also be run on a thread beside a Bot API server of one's own.
"""

import asyncio
import logging
import re
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.errors import StateError, TokenRefused
from bot.messages import Messages, load_messages
from bot.state import BotState
from bot.telegram.buttons import Buttons
from bot.telegram.commands import Commands, menu
from bot.telegram.desk import Answerer, Desk, Sources
from bot.telegram.guard import guard_logs
from bot.telegram.pace import ChatPace
from bot.telegram.polling import Outage, poll, until
from bot.telegram.questions import Questions
from bot.telegram.sending import reply
from bot.telegram.turns import Turns
from bot.workers import Workers

CONCURRENT = 256
"""Updates handled at the same time. Most of them wait, for a worker or for their chat's next second."""
_TOKEN = re.compile(r"[A-Za-z0-9_:-]+")
_log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True)
class LoadLimits:
    """How much the bot does at once, and how fast."""

    workers: int = 2  # threads that answer
    queue: int = 32  # questions that may wait for one
    time_limit_s: float = 20.0  # for one answer
    per_chat_s: float = 1.0  # between two messages to a chat


@dataclass(frozen=True)
class BotSettings:
    """What a bot needs to know."""

    token: str = field(repr=False)
    state_path: Path  # of the bot's own database
    api_url: str = ""  # of a Bot API server; "" is Telegram's own
    language: str = "en"  # of the bot's own words
    load: LoadLimits = LoadLimits()


def _silent(_: str) -> None:
    """Say nothing."""


def serve(bot: BotSettings, *, answerer: Answerer, library: Sources, say: Callable[[str], None] = _silent) -> None:
    """Answer people until SIGTERM or SIGINT, then finish the answers that have begun. `say` is told who is answering.

    Raises TokenRefused, AnotherInstance, StateError and MessagesError. No network is waited out.
    """
    Service(bot, answerer=answerer, library=library, say=say).run()


class Service:
    """A bot that can be run once. `stop` may be called from any thread, the rest from one."""

    def __init__(
        self, bot: BotSettings, *, answerer: Answerer, library: Sources, say: Callable[[str], None] = _silent
    ) -> None:
        self._bot = bot
        self._answerer = answerer
        self._library = library
        self._say = say
        self._stopping = threading.Event()
        self._wake: Callable[[], object] | None = None

    def run(self) -> None:
        """Answer people until `stop`, or on the main thread SIGTERM or SIGINT. Raises as `serve` does."""
        if not _TOKEN.fullmatch(self._bot.token):
            found = "has characters that no token has" if self._bot.token else "is not set"
            raise TokenRefused(f"QUOTED_TELEGRAM_TOKEN {found}; set it to the token from @BotFather")
        guard_logs(self._bot.token)
        messages = load_messages(self._bot.language)
        state = BotState(self._bot.state_path)
        load = self._bot.load
        workers = Workers(threads=load.workers, queue=load.queue, time_limit_s=load.time_limit_s)
        desk = Desk(self._answerer, self._library, messages, workers, Turns())
        try:
            asyncio.run(self._run(build(self._bot, desk, state), messages))
        finally:
            workers.close()
            state.close()

    def stop(self) -> None:
        """Make `run` return, when the answers that have begun are finished."""
        self._stopping.set()
        if self._wake is not None:
            with suppress(RuntimeError):  # the loop is closed already
                self._wake()

    async def _run(self, app: App, messages: Messages) -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._wake = lambda: loop.call_soon_threadsafe(stop.set)
        if self._stopping.is_set():
            stop.set()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, _stop_at_signal, loop, stop)
        try:
            if await _connect(app, messages, stop=stop):
                self._say(f"@{app.bot.username} is answering")
                await app.start()
                try:
                    await poll(app.bot, app.update_queue.put, stop=stop)
                finally:
                    await app.stop()
        finally:
            await app.shutdown()


def build(bot: BotSettings, desk: Desk, state: BotState) -> App:
    """The application with its handlers. It fetches nothing by itself: see polling.py."""
    pace = ChatPace(per_chat_s=bot.load.per_chat_s)
    builder = ApplicationBuilder().token(bot.token).updater(None).job_queue(None).rate_limiter(pace)
    builder = builder.concurrent_updates(CONCURRENT)
    if bot.api_url:
        server = bot.api_url.rstrip("/")
        builder = builder.base_url(f"{server}/bot").base_file_url(f"{server}/file/bot")
    app: App = builder.build()
    door = _Door(desk, state)
    app.add_handler(TypeHandler(Update, door.once), group=-1)
    app.add_error_handler(door.failed)
    # Without UpdateType.MESSAGE an edited message would be answered again.
    new, private = filters.UpdateType.MESSAGE, filters.ChatType.PRIVATE
    questions, commands = Questions(desk), Commands(desk)
    app.add_handler(CommandHandler("ask", questions.command, filters=new))
    for name, handler in commands.table().items():
        app.add_handler(CommandHandler(name, handler, filters=new))
    app.add_handler(MessageHandler(new & private & filters.COMMAND, commands.unknown))
    app.add_handler(MessageHandler(new & filters.TEXT & ~filters.COMMAND, questions.text))
    app.add_handler(MessageHandler(new & private & ~filters.TEXT & ~filters.StatusUpdate.ALL, commands.not_text))
    app.add_handler(CallbackQueryHandler(Buttons(desk).press))
    return app


class _Door:
    """What every update passes on its way in, and every error on its way out."""

    def __init__(self, desk: Desk, state: BotState) -> None:
        self._desk = desk
        self._state = state

    async def once(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Stop an update that has been handled before."""
        try:
            fresh = self._state.claim(context.bot.id, update.update_id)
        except StateError as error:
            # A full disk must not silence the bot; at worst a question is answered twice.
            _log.error("Handled updates can't be remembered: %s", error)
            return
        if not fresh:
            raise ApplicationHandlerStop

    async def failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log what no handler expected, and apologise to who asked."""
        error = context.error
        if isinstance(error, TelegramError):  # such as: the chat has blocked the bot; there is nobody to tell
            _log.warning("A message could not be sent: %s: %s", type(error).__name__, error)
            return
        _log.error("An update could not be handled", exc_info=error)
        if isinstance(update, Update) and update.message is not None:
            with suppress(TelegramError):
                await reply(update.message, self._desk.words("failed"))


async def _connect(app: App, messages: Messages, *, stop: asyncio.Event) -> bool:
    """Wait for Telegram and say hello; False when `stop` is set first. Raises TokenRefused."""
    outage = Outage()
    while not stop.is_set():
        try:
            await until(stop, _hello(app, messages))
        except TelegramError as error:
            await outage.wait(error, stop=stop)
        else:
            outage.over()
            return not stop.is_set()
    return False


async def _hello(app: App, messages: Messages) -> None:
    await app.initialize()
    # With a webhook set, getUpdates is refused. What waits there is kept: people asked while the bot was away.
    await app.bot.delete_webhook(drop_pending_updates=False)
    try:
        await app.bot.set_my_commands(menu(messages))
    except InvalidToken:
        raise
    except TelegramError as error:
        _log.warning("The menu of commands could not be set: %s", error)


def _stop_at_signal(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Stop in an orderly way; a second signal ends the process at once."""
    stop.set()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(number)
