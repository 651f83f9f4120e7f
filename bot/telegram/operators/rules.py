"""What the settings say of operators."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.operators.acquisition import Acquisition

INDEX = (sys.executable, "-m", "bot.cli", "index", "--beside-bot")


def _acquire() -> "Acquisition":
    """What keeps submissions in the usual folder, within the usual limits."""
    from bot.operators.acquisition import Acquisition
    from retrieval.reading.web import Limits, Web

    return Acquisition(Path("seeds"), Web(Limits()))


@dataclass(frozen=True)
class OperatorRules:
    """Who operates the bot by chat, and with what."""

    people: frozenset[int] = frozenset()  # their numbers
    gaps: Path = Path("gaps.jsonl")  # the evaluation file of gaps that were filled
    index: tuple[str, ...] = INDEX  # the command that begins a run of the indexer
    edit_every_s: float = 3.0  # a message that shows a run, at most; Telegram makes a bot wait that edits more
    acquire: "Callable[[], Acquisition]" = _acquire  # what reads and keeps submissions, called when it is needed
    watched: bool = False  # what is kept comes into the library by itself
