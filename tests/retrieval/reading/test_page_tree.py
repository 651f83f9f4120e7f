"""What pages say in other elements than paragraphs comes through."""

import pytest

from retrieval.reading.html import read_html

FIRST = "The harbour bridge was closed to lorries on Monday after cracks were found in two beams, the council said."
SECOND = "The repairs will take four months and cost 2.3 million pounds, which the county will pay."
LAST = "Drivers of heavy vehicles are asked to use the ring road until then; buses may still cross."


def paragraphs(middle: str) -> tuple[str, ...]:
    """Those of a page with this between its first and its last paragraph, without these two."""
    page = f"<html><body><main><h1>A bridge</h1><p>{FIRST}</p>{middle}<p>{LAST}</p></main></body></html>"
    found = read_html(page).articles[0].paragraphs
    assert found[0] == FIRST
    assert found[-1].endswith(LAST)
    return found[1:-1]


@pytest.mark.parametrize(
    ("middle", "told"),
    [
        (f"<div>{SECOND}</div>", (SECOND,)),
        (f"<section>{SECOND.replace('four', '<b>four</b>')}</section>", (SECOND,)),
        ("<dl><dt>Length</dt><dd>212 m</dd><dt>Opened</dt><dd>1932</dd></dl>", ("Length: 212 m", "Opened: 1932")),
        ("<details><summary>Who pays?</summary>The county.</details>", ("Who pays?", "The county.")),
        ("<details><summary>Who pays?</summary><p>The county.</p></details>", ("Who pays?", "The county.")),
        ("<p>It is 82 km long<sup><a>[1]</a></sup>, and 3 m<sup>2</sup>.</p>", ("It is 82 km long, and 3 m2.",)),
        ("<dl><dt>Depth</dt><dd>9<br>10</dd><dt>Age</dt></dl>", ("Depth: 9 10", "Age")),
        ("<details><summary>Who pays?</summary>We <b>all</b> do.</details>", ("Who pays?", "We all do.")),
        ("<details><summary><h3>Who pays?</h3></summary><p>We do.</p></details>", ("Who pays?", "We do.")),
        ("<h2>Costs</h2><div>The county pays.</div>", ("Costs\nThe county pays.",)),
        ("<h2>Costs <i>and</i> time</h2><p>Four months.</p>", ("Costs and time\nFour months.",)),
    ],
)
def test_what_stands_in_other_elements_comes_through(middle: str, told: tuple[str, ...]) -> None:
    assert paragraphs(middle) == told


@pytest.mark.parametrize(
    "middle", ["<div>Advertisement</div>", "<div>Share this story now.</div>", "<div><a>x</a></div>"]
)
def test_buttons_and_notes_among_paragraphs_are_none(middle: str) -> None:
    assert paragraphs(middle) == ()
