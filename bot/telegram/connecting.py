"""The way to Telegram: the application without its handlers, and the first word to the Bot API."""

import asyncio
import re
from typing import Any

from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, Job

from bot.errors import StateError, TokenRefused
from bot.schedule import Schedule
from bot.telegram.contact import Contact, NotedRequest
from bot.telegram.desk import App
from bot.telegram.pace import ChatPace
from bot.telegram.polling import Outage, until
from bot.telegram.settings import BotSettings

CONNECTIONS = 256
"""To the Bot API at the same time, beside the one that fetches updates."""
_TOKEN = re.compile(r"[A-Za-z0-9_:-]+")


def check_token(token: str) -> None:
    """Raise TokenRefused where no token looks like that."""
    if not _TOKEN.fullmatch(token):
        found = "has characters that no token has" if token else "is not set"
        raise TokenRefused(f"QUOTED_TELEGRAM_TOKEN {found}; set it to the token from @BotFather")


def bot_number(token: str) -> int:
    """The bot's number, with which its token begins; 0 where it does not."""
    number = token.partition(":")[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def build(bot: BotSettings, contact: Contact, schedule: Schedule) -> App:
    """The application without its handlers. It fetches nothing by itself: see polling.py, webhook.py and working.py."""
    pace = ChatPace(per_chat_s=bot.load.per_chat_s, schedule=schedule)
    builder = ApplicationBuilder().token(bot.token).updater(None).job_queue(None).rate_limiter(pace)
    builder = builder.request(NotedRequest(contact, connections=CONNECTIONS))
    builder = builder.get_updates_request(NotedRequest(contact, connections=1))
    if bot.role == "work":
        builder = builder.application_class(_WithoutApology)
    if bot.api_url:
        server = bot.api_url.rstrip("/")
        builder = builder.base_url(f"{server}/bot").base_file_url(f"{server}/file/bot")
    app: App = builder.build()
    return app


async def connect(app: App, bot: BotSettings, *, stop: asyncio.Event) -> bool:
    """Wait for Telegram and say hello; False when `stop` is set first. Raises TokenRefused."""
    outage = Outage()
    while not stop.is_set():
        try:
            await until(stop, _hello(app, fetches=bot.role != "work" and bot.webhook is None))
        except TelegramError as error:
            await outage.wait(error, stop=stop)
        else:
            outage.over()
            return not stop.is_set()
    return False


async def _hello(app: App, *, fetches: bool) -> None:
    await app.initialize()
    if fetches:
        # With a webhook set, getUpdates is refused. What waits there is kept: people asked while the bot was away.
        await app.bot.delete_webhook(drop_pending_updates=False)


class _WithoutApology(Application[Any, Any, Any, Any, Any, Any]):
    """Lets a database that is away through to who has the update handled again, instead of to its error handlers."""

    async def process_error(
        self,
        update: object,
        error: Exception,
        job: Job[Any] | None = None,
        coroutine: Any = None,
    ) -> bool:
        """What the library does with it. Raises StateError."""
        if isinstance(error, StateError):
            raise error
        return await super().process_error(update, error, job, coroutine)
