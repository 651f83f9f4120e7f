"""Alembic's way into a database: it runs this file, with a connection in its configuration, or without to print SQL."""

from alembic import context

from bot.storage.tables import METADATA

connection = context.config.attributes.get("connection")
if connection is None:
    context.configure(url=context.config.get_main_option("sqlalchemy.url"), target_metadata=METADATA)
else:
    context.configure(connection=connection, target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
