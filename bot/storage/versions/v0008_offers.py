"""What operators have sent to be added, by the message that shows it, until they have decided."""

import sqlalchemy as sa
from alembic import op

revision = "0008_offers"
down_revision = "0007_topics"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SECONDS: sa.Double[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make the table of offers."""
    op.create_table(
        "offers",
        sa.Column("bot", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("chat", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("message", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("prompt", NUMBER, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", SECONDS, nullable=False),
        sqlite_with_rowid=False,
    )
