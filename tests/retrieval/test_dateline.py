"""What counts as a dateline, and that no answer is taken from one."""

import pytest

from retrieval.dateline import dateline_end
from retrieval.question import analyse
from retrieval.reader import IMPOSSIBLE, Reader
from retrieval.spans import find_spans


@pytest.mark.parametrize(
    "dateline",
    [
        "NEW YORK (AP) — ",
        "(CNN) ",
        "CNN — ",
        "Tokyo, Japan (CNN) ",
        "Los Angeles / New York (CNN Business) ",
        "Washington CNN Business — ",
        "Albany (Times Union) — ",
        "FREMONT, Calif. — ",
        "CHARLOTTE, N.C. (AP) – ",
        "London (Reuters) - ",
        "BERLIN (dpa) – ",
        "CIUDAD ACUÑA, Coahuila — ",
        "МОСКВА — ",
    ],
)
@pytest.mark.parametrize(
    "told", ["The bridge was opened on Monday.", "“It is open,” she said.", "42 bridges are shut."]
)
def test_a_report_begins_behind_its_dateline(dateline: str, told: str) -> None:
    assert (dateline + told)[dateline_end(dateline + told) :] == told


def test_a_text_may_be_a_dateline_and_no_more() -> None:
    assert dateline_end("New York CNN Business —") == len("New York CNN Business —")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The bridge was opened on Monday.",
        "Apple (AAPL) is to build a bridge.",
        "IBM — the company that built it — is closed.",
        "NASA has two new dates in mind — September 23 or September 27.",
        "JetBlue (JBLU) — which flies there — is late.",
        "The CNN — a network — told of it.",
        "USA TODAY asked the mayor.",
    ],
)
def test_other_beginnings_are_none(text: str) -> None:
    assert dateline_end(text) == 0


def test_a_reader_marks_nothing_in_a_dateline(reader: Reader) -> None:
    told = "Sprite is retiring its green plastic bottles after more than 60 years."
    text = f"New York (CNN Business) {told}"
    marking = reader.mark("Which drink is getting a new bottle?", text, ((0, len(text)),))
    start, end = marking.highlights[0]
    assert text[start:end] == "Sprite"
    alone = reader.mark("Which drink is getting a new bottle?", told, ((0, len(told)),))
    assert marking.score == alone.score


def test_a_reader_finds_nothing_where_there_is_a_dateline_alone(reader: Reader) -> None:
    marking = reader.mark("Where is the strike?", "New York CNN Business —", ((0, 23),), lead="A strike is brewing.")
    assert marking.score == IMPOSSIBLE


def test_without_a_reader_nothing_is_marked_in_a_dateline_either() -> None:
    text = "NEW YORK (AP) — The bridge in Albany was opened."
    spans = find_spans(analyse("Where was the bridge opened?"), text, (0, len(text))).spans
    assert min(start for start, _ in spans) == text.index("The")
