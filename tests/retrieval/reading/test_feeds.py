"""RSS and Atom feeds, whole and broken."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.reading.draft import Drafts
from retrieval.reading.feeds import read_entries, read_feed
from retrieval.reading.limits import Limits

STORY = " ".join(f"The keeper of light {number} climbs ninety steps each night." for number in range(8))
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
<title>The  Coast</title><link href="https://example.org/"/><id>urn:coast</id>
<entry><title>Ninety steps</title><id>urn:coast:1</id><link href="https://example.org/steps"/>
<author><name>Jo Falk</name></author><published>2024-03-31T00:30:00+02:00</published>
<content type="html">&lt;p&gt;{STORY}&lt;/p&gt;&lt;p&gt;And down again.&lt;/p&gt;
&lt;script&gt;x()&lt;/script&gt;</content></entry>
<entry><title>A teaser</title><id>urn:coast:2</id><link href="/teaser"/><updated>2024-04-01T10:00:00Z</updated>
<summary>Read more about the ferry.</summary></entry>
</feed>"""
RSS = f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Küste</title><link>https://example.de/</link>
<language>de-de</language>
<item><title>Neunzig Stufen</title><guid isPermaLink="false">17</guid><link>https://example.de/17</link>
<pubDate>Sun, 31 Mar 2024 00:30:00 +0200</pubDate><dc:creator>Jo Falk</dc:creator>
<description>Kurz.</description><content:encoded><![CDATA[<p>{STORY}</p>]]></content:encoded></item>
</channel></rss>"""


def articles_of(text: str) -> Drafts:
    return read_feed(text.encode(), Limits())


def test_an_entry_with_its_whole_text_is_an_article() -> None:
    drafts = articles_of(ATOM)
    (found,) = drafts.articles
    assert found.paragraphs == (STORY, "And down again.")
    assert (found.title, found.outlet, found.author) == ("Ninety steps", "The Coast", "Jo Falk")
    assert (str(found.published), found.url, found.language) == ("2024-03-31", "https://example.org/steps", "en")
    assert drafts.problems == (
        "1 of 2 entries bring only a teaser; quoted add with the feed's address fetches their pages",
    )


def test_rss_is_read_as_well_and_the_longest_text_is_taken() -> None:
    (found,) = articles_of(RSS).articles
    assert (found.title, found.outlet, found.author, found.language) == ("Neunzig Stufen", "Küste", "Jo Falk", "de")
    assert (str(found.published), found.paragraphs) == ("2024-03-31", (STORY,))


def test_ids_stay_when_entries_change_their_order_and_words() -> None:
    (before,) = articles_of(ATOM).articles
    newer = ATOM.replace(
        "<entry>", f"<entry><title>New</title><id>urn:n</id><summary>{STORY}</summary></entry><entry>", 1
    )
    first, second = articles_of(newer.replace("Ninety steps", "Ninety-one steps")).articles
    assert second.id == before.id != first.id


def test_the_same_entry_id_in_another_feed_is_another_article() -> None:
    (one,), (other,) = (articles_of(text).articles for text in (RSS, RSS.replace("example.de/<", "example.ch/<")))
    assert one.id != other.id


def test_every_entry_can_be_had_with_its_link_and_teasers_have_no_paragraphs() -> None:
    feed = read_entries(ATOM.encode(), Limits())
    assert [(draft.url, len(draft.paragraphs)) for draft in feed.articles] == [
        ("https://example.org/steps", 2),
        ("/teaser", 0),
    ]
    assert str(feed.articles[1].published) == "2024-04-01"


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8", "utf-16"])
def test_bytes_are_read_in_the_encoding_that_they_name(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?>{RSS}'.encode(encoding)
    assert read_feed(data, Limits()).articles[0].outlet == "Küste"


def test_control_characters_stay_out_of_what_is_shown() -> None:
    (found,) = articles_of(RSS.replace("Neunzig", "Neun\u202ezig")).articles
    assert found.title == "Neun zig Stufen"


def test_a_feed_that_breaks_off_is_taken_as_far_as_it_goes() -> None:
    drafts = articles_of(ATOM[: ATOM.index("<entry><title>A teaser")])
    assert [draft.title for draft in drafts.articles] == ["Ninety steps"]
    assert "not well-formed" in drafts.problems[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "words",
        "https://example.org/feed",  # never taken for an address
        "/etc/passwd",
        "<html><body><p>A page</p></body></html>",
        '<?xml version="1.0"?><note><to>Jo</to></note>',
        "<" * 50_000,
        "{}",
    ],
)
def test_what_is_no_feed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no RSS or Atom feed"):
        articles_of(text)


def test_a_feed_of_too_many_entries_is_refused_before_it_is_parsed() -> None:
    begin = time.monotonic()
    for piece in ("<item>", "<atom:entry x='y'>"):
        with pytest.raises(ValueError, match="more than 5,000 entries"):
            articles_of("<rss><channel>" + piece * 200_000)
    assert time.monotonic() - begin < 2


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "laughs": f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>' + RSS.replace("Neunzig", "&l9;"),
    "a file": '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + RSS.replace("Neunzig", "&f;"),
    "a fetch": '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">' + RSS,
    "depth": RSS.replace("<item>", "<a>" * 20_000 + "<item>"),
    "markup": RSS.replace("<p>", "<p>" * 20_000),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_xml_gives_an_article_or_a_reason_in_time(text: str) -> None:
    begin = time.monotonic()
    try:
        told = str(articles_of(text))
    except ValueError as error:
        told = str(error)
    assert time.monotonic() - begin < 100  # it takes a second; what grows with the square takes an hour
    assert len(told) < 500_000
    assert "root:" not in told


@settings(max_examples=40)
@given(st.integers(0, len(ATOM)), st.text(st.sampled_from("<>/&;\"'!-[]CDATA \n\0é"), max_size=20))
def test_any_damage_gives_articles_or_a_reason(place: int, damage: str) -> None:
    try:
        assert all(draft.title for draft in articles_of(ATOM[:place] + damage + ATOM[place + 3 :]).articles)
    except ValueError as error:
        assert "\n" not in str(error)  # noqa: PT017 - half of the property
