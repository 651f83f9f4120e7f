"""Questions that people follow, to be told when something new answers them. Knows nothing of Telegram.

Their words are kept, because people ask for that and see them in a list, until they stop a topic. What is known of a
topic is kept as hashes of passages: see retrieval/news.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.claims import Claim
from bot.database import Database

MOST = 20
"""Topics of one person."""
DAY_S = 24 * 3600.0
"""Between two messages on one topic."""


@dataclass(frozen=True)
class Topic:
    """A question that somebody follows."""

    id: int
    chat: int
    person: int
    language: str  # of the bot's own words
    words: str
    known: tuple[str, ...]  # passages that are no news
    at: float  # since when, in seconds since 1970
    told: float  # when something was told last; 0.0 for never


class TooMany(ValueError):
    """Somebody follows as many topics as one may."""


class Topics:
    """The topics of one bot. Thread-safe. Every method raises StateError."""

    def __init__(self, database: Database, bot: int, *, clock: Callable[[], float]) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock

    def follow(self, place: tuple[int, int], words: str, *, language: str, known: Sequence[str]) -> int:
        """Keep a question of a chat's and a person's number; its number, that of before where it is followed already.

        Raises TooMany.
        """
        own = self.of(place[1])
        same = next((topic.id for topic in own if (topic.chat, topic.words) == (place[0], words)), 0)
        if same:
            return same
        if len(own) >= MOST:
            raise TooMany(f"{len(own)} topics are followed already; stop one first")
        row = (self._bot, *place, language, words, " ".join(known), self._clock(), 0.0)
        (added,) = self._database.run(
            (
                "INSERT INTO topics (bot, chat, person, language, words, known, at, told)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                row,
            )
        )
        return added

    def of(self, person: int) -> list[Topic]:
        """What somebody follows, oldest first."""
        rows = self._database.rows(
            "SELECT id, chat, person, language, words, known, at, told FROM topics"
            " WHERE bot = ? AND person = ? ORDER BY id",
            (self._bot, person),
        )
        return [
            Topic(id_, chat, own, language, words, tuple(known.split()), at, told)
            for id_, chat, own, language, words, known, at, told in rows
        ]

    def get(self, id: int) -> Topic | None:
        """The topic of this number; None where it was stopped."""
        rows = self._database.rows("SELECT person FROM topics WHERE bot = ? AND id = ?", (self._bot, id))
        return next((topic for topic in self.of(rows[0][0]) if topic.id == id), None) if rows else None

    def due(self) -> list[int]:
        """The numbers of those of which nothing was told within a day."""
        rows = self._database.rows(
            "SELECT id FROM topics WHERE bot = ? AND told <= ? ORDER BY id", (self._bot, self._clock() - DAY_S)
        )
        return [id_ for (id_,) in rows]

    def stop(self, person: int, id: int) -> bool:
        """Forget a topic of somebody's; whether there was one."""
        (gone,) = self._database.run(
            ("DELETE FROM topics WHERE bot = ? AND person = ? AND id = ?", (self._bot, person, id))
        )
        return bool(gone)

    def note(self, topic: Topic, known: Sequence[str]) -> None:
        """Keep what is known of a topic now."""
        self._database.run(("UPDATE topics SET known = ? WHERE id = ?", (" ".join(known), topic.id)))

    def claim(self, topic: Topic, known: Sequence[str]) -> Claim:
        """The row as what a letter on it comes of."""
        now = self._clock()
        return Claim(
            (
                "UPDATE topics SET told = ?, known = ? WHERE id = ? AND told = ?",
                (now, " ".join(known), topic.id, topic.told),
            ),
            ("SELECT bot, person, chat, ?, ?, ? FROM topics WHERE id = ? AND told = ?", (topic.id, now)),
        )
