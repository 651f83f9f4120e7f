"""Glosses of relative words: right, or absent."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.article import Passage, Source, text_hash
from retrieval.glosses import find_glosses

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "glosses.jsonl").read_text(encoding="utf-8").splitlines()
]


def passage(text: str, published: str, language: str = "en") -> Passage:
    day = datetime.date.fromisoformat(published) if published else None
    source = Source(id="a", file="a.txt", title="", published=day, language=language)
    return Passage(1, source, 1, 1, text, text_hash(text))


def glosses(case: dict[str, Any]) -> list[list[str]]:
    found = find_glosses(passage(case["text"], case["published"], case["language"]))
    return [
        [case["text"][slice(*gloss.span)], gloss.period.first.isoformat(), gloss.period.last.isoformat()]
        for gloss in found
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_no_gloss_is_wrong(case: dict[str, Any]) -> None:
    assert [gloss for gloss in glosses(case) if gloss not in case["glosses"]] == []


def test_most_of_what_can_be_said_is_said() -> None:
    expected = [gloss for case in CASES for gloss in case["glosses"]]
    said = [gloss for case in CASES for gloss in glosses(case) if gloss in case["glosses"]]
    assert len(said) >= 0.9 * len(expected)


def test_rounded_times_are_marked_as_such() -> None:
    (gloss,) = find_glosses(passage("Three months ago the museum reopened.", "2021-07-09"))
    assert gloss.about
