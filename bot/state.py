"""What the bot remembers: which updates it has handled, who chose which language, who was let in, what was helpful.

No text of a question, unless the operator's settings ask for it; no name. Knows nothing of Telegram but that updates,
people and chats have numbers. docs/operations.md and the bot's /privacy say the same as the tables here.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.database import Database
from bot.errors import StateError

KEEP_UPDATES_S = 48 * 3600.0
"""Telegram delivers an unconfirmed update for 24 hours."""
KEEP_ANSWERS_S = 600.0
"""How long after its answer a corrected question changes it."""
MOST_TRIES = 5
"""An update that was begun so often and never finished took the bot down each time; it is given up."""
DAY_S = 24 * 3600.0
_PRUNE_EVERY = 1000
_SCHEMA = """
DROP TABLE IF EXISTS seen;
CREATE TABLE IF NOT EXISTS updates (
    bot INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at REAL NOT NULL,
    tries INTEGER NOT NULL,
    done INTEGER NOT NULL,
    PRIMARY KEY (bot, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS people (
    person INTEGER PRIMARY KEY,
    language TEXT NOT NULL DEFAULT '',
    admitted INTEGER NOT NULL DEFAULT 0,
    at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS moves (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS feedback (
    article TEXT NOT NULL,
    paragraph INTEGER NOT NULL,
    helpful INTEGER NOT NULL,
    unhelpful INTEGER NOT NULL,
    PRIMARY KEY (article, paragraph)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS questions (person INTEGER NOT NULL, at REAL NOT NULL, text TEXT NOT NULL, outcome TEXT);
CREATE TABLE IF NOT EXISTS letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot INTEGER NOT NULL,
    person INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    body TEXT NOT NULL,
    sending INTEGER NOT NULL DEFAULT 0,
    at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS answers (
    bot INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    question INTEGER NOT NULL,
    answer INTEGER NOT NULL,
    person INTEGER NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (bot, chat, question)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answers_by_time ON answers (at);
"""
Clock = Callable[[], float]


@dataclass(frozen=True)
class Retention:
    """For how long the bot remembers, in days."""

    questions: int = 0  # their text; 0: it is never written down
    people: int = 365  # a language or an invitation that is not used


@dataclass(frozen=True)
class Feedback:
    """How often a paragraph was called helpful, and not."""

    article: str
    paragraph: int
    helpful: int
    unhelpful: int


@dataclass(frozen=True)
class Question:
    """A question that was kept, without who asked."""

    at: float  # seconds since 1970
    text: str
    outcome: str


class BotState:
    """The bot's memory. Thread-safe. Every method raises StateError, as when the disk is full."""

    def __init__(self, path: Path, *, retention: Retention = Retention(), clock: Clock = time.time) -> None:
        """Open the database, making it if need be, and forget what is too old. `clock` gives seconds since 1970."""
        self.database = Database(path, _SCHEMA)
        self.retention = retention
        self.clock = clock
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
                " ON CONFLICT DO UPDATE SET tries = tries + 1",
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
                " ON CONFLICT DO UPDATE SET language = excluded.language, at = excluded.at",
                (person, code, self.clock()),
            ),
            ("DELETE FROM people WHERE person = ? AND language = '' AND NOT admitted", (person,)),
        )

    def admitted(self, person: int) -> bool:
        """Whether somebody came by an invitation."""
        return bool(self.database.rows("SELECT 1 FROM people WHERE person = ? AND admitted", (person,)))

    def admit(self, person: int) -> None:
        """Keep that somebody came by an invitation."""
        self.database.run(
            (
                "INSERT INTO people (person, admitted, at) VALUES (?, 1, ?)"
                " ON CONFLICT DO UPDATE SET admitted = 1, at = excluded.at",
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
            ("INSERT OR REPLACE INTO moves (old, new) VALUES (?, ?)", (old, new)),
            ("UPDATE letters SET chat = ? WHERE chat = ?", (new, old)),
        )

    def earlier(self, chat: int) -> set[int]:
        """The numbers that a group had before."""
        return {int(old) for (old,) in self.database.rows("SELECT old FROM moves WHERE new = ?", (chat,))}

    def rate(self, article: str, paragraph: int, *, helpful: bool) -> None:
        """Count a quote as helpful, or as not."""
        self.database.run(
            (
                "INSERT INTO feedback (article, paragraph, helpful, unhelpful) VALUES (?, ?, ?, ?) ON CONFLICT"
                " DO UPDATE SET helpful = helpful + excluded.helpful, unhelpful = unhelpful + excluded.unhelpful",
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

    def keep_question(self, person: int, text: str, outcome: str) -> None:
        """Keep a question's text for as long as the settings say, which by default is not at all."""
        if self.retention.questions > 0:
            row = (person, self.clock(), text, outcome)
            self.database.run(("INSERT INTO questions (person, at, text, outcome) VALUES (?, ?, ?, ?)", row))

    def questions(self) -> list[Question]:
        """The questions that are kept, oldest first."""
        return [Question(*row) for row in self.database.rows("SELECT at, text, outcome FROM questions ORDER BY at")]

    def forget(self, person: int) -> None:
        """Wipe every trace of somebody from the disk, the write-ahead log included."""
        self.database.run(
            ("DELETE FROM people WHERE person = ?", (person,)),
            ("DELETE FROM questions WHERE person = ?", (person,)),
            ("DELETE FROM letters WHERE person = ?", (person,)),
            ("DELETE FROM answers WHERE person = ?", (person,)),
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
        )

    def close(self) -> None:
        """Release the file. Closing twice is harmless."""
        self.database.close()
