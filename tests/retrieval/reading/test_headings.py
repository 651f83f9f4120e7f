"""A heading begins the paragraph that it heads."""

from retrieval.reading.headings import SHORT, under_headings

LONG = "A long paragraph, which names by itself what it speaks of. " * 3


def told(*lines: str, title: str = "") -> list[str]:
    """The paragraphs of lines, of which "# ..." are headings."""
    parts = [(line.removeprefix("# "), line.startswith("# ")) for line in lines]
    return [text for _, text in under_headings(parts, title=title)]


def test_the_first_paragraph_and_short_ones_begin_with_the_heading_above_them() -> None:
    assert len(LONG) > SHORT
    assert told("Before.", "# Charges", LONG, LONG, "20p a day", "# Rooms", "# Large", "One.") == [
        "Before.",
        f"Charges\n{LONG}",
        LONG,
        "Charges\n20p a day",
        "Rooms\nLarge\nOne.",
    ]


def test_a_heading_with_nothing_below_it_is_a_paragraph_and_headings_alone_are_none() -> None:
    assert told("One.", "# No trams on Sunday") == ["One.", "No trams on Sunday"]
    assert told("# Theatre", "# Tickets", "14 pounds", "# Hall", "# Tickets", "19 pounds") == [
        "Theatre\nTickets\n14 pounds",
        "Hall\nTickets\n19 pounds",
    ]
    assert told("# One", "# Two") == []


def test_the_title_and_a_rule_end_a_heading() -> None:
    assert told("# Loans", "Weeks.", "# Charges", "20p.", "# ", "By Jo.", title="Charges") == [
        "Loans\nWeeks.",
        "20p.",
        "By Jo.",
    ]


def test_the_title_heads_everything_and_begins_nothing() -> None:
    assert told("# The library", "It lends.", "# Charges", "20p.", title="The library") == [
        "It lends.",
        "Charges\n20p.",
    ]


def test_a_heading_that_asks_or_is_too_long_for_one_is_a_paragraph() -> None:
    assert told("# Repairs", "# Who pays?", "We do.") == ["Repairs\nWho pays?", "We do."]
    assert told("# Who pays?", "We do.", "Always.") == ["Who pays?", "We do.", "Always."]
    assert told(f"# {LONG}", "We do.") == [LONG, "We do."]


def test_each_paragraph_has_the_number_of_its_line() -> None:
    assert under_headings([("A", True), ("one", False), (" ", False), ("two", False)]) == [(1, "A\none"), (3, "A\ntwo")]
