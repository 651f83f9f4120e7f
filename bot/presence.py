"""Which processes are alive, as those that share a PostgreSQL database see it, and what that means for what they own.

A process that handles updates or sends letters writes its row every few seconds, and takes it away when it leaves. Who
has not written it for LEASE_S seconds of the server's clock counts as dead, and what it owned is the others' to take. A
server that was away for longer makes nobody dead: only who has kept its own row without a gap judges the others.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from contextlib import suppress

from bot.database import Database
from bot.errors import StateError

LEASE_S = 15.0
RENEW_S = 3.0
NOW = "extract(epoch FROM clock_timestamp())"
"""The server's clock, in seconds since 1970: machines' own clocks differ."""
DEAD = "NOT IN (SELECT id FROM processes)"
"""Of an owner; 0 is nobody's number."""
_JOIN = f"INSERT INTO processes (id, works, until) VALUES (?, ?, {NOW} + ?)"
_RENEW = f"UPDATE processes SET until = {NOW} + ? WHERE id = ?"
_BURY = f"DELETE FROM processes WHERE until < {NOW}"
_log = logging.getLogger(__name__)


def new_id() -> int:
    """A number for a process that no other one has."""
    return secrets.randbits(62) + 1


class Presence:
    """This process' row. For one event loop. `works` says that it claims updates."""

    def __init__(self, database: Database, *, works: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._works = works
        self._clock = clock
        self._renewed = float("-inf")
        self._reached = True
        self.id = new_id()
        self.share = (0, 1)
        """Which one of how many working processes this is, for chats to stay with the same one."""

    def join(self) -> None:
        """Be alive from now on. Raises StateError."""
        self._database.run((_JOIN, (self.id, int(self._works), LEASE_S)))
        self._look_around()

    async def keep(self) -> None:
        """Stay alive until cancelled, also while the database can't be reached for a while."""
        while True:
            await asyncio.sleep(RENEW_S)
            try:
                self.renew()
            except StateError as error:
                if self._reached:
                    _log.error("database unreachable", extra={"error": str(error), "hint": "it is tried again"})
                self._reached = False
            else:
                if not self._reached:
                    _log.warning("database reachable")
                self._reached = True

    def renew(self) -> None:
        """Say that this process is alive, and bury who has not said so for too long. Raises StateError."""
        began = self._clock()
        steady = began - self._renewed < LEASE_S
        renewed, *_ = self._database.run((_RENEW, (LEASE_S, self.id)), *(((_BURY, ()),) if steady else ()))
        if not renewed:
            # The others have taken what this process owned; under another number nothing of that is its own.
            _log.warning(
                "taken for dead", extra={"hint": "the machine or the network stood still; answers may be late"}
            )
            self.id = new_id()
            self.join()
        self._renewed = began
        self._look_around()

    def leave(self) -> None:
        """Give back what this process owns."""
        with suppress(StateError):  # then it counts as dead in a moment
            self._database.run(("DELETE FROM processes WHERE id = ?", (self.id,)))

    def _look_around(self) -> None:
        working = [id_ for (id_,) in self._database.rows("SELECT id FROM processes WHERE works = 1 ORDER BY id")]
        if self.id in working:
            self.share = (working.index(self.id), len(working))
