"""All that the bot keeps, as tables for SQLite and PostgreSQL. The bot's /privacy says the same.

Read by Alembic and by the tests alone: what serves does not import SQLAlchemy. How to add a table: see the package.
"""

from sqlalchemy import REAL, BigInteger, Column, Double, Index, Integer, MetaData, Table, Text, text

METADATA = MetaData()
NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""Of a bot, an update, a person, a chat or a message: more than 32 bits."""
SECONDS: Double[float] = Double().with_variant(REAL(), "sqlite")
"""Since 1970."""
NONE, EMPTY = text("0"), text("''")


def key(name: str) -> Column[int]:
    """A number that is given from elsewhere, as a part of the key."""
    return Column(name, NUMBER, primary_key=True, autoincrement=False)


def small_key(name: str) -> Column[int]:
    """A number that 32 bits hold, as a part of the key."""
    return Column(name, Integer, primary_key=True, autoincrement=False)


UPDATES = Table(
    "updates",
    METADATA,
    key("bot"),
    key("number"),
    Column("at", SECONDS, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    sqlite_with_rowid=False,
)
PEOPLE = Table(
    "people",
    METADATA,
    key("person"),
    Column("language", Text, nullable=False, server_default=EMPTY),
    Column("admitted", Integer, nullable=False, server_default=NONE),
    Column("at", SECONDS, nullable=False),
)
MOVES = Table("moves", METADATA, key("old"), Column("new", NUMBER, nullable=False))
FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("article", Text, primary_key=True),
    Column("paragraph", Integer, primary_key=True, autoincrement=False),
    Column("helpful", Integer, nullable=False),
    Column("unhelpful", Integer, nullable=False),
    sqlite_with_rowid=False,
)
QUESTIONS = Table(
    "questions",
    METADATA,
    Column("person", NUMBER, nullable=False),
    Column("at", SECONDS, nullable=False),
    Column("text", Text, nullable=False),
    Column("outcome", Text),
)
LETTERS = Table(
    "letters",
    METADATA,
    Column("id", NUMBER, primary_key=True, autoincrement=True),
    Column("bot", NUMBER, nullable=False),
    Column("person", NUMBER, nullable=False),
    Column("chat", NUMBER, nullable=False),
    Column("body", Text, nullable=False),
    Column("sending", Integer, nullable=False, server_default=NONE),
    Column("at", SECONDS, nullable=False),
    Column("owner", NUMBER, nullable=False, server_default=NONE),  # the process that sends it
    Index("letters_by_chat", "bot", "chat"),
    sqlite_autoincrement=True,  # a letter's number is never given again
)
ANSWERS = Table(
    "answers",
    METADATA,
    key("bot"),
    key("chat"),
    key("question"),
    Column("answer", NUMBER, nullable=False),
    Column("person", NUMBER, nullable=False),
    Column("at", SECONDS, nullable=False),
    Index("answers_by_time", "at"),
    sqlite_with_rowid=False,
)
SHOWN = Table(
    "shown",
    METADATA,
    Column("id", NUMBER, primary_key=True, autoincrement=True),
    Column("bot", NUMBER, nullable=False),
    Column("chat", NUMBER, nullable=False),
    Column("thread", NUMBER, nullable=False),
    Column("answer", NUMBER, nullable=False),
    Column("person", NUMBER, nullable=False),
    Column("language", Text, nullable=False),
    Column("at", SECONDS, nullable=False),
    Column("passage", NUMBER, nullable=False),
    Column("article", Text, nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("told", Text, nullable=False, server_default=EMPTY),
    Index("shown_by_answer", "bot", "chat", "answer"),
    Index("shown_by_time", "at"),
    sqlite_autoincrement=True,  # a number that was found is never that of another row
)
DAYS = Table(
    "days",
    METADATA,
    small_key("day"),
    Column("outcome", Text, primary_key=True),
    Column("questions", Integer, nullable=False),
    sqlite_with_rowid=False,
)
WAITS = Table(
    "waits",
    METADATA,
    small_key("day"),
    small_key("milliseconds"),
    Column("answers", Integer, nullable=False),
    sqlite_with_rowid=False,
)
MISSES = Table(
    "misses",
    METADATA,
    small_key("day"),
    Column("article", Text, primary_key=True),  # that came nearest to a question without an answer; "" for none
    Column("questions", Integer, nullable=False),
    sqlite_with_rowid=False,
)
PROCESSES = Table(
    "processes",
    METADATA,
    key("id"),
    Column("works", Integer, nullable=False),  # 1 where it claims updates
    Column("until", SECONDS, nullable=False),  # counts as dead from then on
)
INBOX = Table(
    "inbox",
    METADATA,
    key("bot"),
    key("number"),
    Column("chat", NUMBER, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", SECONDS, nullable=False),
    Column("owner", NUMBER, nullable=False, server_default=NONE),  # the process that handles it
    Index("inbox_by_chat", "bot", "chat", "number"),
    sqlite_with_rowid=False,
)
SENDS = Table(
    "sends",
    METADATA,
    Column("bot", NUMBER, nullable=False),
    Column("chat", NUMBER, nullable=False),  # 0 in a row that counts for the bot as a whole
    Column("at", SECONDS, nullable=False),
    Index("sends_by_chat", "bot", "chat", "at"),
)
RUNS = Table(
    "runs",
    METADATA,
    key("bot"),
    key("chat"),
    key("message"),
    Column("language", Text, nullable=False),
    Column("at", SECONDS, nullable=False),
    Column("stop", Integer, nullable=False, server_default=NONE),  # 1 where somebody has asked for that
    sqlite_with_rowid=False,
)
TOPICS = Table(
    "topics",
    METADATA,
    Column("id", NUMBER, primary_key=True, autoincrement=True),
    Column("bot", NUMBER, nullable=False),
    Column("chat", NUMBER, nullable=False),
    Column("person", NUMBER, nullable=False),
    Column("language", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("known", Text, nullable=False),
    Column("at", SECONDS, nullable=False),
    Column("told", SECONDS, nullable=False),
    Index("topics_by_person", "bot", "person"),
    sqlite_autoincrement=True,  # a button that stops one never stops another
)
OFFERS = Table(
    "offers",
    METADATA,
    key("bot"),
    key("chat"),
    key("message"),
    Column("prompt", NUMBER, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", SECONDS, nullable=False),
    sqlite_with_rowid=False,
)
