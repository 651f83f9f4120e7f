"""Updates that Telegram brings itself: a small HTTP server behind the operator's proxy.

A request is answered when its update has been handled: until then Telegram keeps it, and brings it again after a crash.
"""

import asyncio
import hmac
import json
import re
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import BadRequest, TelegramError
from tornado.escape import utf8
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.errors import WebhookRefused
from bot.health import ALIVE, Alive
from bot.telegram.intake import Intake
from bot.telegram.polling import ALLOWED, Outage, until

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BODY_BYTES = 1 << 20
MOST_CONNECTIONS = 100
"""Updates that Telegram brings at the same time; its own most."""


@dataclass(frozen=True)
class WebhookSettings:
    """Where Telegram brings updates, and where they arrive behind the proxy."""

    url: str  # public, https
    listen: str = "127.0.0.1"
    port: int = 8443
    path: str = ""  # as the proxy passes it on; "" for that of the URL
    secret: str = field(default="", repr=False)  # "" for a new one at each start


async def serve_webhook(
    bot: Bot, intake: Intake, webhook: WebhookSettings, *, wanted: Sequence[str] = ALLOWED, stop: asyncio.Event
) -> None:
    """Give every update that is brought to the intake, until `stop` is set. The webhook stays: updates wait for it.

    `wanted` are the kinds that are brought. Raises WebhookRefused, for a port that is taken as well, and TokenRefused.
    """
    secret = webhook.secret or secrets.token_urlsafe(32)
    path = webhook.path or urlsplit(webhook.url).path or "/"
    sockets = _sockets(webhook)
    application = Application(
        [(ALIVE, Alive), (re.escape(path), _Updates, {"intake": intake, "secret": secret})],
        log_function=lambda _: None,
    )
    server = HTTPServer(application, max_body_size=MOST_BODY_BYTES, xheaders=True)
    server.add_sockets(sockets)
    try:
        await _announce(bot, replace(webhook, secret=secret), wanted=wanted, stop=stop)
        await stop.wait()
    finally:
        server.stop()
        await intake.close()
        await server.close_all_connections()


async def _announce(bot: Bot, webhook: WebhookSettings, *, wanted: Sequence[str], stop: asyncio.Event) -> None:
    """Tell Telegram the address, also when it can't be reached at once. Raises WebhookRefused and TokenRefused."""
    outage = Outage()
    while not stop.is_set():
        try:
            await until(
                stop,
                bot.set_webhook(
                    webhook.url,
                    secret_token=webhook.secret,
                    allowed_updates=wanted,
                    max_connections=MOST_CONNECTIONS,
                    drop_pending_updates=False,
                ),
            )
        except BadRequest as error:
            raise WebhookRefused(f"{webhook.url}: {error}; mend telegram.webhook_url") from None
        except TelegramError as error:
            await outage.wait(error, stop=stop)
        else:
            outage.over()
            return


def _sockets(webhook: WebhookSettings) -> Sequence[socket.socket]:
    try:
        return bind_sockets(webhook.port, webhook.listen)
    except OSError as error:
        raise WebhookRefused(
            f"port {webhook.port} on {webhook.listen}: {error.strerror}; set telegram.webhook_port to another one"
        ) from None


class _Updates(RequestHandler):
    """Takes updates from who knows the secret."""

    def initialize(self, intake: Intake, secret: str) -> None:
        """Tornado's constructor for what the route gives."""
        self._intake = intake
        self._secret = secret

    async def post(self) -> None:
        """An update; answered when it has been handled."""
        if not hmac.compare_digest(utf8(self.request.headers.get(HEADER, "")), utf8(self._secret)):
            self.send_error(403)
            return
        try:
            number = self._intake.take(json.loads(self.request.body))
        except (ValueError, KeyError, TypeError):
            self.send_error(400)
            return
        if not await self._intake.ended(number):
            self.send_error(503)  # Telegram brings it again
