"""Numbers with their units, and the values that they allow."""

import math

import pytest

from retrieval.quantities import quantities


def found(text: str) -> list[tuple[str, float, float, str]]:
    return [(text[slice(*q.span)], q.low, q.high, q.unit) for q in quantities(text, (0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They lost 6,500 men.", ("6,500", 6500, 6500, "")),
        ("More than 7,000 men fell.", ("7,000", 7000, math.inf, "")),
        ("Up to twenty-three ships sank.", ("twenty-three", 0, 23, "")),
        ("It cost $3.2 billion.", ("$3.2 billion", 3.2e9, 3.2e9, "dollar")),
        ("It cost 12 million euros.", ("12 million euros", 12e6, 12e6, "euro")),
        ("Prices rose 5.4 per cent.", ("5.4 per cent", 5.4, 5.4, "%")),
        ("About 200 cars burned.", ("200", 190, 210, "")),
        ("A hundred thousand fled.", ("A hundred thousand", 1e5, 1e5, "")),
    ],
)
def test_numbers_are_read_with_unit_and_bound(text: str, expected: tuple[str, float, float, str]) -> None:
    (quantity,) = found(text)
    assert quantity == expected


@pytest.mark.parametrize(
    "text", ["It began in 2014.", "On 3 October it rained.", "They won 3-1.", "She came 2nd at 5 pm."]
)
def test_years_days_scores_and_ranks_are_no_quantities(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("6,500 men", "7,000 men", False),
        ("6,950 men", "7,000 men", True),
        ("7,200 men", "more than 7,000 men", True),
        ("6,900 men", "more than 7,000 men", False),
        ("286 men", "about 300 men", True),
    ],
)
def test_figures_agree_where_a_value_satisfies_both(one: str, other: str, agree: bool) -> None:
    (first,), (second,) = (quantities(text, (0, len(text))) for text in (one, other))
    assert first.agrees(second) is second.agrees(first) is agree
