"""The contract of retrieval.catalogue.Catalogue, run over every implementation."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.article import article_key, text_hash
from retrieval.catalogue import Bookmark, Outlet
from retrieval.library import Library
from retrieval.terms import terms
from tests.contract.libraries import IMPLEMENTATIONS, article, change, let_go

DATES = {"a": "2022-10-31", "b": "2022-11-02", "c": "2022-10-31", "d": "", "e": "2021-01-01"}
OUTLETS = {"a": "Courier", "b": "Courier", "c": "Herald", "d": "", "e": "Courier"}


@pytest.fixture(params=IMPLEMENTATIONS, ids=lambda implementation: implementation.name)
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    with let_go(request.param) as implementation:
        writer = implementation.open(tmp_path, write=True)
        put(writer, *DATES)
        yield writer


def put(writer: Library, *names: str, text: str = "Rain in {}.") -> None:
    """Publish these articles, each with a paragraph of its own."""
    changes = []
    for name in names:
        made = article(name, [text.format(name)], title=f"News {name}")
        day = datetime.date.fromisoformat(DATES[name]) if DATES[name] else None
        made = replace(made, source=replace(made.source, outlet=OUTLETS[name], published=day))
        changes.append(change(made, version=text))
    writer.apply(changes)
    writer.publish()


def pages(library: Library, *, outlet: str | None, count: int) -> list[list[str]]:
    """All pages of a list, each begun where the one before ended."""
    found: list[list[str]] = []
    after = None
    while page := library.catalogue.newest(outlet=outlet, after=after, count=count):
        found.append([source.id for source in page])
        after = Bookmark.of(page[-1])
    return found


def test_outlets_come_with_their_articles_and_dates(library: Library) -> None:
    assert library.catalogue.outlets() == [
        Outlet("Courier", 3, datetime.date(2021, 1, 1), datetime.date(2022, 11, 2)),
        Outlet("", 1, None, None),
        Outlet("Herald", 1, datetime.date(2022, 10, 31), datetime.date(2022, 10, 31)),
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 10])
def test_pages_hold_every_article_once_newest_first(library: Library, count: int) -> None:
    same_day = sorted("ac", key=article_key, reverse=True)
    listed = [name for page in pages(library, outlet=None, count=count) for name in page]
    assert listed == ["b", *same_day, "e", "d"]
    assert all(len(page) <= count for page in pages(library, outlet=None, count=count))


def test_pages_of_an_outlet_hold_its_articles_alone(library: Library) -> None:
    assert pages(library, outlet="Courier", count=2) == [["b", "a"], ["e"]]
    assert pages(library, outlet="", count=2) == [["d"]]
    assert pages(library, outlet="Nobody", count=2) == []


def test_a_bookmark_holds_when_its_article_leaves(library: Library) -> None:
    first = library.catalogue.newest(outlet="Courier", after=None, count=2)
    library.apply([replace(change(article("a", ["x"])), articles=(), sha256="")])
    library.publish()
    after = library.catalogue.newest(outlet="Courier", after=Bookmark.of(first[-1]), count=2)
    assert [source.id for source in after] == ["e"]


def test_articles_are_found_by_their_key(library: Library) -> None:
    key = article_key("c")
    assert [source.id for source in library.catalogue.keyed(key, key)] == ["c"]
    assert {source.id for source in library.catalogue.keyed(0, (1 << 48) - 1)} == set(DATES)
    assert library.catalogue.keyed(key + 1, key) == []


def test_passages_are_found_by_the_beginning_of_their_hash(library: Library) -> None:
    digits = text_hash("Rain in b.")
    for length in (5, 20, 64):
        assert "Rain in b." in [passage.text for passage in library.catalogue.hashed(digits[:length])]
    assert [passage.text for passage in library.catalogue.hashed(digits)] == ["Rain in b."]


@pytest.mark.parametrize("digits", ["", "xyz", "%", "A"])
def test_what_is_no_hash_is_refused(library: Library, digits: str) -> None:
    with pytest.raises(ValueError, match="no beginning of a sha256"):
        library.catalogue.hashed(digits)


def test_names_are_counted_by_article(library: Library) -> None:
    (rain,), (news,), (snow,) = terms("rain"), terms("news"), terms("snow")
    assert library.catalogue.naming([rain, news, snow], most=100) == {rain: 5, news: 5, snow: 0}


def test_names_that_stand_everywhere_are_left_out(library: Library) -> None:
    assert library.catalogue.naming(terms("rain"), most=4) == {}


def test_what_left_is_listed_no_more(library: Library) -> None:
    put(library, "b", text="Snow in {}.")
    assert library.catalogue.hashed(text_hash("Rain in b.")) == []
    library.apply([replace(change(article("b", ["x"])), articles=(), sha256="")])
    library.publish()
    assert library.catalogue.keyed(article_key("b"), article_key("b")) == []


def test_outlets_follow_what_is_published(library: Library) -> None:
    assert len(library.catalogue.outlets()) == 3
    library.apply([replace(change(article("c", ["x"])), articles=(), sha256="")])
    library.publish()
    assert [outlet.name for outlet in library.catalogue.outlets()] == ["Courier", ""]
