"""The operators' handlers, put together: which command and which button goes where."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Bot, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.operators.offers import Offers
from bot.operators.runs import Runs
from bot.telegram.desk import App, Desk
from bot.telegram.menus import Menus
from bot.telegram.operators.adding import Adding, LinksOnly
from bot.telegram.operators.door import OperatorsDoor
from bot.telegram.operators.editing import Asked
from bot.telegram.operators.gap_steps import PREFIX as GAPS
from bot.telegram.operators.gaps import GapsDesk
from bot.telegram.operators.offer_buttons import PREFIX as OFFER
from bot.telegram.operators.origins import Origins
from bot.telegram.operators.reindexing import PREFIX as REINDEX
from bot.telegram.operators.reindexing import Reindexing
from bot.telegram.operators.removal import PREFIX as REMOVE
from bot.telegram.operators.removal import Removal
from bot.telegram.operators.rules import OperatorRules
from bot.telegram.operators.stats import Stats
from bot.telegram.remarks import Remarks

Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


class Operators:
    """What operators can do. For one event loop."""

    def __init__(self, desk: Desk, menus: Menus, rules: OperatorRules, bot: Bot) -> None:
        door = OperatorsDoor(desk, Remarks(desk), menus)
        runs = Runs(desk.state.database, bot.id, clock=desk.state.clock)
        self._bot = bot
        self._reindexing = Reindexing(desk, door, runs, rules.index, every_s=rules.edit_every_s)
        gaps = GapsDesk(desk, door, rules.gaps)
        offers = Offers(desk.state.database, bot.id, clock=desk.state.clock)
        origins = Origins(rules.acquire)
        adding = Adding(desk, door, offers, origins, watched=rules.watched)
        removal = Removal(desk, door, origins, watched=rules.watched)
        self._commands: dict[str, Handler] = {
            "stats": Stats(desk, door).command,
            "gaps": gaps.command,
            "reindex": self._reindexing.command,
            "remove": removal.command,
        }
        self._presses: dict[str, Handler] = {
            GAPS: gaps.press,
            REINDEX: self._reindexing.press,
            OFFER: adding.press,
            REMOVE: removal.press,
        }
        words = filters.TEXT & ~filters.COMMAND
        self._sent: list[tuple[filters.BaseFilter, Handler]] = [
            (filters.Document.ALL, adding.file),
            (words & Asked(offers), adding.editing.answered),
            (words & LinksOnly(), adding.links),
        ]
        self._operators = filters.User(desk.operators) if desk.operators else None

    def add_to(self, app: App) -> None:
        """Put the handlers into the application; each asks the door."""
        for name, handler in self._commands.items():
            app.add_handler(CommandHandler(name, handler, filters=filters.UpdateType.MESSAGE))
        if self._operators is not None:
            theirs = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & self._operators
            for sent, handler in self._sent:
                app.add_handler(MessageHandler(theirs & sent, handler))
        for prefix, handler in self._presses.items():
            app.add_handler(CallbackQueryHandler(handler, pattern=f"^{prefix}"))

    async def watch_over(self, *, stop: asyncio.Event) -> None:
        """End what an earlier process left unfinished, until `stop` is set."""
        await self._reindexing.end_cut_off(self._bot, stop=stop)

    async def close(self) -> None:
        """Stop what is under way."""
        await self._reindexing.close()
