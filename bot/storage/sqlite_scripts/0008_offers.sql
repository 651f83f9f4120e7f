CREATE TABLE offers (
    bot INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    message INTEGER NOT NULL,
    prompt INTEGER NOT NULL,
    body TEXT NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (bot, chat, message)
)
 WITHOUT ROWID;
UPDATE alembic_version SET version_num='0008_offers' WHERE alembic_version.version_num = '0007_topics';
