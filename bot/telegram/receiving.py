"""A process that takes updates from Telegram and puts them into the inbox, for others to handle. It answers nobody.

It needs no library and no encoder. As many may run behind one proxy as you like; where updates are fetched, one.
"""

import asyncio
import hashlib
import hmac
import logging
from dataclasses import replace

from bot.errors import StateError
from bot.health import Vitals, telling
from bot.inbox import Inbox
from bot.metrics import Figures, Metrics
from bot.outbox import letters_kept
from bot.schedule import LocalSchedule
from bot.state import BotState
from bot.telegram.channels import wanted_updates
from bot.telegram.connecting import bot_number, build, check_token, connect
from bot.telegram.contact import Contact
from bot.telegram.guard import guard_logs
from bot.telegram.intake import Intake, Record
from bot.telegram.polling import poll
from bot.telegram.settings import BotSettings
from bot.telegram.stopping import Stop
from bot.telegram.webhook import WebhookSettings, serve_webhook

AGAIN_S = 1.0
_log = logging.getLogger(__name__)


class Receiver:
    """A receiver that can be run once. `stop` may be called from any thread, the rest from one."""

    def __init__(self, bot: BotSettings) -> None:
        self._bot = bot
        self._stop = Stop()

    def run(self) -> None:
        """Receive until `stop`, or on the main thread SIGTERM or SIGINT. Raises as `serve` does."""
        check_token(self._bot.token)
        guard_logs(self._bot.token)
        state = BotState(self._bot.state_path, url=self._bot.state_url, retention=self._bot.retention)
        try:
            asyncio.run(self._run(state))
        finally:
            state.close()

    def stop(self) -> None:
        """Make `run` return."""
        self._stop.now()

    async def _run(self, state: BotState) -> None:
        stop, metrics = self._stop.event(), Metrics()
        contact = Contact(metrics.call)
        inbox = Inbox(state.database, bot_number(self._bot.token))
        app = build(self._bot, contact, LocalSchedule())
        async with telling(self._bot.health, _vitals(state, inbox, contact, metrics)):
            try:
                if await connect(app, self._bot, stop=stop):
                    _log.info("receiver started", extra={"bot": f"@{app.bot.username}"})
                    intake, wanted = Intake(Keeping(inbox).handle), wanted_updates(self._bot.channels)
                    if self._bot.webhook is None:
                        await poll(app.bot, intake, wanted=wanted, stop=stop)
                    else:
                        webhook = with_secret(self._bot.webhook, self._bot.token)
                        await serve_webhook(app.bot, intake, webhook, wanted=wanted, stop=stop)
                    _log.info("receiver stopped", extra={"bot": f"@{app.bot.username}"})
            finally:
                await app.shutdown()


class Keeping:
    """Puts updates into the inbox. For one event loop."""

    def __init__(self, inbox: Inbox, *, again_s: float = AGAIN_S) -> None:
        self._inbox = inbox
        self._again_s = again_s
        self._reached = True
        self._in_turn = asyncio.Lock()

    async def handle(self, record: Record) -> None:
        """Keep an update, also where the database is away for a while: until it is kept it is not confirmed."""
        async with self._in_turn:  # one that is there before an earlier one of its chat would be handled before it
            await self._put(record)

    async def _put(self, record: Record) -> None:
        while True:
            try:
                await asyncio.to_thread(self._inbox.put, record)
            except StateError as error:
                if self._reached:
                    _log.error("updates not kept", extra={"error": str(error), "hint": "Telegram keeps them meanwhile"})
                self._reached = False
                await asyncio.sleep(self._again_s)
            else:
                self._reached = True
                return


def with_secret(webhook: WebhookSettings, token: str) -> WebhookSettings:
    """The webhook with a secret that all receivers know: the settings', else one made of the token."""
    made = hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()
    return replace(webhook, secret=webhook.secret or made)


def _vitals(state: BotState, inbox: Inbox, contact: Contact, metrics: Metrics) -> Vitals:
    """The checks of a receiver: Telegram that answers, a database that can be reached."""

    def database() -> str:
        inbox.waiting()
        return ""

    def figures() -> Figures:
        waiting, seconds = inbox.waiting()
        return Figures(letters=letters_kept(state.database), inbox=waiting, inbox_seconds=seconds)

    return Vitals({"telegram": contact.objection, "database": database}, figures, metrics)
