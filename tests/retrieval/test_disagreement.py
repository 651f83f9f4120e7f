"""Figures that contradict each other, and those that only look so."""

import json
from pathlib import Path

import pytest

from benchmarks.disagreement import claim
from retrieval.disagreement import Claim, difference

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "disagreements.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def differs(case: dict[str, dict[str, str]]) -> bool:
    first, second = claim(case["first"]), claim(case["second"])
    return first is not None and second is not None and difference(first, second) is not None


def made(text: str, published: str) -> Claim:
    found = claim({"text": text, "published": published, "title": ""})
    assert found is not None
    return found


def test_what_is_said_to_differ_does() -> None:
    said = [case for case in CASES if differs(case)]
    assert sum(case["differ"] for case in said) >= 0.95 * len(said)


def test_most_disagreements_are_seen() -> None:
    wanted = [case for case in CASES if case["differ"]]
    assert sum(differs(case) for case in wanted) >= 0.9 * len(wanted)


def test_the_spans_are_those_of_the_figures() -> None:
    first = made("The fire in Valmora killed 14 people and hurt 20.", "2021-03-10")
    second = made("In Valmora the fire killed twenty-three people.", "2021-03-10")
    spans = difference(first, second)
    assert spans is not None
    assert (first.text[slice(*spans[0])], second.text[slice(*spans[1])]) == ("14", "twenty-three")


@pytest.mark.parametrize(("later", "expected"), [("2021-03-10", True), ("2021-03-11", False), ("2021-03-19", False)])
def test_a_count_that_grows_by_the_day_is_an_update(later: str, expected: bool) -> None:
    first = made("The fire in Valmora killed 14 people.", "2021-03-10")
    second = made("The fire in Valmora killed 23 people.", later)
    assert (difference(first, second) is not None) is expected
