"""/stats: how the bot fares, in figures."""

import logging

from telegram import Update
from telegram.ext import ContextTypes

from bot.errors import WorkError
from bot.operators.statistics import render_statistics, statistics_of
from bot.rendering import render_words
from bot.telegram.desk import Desk
from bot.telegram.operators.door import OperatorsDoor
from bot.telegram.sending import reply
from retrieval.errors import QuotedError

_log = logging.getLogger(__name__)


class Stats:
    """The handler for /stats."""

    def __init__(self, desk: Desk, door: OperatorsDoor) -> None:
        self._desk = desk
        self._door = door

    async def command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The figures of this moment."""
        message = update.message
        if message is None or not await self._door.admits(message):
            return
        desk, messages = self._desk, self._desk.messages(message.from_user)
        try:
            found = await desk.workers.run(lambda: statistics_of(desk.state, desk.library.summary()))
            markup = render_statistics(found, messages)
        except WorkError:
            markup = render_words(messages, "busy")
        except QuotedError as error:
            _log.error("figures failed", extra={"error": str(error)})
            markup = render_words(messages, "failed")
        await reply(message, markup)
