"""Answers that wait to be sent: on disk, so that they survive a restart. Knows nothing of how they are sent.

Of those that arrived it is known for a few minutes which message answers which, so that a corrected question can change
its answer; of that the numbers alone are kept.

A letter is written together with the note that its question is done, in one transaction: after a crash either the
question is asked again by Telegram, or its answer waits here. From the moment it is given to the network until there is
word of it, it is `sending`. Telegram has no key by which to tell a second sending from a second message, so a process
that dies in between leaves a letter that may have arrived: the next process sends it again, for an answer twice is less
of a harm than none. Not for ever, for a letter may be what takes the bot down.

A letter is sealed with a hash of all that it says and of whom it is for: what a disk garbled is never sent.

A letter belongs to the process that wrote it, until that dies; then to whichever takes it up first (presence.py). Where
the database is one process' own, all others are dead.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.claims import Claim
from bot.database import Database, Statement
from bot.presence import DEAD, new_id
from bot.shown import show_on_arrival
from bot.state import KEEP_ANSWERS_S
from retrieval.correcting import Quotation

MOST_SENDINGS = 5
"""Of a letter; one that took the bot down each time is given up, like an update."""
_GOES = "CASE WHEN sending <= 0 THEN 1 - sending ELSE sending END"
_WAITS_AGAIN = "CASE WHEN sending > 0 THEN 1 - sending ELSE sending END"
"""What `sending` becomes: n while it is sent for the n-th time, -n while it waits and may have arrived n times."""
_LEFT = f"bot = ? AND owner <> ? AND owner {DEAD}"
"""Whether a letter belongs to a process that died; the values are the bot and this process."""
MOST_ANSWERS = 10_000
"""Of which it is known what they answer; the oldest are forgotten first."""


@dataclass(frozen=True)
class Letter:
    """A message to be sent."""

    person: int  # who asked, so that it can be forgotten
    chat: int
    html: str
    plain: str  # for when the HTML can't be read
    reply_to: int = 0  # a message's id; 0 for none
    thread: int = 0  # a topic's id; 0 for none
    keyboard: Any = None  # as the Bot API's JSON
    quotes: tuple[Quotation, ...] = ()  # that it shows, where they are to be kept
    language: str = ""  # of the bot's own words in it


@dataclass(frozen=True)
class Waiting:
    """A letter in the outbox."""

    id: int
    letter: Letter


class Outbox:
    """The letters of one bot. Thread-safe. Every method raises StateError."""

    def __init__(
        self, database: Database, bot: int, *, clock: Callable[[], float], owner: Callable[[], int] | None = None
    ) -> None:
        """`owner` gives this process' number, which no other has; one of its own where there is none."""
        number = new_id()
        self._database = database
        self._bot = bot
        self._clock = clock
        self._owner = owner or (lambda: number)

    def put(self, letter: Letter, *, update: int) -> int:
        """Keep a letter, note that its update is done, and return the letter's id; 0 where it was done before.

        Of two processes that answer one update, as when the first was taken for dead too soon, one keeps its letter.
        """
        own = (letter.person, letter.chat, _sealed(letter), self._clock(), self._owner())
        key = (self._bot, update)
        _, added, _ = self._database.run(
            ("UPDATE updates SET at = at WHERE bot = ? AND number = ?", key),  # the other one waits here
            (
                "INSERT INTO letters (bot, person, chat, body, at, owner) SELECT ?, ?, ?, ?, ?, ?"
                " WHERE NOT EXISTS (SELECT 1 FROM updates WHERE bot = ? AND number = ? AND done = 1) RETURNING id",
                (self._bot, *own, *key),
            ),
            ("UPDATE updates SET done = 1 WHERE bot = ? AND number = ?", key),
        )
        return added

    def put_once(self, letter: Letter, claim: Claim) -> int:
        """Keep a letter that nobody asked for just now; its id, 0 where the row that it comes of is gone or claimed."""
        select, values = claim.letter
        _, added, *_ = self._database.run(
            claim.mark,
            (
                "INSERT INTO letters (bot, person, chat, body, at, owner) " + select + " RETURNING id",
                (_sealed(letter), self._clock(), self._owner(), *values),
            ),
            *claim.done,
        )
        return added

    def begin(self, id: int) -> bool:
        """Note that a letter goes to the network now; False where it is not this process' to send any more."""
        begun = f"UPDATE letters SET sending = {_GOES} WHERE id = ? AND owner = ?"
        return bool(self._database.run((begun, (id, self._owner())))[0])

    def back(self, id: int) -> None:
        """Note that a letter surely did not arrive."""
        back = f"UPDATE letters SET sending = {_WAITS_AGAIN} WHERE id = ? AND owner = ?"
        self._database.run((back, (id, self._owner())))

    def arrived(self, id: int, letter: Letter, *, answer: int) -> None:
        """Forget a letter that arrived as a message, and keep for a while what it answers, and which quotes it shows.

        Of a letter that is not known any more, as when who asked was forgotten meanwhile, nothing is kept.
        """
        now = self._clock()
        forget: tuple[Statement, ...] = (
            ("DELETE FROM letters WHERE id = ?", (id,)),
            ("DELETE FROM answers WHERE at < ?", (now - KEEP_ANSWERS_S,)),
            (
                "DELETE FROM answers WHERE at <= (SELECT at FROM answers ORDER BY at DESC LIMIT 1 OFFSET ?)",
                (MOST_ANSWERS,),
            ),
        )
        keep: Statement = (
            "INSERT INTO answers (bot, chat, question, answer, person, at)"
            " SELECT bot, chat, ?, ?, person, ? FROM letters WHERE id = ?"
            " ON CONFLICT (bot, chat, question)"
            " DO UPDATE SET answer = excluded.answer, person = excluded.person, at = excluded.at",
            (letter.reply_to, answer, now, id),
        )
        show = [
            show_on_arrival(quotation, thread=letter.thread, answer=answer, language=letter.language, at=now, letter=id)
            for quotation in letter.quotes
        ]
        self._database.run(*((keep,) if letter.reply_to else ()), *show, *forget)

    def answer_to(self, chat: int, question: int) -> int:
        """The id of the message that answers a message of a chat; 0 where there is none, or it is too old."""
        rows = self._database.rows(
            "SELECT answer FROM answers WHERE bot = ? AND chat = ? AND question = ? AND at >= ?",
            (self._bot, chat, question, self._clock() - KEEP_ANSWERS_S),
        )
        return int(rows[0][0]) if rows else 0

    def remove(self, id: int) -> None:
        """Forget a letter that never can arrive, or of which nothing more need be known."""
        self._database.run(("DELETE FROM letters WHERE id = ?", (id,)))

    def waiting(self) -> list[Waiting]:
        """The letters of this process that wait and are as they were written, oldest first."""
        return [Waiting(id_, letter) for id_, letter in self._read() if letter]

    def drop_damaged(self) -> int:
        """Forget the letters that are not as they were written; how many."""
        damaged = [id_ for id_, letter in self._read() if letter is None]
        for id_ in damaged:
            self.remove(id_)
        return len(damaged)

    def _read(self) -> list[tuple[int, Letter | None]]:
        """What waits, oldest first: each letter's id, and the letter, None where it is not as it was written."""
        rows = self._database.rows(
            "SELECT id, person, chat, body, EXISTS (SELECT 1 FROM moves WHERE new = chat) FROM letters"
            " WHERE bot = ? AND owner = ? AND sending <= 0 ORDER BY id",
            (self._bot, self._owner()),
        )
        return [(id_, _opened(body, person=person, chat=chat, moved=moved)) for id_, person, chat, body, moved in rows]

    def recover(self) -> int:
        """Take up the letters of processes that died; how many of them may have arrived.

        Those that were sent too often are forgotten.
        """
        owner = self._owner()
        left = (self._bot, owner)
        _, unsure, _ = self._database.run(
            (f"DELETE FROM letters WHERE {_LEFT} AND sending >= ?", (*left, MOST_SENDINGS)),
            (f"UPDATE letters SET owner = ?, sending = -sending WHERE {_LEFT} AND sending > 0", (owner, *left)),
            (f"UPDATE letters SET owner = ? WHERE {_LEFT}", (owner, *left)),
        )
        return unsure


def _sealed(letter: Letter) -> str:
    """A letter as it is written down."""
    body = json.dumps(asdict(letter), ensure_ascii=False)
    return f"{_hash(body)} {body}"


def _opened(written: object, *, person: int, chat: int, moved: bool) -> Letter | None:
    """The letter that was written down for this chat, or for one that `moved` there; None for what is none any more."""
    seal, _, body = str(written).partition(" ")
    if seal != _hash(body):
        return None
    kept = json.loads(body)
    letter = Letter(**kept | {"quotes": tuple(Quotation(**quote) for quote in kept["quotes"])})
    return replace(letter, chat=chat) if letter.person == person and (moved or letter.chat == chat) else None


def _hash(body: str) -> str:
    """16 hexadecimal digits: they are held against a disk's faults, not against somebody."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def letters_kept(database: Database) -> int:
    """How many letters of all bots are not known to have arrived. Raises StateError."""
    return int(database.rows("SELECT count(*) FROM letters")[0][0])
