"""The messages that show how far a reindex is, so that they can be ended after a restart."""

import sqlalchemy as sa
from alembic import op

revision = "0006_runs"
down_revision = "0005_many_processes"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SECONDS: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make the table of runs."""
    op.create_table(
        "runs",
        sa.Column("bot", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("chat", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("message", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("at", SECONDS, nullable=False),
        sa.Column("stop", sa.Integer, nullable=False, server_default=sa.text("0")),
        sqlite_with_rowid=False,
    )
