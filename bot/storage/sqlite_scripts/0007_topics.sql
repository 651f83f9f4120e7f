CREATE TABLE topics (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    bot INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    person INTEGER NOT NULL,
    language TEXT NOT NULL,
    words TEXT NOT NULL,
    known TEXT NOT NULL,
    at REAL NOT NULL,
    told REAL NOT NULL
);
CREATE INDEX topics_by_person ON topics (bot, person);
UPDATE alembic_version SET version_num='0007_topics' WHERE alembic_version.version_num = '0006_runs';
