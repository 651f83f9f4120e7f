"""What the settings say of operators."""

import sys
from dataclasses import dataclass
from pathlib import Path

INDEX = (sys.executable, "-m", "bot.cli", "index", "--beside-bot")


@dataclass(frozen=True)
class OperatorRules:
    """Who operates the bot by chat, and where what they do is written to."""

    people: frozenset[int] = frozenset()  # their numbers
    gaps: Path = Path("gaps.jsonl")  # the evaluation file of gaps that were filled
    index: tuple[str, ...] = INDEX  # the command that begins a run of the indexer
    edit_every_s: float = 3.0  # a message that shows a run, at most; Telegram makes a bot wait that edits more
