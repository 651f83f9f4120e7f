"""What counts as a dateline, and that no answer is taken from one."""

import pytest

from retrieval.coefficients import load_coefficients
from retrieval.dateline import dateline_end
from retrieval.question import analyse
from retrieval.reader import IMPOSSIBLE, Reader
from retrieval.spans import highlight


@pytest.mark.parametrize(
    "dateline",
    [
        "NEW YORK (AP) — ",
        "(CNN) ",
        "CNN — ",
        "Tokyo, Japan (CNN) ",
        "Los Angeles / New York (CNN Business) ",
        "Washington CNN Business — ",
        "FREMONT, Calif. — ",
        "CHARLOTTE, N.C. (AP) – ",
        "London (Reuters) - ",
        "PARIS, Jan 5 (Reuters) - ",
        "Rio de Janeiro (AP) — ",
        "BERLIN (dpa) – ",
        "ST. LOUIS — ",
        "CIUDAD ACUÑA, Coahuila — ",
    ],
)
def test_a_report_begins_behind_its_dateline(dateline: str) -> None:
    told = "Bridges were opened on Monday."
    assert (dateline + told)[dateline_end(dateline + told) :] == told


@pytest.mark.parametrize("told", ["“It is open,” she said.", "42 bridges are shut.", "It is — at last — open."])
def test_any_words_may_follow_an_agency_in_brackets(told: str) -> None:
    text = f"NEW YORK (AP) — {told}"
    assert text[dateline_end(text) :] == told


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
        "USA – 40 gold medals, the most of all; China – 39 gold medals.",
        "NASA — The US space agency — launched it.",
        "FIFA — Gianni Infantino is its president.",
        "COVID — It began in 2019.",
        "ZELENSKYY — “We are open.”",
        "Lionel Messi (Argentina) – 8 goals",
        "Oppenheimer (Christopher Nolan) — Best Picture",
        "Associated Press (AP) CEO Daisy Veerasingham spoke.",
        "Michael Bloomberg — The former mayor of New York — gave it.",
        "CNN — Ted Turner's network — was founded in 1980.",
        "США – 40 золотых медалей.",
        "ООН — Организация Объединённых Наций.",
        "总统先生 — 他说",
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


@pytest.mark.parametrize("question", ["Where was the bridge opened?", "How was the bridge opened?"])
def test_without_a_reader_nothing_is_marked_in_a_dateline_either(question: str) -> None:
    text = "NEW YORK (AP) — The bridge in Albany was opened."
    start, _ = highlight(analyse(question), text, (0, len(text)), load_coefficients().span)
    assert start >= text.index("The")
