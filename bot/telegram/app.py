"""The bot on Telegram: put together, connected, run until it is told to stop.

`serve` is what the command line calls; `Service` can also be run on a thread beside a Bot API server of one's own.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from bot.conversations import Conversations
from bot.errors import StateError
from bot.health import telling
from bot.inbox import Inbox
from bot.messages import load_translations
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.presence import Presence
from bot.schedule import LocalSchedule, Schedule, SharedSchedule
from bot.state import BotState
from bot.telegram.access import Access
from bot.telegram.allowance import Allowance
from bot.telegram.channels import wanted_updates
from bot.telegram.connecting import bot_number, build, check_token, connect
from bot.telegram.contact import Contact
from bot.telegram.desk import Answerer, App, Desk, Sources
from bot.telegram.guard import guard_logs
from bot.telegram.intake import Intake
from bot.telegram.menus import Menus
from bot.telegram.notices import give_notice
from bot.telegram.once import Once
from bot.telegram.operators.handlers import Operators
from bot.telegram.polling import LONGEST_PAUSE_S, poll
from bot.telegram.post import LOOK_AGAIN_S, Post
from bot.telegram.routes import add_routes
from bot.telegram.settings import BotSettings
from bot.telegram.stopping import Stop
from bot.telegram.turns import Turns
from bot.telegram.vitals import vitals_of
from bot.telegram.webhook import serve_webhook
from bot.telegram.working import Work
from bot.workers import Workers

PRUNE_EVERY_S = 3600.0
LOOK_AROUND_S = 5.0
"""Between two looks at letters, where other processes may have died over some."""
AGAIN_S = 30.0
"""After which what failed beside the updates is begun again."""
_log = logging.getLogger(__name__)


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
        self._stop = Stop()

    def run(self) -> None:
        """Answer people until `stop`, or on the main thread SIGTERM or SIGINT. Raises as `serve` does."""
        check_token(self._bot.token)
        guard_logs(self._bot.token)
        translations = load_translations(self._bot.language)
        state = self._open_state()
        if state is None:
            return
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

    def _open_state(self) -> BotState | None:
        """The bot's memory; a disk that is full is waited out like a network that is down. None when it is to stop."""
        pause = 1.0
        while True:
            try:
                return BotState(self._bot.state_path, url=self._bot.state_url, retention=self._bot.retention)
            except StateError as error:
                if not error.passes:
                    raise
                if pause == 1.0:
                    _log.error("database unavailable", extra={"error": str(error), "hint": "it is tried again"})
            if self._stop.said_within(pause):
                return None
            pause = min(2 * pause, LONGEST_PAUSE_S)

    def stop(self) -> None:
        """Make `run` return, when the answers that have begun are finished."""
        self._stop.now()

    async def _run(self, desk: Desk) -> None:
        stop = self._stop.event()
        contact = Contact(desk.metrics.call)
        app = build(self._bot, contact, self._schedule(desk.state))
        inbox = Inbox(desk.state.database, bot_number(self._bot.token)) if self._bot.role == "work" else None
        async with telling(self._bot.health, vitals_of(desk, contact, self._bot.health, inbox)):
            try:
                if await connect(app, self._bot, stop=stop):
                    _log.info("bot started", extra={"bot": f"@{app.bot.username}", "updates": self._how()})
                    await self._answer(app, desk, stop)
                    _log.info("bot stopped", extra={"bot": f"@{app.bot.username}"})
            finally:
                await app.shutdown()

    async def _answer(self, app: App, desk: Desk, stop: asyncio.Event) -> None:
        """Handle updates until `stop` is set; beside that set the menus and send what waits."""
        state, bot, works = desk.state, app.bot, self._bot.role == "work"
        presence = Presence(state.database, works=works) if self._bot.state_url else None
        owner = None if presence is None else lambda: presence.id
        post = Post(bot, Outbox(state.database, bot.id, clock=state.clock, owner=owner), state, again=works)
        menus = Menus(bot, desk.translations, desk.operators)
        operators = Operators(desk, menus, self._bot.operators, bot)
        add_routes(app, desk, post, menus, operators, channels=self._bot.channels)
        beside: list[Callable[[], Coroutine[Any, Any, None]]] = [
            menus.set,
            partial(operators.watch_over, stop=stop),
            partial(post.send_waiting, stop=stop, every_s=LOOK_AGAIN_S if presence is None else LOOK_AROUND_S),
            partial(_forget_in_time, state, desk.conversations),
            partial(give_notice, desk, post, self._bot.notices, stop=stop),
        ]
        if presence is not None:
            presence.join()
            beside.append(presence.keep)
        tasks = [asyncio.create_task(lasting(one)) for one in beside]
        try:
            await self._take_updates(app, state, presence, stop)
        finally:
            await post.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await menus.close()
            await operators.close()
            if presence is not None:
                presence.leave()

    async def _take_updates(self, app: App, state: BotState, presence: Presence | None, stop: asyncio.Event) -> None:
        once, wanted = Once(app.process_update, state, app.bot, number=app.bot.id), wanted_updates(self._bot.channels)
        if presence is not None and self._bot.role == "work":
            await Work(Inbox(state.database, app.bot.id), presence, once).run(stop)
        elif self._bot.webhook is None:
            await poll(app.bot, Intake(once.handle), wanted=wanted, stop=stop)
        else:
            await serve_webhook(app.bot, Intake(once.handle), self._bot.webhook, wanted=wanted, stop=stop)

    def _schedule(self, state: BotState) -> Schedule:
        """Who says when may be written: this process alone, or all that share the database."""
        return SharedSchedule(state.database, bot_number(self._bot.token)) if self._bot.state_url else LocalSchedule()

    def _how(self) -> str:
        """How updates come, for the log."""
        if self._bot.role == "work":
            return "claimed"
        return "fetched" if self._bot.webhook is None else "brought"


async def lasting(work: Callable[[], Coroutine[Any, Any, None]], *, again_s: float = AGAIN_S) -> None:
    """Do what goes on as long as the bot does, and begin it again where it fails: nobody waits for it."""
    while True:
        try:
            await work()
        except Exception as failure:
            name = getattr(getattr(work, "func", work), "__qualname__", "")
            _log.error("task failed", exc_info=failure, extra={"task": name, "again_s": again_s})
            await asyncio.sleep(again_s)
        else:
            return


async def _forget_in_time(state: BotState, conversations: Conversations) -> None:
    """Forget what is too old, also while nobody asks."""
    while True:
        await asyncio.sleep(PRUNE_EVERY_S)
        conversations.prune()
        try:
            state.prune()
        except StateError as error:
            _log.error("nothing forgotten", extra={"error": str(error)})
