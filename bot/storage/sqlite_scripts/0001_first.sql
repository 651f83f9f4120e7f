CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
DROP TABLE IF EXISTS seen;
CREATE TABLE IF NOT EXISTS updates (
    bot INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at REAL NOT NULL,
    tries INTEGER NOT NULL,
    done INTEGER NOT NULL,
    PRIMARY KEY (bot, number)
)
 WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS people (
    person INTEGER NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    admitted INTEGER DEFAULT 0 NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (person)
);
CREATE TABLE IF NOT EXISTS moves (
    old INTEGER NOT NULL,
    new INTEGER NOT NULL,
    PRIMARY KEY (old)
);
CREATE TABLE IF NOT EXISTS feedback (
    article TEXT NOT NULL,
    paragraph INTEGER NOT NULL,
    helpful INTEGER NOT NULL,
    unhelpful INTEGER NOT NULL,
    PRIMARY KEY (article, paragraph)
)
 WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS questions (
    person INTEGER NOT NULL,
    at REAL NOT NULL,
    text TEXT NOT NULL,
    outcome TEXT
);
CREATE TABLE IF NOT EXISTS letters (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    bot INTEGER NOT NULL,
    person INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    body TEXT NOT NULL,
    sending INTEGER DEFAULT 0 NOT NULL,
    at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS answers (
    bot INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    question INTEGER NOT NULL,
    answer INTEGER NOT NULL,
    person INTEGER NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (bot, chat, question)
)
 WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answers_by_time ON answers (at);
INSERT INTO alembic_version (version_num) VALUES ('0001_first') RETURNING version_num;
