"""Fetching pages and feeds: http and https, from checked public addresses, within limits, as robots.txt allows.

Every redirect is checked like the first link. Knows no format and no folder; hosts.py says which hosts may be fetched
from, connection.py makes one exchange.
"""

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import httpcore
import httpx

from retrieval.errors import FetchError
from retrieval.reading.connection import PinnedBackend, TooMuch, connect, decoded, exchange, header_lines
from retrieval.reading.hosts import NotPublic, Resolve, Target, addresses, parse, resolve_by_system
from retrieval.reading.robots import ROBOTS_LIMIT_BYTES, Rules, parse_rules

PRODUCT = "Quoted"
"""The name that a robots.txt may use for this program."""
REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_LATER = (408, 425, 429)
_ROBOTS_DAY_S = 86_400.0
_LONGEST_PAUSE_S = 10.0
"""Of what a robots.txt asks for as Crawl-delay: no more fits into the time for a page."""


class _Refused(Exception):
    """Why there is no page."""

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lasting = lasting


@dataclass(frozen=True)
class Limits:
    """What one fetch, its redirects included, may cost, and which private hosts may be asked."""

    max_bytes: int = 50_000_000  # of the body, before and after unpacking
    seconds: float = 30.0
    pause_s: float = 1.0  # between two requests to one host
    allow_hosts: frozenset[str] = frozenset()  # private hosts, as "host" or "host:port"


@dataclass(frozen=True)
class Page:
    """What a link led to."""

    url: str  # after the redirects
    content_type: str  # in lower case, without parameters; "" when the host does not say
    charset: str  # as the host says, "" when it does not
    body: bytes
    etag: str = ""
    modified: str = ""
    unchanged: bool = False  # the host says that it is still what `etag` or `modified` named; there is no body


@dataclass(frozen=True)
class Known:
    """What was remembered of an earlier fetch of the same link, so that an unchanged page is not sent again."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class _Place:
    """What is remembered of a scheme, host and port."""

    rules: Rules | None = None
    rules_until: float = 0.0
    next_request: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Web:
    """Fetches links. Thread-safe; requests to one host follow each other with a pause. `resolve` turns names into
    addresses; `tls` is the system's usual trust when not given.
    """

    def __init__(
        self, limits: Limits, *, resolve: Resolve = resolve_by_system, tls: ssl.SSLContext | None = None
    ) -> None:
        self.limits = limits
        self._resolve = resolve
        self._tls = tls
        self._places: dict[str, _Place] = {}
        self._lock = threading.Lock()

    def fetch(self, link: str, types: Callable[[str], bool], *, known: Known | None = None) -> Page:
        """The page that a link leads to, if it is of a type (such as "text/html") that `types` accepts.

        Raises FetchError for a link, a redirect or an address that may not be fetched, for what a robots.txt
        disallows, and for a page that is too large, too slow, of another type, or not there.
        """
        deadline = time.monotonic() + self.limits.seconds
        try:
            target = parse(link.strip())
            for _ in range(REDIRECTS + 1):
                self._ask_robots(target, deadline)
                headers = _headers(known or Known())
                answer = self._get(target, headers, deadline=deadline, types=types)
                moved = _moved(answer, target)
                if moved is None:
                    return _page(answer, target)
                target = moved
            raise _Refused(f"is redirected more than {REDIRECTS} times")
        except _Refused as error:
            raise FetchError(link, error.reason, lasting=error.lasting) from None
        except ValueError as error:
            raise FetchError(link, str(error), lasting=True) from None

    def _get(
        self, target: Target, headers: Mapping[str, str], *, deadline: float, types: Callable[[str], bool] | None
    ) -> _Answer:
        """One exchange. Its body is read only where the page is there and of a wanted type (any, for a robots.txt)."""
        limit = self.limits.max_bytes if types else ROBOTS_LIMIT_BYTES
        try:
            where = addresses(target, self._resolve, allow_hosts=self.limits.allow_hosts)
            if types:
                self._wait(target, deadline)
            backend = PinnedBackend(where, deadline=deadline, max_bytes=limit)
            with connect(backend, self._context()) as pool, exchange(pool, target, headers) as response:
                found = header_lines(response)
                if response.status != 200:
                    return _Answer(response.status, found, b"")
                kind = _type(found)[0]
                if types and not types(kind):
                    raise ValueError(f'is of the type "{kind[:60]}", which is not read' if kind else "names no type")
                body = decoded(response.iter_stream(), found.get("content-encoding", ""), max_bytes=limit)
                return _Answer(200, found, body)
        except TooMuch:
            raise ValueError(f"is larger than {limit:,} bytes") from None
        except httpcore.TimeoutException:
            raise _Refused(f"took longer than {self.limits.seconds:g} s") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise _Refused(f"{target.host} did not answer properly ({_first_line(error)})") from None

    def _ask_robots(self, target: Target, deadline: float) -> None:
        """Raise _Refused where the host's robots.txt says no, or can't be had for a fault of the host (RFC 9309)."""
        place = self._place(target)
        with place.lock:
            if place.rules is None or time.monotonic() > place.rules_until:
                place.rules = self._robots(target, deadline)
                place.rules_until = time.monotonic() + _ROBOTS_DAY_S
            rules = place.rules
        if not rules.allow(str(target.url), PRODUCT):
            raise _Refused(f"the robots.txt of {target.host} asks not to fetch it", lasting=True)

    def _robots(self, target: Target, deadline: float) -> Rules:
        here = replace(target, url=target.url.copy_with(raw_path=b"/robots.txt"))
        try:
            for _ in range(REDIRECTS + 1):
                answer = self._get(here, _headers(Known()), deadline=deadline, types=None)
                moved = _moved(answer, here)
                if moved is None:
                    break
                here = moved
        except NotPublic as error:
            if here.place == target.place:
                raise
            raise _Refused(f"the robots.txt of {target.host} is redirected: {error}", lasting=True) from None
        except ValueError as error:
            raise _Refused(f"the robots.txt of {target.host} {error}", lasting=True) from None
        if answer.status >= 500 or answer.status in _LATER:
            raise _Refused(f"the robots.txt of {target.host} can't be had now (status {answer.status})")
        return parse_rules(answer.body)

    def _wait(self, target: Target, deadline: float) -> None:
        """Let the pause since the last request to this host pass."""
        place = self._place(target)
        with self._lock:
            now = time.monotonic()
            begin = max(now, place.next_request)
            asked = place.rules.delay_s(PRODUCT) if place.rules else 0.0
            place.next_request = begin + max(self.limits.pause_s, min(asked, _LONGEST_PAUSE_S))
        if begin >= deadline:
            raise httpcore.PoolTimeout
        time.sleep(begin - now)

    def _place(self, target: Target) -> _Place:
        with self._lock:
            return self._places.setdefault(f"{target.url.scheme}://{target.place}", _Place())

    def _context(self) -> ssl.SSLContext:
        with self._lock:
            if self._tls is None:
                self._tls = httpx.create_ssl_context()
            return self._tls


def _headers(known: Known) -> dict[str, str]:
    """The headers of a request."""
    headers = {
        "User-Agent": f"{PRODUCT} (reads articles for a question answering bot)",
        "Accept": "text/html, application/rss+xml, application/atom+xml;q=0.9, */*;q=0.5",
        "Accept-Encoding": "gzip",
    }
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.modified:
        headers["If-Modified-Since"] = known.modified
    return headers


def _moved(answer: _Answer, target: Target) -> Target | None:
    """Where the answer sends on to, None where it does not. Raises ValueError when that may not be followed."""
    if answer.status not in _MOVED:
        return None
    location = answer.headers.get("location", "").encode("latin-1").decode("utf-8", "replace")
    if not location:
        raise ValueError("is redirected without saying where")
    try:
        return parse(str(target.url.join(location)))
    except (httpx.InvalidURL, ValueError) as error:
        raise ValueError(f"is redirected to {location[:200]!r}, which {_first_line(error)}") from None


def _page(answer: _Answer, target: Target) -> Page:
    """The page of an answer that is no redirect. Raises _Refused for any status but 200 and 304."""
    if answer.status not in (200, 304):
        later = answer.status >= 500 or answer.status in _LATER
        raise _Refused(f"{target.host} answered with status {answer.status}", lasting=not later)
    kind, charset = _type(answer.headers)
    return Page(
        url=str(target.url),
        content_type=kind,
        charset=charset,
        body=answer.body,
        etag=answer.headers.get("etag", ""),
        modified=answer.headers.get("last-modified", ""),
        unchanged=answer.status == 304,
    )


def _type(headers: Mapping[str, str]) -> tuple[str, str]:
    """The type and the charset that the headers name."""
    kind, _, parameters = headers.get("content-type", "").partition(";")
    charset = ""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'")
    return kind.strip().lower(), charset


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
