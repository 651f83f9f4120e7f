"""Which quotes were shown in which message."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.outbox import Letter, Outbox
from bot.shown import Place, ShownQuotes
from bot.state import DAY_S, BotState, Retention
from retrieval.correcting import Quotation

QUOTATION = Quotation(7, "a", 3, "0" * 64, "A title", "AFP", "Some words.")
OTHER = replace(QUOTATION, passage=8, words="Other words.")
PLACE = Place(chat=-7, thread=3, answer=6, person=42, language="fr")
LETTER = Letter(
    person=42, chat=-7, html="<b>a</b>", plain="a", reply_to=5, thread=3, quotes=(QUOTATION,), language="fr"
)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[BotState]:
    with closing(BotState(tmp_path / "bot.db")) as made:
        yield made


def shown_of(state: BotState, *, days: int = 30) -> ShownQuotes:
    return ShownQuotes(state.database, 1, days=days, clock=state.clock)


def test_what_a_letter_shows_is_kept_when_it_has_arrived_also_after_a_restart(tmp_path: Path) -> None:
    with closing(BotState(tmp_path / "bot.db")) as state:
        Outbox(state.database, 1, clock=state.clock).put(LETTER, update=1)
        assert shown_of(state).quotations() == []
    with closing(BotState(tmp_path / "bot.db")) as state:
        outbox = Outbox(state.database, 1, clock=state.clock)
        outbox.recover()
        (waiting,) = outbox.waiting()
        assert waiting.letter == LETTER
        outbox.arrived(waiting.id, waiting.letter, answer=6)
        assert shown_of(state).quotations() == [QUOTATION]
        assert [showing.place for showing in shown_of(state).showings(QUOTATION)] == [PLACE]


def test_of_a_letter_that_was_forgotten_on_its_way_nothing_is_kept(state: BotState) -> None:
    outbox = Outbox(state.database, 1, clock=state.clock)
    letter = outbox.put(LETTER, update=1)
    state.forget(42)
    outbox.arrived(letter, LETTER, answer=6)
    assert shown_of(state).quotations() == []


def test_a_changed_message_shows_another_quote_instead_or_beside(state: BotState) -> None:
    shown = shown_of(state)
    shown.put(PLACE, [QUOTATION], instead=True)
    shown.put(PLACE, [OTHER], instead=False)
    shown.put(PLACE, [OTHER], instead=False)
    assert [len(shown.showings(one)) for one in (QUOTATION, OTHER)] == [1, 1]
    shown.put(PLACE, [OTHER], instead=True)
    assert shown.quotations() == [OTHER]
    shown.put(PLACE, [], instead=True)
    assert shown.quotations() == []


def test_with_no_days_nothing_is_kept(state: BotState) -> None:
    shown = shown_of(state, days=0)
    shown.put(PLACE, [QUOTATION], instead=True)
    assert not shown.keeps
    assert shown.quotations() == []


def test_other_bots_quotes_are_their_own_affair(state: BotState) -> None:
    shown_of(state).put(PLACE, [QUOTATION], instead=True)
    assert ShownQuotes(state.database, 2, days=30, clock=state.clock).quotations() == []


def test_a_correction_comes_of_a_showing_once_whoever_finds_it(state: BotState) -> None:
    shown, outbox = shown_of(state), Outbox(state.database, 1, clock=state.clock)
    shown.put(PLACE, [QUOTATION], instead=True)
    (first,), (second,) = shown.showings(QUOTATION), shown.showings(QUOTATION)
    assert outbox.put_once(LETTER, shown.claim(first, "one"))
    assert outbox.put_once(LETTER, shown.claim(second, "another")) == 0
    assert [waiting.letter for waiting in outbox.waiting()] == [LETTER]
    assert shown.quotations() == []


def test_a_showing_that_was_claimed_by_another_is_not_sent(state: BotState) -> None:
    shown, outbox = shown_of(state), Outbox(state.database, 1, clock=state.clock)
    shown.put(PLACE, [QUOTATION], instead=True)
    (showing,) = shown.showings(QUOTATION)
    state.database.run(shown.claim(showing, "another").mark)
    assert outbox.put_once(LETTER, shown.claim(showing, "one")) == 0
    assert outbox.waiting() == []


def test_what_was_shown_is_forgotten_in_time_and_follows_a_group(tmp_path: Path) -> None:
    now = [1_000_000.0]
    state = BotState(tmp_path / "bot.db", retention=Retention(answers=2), clock=lambda: now[0])
    with closing(state):
        shown_of(state).put(PLACE, [QUOTATION], instead=True)
        state.move(-7, -1007)
        assert shown_of(state).showings(QUOTATION)[0].place.chat == -1007
        now[0] += 2 * DAY_S + 1
        state.prune()
        assert shown_of(state).quotations() == []
