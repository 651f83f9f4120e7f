CREATE TABLE shown (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    bot INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    answer INTEGER NOT NULL,
    person INTEGER NOT NULL,
    language TEXT NOT NULL,
    at REAL NOT NULL,
    passage INTEGER NOT NULL,
    article TEXT NOT NULL,
    paragraph INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    title TEXT NOT NULL,
    outlet TEXT NOT NULL,
    words TEXT NOT NULL,
    told TEXT DEFAULT '' NOT NULL
);
CREATE INDEX shown_by_answer ON shown (bot, chat, answer);
CREATE INDEX shown_by_time ON shown (at);
UPDATE alembic_version SET version_num='0003_shown' WHERE alembic_version.version_num = '0001_first';
