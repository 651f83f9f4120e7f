"""Copies of one text, and articles of one event."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

from retrieval.article import Passage, Source, text_hash
from retrieval.ranking import Hit
from retrieval.stories import also_in, is_copy, is_same_event, newer, rival

WIRE = (
    "A freight train left the rails near Harlow on Friday and spilled nine tonnes of grain into the river,"
    " the agency said."
)
NOTHING = np.zeros(0)


def passage(text: str, *, article: str, outlet: str = "", published: str = "2022-05-04", title: str = "") -> Passage:
    day = datetime.date.fromisoformat(published) if published else None
    source = Source(id=article, file=f"{article}.txt", title=title, outlet=outlet, published=day, language="en")
    return Passage(hash(article) % 1000, source, 1, 1, text, text_hash(text))


def hit(found: Passage) -> Hit:
    return Hit(found, 1.0, NOTHING, ((0, len(found.text)),), np.ones(1), np.zeros((1, 1)), (), 0.0)


def alike(*hits: Hit) -> dict[int, np.ndarray]:
    return {each.passage.id: np.array([1.0, 0.0], dtype=np.float32) for each in hits}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (WIRE, True),
        (WIRE.replace(", the agency said", ""), True),
        ("Harlow, Friday: " + WIRE, True),
        (WIRE.replace("nine", "eleven"), False),
        ("A passenger train left the station at Harlow on Friday and nobody was hurt when it came to a stop.", False),
        ("Nine tonnes of grain.", False),
    ],
)
def test_a_copy_is_the_text_again_but_for_an_edit(other: str, expected: bool) -> None:
    assert is_copy(WIRE, other) is is_copy(other, WIRE) is expected


def test_a_changed_number_is_no_copy() -> None:
    assert not is_copy(WIRE.replace("nine", "9"), WIRE.replace("nine", "90"))


def test_copies_are_named_once_an_outlet_newest_first() -> None:
    own = passage(WIRE, article="a", outlet="Daily")
    others = [
        passage(WIRE, article="b", outlet="Herald", published="2022-05-04"),
        passage(WIRE, article="c", outlet="Herald", published="2022-05-06"),
        passage(WIRE, article="d", outlet="Post", published="2022-05-05"),
        passage(WIRE, article="e", outlet="Daily"),
        passage("Something else was said of Harlow and its river on that Friday.", article="f", outlet="Star"),
        own,
    ]
    assert [source.id for source in also_in(own, others)] == ["c", "d"]


def test_one_event_is_near_in_time_and_meaning_and_has_its_names() -> None:
    one = passage("The mayor of Harlow met Brandt.", article="a")
    other = passage("In Harlow, Brandt was received.", article="b", published="2022-05-07")
    late = passage("In Harlow, Brandt was received.", article="c", published="2022-07-07")
    foreign = passage("In Selby, Olsen was received.", article="d")
    assert is_same_event(one, other, 0.8)
    assert not is_same_event(one, other, 0.4)
    assert not is_same_event(one, late, 0.8)
    assert not is_same_event(one, foreign, 0.8)
    assert not is_same_event(one, replace(other, source=one.source), 0.8)


def test_the_newer_article_of_an_event_is_found_and_the_older_is_not() -> None:
    first = hit(passage("The mayor of Harlow met Brandt.", article="a"))
    later = hit(passage("In Harlow, Brandt was received.", article="b", published="2022-05-07"))
    vectors = alike(first, later)
    assert newer(first, [first, later], vectors) is later
    assert newer(later, [first, later], vectors) is None


def test_a_rival_contradicts_the_figure_that_answers() -> None:
    first = hit(passage("The fire in Valmora killed 14 people.", article="a"))
    second = hit(passage("In Valmora the fire killed 23 people.", article="b"))
    start = first.passage.text.index("14")
    found = rival(first, (start, start + 2), [first, second], alike(first, second))
    assert found is not None
    assert second.passage.text[slice(*found.own)] == "23"
    assert rival(first, (0, 8), [first, second], alike(first, second)) is None  # it was not the figure that was asked
