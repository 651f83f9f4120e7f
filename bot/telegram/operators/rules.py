"""What the settings say of operators."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class OperatorRules:
    """Who operates the bot by chat, and where what they do is written to."""

    people: frozenset[int] = frozenset()  # their numbers
    gaps: Path = Path("gaps.jsonl")  # the evaluation file of gaps that were filled
