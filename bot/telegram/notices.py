"""What the bot says without being asked, after the library has changed: corrections, and news on followed topics."""

import asyncio
import logging
from dataclasses import dataclass

from bot.telegram.bulletins import Bulletins
from bot.telegram.corrections import Corrections
from bot.telegram.desk import Desk
from bot.telegram.polling import until
from bot.telegram.post import Post
from retrieval.errors import QuotedError

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NoticeRules:
    """When the library is looked at."""

    every_s: float = 5.0
    withdrawn_after_s: float = 60.0  # for how long an article must be gone until people are told


async def give_notice(desk: Desk, post: Post, rules: NoticeRules, *, stop: asyncio.Event) -> None:
    """Look whether the library has changed, and tell of it, again and again until `stop` is set."""
    corrections = Corrections(desk, post, withdrawn_after_s=rules.withdrawn_after_s)
    bulletins = Bulletins(desk, post)
    seen: int | None = None
    while not stop.is_set():
        try:
            change = (await desk.workers.run(desk.library.summary)).change
            await corrections.look(changed=change != seen)
            seen = change
            await bulletins.look(change)
        except QuotedError as error:  # such as a full queue, or a library that is being restored
            _log.warning("notices wait", extra={"error": str(error)})
        await until(stop, asyncio.sleep(rules.every_s))
