"""What every handler of the bot works with, and what the bot asks of an answerer and a library."""

from dataclasses import dataclass
from typing import Protocol

from bot.markup import Block, Markup, Run
from bot.messages import Messages, Value
from bot.telegram.turns import Turns
from bot.workers import Workers
from retrieval.answer import Answer
from retrieval.article import Passage
from retrieval.library import Summary


class Answerer(Protocol):
    """Answers questions. Thread-safe; called on the workers' threads."""

    def answer(self, text: str, /) -> Answer:
        """What the library says to the question. Raises QuotedError."""


class Sources(Protocol):
    """Reads what is indexed; a part of retrieval's Library. Thread-safe; called on the workers' threads."""

    def passage(self, id: int) -> Passage | None:
        """The passage with this id; None when it left. Raises QuotedError."""

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, both included, as far as they exist. Raises QuotedError."""

    def summary(self) -> Summary:
        """What is indexed."""


@dataclass(frozen=True)
class Desk:
    """The parts that the handlers share."""

    answerer: Answerer
    library: Sources
    messages: Messages
    workers: Workers
    turns: Turns

    def words(self, key: str, values: dict[str, Value] | None = None) -> Markup:
        """A message of the bot's own words alone."""
        return (Block((Run(self.messages.say(key, values)),)),)
