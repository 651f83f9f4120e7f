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

from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder

from bot.conversations import Conversations
from bot.errors import StateError, TokenRefused
from bot.health import HealthSettings, telling
from bot.messages import load_translations
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.shown import ShownQuotes
from bot.state import BotState, Retention
from bot.telegram.access import Access, AccessRules
from bot.telegram.allowance import Allowance, AllowanceLimits
from bot.telegram.channels import ChannelRules, wanted_updates
from bot.telegram.contact import Contact, NotedRequest
from bot.telegram.desk import Answerer, Desk, Sources
from bot.telegram.guard import guard_logs
from bot.telegram.intake import Intake
from bot.telegram.menus import Menus
from bot.telegram.notices import NoticeRules, give_notice
from bot.telegram.operators.rules import OperatorRules
from bot.telegram.pace import ChatPace
from bot.telegram.polling import Outage, poll, until
from bot.telegram.post import Post
from bot.telegram.routes import App, add_routes
from bot.telegram.turns import Turns
from bot.telegram.vitals import vitals_of
from bot.telegram.webhook import WebhookSettings, serve_webhook
from bot.workers import Workers

PRUNE_EVERY_S = 3600.0
CONNECTIONS = 256
"""To the Bot API at the same time, beside the one that fetches updates."""
_log = logging.getLogger(__name__)
_TOKEN = re.compile(r"[A-Za-z0-9_:-]+")


@dataclass(frozen=True)
class LoadLimits:
    """How much the bot does at once, and how fast."""

    workers: int = 2  # threads that answer
    queue: int = 256  # questions that may wait for one
    time_limit_s: float = 20.0  # for one answer
    per_chat_s: float = 1.0  # between two messages to a chat


@dataclass(frozen=True)
class BotSettings:
    """What a bot needs to know."""

    token: str = field(repr=False)
    state_path: Path  # of the bot's own database
    api_url: str = ""  # of a Bot API server; "" is Telegram's own
    language: str = "en"  # of the bot's own words, for who has not chosen another
    load: LoadLimits = LoadLimits()
    allowance: AllowanceLimits = field(default_factory=AllowanceLimits)
    access: AccessRules = field(default_factory=AccessRules)
    retention: Retention = field(default_factory=Retention)
    follow_up_s: float = 1800.0  # for how long a question may lean on the one before
    webhook: WebhookSettings | None = None  # None: updates are fetched
    channels: ChannelRules = field(default_factory=ChannelRules)
    operators: OperatorRules = field(default_factory=OperatorRules)
    health: HealthSettings = field(default_factory=HealthSettings)
    notices: NoticeRules = field(default_factory=NoticeRules)


def serve(bot: BotSettings, *, answerer: Answerer, library: Sources) -> None:
    """Answer people until SIGTERM or SIGINT, then finish the answers that have begun.

    Raises TokenRefused, AnotherInstance, WebhookRefused, HealthRefused, StateError and MessagesError. Where there is no
    network, that is waited out.
    """
    Service(bot, answerer=answerer, library=library).run()


class Service:
    """A bot that can be run once. `stop` may be called from any thread, the rest from one."""

    def __init__(self, bot: BotSettings, *, answerer: Answerer, library: Sources) -> None:
        self._bot = bot
        self._answerer = answerer
        self._library = library
        self._stopping = threading.Event()
        self._wake: Callable[[], object] | None = None

    def run(self) -> None:
        """Answer people until `stop`, or on the main thread SIGTERM or SIGINT. Raises as `serve` does."""
        if not _TOKEN.fullmatch(self._bot.token):
            found = "has characters that no token has" if self._bot.token else "is not set"
            raise TokenRefused(f"QUOTED_TELEGRAM_TOKEN {found}; set it to the token from @BotFather")
        guard_logs(self._bot.token)
        translations = load_translations(self._bot.language)
        state = BotState(self._bot.state_path, retention=self._bot.retention)
        load = self._bot.load
        workers = Workers(threads=load.workers, queue=load.queue, time_limit_s=load.time_limit_s)
        desk = Desk(
            self._answerer,
            self._library,
            translations,
            workers,
            state,
            Access(self._bot.access, state),
            Allowance(self._bot.allowance),
            Turns(),
            Metrics(),
            Conversations(self._bot.follow_up_s),
            self._bot.operators.people,
        )
        try:
            asyncio.run(self._run(desk))
        finally:
            workers.close()
            state.close()

    def stop(self) -> None:
        """Make `run` return, when the answers that have begun are finished."""
        self._stopping.set()
        if self._wake is not None:
            with suppress(RuntimeError):  # the loop is closed already
                self._wake()

    async def _run(self, desk: Desk) -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._wake = lambda: loop.call_soon_threadsafe(stop.set)
        if self._stopping.is_set():
            stop.set()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, _stop_at_signal, loop, stop)
        contact = Contact(desk.metrics.call)
        app = build(self._bot, contact)
        async with telling(self._bot.health, vitals_of(desk, contact, self._bot.health)):
            try:
                if await _connect(app, stop=stop, webhook=self._bot.webhook is not None):
                    updates = "fetched" if self._bot.webhook is None else "brought"
                    _log.info("bot started", extra={"bot": f"@{app.bot.username}", "updates": updates})
                    await self._answer(app, desk, stop)
                    _log.info("bot stopped", extra={"bot": f"@{app.bot.username}"})
            finally:
                await app.shutdown()

    async def _answer(self, app: App, desk: Desk, stop: asyncio.Event) -> None:
        """Handle updates until `stop` is set; beside that set the menus and send what waits."""
        state, bot = desk.state, app.bot
        shown = ShownQuotes(state.database, bot.id, days=state.retention.answers, clock=state.clock)
        post = Post(bot, Outbox(state.database, bot.id, clock=state.clock), state, shown)
        menus = Menus(bot, desk.translations, desk.operators)
        add_routes(app, desk, post, menus, channels=self._bot.channels, operators=self._bot.operators)
        intake = Intake(app.process_update, state, bot=bot.id)
        beside = [
            asyncio.create_task(menus.set()),
            asyncio.create_task(post.send_waiting(stop=stop)),
            asyncio.create_task(_forget_in_time(state, desk.conversations)),
            asyncio.create_task(give_notice(desk, post, self._bot.notices, stop=stop)),
        ]
        wanted = wanted_updates(self._bot.channels)
        try:
            if self._bot.webhook is None:
                await poll(bot, intake, wanted=wanted, stop=stop)
            else:
                await serve_webhook(bot, intake, self._bot.webhook, wanted=wanted, stop=stop)
        finally:
            await post.close()
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await menus.close()


def build(bot: BotSettings, contact: Contact) -> App:
    """The application without its handlers. It fetches nothing by itself: see polling.py and webhook.py."""
    pace = ChatPace(per_chat_s=bot.load.per_chat_s)
    builder = ApplicationBuilder().token(bot.token).updater(None).job_queue(None).rate_limiter(pace)
    builder = builder.request(NotedRequest(contact, connections=CONNECTIONS))
    builder = builder.get_updates_request(NotedRequest(contact, connections=1))
    if bot.api_url:
        server = bot.api_url.rstrip("/")
        builder = builder.base_url(f"{server}/bot").base_file_url(f"{server}/file/bot")
    app: App = builder.build()
    return app


async def _connect(app: App, *, stop: asyncio.Event, webhook: bool) -> bool:
    """Wait for Telegram and say hello; False when `stop` is set first. Raises TokenRefused."""
    outage = Outage()
    while not stop.is_set():
        try:
            await until(stop, _hello(app, webhook=webhook))
        except TelegramError as error:
            await outage.wait(error, stop=stop)
        else:
            outage.over()
            return not stop.is_set()
    return False


async def _hello(app: App, *, webhook: bool) -> None:
    await app.initialize()
    if not webhook:
        # With a webhook set, getUpdates is refused. What waits there is kept: people asked while the bot was away.
        await app.bot.delete_webhook(drop_pending_updates=False)


async def _forget_in_time(state: BotState, conversations: Conversations) -> None:
    """Forget what is too old, also while nobody asks."""
    while True:
        await asyncio.sleep(PRUNE_EVERY_S)
        conversations.prune()
        try:
            state.prune()
        except StateError as error:
            _log.error("nothing forgotten", extra={"error": str(error)})


def _stop_at_signal(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Stop in an orderly way; a second signal ends the process at once."""
    stop.set()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(number)
