"""Which messages show how far a run is: after a crash somebody has to say that it was cut off.

A run's process writes every few seconds that it goes on; a run that nobody has written of for a while was cut off, and
one process of those that share the database takes it over.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.database import Database

SILENT_S = 30.0
"""Ten times as long as there is between two signs of life."""


@dataclass(frozen=True)
class ShownRun:
    """A message that shows a run."""

    chat: int
    message: int
    language: str  # that it is told in


class Runs:
    """The runs that messages of one bot show. Thread-safe. Every method raises StateError."""

    def __init__(self, database: Database, bot: int, *, clock: Callable[[], float]) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock

    def goes_on(self, run: ShownRun) -> bool:
        """Note that a run goes on now; False where somebody has asked that it stop."""
        (asked,) = self._database.run(
            (
                "INSERT INTO runs (bot, chat, message, language, at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (bot, chat, message) DO UPDATE SET at = excluded.at RETURNING stop",
                (self._bot, run.chat, run.message, run.language, self._clock()),
            )
        )
        return not asked

    def ask_to_stop(self, chat: int, message: int) -> bool:
        """Ask the process of a run to stop it, whichever it is; whether a run goes on that this message shows."""
        place = (self._bot, chat, message, self._clock() - SILENT_S)
        (asked,) = self._database.run(
            ("UPDATE runs SET stop = 1 WHERE bot = ? AND chat = ? AND message = ? AND at >= ?", place)
        )
        return bool(asked)

    def over(self, run: ShownRun) -> None:
        """Note that a run has ended, and that its message says so."""
        place = (self._bot, run.chat, run.message)
        self._database.run(("DELETE FROM runs WHERE bot = ? AND chat = ? AND message = ?", place))

    def take_cut_off(self) -> list[ShownRun]:
        """The runs that nobody has written of for a while, each to whoever asks first."""
        rows = self._database.rows(
            "DELETE FROM runs WHERE bot = ? AND at < ? RETURNING chat, message, language",
            (self._bot, self._clock() - SILENT_S),
        )
        return [ShownRun(int(chat), int(message), str(language)) for chat, message, language in rows]
