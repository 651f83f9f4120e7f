CREATE TABLE runs (
    bot INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    message INTEGER NOT NULL,
    language TEXT NOT NULL,
    at REAL NOT NULL,
    stop INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (bot, chat, message)
)
 WITHOUT ROWID;
UPDATE alembic_version SET version_num='0006_runs' WHERE alembic_version.version_num = '0005_many_processes';
