"""Alembic's side of the schema: its revisions, run on PostgreSQL or printed for SQLite. Imported where it is needed."""

import io
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

HERE = Path(__file__).parent


def configuration(output: io.StringIO | None = None) -> Config:
    """Alembic's settings, as there is no file of them."""
    config = Config(output_buffer=output)
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("version_locations", str(HERE / "versions"))
    config.set_main_option("path_separator", "os")
    return config


def names() -> list[str]:
    """All revisions, the first one first. Raises Alembic's error where two follow the same one."""
    script = ScriptDirectory.from_config(configuration())
    script.get_current_head()
    return [one.revision for one in reversed(list(script.walk_revisions()))]


def upgrade(connection: Connection) -> None:
    """Take the missing steps in the connection's transaction."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def for_sqlite(revision: str, *, after: str) -> str:
    """The statements of one revision for SQLite, as Alembic prints them; `after` is the one before, or "base"."""
    output = io.StringIO()
    config = configuration(output)
    config.set_main_option("sqlalchemy.url", "sqlite://")
    command.upgrade(config, f"{after}:{revision}", sql=True)
    lines = output.getvalue().splitlines()
    kept = [line.rstrip() for line in lines if line.strip() and not line.startswith("--")]
    return "".join(f"{line}\n" for line in kept if line not in {"BEGIN;", "COMMIT;"})
