import time

import pytest

from retrieval.reading.draft import Draft
from retrieval.reading.page_text import read_page_text

STORY = "The ferry to Orm Island runs again. It had been in the yard since May.\n\nTickets cost three crowns more."


LONG_TITLE = "The ferry to Orm Island is running once again"
MAILED = "Date: Fri, 3 May 2024 09:00:00 +0200"


def draft(text: str) -> Draft:
    (found,) = read_page_text(text).articles
    return found


@pytest.mark.parametrize(
    ("head", "title", "outlet", "author", "published"),
    [
        ("Ferry is back\nHarbour Courier\n3 May 2024", "Ferry is back", "Harbour Courier", "", "2024-05-03"),
        ("Ferry is back\nBy Ann Lee\n3 May 2024\nOrm Weekly", "Ferry is back", "Orm Weekly", "Ann Lee", "2024-05-03"),
        ("Ferry\nBy Ann Lee\nOrmsund Post, 3 May 2024", "Ferry", "Ormsund Post", "Ann Lee", "2024-05-03"),
        ("Ferry\nThe Times of Orm | 3 May 2024", "Ferry", "The Times of Orm", "", "2024-05-03"),
        ("El ferry\nEl Eco de la Costa\n3 de mayo de 2024", "El ferry", "El Eco de la Costa", "", "2024-05-03"),
        ("Ferry\nReuters\n3 May 2024", "Ferry", "Reuters", "", "2024-05-03"),
        ("NEWS\nFerry is back\nBy Ann Lee", "Ferry is back", "", "Ann Lee", "None"),
        ("NEWS\n\nFerry is back\n\nBy Ann Lee\n3 May 2024", "Ferry is back", "", "Ann Lee", "2024-05-03"),
        ("Ferry is back\n\nBy Ann Lee\n\n3 May 2024", "Ferry is back", "", "Ann Lee", "2024-05-03"),
        ("3 May 2024\n\nFerry is back", "Ferry is back", "", "", "2024-05-03"),
        ("PRESS RELEASE\nFor immediate release: 3 May 2024\n\nFerry is back", "Ferry is back", "", "", "2024-05-03"),
        ("Is the ferry back?\nHarbour Notes\n3 May 2024", "Is the ferry back?", "Harbour Notes", "", "2024-05-03"),
        ("Ferry is back\nSail & Oar, May 2024", "Ferry is back", "Sail & Oar", "", "None"),
        ("Die Fähre\nOrmsunder Küstenbote\n3. Mai 2024", "Die Fähre", "Ormsunder Küstenbote", "", "2024-05-03"),
        (f"{LONG_TITLE}\nby Ann Lee", LONG_TITLE, "", "Ann Lee", "None"),
        (f"From: Ann Lee <ann@orm.example>\nSubject: Ferry\n{MAILED}", "Ferry", "", "Ann Lee", "2024-05-03"),
        ("Von: Ann Lee\nAn: Alle\nBetreff: Fähre\nDatum: 3. Mai 2024", "Fähre", "", "Ann Lee", "2024-05-03"),
        ("FERRY IS BACK", "FERRY IS BACK", "", "", "None"),
    ],
)  # fmt: skip
def test_the_top_of_a_plain_text_tells_its_title_outlet_writer_and_day(
    head: str, title: str, outlet: str, author: str, published: str
) -> None:
    found = draft(f"{head}\n\n{STORY}")
    assert (found.title, found.outlet, found.author, str(found.published)) == (title, outlet, author, published)
    assert list(found.paragraphs) == STORY.split("\n\n")


@pytest.mark.parametrize(
    ("line", "author", "published"),
    [
        ("What passengers should know\nBy Ann Lee\n3 May 2024", "Ann Lee", "2024-05-03"),
        ("\nOrm Rovers 1-2 Pell\nBy Ann Lee, 3 May 2024", "Ann Lee", "2024-05-03"),
        ("Ormsund\n3 May 2024", "", "2024-05-03"),  # a place, or a paper
        ("Ann Lee\n3 May 2024", "", "2024-05-03"),  # a writer, or what it is about
        ("Jane Doe, 12 March 2024", "", "None"),
        ("Annual General Meeting, 12 March 2024", "", "None"),
        ("Thomas Marsh (4 May 1801 - 9 June 1870)", "", "None"),
        ("12 May 2024 – 19 May 2024", "", "None"),
        ("Concert season, June 2024", "", "None"),
        ("Source: Mount Orm, 1204 m", "", "None"),
        ("Le Mans\n3 May 2024", "", "2024-05-03"),
        ("Carol Hobbs\nBy Ann Lee", "Ann Lee", "None"),
        ("Deadline: 30 June 2024", "", "None"),
        ("Born: 12 May 1931", "", "None"),
        ("Summer party, 20 June 2024", "", "None"),
        ("Saturday 4 May 2999", "", "None"),  # nothing was published then
    ],
)
def test_what_may_be_a_fact_at_the_top_of_a_plain_text_is_a_paragraph(line: str, author: str, published: str) -> None:
    found = draft(f"Ferry is back\n{line}\n\n{STORY}")
    assert (found.title, found.outlet, found.author, str(found.published)) == ("Ferry is back", "", author, published)
    assert list(found.paragraphs) == [line.strip().split("\n")[0], *STORY.split("\n\n")]


@pytest.mark.parametrize(
    "told",
    [
        "Oatmeal cookies should be eaten warm.",
        "Watch the edges!",
        "6. Comments from the public",
        "Email address: hall@orm.example",
        "Tagsüber von 9 bis 18 Uhr",
        "(c) no candles",
        "Photo: £5",
        "Source: Mount Orm, 1204 m",
    ],
)
def test_one_word_that_pages_have_as_well_loses_nothing(told: str) -> None:
    rest = [f"Sentence number {number} tells of the baking day in Orm." for number in range(11)]
    found = draft("\n\n".join(["Notes", *rest, told, "The end of it is here at last."]))
    assert told in found.paragraphs
    assert len(found.paragraphs) == 13
    assert found.outlet == ""


@pytest.mark.parametrize(
    "title",
    [
        "Oatmeal cookies",
        "Menu for the week",
        "Comments on the new bridge",
        "Weitere Fähren",
        "Von Wölfen und Menschen",
        "By the river",
        "Board Meeting, 12 March 2024",
        "Ann Lee (12 May 1931 - 3 June 2001)",
        "RED LION",
        "HEY JUDE",
        "Price list, January 2025",
    ],
)
@pytest.mark.parametrize("below", ["\n", "\n12 Bridge Street, Orm\n", "\nPost Office\n"])
def test_the_first_line_is_a_title_whatever_its_words(title: str, below: str) -> None:
    found = draft(f"{title}{below}\n{STORY}")
    assert (found.title, found.outlet, found.author, found.published) == (title, "", "", None)
    assert list(found.paragraphs) == [line for line in (below.strip(), *STORY.split("\n\n")) if line]


@pytest.mark.parametrize("word", ["Comments welcome", "Watch the weather", "Tagsüber offen", "Email: hall@orm.example"])
@pytest.mark.parametrize("place", [0, 1, 4])
def test_a_word_that_pages_have_loses_nothing_wherever_it_stands(word: str, place: int) -> None:
    rest = [f"Sentence number {number} tells of the baking day in Orm." for number in range(12)]
    found = draft("\n\n".join(["Notes", *rest[:place], word, *rest[place:]]))
    assert found.title == "Notes"
    assert word in " ".join(found.paragraphs)
    assert all(any(sentence in paragraph for paragraph in found.paragraphs) for sentence in rest)


def test_days_of_a_programme_are_what_it_is_about() -> None:
    days = ["Saturday 4 May 2024\nPlant sale, 10am to 1pm", "Friday 10 May 2024\nFilm", "Sunday 19 May 2024\nOpen day"]
    found = draft("What's on at the mill\n\n" + "\n\n".join(days) + f"\n\n{STORY}")
    assert (found.title, found.published) == ("What's on at the mill", None)
    told = "\n".join(found.paragraphs)
    assert all(line in told for line in "\n".join(days).split("\n"))


def test_a_message_with_facts_in_its_head_is_no_mail() -> None:
    found = draft(f"From: Ann Lee\nSubject: Exam\nDate: 12 June 2024\nRoom: 12\n\n{STORY}")
    assert "Room: 12" in found.paragraphs


POOL = """Ormsund Baths: hours and prices
Updated 1 September 2024

Pool
Monday to Friday: 7am to 9pm
Sunday      closed
Holidays: 9am to 5pm

Gym
Sunday closed
Monday 6:00 9:00 11:00 13:00 15:00
Friday 6am to 10pm

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
        "Pool\nSunday      closed",
        "Pool\nHolidays: 9am to 5pm",
        "Gym\nSunday closed",
        "Gym\nMonday 6:00 9:00 11:00 13:00 15:00",
        "Gym\nFriday 6am to 10pm",
        "Prices\nAdult swim: £5.60",
        "Prices\nChild under 15: £3.20",
        "Prices\nFamily of four: £15",
        "Prices\nTowel £2",
        "Children under 8 must be accompanied by an adult.",
    )


def test_a_heading_that_stands_alone_begins_the_paragraph_below_it() -> None:
    found = draft(f"Ferry is back\n\n{STORY}\n\nThe repairs\n\nTwo engines were replaced by a yard in Pell.")
    assert found.paragraphs[-1] == "The repairs\nTwo engines were replaced by a yard in Pell."


def test_a_heading_ends_where_the_next_may_begin() -> None:
    rest = "Work\n2001-2009 Baker in Pell\n2009-2020 Miller in Orm\n\nLanguages\n\nHungarian (native)"
    found = draft(f"Ann Lee\n\n{STORY}\n\n{rest}")
    assert found.paragraphs[2:] == (
        "Work\n2001-2009 Baker in Pell", "Work\n2009-2020 Miller in Orm", "Languages", "Hungarian (native)",
    )  # fmt: skip


def test_a_heading_within_a_block_heads_what_stands_below_it() -> None:
    found = draft(f"Ormsund Baths\n\nPool\nMonday: 7am to 9pm\nGym\nMonday: 6am to 10pm\n\n{STORY}")
    assert found.paragraphs[:2] == ("Pool\nMonday: 7am to 9pm", "Gym\nMonday: 6am to 10pm")


@pytest.mark.parametrize(
    "verse",
    [
        "The wind blows over the bay\nAnd the ships they sail away.\nI wait upon the shore",
        "Dear parents,\nThe trip to the mill is on 3 May, weather permitting, from nine to three.",
        "torch – for the night\nmatches\nrope – ten metres",
        "For the baker in Pell -\nHis bread was the best that anybody ate in all of Orm.",
    ],
)
def test_a_line_that_goes_on_is_no_heading(verse: str) -> None:
    assert draft(f"Notes\n\n{verse}\n\n{STORY}").paragraphs[:-2] == tuple(verse.split("\n"))


def test_a_text_of_many_broken_lines_is_read_in_good_time() -> None:
    started = time.monotonic()
    assert draft("\n".join(["and so it went on and on without an end of any kind that anybody saw"] * 40_000))
    assert time.monotonic() - started < 20  # what is quadratic takes minutes
