"""The figures, and how they are told."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.markup import to_plain
from bot.messages import languages, load_messages
from bot.operators.statistics import render_statistics, statistics_of
from bot.state import BotState
from bot.tallies import DAY_S
from retrieval.library import Summary

SUMMARY = Summary(articles=2, passages=1234, outlets=(), earliest=None, latest=None, change=1)


class Time:
    now = 20_000.5 * DAY_S

    def __call__(self) -> float:
        return self.now


def test_figures_are_those_of_the_days_they_name(tmp_path: Path) -> None:
    clock = Time()
    with closing(BotState(tmp_path / "bot.db", clock=clock)) as state:
        for _ in range(8):
            state.tallies.note("answered", milliseconds=100)
        clock.now += 9 * DAY_S
        for milliseconds in (100, 200, 300):
            state.tallies.note("answered", milliseconds=milliseconds)
        state.tallies.note("not_found", milliseconds=1000, nearest="")
        state.tallies.note("too_slow")
        state.rate("a", 1, helpful=True)
        state.rate("a", 1, helpful=False)
        state.rate("b", 1, helpful=True)
        found = statistics_of(state, SUMMARY)
    assert (found.today.questions, found.week.questions, found.month.questions) == (5, 5, 13)
    assert (found.week.a_day, found.month.a_day) == (5 / 7, 1.3)
    assert (found.week.not_found_rate, found.week.trouble) == (0.25, 1)
    assert (found.week.p50_ms, found.week.p95_ms) == (200, 1000)
    assert (found.helpful, found.unhelpful) == (2, 1)
    assert to_plain(render_statistics(found, load_messages("en"))).split("\n") == [
        "2 articles, 1,234 passages",
        "",
        "Today (UTC): 5 questions",
        "Last 7 days: 5 questions, 0.7 a day",
        "25% without an answer",
        "half answered within 0.2 s, 95 % within 1 s",
        "one that I failed at or had no time for",
        "Last 30 days: 13 questions, 1.3 a day",
        "8% without an answer",
        "half answered within 0.1 s, 95 % within 1 s",
        "one that I failed at or had no time for",
        "",
        "Quotes called helpful: 2, not helpful: 1",
    ]


@pytest.mark.parametrize("language", languages())
def test_bot_that_was_never_asked_has_figures_too(tmp_path: Path, language: str) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        found = statistics_of(state, None)
    assert found.week.not_found_rate is None
    assert found.week.p50_ms is None
    assert "7" in to_plain(render_statistics(found, load_messages(language)))
