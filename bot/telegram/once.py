"""Handling an update once: what was handled before is left alone, and what takes the bot down again and again given up.

What the bot was killed over, Telegram or another process hands out again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, Update

from bot.errors import StateError
from bot.state import BotState
from bot.telegram.intake import Record

_log = logging.getLogger(__name__)


class Once:
    """Handles updates of one bot. For one event loop."""

    def __init__(self, process: Callable[[Update], Awaitable[None]], state: BotState, bot: Bot, *, number: int) -> None:
        """`number` is the bot's, as the state knows it."""
        self._process = process
        self._state = state
        self._bot = bot
        self._number = number

    async def handle(self, record: Record) -> None:
        """Handle an update, and note that it is done. Goes on where nothing can be noted."""
        number = int(record["update_id"])
        try:
            begins = self._state.begin(self._number, number)
        except StateError as error:
            # A full disk must not silence the bot; at worst a question is answered twice.
            _log.error("update not remembered", extra={"error": str(error)})
            begins = True
        if begins:
            await self._run(record)
            self._note(lambda: self._state.finish(self._number, number))

    async def begin_and_handle(self, record: Record) -> None:
        """Handle an update; who calls notes that it is done, or has it handled again where this raises StateError."""
        if self._state.begin(self._number, int(record["update_id"])):
            await self._run(record)

    async def _run(self, record: Record) -> None:
        number = int(record["update_id"])
        try:
            update = Update.de_json(record, self._bot)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # One update that the library can't read must not keep the bot from the others.
            _log.error("update unreadable", extra={"update": number, "kind": type(error).__name__})
            return
        try:
            await self._process(update)
        except asyncio.CancelledError:
            self._note(lambda: self._state.release(self._number, number))
            raise

    def _note(self, note: Callable[[], None]) -> None:
        try:
            note()
        except StateError as error:
            _log.error("update not remembered", extra={"error": str(error)})
