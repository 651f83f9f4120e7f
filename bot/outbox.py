"""Answers that wait to be sent: on disk, so that they survive a restart. Knows nothing of how they are sent.

Of those that arrived it is known for a few minutes which message answers which, so that a corrected question can change
its answer; of that the numbers alone are kept.

A letter is written together with the note that its question is done, in one transaction: after a crash either the
question is asked again by Telegram, or its answer waits here. From the moment it is given to the network until there is
word of it, it is `sending`. Telegram has no key by which to tell a second sending from a second message, so a process
that dies in between leaves a letter that may have arrived: the next process sends it once more, for an answer twice is
less of a harm than none. Never a third time: what takes the bot down must not be sent for ever.

A letter is sealed with a hash of all that it says and of whom it is for: what a disk garbled is never sent.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.database import Database, Statement
from bot.shown import Claim, show_on_arrival
from bot.state import KEEP_ANSWERS_S
from retrieval.correcting import Quotation

_FIRST, _UNSURE, _SECOND = 1, -1, 2
"""What `sending` is: 0 while a letter waits, then 1; -1 while one waits that may have arrived, then 2."""
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

    def __init__(self, database: Database, bot: int, *, clock: Callable[[], float]) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock

    def put(self, letter: Letter, *, update: int) -> int:
        """Keep a letter, note that its update is done, and return the letter's id."""
        row = (self._bot, letter.person, letter.chat, _sealed(letter), self._clock())
        added, _ = self._database.run(
            ("INSERT INTO letters (bot, person, chat, body, at) VALUES (?, ?, ?, ?, ?) RETURNING id", row),
            ("UPDATE updates SET done = 1 WHERE bot = ? AND number = ?", (self._bot, update)),
        )
        return added

    def put_once(self, letter: Letter, claim: Claim) -> int:
        """Keep a letter that nobody asked for just now; its id, 0 where the row that it comes of is gone or claimed."""
        select, values = claim.letter
        _, added, *_ = self._database.run(
            claim.mark,
            (
                "INSERT INTO letters (bot, person, chat, body, at) " + select + " RETURNING id",
                (_sealed(letter), self._clock(), *values),
            ),
            *claim.done,
        )
        return added

    def begin(self, id: int) -> None:
        """Note that a letter goes to the network now."""
        self._database.run(("UPDATE letters SET sending = ? - sending WHERE id = ?", (_FIRST, id)))

    def back(self, id: int) -> None:
        """Note that a letter surely did not arrive."""
        self._database.run(("UPDATE letters SET sending = ? - sending WHERE id = ?", (_FIRST, id)))

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
        """The letters that wait and are as they were written, oldest first."""
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
            " WHERE bot = ? AND sending <= 0 ORDER BY id",
            (self._bot,),
        )
        return [(id_, _opened(body, person=person, chat=chat, moved=moved)) for id_, person, chat, body, moved in rows]

    def recover(self) -> int:
        """Let those letters wait again of which an earlier process did not learn whether they arrived; how many.

        Those of which that is so for the second time are forgotten.
        """
        query = "SELECT count(*) FROM letters WHERE bot = ? AND sending = ?"
        rows = self._database.rows(query, (self._bot, _FIRST))
        self._database.run(
            ("DELETE FROM letters WHERE bot = ? AND sending = ?", (self._bot, _SECOND)),
            ("UPDATE letters SET sending = ? WHERE bot = ? AND sending = ?", (_UNSURE, self._bot, _FIRST)),
        )
        return int(rows[0][0])


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
