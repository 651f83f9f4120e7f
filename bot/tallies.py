"""How many questions a day, what became of them, how long they took, and which article came near one in vain.

Counts alone: no word of a question, and nothing of who asked. Days are UTC's, as numbers since 1970. Knows nothing of
how the figures are shown.
"""

from collections.abc import Callable, Sequence

from bot.database import Database, Statement

DAY_S = 24 * 3600.0
KEEP_DAYS = 400
"""A year and a month, so that a month can be held against the one a year before."""
ROUNDING = 1e-9
NOWHERE = ""
"""In place of an article: none came near."""


class Tallies:
    """The counts of all bots that share a database. Thread-safe. Every method raises StateError."""

    def __init__(self, database: Database, *, clock: Callable[[], float]) -> None:
        """`clock` gives seconds since 1970."""
        self._database = database
        self._clock = clock

    def note(self, outcome: str, *, milliseconds: float | None = None, nearest: str | None = None) -> None:
        """Count a question by its outcome (bot/metrics.py), how long its asker waited, and, of one without an answer,
        the id of the article that came nearest.
        """
        day = self._today()
        statements: list[Statement] = [
            (
                "INSERT INTO days (day, outcome, questions) VALUES (?, ?, 1)"
                " ON CONFLICT (day, outcome) DO UPDATE SET questions = days.questions + 1",
                (day, outcome),
            )
        ]
        if milliseconds is not None:
            statements.append(
                (
                    "INSERT INTO waits (day, milliseconds, answers) VALUES (?, ?, 1)"
                    " ON CONFLICT (day, milliseconds) DO UPDATE SET answers = waits.answers + 1",
                    (day, two_digits(milliseconds)),
                )
            )
        if nearest is not None:
            statements.append(
                (
                    "INSERT INTO misses (day, article, questions) VALUES (?, ?, 1)"
                    " ON CONFLICT (day, article) DO UPDATE SET questions = misses.questions + 1",
                    (day, nearest),
                )
            )
        self._database.run(*statements)

    def outcomes(self, days: int) -> dict[str, int]:
        """Questions by outcome in so many days, today's the last one."""
        rows = self._database.rows(
            "SELECT outcome, sum(questions) FROM days WHERE day > ? GROUP BY outcome", (self._today() - days,)
        )
        return {outcome: int(questions) for outcome, questions in rows}

    def days_counted(self, days: int) -> int:
        """How many of these days have gone by since something was counted first, the first one and today included."""
        rows = self._database.rows("SELECT min(day) FROM days")
        first = rows[0][0]
        return days if first is None else max(1, min(days, self._today() - int(first) + 1))

    def waits(self, days: int) -> list[tuple[int, int]]:
        """How many answers took how many milliseconds, in two digits, the quickest first; in so many days."""
        rows = self._database.rows(
            "SELECT milliseconds, sum(answers) FROM waits WHERE day > ? GROUP BY milliseconds ORDER BY milliseconds",
            (self._today() - days,),
        )
        return [(int(milliseconds), int(answers)) for milliseconds, answers in rows]

    def misses(self, days: int, *, most: int) -> list[tuple[str, int]]:
        """The articles that came nearest to questions without an answer, and to how many; those with most first."""
        rows = self._database.rows(
            "SELECT article, sum(questions) AS questions FROM misses WHERE day > ?"
            " GROUP BY article ORDER BY sum(questions) DESC, article LIMIT ?",
            (self._today() - days, most),
        )
        return [(str(article), int(questions)) for article, questions in rows]

    def prune(self) -> None:
        """Forget what is too old."""
        oldest = (self._today() - KEEP_DAYS,)
        self._database.run(
            ("DELETE FROM days WHERE day < ?", oldest),
            ("DELETE FROM waits WHERE day < ?", oldest),
            ("DELETE FROM misses WHERE day < ?", oldest),
        )

    def _today(self) -> int:
        return int(self._clock() // DAY_S)


def two_digits(milliseconds: float) -> int:
    """The number with two digits that count, 1 at least: within 5 %, and few numbers to keep."""
    whole = max(1, round(milliseconds))
    step = int(10 ** max(0, len(str(whole)) - 2))
    return round(whole / step) * step


def percentile(waits: Sequence[tuple[int, int]], share: float) -> int | None:
    """What that share of the answers took at most, of counts by ascending milliseconds; None where there are none."""
    left = share * sum(answers for _, answers in waits)
    for milliseconds, answers in waits:
        left -= answers
        if left <= ROUNDING:
            return milliseconds
    return None
