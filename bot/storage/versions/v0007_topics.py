"""Which questions people follow, to be told when something new answers them."""

import sqlalchemy as sa
from alembic import op

revision = "0007_topics"
down_revision = "0006_runs"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SECONDS: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "topics",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("bot", NUMBER, nullable=False),
        sa.Column("chat", NUMBER, nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("known", sa.Text, nullable=False),
        sa.Column("at", SECONDS, nullable=False),
        sa.Column("told", SECONDS, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("topics_by_person", "topics", ["bot", "person"])
