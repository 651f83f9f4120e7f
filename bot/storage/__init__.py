"""Where the bot's own database stands: one SQLite file, or a PostgreSQL server for many processes. One schema for both.

To add a table or a column:

1. Write it into `tables.py` (SQLAlchemy Core, with types that both engines have).
2. Write the step that leads there into `versions/` (an Alembic revision; its `down_revision` is the newest one so far).
3. Run `python -m bot.storage.compiling`: it writes, for each revision, the script that Alembic makes of it for SQLite.

The bot takes the missing steps when it opens its database, under a lock. On PostgreSQL Alembic does; on SQLite the
scripts run as they are, so that the default neither installs nor imports SQLAlchemy (24 MiB and .15 s, with Alembic
36 MiB and .3 s). Statements are plain SQL that both engines understand: see `bot/database.py`.
"""
