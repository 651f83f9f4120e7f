"""Questions made misleading: one thing is changed, and the passage does not answer any more."""

import random

import pytest

from tests.training.facts import BRIDGE, example
from training.examples import Example
from training.misleading import CHANGES, misleading

ASKED = [
    example("Who opened the old bridge in Graz?", "Anna Berger"),
    example("Where did the first engineer study?", "Vienna"),
    example("What did the bridge of 1932 replace?", "a ferry"),
    example("When was the bridge opened by Anna Berger?", "1932"),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_change_changes_the_question_or_takes_the_answer_away(change: object) -> None:
    assert callable(change)
    made = [(asked, change(asked, random.Random(seed))) for asked in ASKED for seed in range(20)]
    changed = [(asked, found) for asked, found in made if found is not None]
    assert changed
    for asked, found in changed:
        (answer,) = (asked.passage[slice(*span)] for span in asked.answers)
        assert found.question != asked.question or answer not in found.passage


def test_what_is_made_has_no_answer_and_is_the_same_for_a_seed() -> None:
    made = misleading(ASKED * 10, share=0.5, seed="7")
    assert made == misleading(ASKED * 10, share=0.5, seed="7")
    assert 0 < len(made) < len(ASKED) * 10
    assert all(not found.answers and found.source.startswith("made-") for found in made)


def test_questions_that_nothing_answers_are_left_as_they_are() -> None:
    assert misleading([Example("Who sang?", BRIDGE, (), "made")] * 9, share=1.0, seed="1") == []
