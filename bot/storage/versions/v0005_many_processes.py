"""Several processes: who is alive, which updates wait for one, who sends which letter, and when was written to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0005_many_processes"
down_revision = "0004_counts"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SECONDS: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make the tables, and let letters have an owner: those that there are have none."""
    op.create_table(
        "processes",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("works", sa.Integer, nullable=False),
        sa.Column("until", SECONDS, nullable=False),
    )
    op.create_table(
        "inbox",
        sa.Column("bot", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("chat", NUMBER, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", SECONDS, nullable=False),
        sa.Column("owner", NUMBER, nullable=False, server_default=sa.text("0")),
        sqlite_with_rowid=False,
    )
    op.create_index("inbox_by_chat", "inbox", ["bot", "chat", "number"])
    op.create_table(
        "sends",
        sa.Column("bot", NUMBER, nullable=False),
        sa.Column("chat", NUMBER, nullable=False),
        sa.Column("at", SECONDS, nullable=False),
    )
    op.create_index("sends_by_chat", "sends", ["bot", "chat", "at"])
    op.add_column("letters", sa.Column("owner", NUMBER, nullable=False, server_default=sa.text("0")))
    op.create_index("letters_by_chat", "letters", ["bot", "chat"])
