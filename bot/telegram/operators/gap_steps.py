"""What a button under gaps carries: what a press asks for, of which gap, and which page to go back to."""

import re
from dataclasses import dataclass
from enum import StrEnum

PREFIX = "gaps:"
_FORM = re.compile(rf"{PREFIX}([a-z])([0-9a-f]{{0,12}}):(\d{{1,4}}):([0-9a-f]{{0,8}})")


class Malformed(ValueError):
    """Not something that `pack` made."""


class Asks(StrEnum):
    """What a press asks for."""

    PAGE = "p"
    GAP = "g"
    KEEP = "k"  # that the quote shown is the answer, in the evaluation file
    KEEP_OPEN = "o"  # that there is to be no answer, in the evaluation file
    DISMISS = "d"


@dataclass(frozen=True)
class Step:
    """A press."""

    asks: Asks
    gap: str = ""  # its id
    page: int = 0
    shown: str = ""  # digits that tell the quote that was shown from another


def pack(step: Step) -> str:
    """The press as callback data: at most 64 characters of ASCII."""
    return f"{PREFIX}{step.asks}{step.gap}:{step.page}:{step.shown}"


def unpack(data: str) -> Step:
    """The press that was packed. Raises Malformed for anything else; a client can send what it likes."""
    found = _FORM.fullmatch(data)
    if found is None or found[1] not in set(Asks):
        raise Malformed(data)
    return Step(Asks(found[1]), found[2], int(found[3]), found[4])
