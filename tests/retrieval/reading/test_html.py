import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.reading.html import read_html

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>The bridge in numbers | The Post</title>
<meta property="og:title" content="The bridge in numbers"><meta property="og:site_name" content="The Post">
<meta name="author" content="Jo Falk"><meta property="article:published_time" content="2023-03-31T08:00:00Z">
<link rel="canonical" href="https://example.org/bridge"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>The bridge in numbers</h1>
<p>The bridge was built between 1887 and 1889 by a company that had made its name with railway viaducts.</p>
<p>It is made of 18,038 metal parts held together by <b>2.5 million</b> rivets, and weighs about 7,300 tonnes.</p>
</article><footer>Subscribe to our newsletter. © The Post</footer></body></html>"""


def test_the_article_and_its_metadata_are_found() -> None:
    (found,) = read_html(PAGE).articles
    assert (found.title, found.outlet, found.author) == ("The bridge in numbers", "The Post", "Jo Falk")
    assert (str(found.published), found.url, found.language) == ("2023-03-31", "https://example.org/bridge", "en")
    assert [paragraph.split()[0] for paragraph in found.paragraphs] == ["The", "It"]
    assert "2.5 million rivets" in found.paragraphs[1]


def test_tables_and_lists_come_through_as_they_are_written() -> None:
    text = """<html><body><article><h1>Kessia</h1><p>The economy of Kessia has grown for ten years, the bank says.</p>
    <ul><li>Capital: Orun</li><li>Currency: crown</li></ul>
    <table><tr><th>Year</th><th>GDP (billion euros)</th></tr><tr><td>2019</td><td>98</td></tr></table>
    </article></body></html>"""
    (article,) = read_html(text).articles
    assert article.paragraphs[1:] == ("Capital: Orun", "Currency: crown", "Year: 2019 | GDP (billion euros): 98")


def grid(*rows: str) -> str:
    """A table of rows like "th Line | td 12"."""
    cells = [[cell.strip().partition(" ") for cell in row.split(" | ")] for row in rows]
    told = ["".join(f"<{tag}>{words}</{tag}>" for tag, _, words in row) for row in cells]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in told)}</table>"


BUSES = """<table><caption>Weekdays</caption><thead><tr><th>Line</th><th>First bus</th><th>Last bus</th></tr></thead>
<tr><td>12</td><td><b>05:40</b></td><td>23:10</td></tr><tr><td>14</td><td></td><td>22:00</td></tr></table>"""


SPANNING = """<table><thead><tr><td>Day</td><td>Line</td></tr></thead><tr><td rowspan=2>Monday</td><td>12</td></tr>
<tr><td>14</td></tr><tr><td colspan=2>Sundays</td></tr><tr><td>Sunday</td><td>none</td></tr></table>"""


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (BUSES, ("Weekdays", "Line: 12 | First bus: 05:40 | Last bus: 23:10", "Line: 14 | Last bus: 22:00")),
        (grid("td Ticket | td Price", "td Single | td £2"), ("Ticket Price", "Single £2")),
        (grid("th | th Mark I", "th Weight | td 1 kg"), ("Weight | Mark I: 1 kg",)),
        (grid("th Monday | td closed", "th Friday | td 9 to 5"), ("Monday closed", "Friday 9 to 5")),
        (grid("th Founded | th 1931", "th Length | td 212"), ("Founded 1931", "Length 212")),
        (grid("th Depth | th Age", "td 9<br>10 | td 3"), ("Depth: 9 10 | Age: 3",)),
        (
            grid("td <b>No.</b> | td <b>Name</b> | td <b>Built</b>", "td 1 | td Enid | td 1895"),
            ("No.: 1 | Name: Enid | Built: 1895",),
        ),
        (grid("td | th Adult | th Child", "th Day | td £5 | td £2"), ("Day | Adult: £5 | Child: £2",)),
        (SPANNING, ("Day: Monday | Line: 12", "Day: Monday | Line: 14", "Sundays", "Day: Sunday | Line: none")),
        ("<table></table>", ()),
    ],
)
def test_a_row_of_a_table_is_told_with_the_head_of_its_columns(table: str, lines: tuple[str, ...]) -> None:
    before, after = "The town has three bus lines, says the council.", "Tickets are sold by the driver, it says."
    page = f"<html><body><article><p>{before}</p>{table}<p>{after}</p></article></body></html>"
    assert read_html(page).articles[0].paragraphs == (before, *lines, after)


def test_a_table_that_arranges_a_page_is_left_to_it() -> None:
    text = "<p>The ferry sails at nine from the old harbour, and comes back in the evening of the same day.</p>"
    page = f"<html><body>{grid('th <a>Home</a> | th News', f'td {text} | td x')}</body></html>"
    (article,) = read_html(page).articles
    assert any(paragraph.startswith("The ferry sails at nine") for paragraph in article.paragraphs)
    assert not any(":" in paragraph or "|" in paragraph for paragraph in article.paragraphs)


def test_a_short_article_is_an_article() -> None:
    (found,) = read_html("<html><body><article><p>The ferry sails at nine.</p></article></body></html>").articles
    assert found.paragraphs == ("The ferry sails at nine.",)


@pytest.mark.parametrize("text", ["<html></html>", "<p></p>", "<"])
def test_a_page_without_an_article_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no article text"):
        read_html(text)


@settings(max_examples=30)
@given(st.text(st.sampled_from("<>/ap='\"!-& \n;&#x"), max_size=60))
def test_any_markup_gives_an_article_or_a_reason(text: str) -> None:
    try:
        assert read_html(text).articles[0].paragraphs
    except ValueError as error:
        assert "\n" not in str(error)  # noqa: PT017 - half of the property


STORY = """<p>The council met on Tuesday to talk about the old bridge, which had been shut since May of 1931.</p>
<p>The new one will cost eleven million crowns, said Mary Hobbs, who leads it. Work on 12 May 1931 began the first.</p>
<p>People in the town were glad of it, and some cheered as the vote was read.</p>"""


def page(*, head: str = "", above: str = "", below: str = "") -> str:
    """A page whose article is STORY."""
    article = f"<article><h1>Bridge to close</h1>{above}{STORY}</article>"
    return f"<html><head>{head}</head><body>{article}{below}</body></html>"


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (page(above="<span>12 March 2024</span>"), "2024-03-12"),
        (page(above="<p class=meta>By Ann Lee, 12 March 2024</p>", below="<footer>© 2026</footer>"), "2024-03-12"),
        (page(above="<time datetime='2024-03-12T10:00'>12 March</time>"), "2024-03-12"),
        (page(above="<p>Updated 1 April 2024</p><p>Published 12 March 2024</p>"), "2024-03-12"),
        (page(below="<footer>© 2026 Marlow Gazette</footer>"), "None"),
        (page(above="<img src='/2019/07/bridge.jpg'>"), "None"),
        (page(above="<div><time datetime='2024-03-12'>12 March</time> · <a href='/a'>Ann Lee</a></div>"), "2024-03-12"),
        (page(below="<aside><a href='/x'>Old news</a> <time datetime='2023-01-02'>2 Jan</time></aside>"), "None"),
    ],
)
def test_a_pages_day_is_where_pages_tell_it_and_never_guessed(text: str, published: str) -> None:
    (found,) = read_html(text).articles
    assert str(found.published) == published
    assert len(found.paragraphs) == 3


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("Bridge to close | Marlow Gazette", "Marlow Gazette"),
        ("Bridge to close - News - Marlow Gazette", "Marlow Gazette"),
        ("Bridge to close", ""),
        ("Bridge to close - Capital of Orm", ""),
        ("Storm takes 12.000 lamps - Le Littoral", "Le Littoral"),
        ("Bridge to close – what it means", ""),
    ],
)
def test_the_site_after_the_title_is_the_outlet(title: str, outlet: str) -> None:
    text = page(head=f"<title>{title}</title>", below="<footer>© Marlow Gazette, Le Littoral</footer>").replace(
        "<h1>Bridge to close", f"<h1>{re.split(' [|–-] ', title)[0]}"
    )
    assert read_html(text).articles[0].outlet == outlet


@pytest.mark.parametrize(
    "told",
    [
        "Trains leave at <time>08:15</time> and at <time>09:15</time> from platform four.",
        "The doors open on <time datetime='2024-03-12T10:00'>12 March at 10</time>, and close at midnight.",
        "<time>09:00</time> – Registration",
        "<time datetime='2024-05-04'>4 May</time>: Plant sale",
        "Annual General Meeting, 12 March 2024",
        "Ann Lee (12 May 1931 – 3 June 2001)",
        "Born: 12 May 1931",
        "Deadline: 30 June 2024",
        "Saturday 4 May 2999",
    ],
)
def test_a_time_that_an_article_tells_of_is_kept_and_is_not_its_day(told: str) -> None:
    (found,) = read_html(page(above=f"<p>{told}</p>")).articles
    assert found.paragraphs[0] == re.sub("<.*?>", "", told)
    assert found.published is None


def test_a_line_below_the_title_tells_writer_and_day() -> None:
    (found,) = read_html(page(above="<p>By Anne Le Goff, 14 February 2024 at 18:30</p>")).articles
    assert (found.author, str(found.published), len(found.paragraphs)) == ("Anne Le Goff", "2024-02-14", 3)


def test_what_invites_to_edit_is_no_part_of_a_heading() -> None:
    edit = "<span class='mw-editsection'>[<a href='/e'>edit</a>]</span>"
    (found,) = read_html(page(above=f"<h2>History{edit}</h2><p>It began in 1931 with a ferry.</p>")).articles
    assert found.paragraphs[0] == "History\nIt began in 1931 with a ferry."


HANDMADE = """<HTML><HEAD><TITLE>Ron's Page</TITLE></HEAD><BODY><CENTER><H1>The Wenlow Railway</H1></CENTER>
The railway ran from Wenlow to
Arder Quay, eleven <B>miles</B>.<P>
Its gauge was 2 ft 3 in.<P>
<H2>The engines</H2><TABLE><TR><TD><UL><LI>Enid<LI>Gwen</UL></TD></TR></TABLE>
<H2>What is left</H2>The station is a tea room now.<BR><BR>You can walk the track.<PRE>
Monday  closed
Friday  10:00</PRE>{more}</BODY></HTML>"""


def test_a_page_without_furniture_comes_through_whole() -> None:
    (found,) = read_html(HANDMADE.replace("{more}", "")).articles
    assert found.title == "The Wenlow Railway"
    assert found.paragraphs == (
        "The railway ran from Wenlow to Arder Quay, eleven miles.",
        "Its gauge was 2 ft 3 in.",
        "The engines\nEnid",
        "The engines\nGwen",
        "What is left\nThe station is a tea room now.",
        "What is left\nYou can walk the track.",
        "What is left\nMonday closed",
        "What is left\nFriday 10:00",
    )


@pytest.mark.parametrize("more", ["<nav>Home</nav>", "<div class=sidebar>Home</div>"])
def test_of_a_page_with_furniture_the_article_is_looked_for(more: str) -> None:
    (found,) = read_html(HANDMADE.replace("{more}", more)).articles
    assert not any("Home" in paragraph for paragraph in found.paragraphs)


def test_the_day_of_an_event_below_its_heading_is_kept() -> None:
    event = "<h2>Plant sale</h2><p><time datetime='2024-05-04'>Saturday 4 May 2024</time></p>"
    (found,) = read_html(page(above=event)).articles
    assert found.paragraphs[0] == "Plant sale\nSaturday 4 May 2024"
    assert found.published is None


def test_a_day_that_is_told_again_further_below_is_kept() -> None:
    text = page(above="<p>12 March 2024</p>").replace("</article>", "<p>12 March 2024</p></article>")
    (found,) = read_html(text).articles
    assert (found.paragraphs[-1], str(found.published)) == ("12 March 2024", "2024-03-12")


def test_cells_over_very_many_rows_and_columns_are_not_laid_out() -> None:
    cells = "<td colspan=999 rowspan=999>x</td>" * 5_000
    (found,) = read_html(page(above=f"<table><tr>{cells}</tr><tr><td>1</td></tr></table>")).articles
    assert found.paragraphs[-1].startswith("People in the town")
