"""Feeds asked from time to time: what is new in one is stored in the seeds, and nothing is fetched twice.

What is remembered stands in one JSON file: when each feed is due, what its host said of the last version, and which
entries are done with. Lost or damaged it costs a second fetch, no article. Knows no command and no schedule but `due`.
"""

import functools
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx

from retrieval.adding import Found, fetch_feed, read_entry
from retrieval.errors import FetchError, ReadingError
from retrieval.keeping import Stored, slug, store, write_whole
from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.sandbox import Sandbox
from retrieval.reading.web import Known, Page, Web

FOLDER = "feeds"
TRIES = 3
"""Polls at which the page of an entry is tried."""
MOST_A_POLL = 100
"""New entries of one feed that are fetched at a poll; the next poll takes more."""
Read = Callable[[Draft], Found]
LONGEST_WAIT_S = 86_400.0
_REMEMBERED = 2_000
"""Entries that a feed may drop and bring again without being fetched again; those that it has are all remembered."""


@dataclass(frozen=True)
class Remembered:
    """What is known of a feed."""

    due: float = 0.0  # seconds since 1970
    failures: int = 0  # in a row
    etag: str = ""
    modified: str = ""
    done: tuple[str, ...] = ()  # entries that need no fetch, oldest first
    tries: Mapping[str, int] = field(default_factory=dict)  # of entries that failed, by their ids


@dataclass(frozen=True)
class Polled:
    """What a poll brought."""

    stored: tuple[Stored, ...] = ()
    problems: tuple[str, ...] = ()


class Subscriptions:
    """The feeds at these addresses, each asked every `every_s` seconds. One process, and one thread, at a time."""

    def __init__(
        self, urls: Sequence[str], notes: Path, *, every_s: float, clock: Callable[[], float] = time.time
    ) -> None:
        self._notes = notes
        self._every_s = every_s
        self._clock = clock
        known = _load(notes)
        self._feeds = {url: known.get(url, Remembered()) for url in urls}

    def due(self) -> list[str]:
        """The feeds to be polled now. A time that no poll can have set, of a clock that was wrong, counts as now."""
        now = self._clock()
        longest = max(self._every_s, LONGEST_WAIT_S)
        return [url for url, feed in self._feeds.items() if not now < feed.due <= now + longest]

    def poll(self, url: str, seeds: Path, *, web: Web, sandbox: Sandbox, stop: threading.Event) -> Polled:
        """Ask one feed and store what is new under `seeds`/feeds/. What fails is a problem, in one line with the time
        until it is tried again; after `stop` the rest waits for another time.
        """
        known = Known(self._feeds[url].etag, self._feeds[url].modified)
        try:
            page, feed = fetch_feed(url, web, sandbox, known=known)
            read = functools.partial(read_entry, web=web, sandbox=sandbox)
            polled = self._take(url, feed, read=read, seeds=seeds, stop=stop) if feed else Polled()
        except (FetchError, ReadingError) as error:
            return self._postponed(url, str(error))
        except OSError as error:
            return self._postponed(url, f"{url}: could not be stored ({error.strerror or error})")
        return replace(polled, problems=(*polled.problems, *self._settled(url, page, feed)))

    def _take(self, url: str, feed: Drafts, *, read: Read, seeds: Path, stop: threading.Event) -> Polled:
        """Store the articles of new entries; each is noted before the next one is fetched. Raises OSError."""
        folder = f"{FOLDER}/{slug(httpx.URL(url).host, unnamed='feed')}"
        stored: list[Stored] = []
        problems = [f"{url}: {problem}" for problem in feed.problems]
        for entry in self._new(url, feed)[:MOST_A_POLL]:
            if stop.is_set():
                break
            try:
                articles = read(entry).articles
            except (FetchError, ReadingError) as error:
                problems.append(str(error))
                self._failed(url, entry.id, lasting=not isinstance(error, FetchError) or error.lasting)
            else:
                stored += [store(article, seeds, folder=folder) for article in articles]
                self._done(url, entry.id)
            self._save()
        return Polled(tuple(stored), tuple(problems))

    def _new(self, url: str, feed: Drafts) -> list[Draft]:
        done = set(self._feeds[url].done)
        return [entry for entry in feed.articles if entry.id not in done]

    def _done(self, url: str, key: str) -> None:
        known = self._feeds[url]
        tries = {other: count for other, count in known.tries.items() if other != key}
        self._feeds[url] = replace(known, done=(*known.done, key), tries=tries)

    def _failed(self, url: str, key: str, *, lasting: bool) -> None:
        known = self._feeds[url]
        count = known.tries.get(key, 0) + 1
        if lasting or count >= TRIES:
            self._done(url, key)
        else:
            self._feeds[url] = replace(known, tries={**known.tries, key: count})

    def _settled(self, url: str, page: Page, feed: Drafts | None) -> tuple[str, ...]:
        """Note a poll that went through. While entries are left, the feed must be sent again: its version is not
        remembered.
        """
        known = replace(self._feeds[url], due=self._clock() + self._every_s, failures=0)
        if feed:
            left = self._new(url, feed)
            waiting = {entry.id for entry in left}
            present = {entry.id for entry in feed.articles}
            dropped = [key for key in known.done if key not in present]
            forgotten = set(dropped[:-_REMEMBERED])
            known = replace(
                known,
                done=tuple(key for key in known.done if key not in forgotten),
                etag="" if left else page.etag,
                modified="" if left else page.modified,
                tries={key: count for key, count in known.tries.items() if key in waiting},
            )
        self._feeds[url] = known
        return self._saved()

    def _postponed(self, url: str, problem: str) -> Polled:
        """Note a poll that failed: the next one waits twice as long as the last, up to a day."""
        known = self._feeds[url]
        failures = known.failures + 1
        wait = max(min(self._every_s * 2.0 ** min(failures, 20), LONGEST_WAIT_S), self._every_s)
        self._feeds[url] = replace(known, due=self._clock() + wait, failures=failures)
        return Polled(problems=(f"{problem}; asked again in {_duration(wait)}", *self._saved()))

    def _saved(self) -> tuple[str, ...]:
        """The problem of saving, where there is one: what is remembered holds until this process ends."""
        try:
            self._save()
        except OSError as error:
            return (f"{self._notes}: what was fetched can't be noted ({error.strerror or error})",)
        return ()

    def _save(self) -> None:
        text = json.dumps({url: asdict(feed) for url, feed in self._feeds.items()}, indent=1)
        write_whole(self._notes, text.encode())


def _load(notes: Path) -> dict[str, Remembered]:
    """What was remembered, as far as it can be understood."""
    try:
        records = json.loads(notes.read_bytes())
        return {str(url): _remembered(record) for url, record in records.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _remembered(record: Mapping[str, Any]) -> Remembered:
    return Remembered(
        due=float(record["due"]) if "due" in record else 0.0,
        failures=int(record.get("failures", 0)),
        etag=_header(record.get("etag")),
        modified=_header(record.get("modified")),
        done=tuple(str(key) for key in record.get("done", ())),
        tries={str(key): int(count) for key, count in record.get("tries", {}).items()},
    )


def _header(value: object) -> str:
    return value if isinstance(value, str) and value.isascii() and value.isprintable() else ""


def _duration(seconds: float) -> str:
    return f"{seconds / 3600:.0f} h" if seconds >= 7200 else f"{seconds / 60:.0f} min"
