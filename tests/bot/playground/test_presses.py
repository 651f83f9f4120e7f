"""Presses of buttons, and how long they can be answered."""

import pytest

from bot.playground.presses import ANSWER_WITHIN_S, Presses
from bot.playground.refusal import Refusal


def test_press_can_be_answered_in_time_and_not_later() -> None:
    now = [0.0]
    presses = Presses(lambda: now[0])
    early, late = presses.add(7), presses.add(7)
    now[0] = ANSWER_WITHIN_S - 1
    assert presses.answered(early) == 7
    now[0] = ANSWER_WITHIN_S
    with pytest.raises(Refusal, match="query is too old"):
        presses.answered(late)


def test_press_that_nobody_made_is_refused_also_when_the_clock_has_just_begun() -> None:
    with pytest.raises(Refusal, match="query ID is invalid"):
        Presses(lambda: -ANSWER_WITHIN_S).answered("5")
