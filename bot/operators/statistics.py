"""How a bot fares, in figures: what is indexed, how much is asked, how much of it in vain, how fast, how helpfully."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.markup import Block, Markup, Run
from bot.messages import Messages
from bot.metrics import TROUBLE
from bot.state import BotState, Feedback
from bot.tallies import percentile
from retrieval.library import Summary

WEEK, MONTH = 7, 30


@dataclass(frozen=True)
class Period:
    """What was asked in so many days, today's the last one."""

    days: int  # fewer than were asked for, where nothing was counted before
    answered: int
    not_found: int
    trouble: int  # turned away, or given up for want of time or by an error
    p50_ms: int | None  # what half of the answers took at most, from the question's coming in; None without answers
    p95_ms: int | None

    @property
    def questions(self) -> int:
        """All of them."""
        return self.answered + self.not_found + self.trouble

    @property
    def a_day(self) -> float:
        """How many a day."""
        return self.questions / self.days

    @property
    def not_found_rate(self) -> float | None:
        """The share without an answer among those that were looked up; None where there are none."""
        looked_up = self.answered + self.not_found
        return self.not_found / looked_up if looked_up else None


@dataclass(frozen=True)
class Statistics:
    """All the figures."""

    summary: Summary | None  # None where there is no library
    today: Period
    week: Period
    month: Period
    feedback: tuple[Feedback, ...]  # the least helpful first

    @property
    def helpful(self) -> int:
        """How often a quote was called helpful."""
        return sum(one.helpful for one in self.feedback)

    @property
    def unhelpful(self) -> int:
        """How often one was called not helpful."""
        return sum(one.unhelpful for one in self.feedback)


def statistics_of(state: BotState, summary: Summary | None) -> Statistics:
    """The figures of this moment. Raises StateError."""
    today, week, month = (period_of(state, days) for days in (1, WEEK, MONTH))
    return Statistics(summary, today, week, month, tuple(state.feedback()))


def period_of(state: BotState, days: int) -> Period:
    """What was asked in so many days. Raises StateError."""
    outcomes, waits = state.tallies.outcomes(days), state.tallies.waits(days)
    return Period(
        days=state.tallies.days_counted(days),
        answered=outcomes.get("answered", 0),
        not_found=outcomes.get("not_found", 0),
        trouble=sum(outcomes.get(outcome, 0) for outcome in TROUBLE),
        p50_ms=percentile(waits, 0.5),
        p95_ms=percentile(waits, 0.95),
    )


def render_statistics(found: Statistics, messages: Messages) -> Markup:
    """The figures as a message."""
    lines = [
        *_library(found.summary, messages),
        "",
        messages.say("stats-today", {"questions": found.today.questions}),
        *_asked(found.week, messages, of_days=WEEK),
        *_asked(found.month, messages, of_days=MONTH),
        "",
        messages.say("stats-feedback", {"helpful": found.helpful, "unhelpful": found.unhelpful}),
    ]
    return tuple(Block((Run(line),)) for line in lines)


def _library(summary: Summary | None, messages: Messages) -> Sequence[str]:
    if summary is None or not summary.articles:
        return [messages.say("indexed-nothing")]
    return [messages.say("stats-library", {"articles": summary.articles, "passages": summary.passages})]


def _asked(period: Period, messages: Messages, *, of_days: int) -> Sequence[str]:
    """How much was asked, how much of it in vain, and how fast; nothing of that where nothing was asked."""
    if not period.questions:
        return [messages.say("stats-nothing", {"days": of_days})]
    said = [messages.say("stats-questions", {"days": of_days, "questions": period.questions, "rate": period.a_day})]
    if period.not_found_rate is not None:
        said.append(messages.say("stats-not-found", {"share": period.not_found_rate}))
    if period.p50_ms is not None and period.p95_ms is not None:
        said.append(messages.say("stats-times", {"half": period.p50_ms / 1000, "most": period.p95_ms / 1000}))
    if period.trouble:
        said.append(messages.say("stats-trouble", {"count": period.trouble}))
    return said
