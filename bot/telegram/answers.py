"""From a question to what the bot says: the answer looked up on a worker, and shaped for where it was asked."""

import datetime
import logging
import time
from dataclasses import dataclass, field, replace

from telegram import InlineKeyboardMarkup

from bot.errors import Busy, StateError, TooSlow
from bot.markup import Markup
from bot.messages import Messages
from bot.metrics import TROUBLE
from bot.rendering import (
    render_closest,
    render_differ,
    render_newer,
    render_not_found,
    render_quote,
    render_understood,
    render_words,
)
from bot.tallies import NOWHERE
from bot.telegram.callback import Pointer, view_of
from bot.telegram.desk import Desk
from bot.telegram.keyboards import keyboard, topic_button
from retrieval.answer import Answer, Outcome
from retrieval.context import Context, context_of_quotes
from retrieval.errors import QuotedError
from retrieval.library import Summary
from retrieval.question import analyse, question_language

LONGEST = 500
"""Characters of a question; a pasted article is none."""
TO_FOLLOW = 2
"""Words of a question that none of the articles has a word of, for it to be worth following: "Hello" is not."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """A question, who asks it, and how the answer is to be told."""

    text: str
    person: int
    messages: Messages
    short: bool  # among many people: one short quote, and no more than a line where there is none
    after: Context | None = None  # what was asked before, on which it may lean
    replied: Pointer | None = None  # the quote that it replies to, where no more is known of that
    today: datetime.date | None = None  # on which it was asked; None is the day on which it is answered
    typed: bool = False  # it is looked up while it is still typed: no question yet, of which nothing is counted or kept
    at: float = field(default_factory=time.perf_counter)


@dataclass(frozen=True)
class Reply:
    """What the bot says to a question."""

    markup: Markup
    keyboard: InlineKeyboardMarkup | None = None
    answer: Answer | None = None  # None where the question could not be looked up

    @property
    def found(self) -> bool:
        """Whether it is an answer, and not a word that there is none."""
        return self.answer is None or bool(self.answer.quotes)


class Answers:
    """Answers questions, in words where they can't be answered."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def to(self, asked: Asked) -> Reply:
        """What to say to a question."""
        try:
            answer, summary = await self.look_up(asked)
        except Busy as error:
            _log.warning("question turned away", extra={"error": str(error)})
            return Reply(render_words(asked.messages, "busy"))
        except TooSlow as error:
            _log.error("question too slow", extra={"error": str(error)})
            return Reply(render_words(asked.messages, "too-slow"))
        except QuotedError as error:
            _log.error("question failed", extra={"error": str(error)})
            return Reply(render_words(asked.messages, "failed"))
        return _shown(answer, summary, asked)

    async def look_up(self, asked: Asked) -> tuple[Answer, Summary]:
        """The answer and what is indexed. Raises QuotedError, of which Busy and TooSlow for want of room or time."""
        outcome = "failed"
        try:
            answer, summary = await self._desk.workers.run(lambda: self._look_up(asked))
            outcome = answer.outcome.value
            self._desk.metrics.took(answer.took_ms)
        except Busy:
            outcome = "busy"
            raise
        except TooSlow:
            outcome = "too_slow"
            raise
        finally:
            self._desk.metrics.question(outcome)
            if outcome in TROUBLE and not asked.typed:
                self._count(outcome)
        return answer, summary

    def _look_up(self, asked: Asked) -> tuple[Answer, Summary]:
        after = asked.after or self._replied(asked.replied)
        answer = self._desk.answerer.answer(asked.text, after=after, today=asked.today)
        took = {f"{step}_ms": round(spent) for step, spent in answer.took_ms.items()}
        _log.info("question answered", extra={"outcome": answer.outcome.value, **took})
        if not asked.typed:
            self._note(asked, answer)
        return answer, self._desk.library.summary()

    def _note(self, asked: Asked, answer: Answer) -> None:
        """Count a question that was looked up, and keep one in vain where the settings say so."""
        waited = (time.perf_counter() - asked.at) * 1000
        if answer.outcome is Outcome.ANSWERED:
            self._count(answer.outcome.value, milliseconds=waited)
            return
        nearest = answer.closest[0].passage.source.id if answer.closest else NOWHERE
        self._count(answer.outcome.value, milliseconds=waited, nearest=nearest)
        try:
            # As it was understood: a question that leans on the one before would tell nothing alone.
            self._desk.state.keep_question(asked.person, answer.understood)
        except StateError as error:
            _log.error("question not kept", extra={"error": str(error)})

    def _count(self, outcome: str, *, milliseconds: float | None = None, nearest: str | None = None) -> None:
        try:
            self._desk.state.tallies.note(outcome, milliseconds=milliseconds, nearest=nearest)
        except StateError as error:
            _log.error("question not counted", extra={"error": str(error)})

    def _replied(self, pointer: Pointer | None) -> Context | None:
        """What a reply to a quote is about; None where there is no such quote, or not any more."""
        passage = self._desk.library.passage(pointer.passage) if pointer else None
        quote = pointer.quote(passage) if pointer and passage else None
        return replace(context_of_quotes([quote]), certain=True) if quote else None


def _shown(answer: Answer, summary: Summary, asked: Asked) -> Reply:
    said = _said(answer, summary, asked)
    return replace(said, markup=(*render_understood(answer, asked.messages), *said.markup))


def _said(answer: Answer, summary: Summary, asked: Asked) -> Reply:
    messages = asked.messages
    quotes = answer.quotes or answer.closest
    if not answer.quotes and asked.short:
        return Reply(render_words(messages, "not-found"), None, answer)
    if not quotes:
        question = analyse(answer.question, question_language(answer.question))
        worth = len(question.terms) >= TO_FOLLOW
        follow = InlineKeyboardMarkup([[topic_button(0, messages)]]) if worth else None
        return Reply(render_not_found(messages, summary=summary, coverage=answer.coverage), follow, answer)
    view = view_of(answer)
    buttons = keyboard(view, quotes[0], messages, short=asked.short) if view else None
    if answer.quotes:
        return Reply(told(answer, messages, short=asked.short), buttons, answer)
    closest = render_closest(quotes[0], messages, summary=summary, coverage=answer.coverage)
    return Reply(closest, buttons, answer)


def told(answer: Answer, messages: Messages, *, short: bool) -> Markup:
    """The first quote, or the two that contradict each other, and that there is a newer article."""
    newer = render_newer(answer.newer, messages) if answer.newer and answer.newer not in answer.differ else ()
    if answer.differ:
        return *render_differ(answer.differ, messages), *newer
    return *render_quote(answer.quotes[0], messages, short=short), *newer
