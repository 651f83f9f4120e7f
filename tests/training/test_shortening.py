"""Questions with words missing, or others beside them: what answers stays, and so do the words that ask and name."""

import random

import pytest

from tests.training.facts import BRIDGE, example
from training.examples import Example
from training.shortening import CHANGES, Home, shortened

OTHER = "A ferry serves the lake. It was painted red by Olga Brandt."

ASKED = [
    example("Who opened the old bridge over the river in Graz?", "Anna Berger"),
    example("Where did the first engineer of the bridge study?", "Vienna"),
    example("What had served there before the bridge in Graz?", "a ferry"),
]
UNANSWERED = [Example(asked.question, OTHER, (), "made-retrieved") for asked in ASKED]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_change_leaves_the_word_that_asks_and_changes_the_question(change: object) -> None:
    assert callable(change)
    others = [asked.question for asked in ASKED]
    for asked in ASKED:
        made = [change(asked, Home(BRIDGE, others), random.Random(seed)) for seed in range(30)]
        changed = [question for question in made if question is not None]
        assert changed
        assert all(asked.question.split()[0] in question and question != asked.question for question in changed)


def test_names_are_never_missing() -> None:
    made = shortened([ASKED[0]] * 50, share=1.0, seed="1")
    missing = [found.question for found in made if found.source == "made-missing"]
    assert missing
    assert all("Graz" in question and len(question) < len(ASKED[0].question) for question in missing)


def test_the_other_question_stands_after_this_one_without_the_words_that_both_have() -> None:
    made = shortened([ASKED[0], ASKED[2]] * 30, share=1.0, seed="1")
    carried = {found.question for found in made if found.source == "made-carried"}
    assert "Who opened the old over the river in served before bridge Graz?" in carried


def test_what_is_told_first_does_not_hold_the_answer() -> None:
    made = shortened(ASKED * 20, share=1.0, seed="2")
    told = [found for found in made if found.source == "made-told"]
    assert told
    for found in told:
        (answer,) = (found.passage[slice(*span)] for span in found.answers)
        assert answer not in found.question


def test_passages_that_do_not_answer_are_asked_the_same_ways_and_others_not_at_all() -> None:
    nowhere = Example("Who sang?", OTHER, (), "made-retrieved")
    made = shortened([*ASKED, *UNANSWERED * 20, nowhere], share=1.0, seed="1")
    unanswered = [found for found in made if not found.answers]
    assert {found.source for found in unanswered} == {f"made-retrieved-{c.__name__[1:]}" for c in CHANGES}
    assert all(found.passage == OTHER and found.question != "Who sang?" for found in unanswered)
    assert made == shortened([*ASKED, *UNANSWERED * 20, nowhere], share=1.0, seed="1")
