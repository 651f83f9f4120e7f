"""What is counted of questions, by day: how many, how long they took, and which article came near one in vain."""

import sqlalchemy as sa
from alembic import op

revision = "0004_counts"
down_revision = "0003_shown"


def upgrade() -> None:
    """Make the tables of counts."""
    op.create_table(
        "days",
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("outcome", sa.Text, primary_key=True),
        sa.Column("questions", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "waits",
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("milliseconds", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("answers", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "misses",
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("article", sa.Text, primary_key=True),
        sa.Column("questions", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
