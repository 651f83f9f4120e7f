"""Rows that letters come of: kept questions and quotes of which the bot writes to people without being asked.

Several processes may find the same row. The one that marks it first writes the letter, in one transaction.
"""

from dataclasses import dataclass

from bot.database import Statement


@dataclass(frozen=True)
class Claim:
    """A row, as statements that are run in this order in one transaction."""

    mark: Statement  # changes the row, where it still is as it was found
    letter: Statement  # selects bot, person, chat of the row as it was marked, then three values: body, time, owner
    done: tuple[Statement, ...] = ()  # what else is to happen then
