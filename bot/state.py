"""What the bot remembers: which updates it has handled, who chose which language, who was let in, what was helpful.

No text of a question, unless the operator's settings ask for it; no name. Knows nothing of Telegram but that updates,
people and chats have numbers. docs/operations.md and the bot's /privacy say the same as the tables in bot/storage/.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.database import open_database
from bot.errors import StateError
from bot.tallies import DAY_S, Tallies

KEEP_UPDATES_S = 48 * 3600.0
"""Telegram delivers an unconfirmed update for 24 hours."""
KEEP_ANSWERS_S = 600.0
"""How long after its answer a corrected question changes it."""
KEEP_SENDS_S = 600.0
"""When was written to whom: no limit of Telegram's looks back so far, whatever the machines' clocks say."""
MOST_TRIES = 5
"""An update that was begun so often and never finished took the bot down each time; it is given up."""
UNANSWERED = "not_found"
_PRUNE_EVERY = 1000
Clock = Callable[[], float]


@dataclass(frozen=True)
class Retention:
    """For how long the bot remembers, in days."""

    questions: int = 0  # the text of those without an answer; 0: it is never written down
    people: int = 365  # a language or an invitation that is not used
    answers: int = 30  # which quotes somebody was shown; 0: that is not kept


@dataclass(frozen=True)
class Feedback:
    """How often a paragraph was called helpful, and not."""

    article: str
    paragraph: int
    helpful: int
    unhelpful: int


@dataclass(frozen=True)
class Question:
    """A question without an answer that was kept, without who asked."""

    at: float  # seconds since 1970
    text: str


class BotState:
    """The bot's memory. Thread-safe. Every method raises StateError, as when the disk is full."""

    def __init__(
        self, path: Path, *, url: str = "", retention: Retention = Retention(), clock: Clock = time.time
    ) -> None:
        """Open the database, making it if need be, and forget what is too old.

        It stands in the file, or at the URL where there is one. `clock` gives seconds since 1970.
        """
        self.database = open_database(path, url=url)
        self.shared = bool(url)  # several processes may use it
        self.retention = retention
        self.clock = clock
        self.tallies = Tallies(self.database, clock=clock)
        self._begun = 0
        try:
            self.prune()
        except StateError:
            self.close()
            raise

    def begin(self, bot: int, update: int) -> bool:
        """Whether an update is to be handled: it is not done, and did not take the bot down before."""
        self._begun += 1
        if self._begun % _PRUNE_EVERY == 0:
            self.prune()
        rows = self.database.rows("SELECT tries, done FROM updates WHERE bot = ? AND number = ?", (bot, update))
        if rows and (rows[0][1] or rows[0][0] >= MOST_TRIES):
            return False
        self.database.run(
            (
                "INSERT INTO updates (bot, number, at, tries, done) VALUES (?, ?, ?, 1, 0)"
                " ON CONFLICT (bot, number) DO UPDATE SET tries = updates.tries + 1",
                (bot, update, self.clock()),
            )
        )
        return True

    def finish(self, bot: int, update: int) -> None:
        """Note that an update was handled."""
        self.database.run(("UPDATE updates SET done = 1 WHERE bot = ? AND number = ?", (bot, update)))

    def release(self, bot: int, update: int) -> None:
        """Note that an update was begun and put back in order, to be handled after a restart."""
        self.database.run(("UPDATE updates SET tries = 0 WHERE bot = ? AND number = ?", (bot, update)))

    def language(self, person: int) -> str:
        """The code of the language that somebody chose; "" when none."""
        rows = self.database.rows("SELECT language FROM people WHERE person = ?", (person,))
        return str(rows[0][0]) if rows else ""

    def choose_language(self, person: int, code: str) -> None:
        """Keep somebody's language; "" for Telegram's again."""
        self.database.run(
            (
                "INSERT INTO people (person, language, at) VALUES (?, ?, ?)"
                " ON CONFLICT (person) DO UPDATE SET language = excluded.language, at = excluded.at",
                (person, code, self.clock()),
            ),
            ("DELETE FROM people WHERE person = ? AND language = '' AND admitted = 0", (person,)),
        )

    def admitted(self, person: int) -> bool:
        """Whether somebody came by an invitation."""
        return bool(self.database.rows("SELECT 1 FROM people WHERE person = ? AND admitted = 1", (person,)))

    def admit(self, person: int) -> None:
        """Keep that somebody came by an invitation."""
        self.database.run(
            (
                "INSERT INTO people (person, admitted, at) VALUES (?, 1, ?)"
                " ON CONFLICT (person) DO UPDATE SET admitted = 1, at = excluded.at",
                (person, self.clock()),
            )
        )

    def touch(self, person: int) -> None:
        """Note, at most once a day, that what is kept of somebody is still used."""
        now = self.clock()
        if self.database.rows("SELECT 1 FROM people WHERE person = ? AND at < ?", (person, now - DAY_S)):
            self.database.run(("UPDATE people SET at = ? WHERE person = ?", (now, person)))

    def move(self, old: int, new: int) -> None:
        """Note that a group has another number now; what waits for it follows."""
        self.database.run(
            (
                "INSERT INTO moves (old, new) VALUES (?, ?) ON CONFLICT (old) DO UPDATE SET new = excluded.new",
                (old, new),
            ),
            ("UPDATE letters SET chat = ? WHERE chat = ?", (new, old)),
            ("UPDATE shown SET chat = ? WHERE chat = ?", (new, old)),
            ("UPDATE topics SET chat = ? WHERE chat = ?", (new, old)),
        )

    def left(self, chat: int) -> None:
        """Note that nobody in a chat can be written to any more."""
        self.database.run(("DELETE FROM shown WHERE chat = ?", (chat,)), ("DELETE FROM topics WHERE chat = ?", (chat,)))

    def earlier(self, chat: int) -> set[int]:
        """The numbers that a group had before."""
        return {int(old) for (old,) in self.database.rows("SELECT old FROM moves WHERE new = ?", (chat,))}

    def rate(self, article: str, paragraph: int, *, helpful: bool) -> None:
        """Count a quote as helpful, or as not."""
        self.database.run(
            (
                "INSERT INTO feedback (article, paragraph, helpful, unhelpful) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (article, paragraph) DO UPDATE SET helpful = feedback.helpful + excluded.helpful,"
                " unhelpful = feedback.unhelpful + excluded.unhelpful",
                (article, paragraph, int(helpful), int(not helpful)),
            )
        )

    def feedback(self) -> list[Feedback]:
        """All counts, the least helpful first."""
        rows = self.database.rows(
            "SELECT article, paragraph, helpful, unhelpful FROM feedback"
            " ORDER BY helpful - unhelpful, article, paragraph"
        )
        return [Feedback(*row) for row in rows]

    def keep_question(self, person: int, text: str) -> None:
        """Keep a question that had no answer for as long as the settings say, which by default is not at all."""
        if self.retention.questions > 0:
            row = (person, self.clock(), text, UNANSWERED)
            self.database.run(("INSERT INTO questions (person, at, text, outcome) VALUES (?, ?, ?, ?)", row))

    def unanswered(self) -> list[Question]:
        """The questions that are kept, oldest first."""
        rows = self.database.rows("SELECT at, text FROM questions WHERE outcome = ? ORDER BY at", (UNANSWERED,))
        return [Question(*row) for row in rows]

    def dismiss(self, texts: Iterable[str]) -> None:
        """Forget the questions with these texts, whoever asked them."""
        self.database.run(*(("DELETE FROM questions WHERE text = ?", (text,)) for text in texts))

    def forget(self, person: int) -> None:
        """Wipe every trace of somebody from the disk, the write-ahead log included."""
        self.database.run(
            ("DELETE FROM people WHERE person = ?", (person,)),
            ("DELETE FROM questions WHERE person = ?", (person,)),
            ("DELETE FROM letters WHERE person = ?", (person,)),
            ("DELETE FROM answers WHERE person = ?", (person,)),
            ("DELETE FROM runs WHERE chat = ?", (person,)),  # a private chat has its person's number
            ("DELETE FROM offers WHERE chat = ?", (person,)),
            ("DELETE FROM shown WHERE person = ?", (person,)),
            ("DELETE FROM sends WHERE chat = ?", (person,)),
            ("DELETE FROM topics WHERE person = ?", (person,)),
        )
        self.database.empty_log()

    def prune(self) -> None:
        """Forget what is too old."""
        now = self.clock()
        self.database.run(
            ("DELETE FROM updates WHERE at < ?", (now - KEEP_UPDATES_S,)),
            ("DELETE FROM people WHERE at < ?", (now - self.retention.people * DAY_S,)),
            ("DELETE FROM questions WHERE at < ?", (now - self.retention.questions * DAY_S,)),
            ("DELETE FROM letters WHERE at < ?", (now - DAY_S,)),
            ("DELETE FROM answers WHERE at < ?", (now - KEEP_ANSWERS_S,)),
            ("DELETE FROM shown WHERE at < ?", (now - self.retention.answers * DAY_S,)),
            ("DELETE FROM inbox WHERE at < ?", (now - DAY_S,)),
            ("DELETE FROM sends WHERE at < ?", (now - KEEP_SENDS_S,)),
        )
        self.tallies.prune()

    def close(self) -> None:
        """Release the file. Closing twice is harmless."""
        self.database.close()
