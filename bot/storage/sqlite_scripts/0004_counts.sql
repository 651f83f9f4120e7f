CREATE TABLE days (
    day INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    questions INTEGER NOT NULL,
    PRIMARY KEY (day, outcome)
)
 WITHOUT ROWID;
CREATE TABLE waits (
    day INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    answers INTEGER NOT NULL,
    PRIMARY KEY (day, milliseconds)
)
 WITHOUT ROWID;
CREATE TABLE misses (
    day INTEGER NOT NULL,
    article TEXT NOT NULL,
    questions INTEGER NOT NULL,
    PRIMARY KEY (day, article)
)
 WITHOUT ROWID;
UPDATE alembic_version SET version_num='0004_counts' WHERE alembic_version.version_num = '0003_shown';
