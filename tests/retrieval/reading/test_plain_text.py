import pytest

from retrieval.reading.draft import Draft
from retrieval.reading.page_text import read_page_text

STORY = "The ferry to Orm Island runs again. It had been in the yard since May.\n\nTickets cost three crowns more."


def draft(text: str) -> Draft:
    (found,) = read_page_text(text).articles
    return found


@pytest.mark.parametrize(
    ("head", "title", "outlet", "author", "published"),
    [
        ("Ferry is back\nHarbour Courier\n3 May 2024", "Ferry is back", "Harbour Courier", "", "2024-05-03"),
        (
            "Ferry is back\nBy Ann Lee\n3 May 2024\nHarbour Post",
            "Ferry is back",
            "Harbour Post",
            "Ann Lee",
            "2024-05-03",
        ),
        ("NEWS\nFerry is back\nBy Ann Lee", "Ferry is back", "", "Ann Lee", "None"),
        ("Is the ferry back?\nHarbour Notes\n3 May 2024", "Is the ferry back?", "Harbour Notes", "", "2024-05-03"),
        ("Ferry is back\nSail & Oar, May 2024", "Ferry is back", "Sail & Oar", "", "None"),
        ("Ferry is back\nOrmsund\n3 May 2024", "Ferry is back", "", "", "2024-05-03"),  # a place, or a paper
        ("FERRY IS BACK", "FERRY IS BACK", "", "", "None"),
    ],
)
def test_the_top_of_a_plain_text_tells_its_title_outlet_writer_and_day(
    head: str, title: str, outlet: str, author: str, published: str
) -> None:
    found = draft(f"{head}\n\n{STORY}")
    assert (found.title, found.outlet, found.author, str(found.published)) == (title, outlet, author, published)
    assert list(found.paragraphs) == STORY.split("\n\n")


def test_a_line_below_the_title_that_is_no_name_is_a_paragraph() -> None:
    found = draft(f"Ferry is back\nWhat passengers should know\nBy Ann Lee\n\n{STORY}")
    assert found.paragraphs[0] == "What passengers should know"
    assert found.outlet == ""


POOL = """Ormsund Baths: hours and prices
Updated 1 September 2024

Pool
Monday to Friday: 7am to 9pm
Sunday: 9am to 5pm

Gym
Monday to Friday: 6am to 10pm
Holidays: closed

Prices
Adult swim: £5.60
Child under 15: £3.20
Family of four: £15
Towel £2

Children under 8 must be accompanied by an adult."""


def test_lines_of_hours_and_prices_come_through_below_their_headings() -> None:
    found = draft(POOL)
    assert found.title == "Ormsund Baths: hours and prices"
    assert found.paragraphs == (
        "Pool\nMonday to Friday: 7am to 9pm",
        "Pool\nSunday: 9am to 5pm",
        "Gym\nMonday to Friday: 6am to 10pm",
        "Gym\nHolidays: closed",
        "Prices\nAdult swim: £5.60",
        "Prices\nChild under 15: £3.20",
        "Prices\nFamily of four: £15",
        "Prices\nTowel £2",
        "Children under 8 must be accompanied by an adult.",
    )


def test_a_heading_that_stands_alone_begins_the_paragraph_below_it() -> None:
    found = draft(f"Ferry is back\n\n{STORY}\n\nThe repairs\n\nTwo engines were replaced by a yard in Pell.")
    assert found.paragraphs[-1] == "The repairs\nTwo engines were replaced by a yard in Pell."
