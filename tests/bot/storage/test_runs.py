"""Which messages show a run, and which of the runs were cut off."""

from contextlib import closing

from bot.operators.runs import SILENT_S, Runs, ShownRun
from tests.bot.storage.conftest import Open


def test_runs_that_are_silent_were_cut_off_and_are_taken_over_once(opening: Open) -> None:
    now = [1000.0]
    with closing(opening()) as database, closing(opening()) as other:
        mine, theirs = (Runs(one, 1, clock=lambda: now[0]) for one in (database, other))
        cut_off, going, done = ShownRun(5, 1, "de"), ShownRun(5, 2, "en"), ShownRun(6, 1, "en")
        for run in (cut_off, going, done):
            mine.goes_on(run)
        mine.over(done)
        now[0] += SILENT_S + 1
        mine.goes_on(going)
        assert Runs(other, 2, clock=lambda: now[0]).take_cut_off() == []
        assert theirs.take_cut_off() == [cut_off]
        assert mine.take_cut_off() == []


def test_a_run_hears_that_it_is_asked_to_stop_from_another_process(opening: Open) -> None:
    now = [1000.0]
    with closing(opening()) as database, closing(opening()) as other:
        mine, theirs = (Runs(one, 1, clock=lambda: now[0]) for one in (database, other))
        run = ShownRun(5, 1, "en")
        assert mine.goes_on(run)
        assert not theirs.ask_to_stop(5, 2)
        assert theirs.ask_to_stop(5, 1)
        assert not mine.goes_on(run)
        now[0] += SILENT_S + 1
        assert not theirs.ask_to_stop(5, 1)
