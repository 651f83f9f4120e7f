"""Feeds polled from a site on this machine, with a clock that the test turns."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from retrieval.reading.feeds import read_entries
from retrieval.reading.files import discover, read
from retrieval.reading.limits import Limits
from retrieval.reading.sandbox import Sandbox
from retrieval.reading.web import Web
from retrieval.subscriptions import MOST_A_POLL, Polled, Subscriptions
from tests.retrieval.reading.site import Site, answer, serving
from tests.retrieval.reading.test_feeds import STORY
from tests.retrieval.test_adding import entry, rss

HALF_HOUR = 1800.0


def page(words: str) -> bytes:
    return answer(f"<html><title>{words}</title><article><p>The ferry {words} of Zarvik sails at nine.</p></article>")


@dataclass
class Reader:
    """Somebody who follows one feed, and may be started anew."""

    site: Site
    folder: Path
    sandbox: Sandbox
    now: float = 1_700_000_000.0
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.seeds = self.folder / "seeds"
        self.web: Web = self.site.web(seconds=2.0)
        self.start()

    def start(self) -> None:
        self.subscriptions = Subscriptions(
            [self.site.link("/feed")], self.notes, every_s=HALF_HOUR, clock=lambda: self.now
        )

    @property
    def notes(self) -> Path:
        return self.folder / "feeds.json"

    def poll(self) -> Polled:
        """Wait until the feed is due, and poll it."""
        self.now += HALF_HOUR
        return self.poll_now()

    def poll_now(self) -> Polled:
        (url,) = self.subscriptions.due()
        return self.subscriptions.poll(url, self.seeds, web=self.web, sandbox=self.sandbox, stop=self.stop)

    def titles(self) -> list[str]:
        files = discover(self.seeds).files if self.seeds.exists() else ()
        found = [read(path, name=path.name, max_bytes=10**6) for path in files]
        return sorted(article.source.title for reading in found for article in reading.articles)


@pytest.fixture
def reader(tmp_path: Path, sandbox: Sandbox) -> Iterator[Reader]:
    with serving() as site:
        yield Reader(site, tmp_path, sandbox)


def test_new_entries_are_stored_and_nothing_is_fetched_twice(reader: Reader) -> None:
    site = reader.site
    site.pages |= {"/1": page("One"), "/2": page("Two"), "/3": page("Three")}
    site.pages["/feed"] = rss(entry(site.link("/1"), "One"), entry(site.link("/2"), "Two"))
    assert [stored.outcome for stored in reader.poll().stored] == ["added", "added"]
    site.pages["/feed"] = rss(entry(site.link("/3"), "Three"), entry(site.link("/2"), "Two"))
    reader.start()
    polled = reader.poll()
    assert [stored.path.parent.relative_to(reader.seeds).as_posix() for stored in polled.stored] == ["feeds/site-test"]
    site.pages["/feed"] = rss(entry(site.link("/1"), "One"), entry(site.link("/3"), "Three"))
    assert reader.poll() == Polled()
    assert reader.titles() == ["One", "Three", "Two"]
    assert site.paths == ["/feed", "/1", "/2", "/feed", "/3", "/feed"]


def test_a_feed_is_due_once_in_its_time_also_after_a_restart(reader: Reader) -> None:
    reader.site.pages["/feed"] = rss()
    reader.poll()
    reader.start()
    assert reader.subscriptions.due() == []
    reader.now += HALF_HOUR - 1
    assert reader.subscriptions.due() == []
    reader.now += 1
    assert len(reader.subscriptions.due()) == 1


def test_the_host_is_told_the_version_that_is_known_once_all_of_it_is_stored(reader: Reader) -> None:
    site = reader.site
    site.pages["/feed"] = rss(entry(site.link("/1"), "One"))
    site.pages["/1"] = answer("", status="503 Busy")
    reader.poll()
    site.pages["/1"] = page("One")
    reader.poll()
    assert reader.titles() == ["One"]
    site.pages["/feed"] = answer(status="304 Not Modified")
    assert reader.poll() == Polled()
    told = ["if-none-match" in head.lower() for head in site.requests if head.startswith("GET /feed")]
    assert told == [False, False, True]


def test_a_page_that_fails_is_tried_three_times_and_one_that_is_gone_once(reader: Reader) -> None:
    site = reader.site
    site.pages["/feed"] = rss(entry(site.link("/busy"), "Busy"), entry(site.link("/gone"), "Gone"))
    site.pages["/busy"] = answer("", status="503 Busy")
    problems = [reader.poll().problems for _ in range(4)]
    assert [len(lines) for lines in problems] == [2, 1, 1, 0]
    assert (site.paths.count("/busy"), site.paths.count("/gone")) == (3, 1)


def test_a_feed_that_fails_waits_twice_as_long_each_time_up_to_a_day(reader: Reader) -> None:
    reader.site.pages["/feed"] = answer("", status="500 Oops")
    url = reader.site.link("/feed")
    waits = []
    for _ in range(9):
        (problem,) = reader.poll_now().problems
        assert problem.startswith(f"{url}: site.test answered with status 500; asked again in ")
        waited = 0
        while not reader.subscriptions.due():
            reader.now += HALF_HOUR / 2
            waited += 1
        waits.append(waited / 2)
    assert waits == [2, 4, 8, 16, 32, 48, 48, 48, 48]
    reader.site.pages["/feed"] = rss()
    assert reader.poll_now() == Polled()
    assert reader.poll() == Polled()  # in its usual time again


def test_what_is_no_feed_is_a_problem(reader: Reader) -> None:
    reader.site.pages["/feed"] = page("A page")
    assert "no RSS or Atom feed" in reader.poll().problems[0]


def test_an_entrys_own_text_is_stored_where_it_has_no_page(reader: Reader) -> None:
    reader.site.pages["/feed"] = rss(entry("", "Ninety steps", STORY))
    reader.poll()
    assert reader.titles() == ["Ninety steps"]


def test_a_long_feed_is_taken_in_parts(reader: Reader) -> None:
    reader.site.pages["/feed"] = rss(
        *(entry("", f"Step {number}", f"{STORY} {number}.") for number in range(MOST_A_POLL + 5))
    )
    assert [len(reader.poll().stored) for _ in range(3)] == [MOST_A_POLL, 5, 0]


def test_an_entry_that_a_long_feed_still_has_is_never_fetched_again(reader: Reader) -> None:
    entries = [entry("", f"Step {number}") for number in range(3_000)]
    known = read_entries(rss(*entries).partition(b"\r\n\r\n")[2], Limits())
    done = [draft.id for draft in known.articles]
    gone = [f"gone-{number}" for number in range(3_000)]
    reader.notes.write_text(json.dumps({reader.site.link("/feed"): {"done": done + gone}}))
    reader.start()
    reader.site.pages["/feed"] = rss(*entries, entry("", "Last step", f"{STORY} Last."))
    reader.web = reader.site.web(max_bytes=10**6)
    assert len(reader.poll().stored) == 1
    assert reader.poll() == Polled()
    (noted,) = json.loads(reader.notes.read_bytes()).values()
    assert len(noted["done"]) == 3_001 + 2_000  # of those that the feed dropped, the latest


def test_a_stop_leaves_the_rest_for_the_next_start(reader: Reader) -> None:
    site = reader.site
    site.pages |= {"/1": lambda connection: (reader.stop.set(), connection.sendall(page("One"))), "/2": page("Two")}
    site.pages["/feed"] = rss(entry(site.link("/1"), "One"), entry(site.link("/2"), "Two"))
    assert len(reader.poll().stored) == 1
    reader.stop.clear()
    reader.start()
    reader.poll()
    assert reader.titles() == ["One", "Two"]
    assert site.paths.count("/1") == 1


def test_an_article_that_was_added_by_hand_is_not_stored_a_second_time(reader: Reader) -> None:
    site = reader.site
    site.pages["/1"] = page("One")
    site.pages["/feed"] = rss(entry(site.link("/1"), "One"))
    (stored,) = reader.poll().stored
    moved = reader.seeds / "mine" / stored.path.name
    moved.parent.mkdir()
    stored.path.rename(moved)
    reader.notes.unlink()
    reader.start()
    (again,) = reader.poll().stored
    assert (again.path, again.outcome) == (moved, "unchanged")


@pytest.mark.parametrize(
    "notes",
    [
        b"",
        b"\xff\x00",
        b"[]",
        b"[" * 100_000,
        b'{"URL": 3}',
        b'{"URL": {"due": "soon"}}',
        b'{"URL": {"due": NaN, "done": null}}',
        b'{"URL": {"due": NaN}}',
        b'{"URL": {"due": 1e300, "etag": "a\\nb"}}',
        b'{"URL": {"tries": [1]}}',
    ],
)
def test_damaged_notes_cost_a_fetch_and_no_article(reader: Reader, notes: bytes) -> None:
    site = reader.site
    site.pages["/1"] = page("One")
    site.pages["/feed"] = rss(entry(site.link("/1"), "One"))
    reader.notes.write_bytes(notes.replace(b"URL", site.link("/feed").encode()))
    reader.start()
    reader.poll()
    assert reader.titles() == ["One"]
    assert list(json.loads(reader.notes.read_bytes())) == [site.link("/feed")]


def test_seeds_that_cant_be_written_are_a_problem_and_the_entry_is_taken_later(reader: Reader) -> None:
    site = reader.site
    site.pages["/1"] = page("One")
    site.pages["/feed"] = rss(entry(site.link("/1"), "One"))
    reader.seeds.write_text("no folder")
    assert "could not be stored" in reader.poll().problems[0]
    reader.seeds.unlink()
    reader.now += HALF_HOUR
    reader.poll()
    assert reader.titles() == ["One"]


def test_notes_that_cant_be_written_are_said_and_hold_while_the_process_lives(reader: Reader) -> None:
    reader.site.pages["/feed"] = rss()
    reader.notes.mkdir()
    assert "can't be noted" in reader.poll().problems[0]
    assert reader.subscriptions.due() == []
