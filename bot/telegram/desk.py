"""What every handler of the bot works with, and what the bot asks of an answerer and a library."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from telegram import User
from telegram.ext import Application

from bot.conversations import Conversations
from bot.messages import Messages, Translations
from bot.metrics import Metrics
from bot.state import BotState
from bot.telegram.access import Access
from bot.telegram.allowance import Allowance
from bot.telegram.turns import Turns
from bot.workers import Workers
from retrieval.answer import Answer
from retrieval.article import Passage
from retrieval.catalogue import Catalogue
from retrieval.context import Context
from retrieval.library import Summary, Vector
from retrieval.news import News
from retrieval.proving import Proof
from retrieval.verifying import Verdict

App = Application[Any, Any, Any, Any, Any, Any]


class Answerer(Protocol):
    """Answers questions. Thread-safe; called on the workers' threads."""

    def answer(self, text: str, /, *, after: Context | None = None, today: datetime.date | None = None) -> Answer:
        """What the library says to the question, which may lean on what was asked before. Raises QuotedError.

        "Last week" counts from `today`, by default the day in UTC.
        """

    def news(self, text: str, /, *, known: Sequence[str] | None) -> News:
        """What answers the question and was not known; None at the first time. Raises QuotedError."""

    def verify(self, text: str, /) -> Verdict | Proof:
        """What became of a quotation or a receipt. Raises QuotedError, and ClaimError for what can't be checked."""

    def vector(self, text: str, /) -> Vector:
        """The question's vector, float32 (d,), of unit length."""

    @property
    def encoder(self) -> str:
        """The fingerprint of what encodes questions; another one's vectors can't be compared with these."""


class Sources(Protocol):
    """Reads what is indexed; a part of retrieval's Library. Thread-safe; called on the workers' threads."""

    def passage(self, id: int) -> Passage | None:
        """The passage with this id; None when it left. Raises QuotedError."""

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, both included, as far as they exist. Raises QuotedError."""

    def summary(self) -> Summary:
        """What is indexed."""

    @property
    def catalogue(self) -> Catalogue:
        """What is indexed, listed."""


@dataclass(frozen=True)
class Desk:
    """The parts that the handlers share."""

    answerer: Answerer
    library: Sources
    translations: Translations
    workers: Workers
    state: BotState
    access: Access
    allowance: Allowance
    turns: Turns
    metrics: Metrics
    conversations: Conversations
    operators: frozenset[int] = frozenset()  # people's numbers

    def messages(self, user: User | None) -> Messages:
        """The bot's words in the language that somebody chose, else in that of their Telegram, else the operator's."""
        if user is None:
            return self.translations.of()
        return self.translations.of(self.state.language(user.id), user.language_code)
