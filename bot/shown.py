"""Which quotes people were shown, and in which message, so that a correction of the source reaches them.

Of an answer its quotes are kept: the article's words, never those of the question. Knows nothing of Telegram but that
bots, chats, people and messages have numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

from bot.claims import Claim
from bot.database import Database, Statement
from retrieval.answer import Answer
from retrieval.correcting import Quotation

_INTO = (
    "INSERT INTO shown (bot, chat, thread, answer, person, language, at,"
    " passage, article, paragraph, sha256, title, outlet, words)"
)
"""The columns of a quotation stand in the order of its fields."""


@dataclass(frozen=True)
class Place:
    """A message of ours, who asked for it, and in which language it speaks."""

    chat: int
    thread: int  # a topic's id; 0 for none
    answer: int  # the message's id
    person: int
    language: str


@dataclass(frozen=True)
class Showing:
    """A quotation in a message."""

    id: int
    place: Place
    quotation: Quotation


def shown_by(answer: Answer) -> tuple[Quotation, ...]:
    """What an answer shows as its quotes; nothing where there is none."""
    return tuple(Quotation.of(quote) for quote in answer.differ or answer.quotes[:1])


def show_on_arrival(
    quotation: Quotation, *, thread: int, answer: int, language: str, at: float, letter: int
) -> Statement:
    """Notes what a letter shows that arrived as the message `answer`; nothing where the letter was forgotten."""
    return (
        _INTO + " SELECT bot, chat, ?, ?, person, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM letters WHERE id = ?",  # noqa: S608
        (thread, answer, language, at, *astuple(quotation), letter),
    )


class ShownQuotes:
    """The quotes that one bot has shown. Thread-safe. Every method raises StateError."""

    def __init__(self, database: Database, bot: int, *, days: int, clock: Callable[[], float]) -> None:
        """Keep them for so many days; 0: not at all."""
        self._database = database
        self._bot = bot
        self._clock = clock
        self.keeps = days > 0

    def put(self, place: Place, quotations: Sequence[Quotation], *, instead: bool) -> None:
        """Note what a message shows now, `instead` of what it showed before or beside that."""
        own = (self._bot, place.chat, place.answer)
        statements: list[Statement] = []
        if instead:
            statements.append(("DELETE FROM shown WHERE bot = ? AND chat = ? AND answer = ?", own))
        for quotation in quotations if self.keeps else ():
            statements += [
                (
                    "DELETE FROM shown WHERE bot = ? AND chat = ? AND answer = ? AND passage = ?",
                    (*own, quotation.passage),
                ),
                (
                    _INTO + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (self._bot, *astuple(place), self._clock(), *astuple(quotation)),
                ),
            ]
        if statements:
            self._database.run(*statements)

    def latest(self) -> int:
        """The number of the latest showing; 0 for none."""
        rows = self._database.rows("SELECT coalesce(max(id), 0) FROM shown WHERE bot = ?", (self._bot,))
        return int(rows[0][0])

    def quotations(self, *, after: int = 0) -> list[Quotation]:
        """What was shown after the showing of that number, each once."""
        rows = self._database.rows(
            "SELECT DISTINCT passage, article, paragraph, sha256, title, outlet, words FROM shown"
            " WHERE bot = ? AND id > ?",
            (self._bot, after),
        )
        return [Quotation(*row) for row in rows]

    def showings(self, quotation: Quotation) -> list[Showing]:
        """In which messages, the latest first."""
        rows = self._database.rows(
            "SELECT id, chat, thread, answer, person, language FROM shown"
            " WHERE bot = ? AND passage = ? AND sha256 = ? AND words = ? ORDER BY id DESC",
            (self._bot, quotation.passage, quotation.sha256, quotation.words),
        )
        return [Showing(id_, Place(*place), quotation) for id_, *place in rows]

    def claim(self, showing: Showing, mark: str) -> Claim:
        """The row as what a letter comes of; `mark` is the process's own. It is forgotten when the letter is kept."""
        marked = (showing.id, mark)
        return Claim(
            ("UPDATE shown SET told = ? WHERE id = ? AND told = ''", (mark, showing.id)),
            ("SELECT bot, person, chat, ?, ?, ? FROM shown WHERE id = ? AND told = ?", marked),
            (("DELETE FROM shown WHERE id = ? AND told = ?", marked),),
        )

    def drop(self, showings: Sequence[Showing]) -> None:
        """Forget these."""
        self._database.run(*(("DELETE FROM shown WHERE id = ?", (showing.id,)) for showing in showings))
