CREATE TABLE processes (
    id INTEGER NOT NULL,
    works INTEGER NOT NULL,
    until REAL NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE inbox (
    bot INTEGER NOT NULL,
    number INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    body TEXT NOT NULL,
    at REAL NOT NULL,
    owner INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (bot, number)
)
 WITHOUT ROWID;
CREATE INDEX inbox_by_chat ON inbox (bot, chat, number);
CREATE TABLE sends (
    bot INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX sends_by_chat ON sends (bot, chat, at);
ALTER TABLE letters ADD COLUMN owner INTEGER DEFAULT 0 NOT NULL;
CREATE INDEX letters_by_chat ON letters (bot, chat);
UPDATE alembic_version SET version_num='0005_many_processes' WHERE alembic_version.version_num = '0004_counts';
