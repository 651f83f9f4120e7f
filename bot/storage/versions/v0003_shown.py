"""Which quotes people were shown, so that a correction reaches them."""

import sqlalchemy as sa
from alembic import op

revision = "0003_shown"
down_revision = "0001_first"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SECONDS: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "shown",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("bot", NUMBER, nullable=False),
        sa.Column("chat", NUMBER, nullable=False),
        sa.Column("thread", NUMBER, nullable=False),
        sa.Column("answer", NUMBER, nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("at", SECONDS, nullable=False),
        sa.Column("passage", NUMBER, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("paragraph", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("told", sa.Text, nullable=False, server_default=sa.text("''")),
        sqlite_autoincrement=True,
    )
    op.create_index("shown_by_answer", "shown", ["bot", "chat", "answer"])
    op.create_index("shown_by_time", "shown", ["at"])
