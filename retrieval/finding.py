"""What an examination found: something that is wrong, or that an operator may want to better."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

EXAMPLES = 3
"""Named in a finding; more would hide the next step."""


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"  # questions go unanswered, or the next run can't be trusted
    WARNING = "warning"  # it works; it could be better


@dataclass(frozen=True)
class Finding:
    """One line: what was found, and what to do."""

    check: str  # what was examined, as in "library.passages"
    severity: Severity
    message: str


def error(check: str, message: str) -> Finding:
    """A finding that must be mended."""
    return Finding(check, Severity.ERROR, _line(message))


def warning(check: str, message: str) -> Finding:
    """A finding that may be bettered."""
    return Finding(check, Severity.WARNING, _line(message))


def examples(names: Sequence[str]) -> str:
    """The first few of these names, for a message: "a, b, c and 4 more"."""
    shown = ", ".join(names[:EXAMPLES])
    return f"{shown} and {len(names) - EXAMPLES} more" if len(names) > EXAMPLES else shown


def _line(text: str) -> str:
    """The text on one line: names of files and articles may hold anything."""
    return " ".join(text.split())
