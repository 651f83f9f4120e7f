"""The steps from an empty SQLite file to the present schema, as scripts. `compiling.py` makes them of the revisions."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.database import Row
from bot.errors import StateError

FOLDER = Path(__file__).parent / "sqlite_scripts"
TO_KNOW = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
END = ";\n"
"""Of a statement; nothing else in a script ends a line so."""


@dataclass(frozen=True)
class Step:
    """One revision."""

    name: str
    script: Path

    def statements(self) -> list[str]:
        """Its statements, the last of which notes that the step was taken."""
        text = self.script.read_text(encoding="utf-8")
        return [statement.strip() for statement in text.split(END) if statement.strip()]


@cache
def steps() -> tuple[Step, ...]:
    """All of them, the first one first."""
    return tuple(Step(script.stem, script) for script in sorted(FOLDER.glob("*.sql")))


def recorded(rows: list[Row]) -> str:
    """The last step that was taken, of the rows of `alembic_version`; "" for none."""
    return str(rows[0][0]) if rows else ""


def missing_steps(last: str, place: str) -> tuple[Step, ...]:
    """Those after the last one that was taken ("" for none). Raises StateError where that is not known."""
    names = [step.name for step in steps()]
    if last and last not in names:
        raise StateError(f"{place}: a newer version of quoted wrote it ({last}); run that one, or restore a backup")
    return steps()[names.index(last) + 1 if last else 0 :]
