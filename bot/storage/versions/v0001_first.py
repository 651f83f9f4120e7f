"""What the bot kept before there were steps: a file of that time is taken over as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0001_first"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SECONDS: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make the tables that are not there yet."""
    op.execute("DROP TABLE IF EXISTS seen")  # of a still earlier time
    op.create_table(
        "updates",
        sa.Column("bot", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("at", SECONDS, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_table(
        "people",
        sa.Column("person", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("language", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("admitted", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("at", SECONDS, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "moves",
        sa.Column("old", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("new", NUMBER, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "feedback",
        sa.Column("article", sa.Text, primary_key=True),
        sa.Column("paragraph", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("helpful", sa.Integer, nullable=False),
        sa.Column("unhelpful", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_table(
        "questions",
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("at", SECONDS, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text),
        if_not_exists=True,
    )
    _outbox()


def _outbox() -> None:
    op.create_table(
        "letters",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("bot", NUMBER, nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("chat", NUMBER, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("sending", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("at", SECONDS, nullable=False),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_table(
        "answers",
        sa.Column("bot", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("chat", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("question", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("answer", NUMBER, nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("at", SECONDS, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_index("answers_by_time", "answers", ["at"], if_not_exists=True)
