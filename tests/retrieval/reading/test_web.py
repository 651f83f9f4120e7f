"""Fetching from a site on this machine that behaves badly. Its name is resolved by the test, as a private host that the
limits name; every other name and address is out of bounds.
"""

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.errors import FetchError
from retrieval.reading.web import Known, Limits, Web
from tests.retrieval.reading.site import NAME, Site, answer, redirect, serving

HOSTILE_PLACES = [
    "http://127.0.0.1:{port}/secret",
    "//127.0.0.1:{port}/secret",
    "http://localhost:{port}/secret",
    "http://2130706433:{port}/secret",
    "http://0x7f.1:{port}/secret",
    "http://0177.0.0.1:{port}/secret",
    "http://[::1]:{port}/secret",
    "http://[::ffff:127.0.0.1]:{port}/secret",
    "http://[64:ff9b::7f00:1]/secret",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://other.test/secret",
    "http://site.test:1/secret",
    "http://user@site.test:{port}/secret",
    "http://１２７.0.0.1:{port}/secret",
    "file:///etc/passwd",
    "gopher://site.test:{port}/_secret",
    "ftp://site.test/secret",
    "data:text/html,secret",
    "http://site.test:{port}/sec\\ret",
    "",
]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def is_html(kind: str) -> bool:
    return kind == "text/html"


def refusal(web: Web, link: str) -> FetchError:
    with pytest.raises(FetchError) as refused:
        web.fetch(link, is_html)
    assert "\n" not in str(refused.value)
    return refused.value


def test_a_host_that_is_not_public_is_named_once(site: Site) -> None:
    assert refusal(site.web(), "http://127.0.0.1/").reason == "127.0.0.1 is not public; reading.allow_hosts may name it"


def test_a_page_is_fetched_by_name_with_what_the_host_says_of_it(site: Site) -> None:
    site.pages["/a?b=1"] = answer("hello", type='Text/HTML; Charset="latin-1"', ETag='"7"', Last_Modified="yesterday")
    page = site.web().fetch(f" {site.link('/a?b=1#part')} ", is_html)
    assert (page.body, page.content_type, page.charset) == (b"hello", "text/html", "latin-1")
    assert (page.url, page.etag, page.modified) == (site.link("/a?b=1"), '"7"', "yesterday")
    head = site.requests[-1].lower()
    assert f"host: {NAME}:{site.port}\r\n" in head
    assert "user-agent: quoted" in head
    assert "cookie" not in head


def test_the_environment_brings_no_proxy(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    site.pages["/"] = answer("hello")
    assert site.web().fetch(site.link(), is_html).body == b"hello"


def test_a_private_host_that_is_not_named_gets_no_request(site: Site) -> None:
    site.pages["/"] = answer("secret")
    web = Web(Limits(pause_s=0.0), resolve=site.resolve)
    assert refusal(web, site.link()).lasting
    assert refusal(web, f"http://127.0.0.1:{site.port}/").lasting
    assert site.requests == []


def test_a_name_that_changes_between_two_answers_is_asked_once_a_request_and_not_trusted(site: Site) -> None:
    """DNS rebinding: a public address for the check, a private one for the connection."""
    asked: list[str] = []

    def rebinding(name: str, port: int) -> tuple[str, ...]:
        asked.append(name)
        return ("240.0.0.1",) if len(asked) % 2 else ("127.0.0.1",)

    site.pages["/"] = answer("secret")
    limits = Limits(pause_s=0.0, seconds=1.0)
    for _ in range(4):
        refusal(Web(limits, resolve=rebinding), "http://example.org/")
    assert len(asked) == 4
    assert site.requests == []


def test_a_redirect_is_followed_to_the_page_and_gives_its_link(site: Site) -> None:
    for number, status in enumerate(["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]):
        site.pages[f"/{number}"] = redirect(f"{number + 1}", status=status)
    site.pages["/5"] = answer("hello")
    page = site.web().fetch(site.link("/0"), is_html)
    assert (page.body, page.url) == (b"hello", site.link("/5"))


@pytest.mark.parametrize("place", HOSTILE_PLACES)
def test_a_redirect_is_checked_like_the_first_link(site: Site, place: str) -> None:
    site.pages["/"] = redirect(place.format(port=site.port))
    site.pages["/secret"] = answer("secret")
    error = refusal(site.web(), site.link())
    assert error.lasting
    assert error.link == site.link()
    assert site.paths == ["/"]


@pytest.mark.parametrize("moved", ["/", "/?again"])
def test_redirects_in_a_circle_end(site: Site, moved: str) -> None:
    site.pages["/"] = site.pages["/?again"] = redirect(moved)
    assert "redirected more than 5 times" in refusal(site.web(), site.link()).reason
    assert len(site.paths) == 6


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"a" * 10_000)


def endless_headers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
    while True:
        connection.sendall(b"X-More: and more\r\n" * 100)


def endless_continuation(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def endless_chunk_size(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n1;")
    while True:
        connection.sendall(b"x=y;" * 1000)


def drip_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
    while True:
        connection.sendall(b"a")
        time.sleep(0.05)


def drip_headers(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Long: " + b"a" * 1000:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def silence(connection: socket.socket) -> None:
    connection.recv(1)


def hang_up(connection: socket.socket) -> None:
    connection.close()


def half(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\nhalf")


def another_protocol(connection: socket.socket) -> None:
    connection.sendall(b"220 mail.test ESMTP\r\n")


@pytest.mark.parametrize(
    "behaviour",
    [
        endless,
        endless_headers,
        endless_continuation,
        endless_chunk_size,
        drip_body,
        drip_headers,
        silence,
        hang_up,
        half,
        another_protocol,
    ],
)
def test_no_behaviour_outlasts_the_limits(site: Site, behaviour: object) -> None:
    site.pages["/"] = behaviour  # type: ignore[assignment]
    web = site.web(seconds=1.0)
    begin = time.monotonic()
    refusal(web, site.link())
    assert time.monotonic() - begin < 30.0


def members(count: int) -> bytes:
    return gzip.compress(b"a" * 1000) * count


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(b"\0" * 50_000_000),
        gzip.compress(gzip.compress(b"\0" * 50_000_000)),
        members(200),
        gzip.compress(b"a" * 100_001),
    ],
    ids=["bomb", "bomb within", "many members", "a byte too large"],
)
def test_a_packed_page_is_unpacked_no_further_than_the_limit(site: Site, body: bytes) -> None:
    site.pages["/"] = answer(body, Content_Encoding="gzip")
    begin = time.monotonic()
    try:
        assert len(site.web().fetch(site.link(), is_html).body) <= 100_000
    except FetchError as error:
        assert "larger than 100,000 bytes" in error.reason  # noqa: PT017 - either the limit or what fits
    assert time.monotonic() - begin < 30.0


def test_packed_pages_are_unpacked(site: Site) -> None:
    site.pages["/"] = answer(gzip.compress(b"a" * 60_000) + gzip.compress(b"b" * 40_000), Content_Encoding="GZIP")
    assert site.web().fetch(site.link(), is_html).body == b"a" * 60_000 + b"b" * 40_000


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("gzip", b"plain", "is not"),
        ("gzip", gzip.compress(b"words" * 100)[:-12], "breaks off"),
        ("gzip", gzip.compress(b"words") + b"more", "is not"),
        ("br", b"x", "not asked for"),
        ("deflate", zlib.compress(b"words"), "not asked for"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"words")), "not asked for"),
    ],
    ids=["not packed", "cut", "with more behind", "brotli", "deflate", "packed twice"],
)
def test_a_page_packed_in_another_way_is_refused(site: Site, encoding: str, body: bytes, reason: str) -> None:
    site.pages["/"] = answer(body, Content_Encoding=encoding)
    assert reason in refusal(site.web(), site.link()).reason


def test_a_page_of_exactly_the_limit_fits_and_one_byte_more_does_not(site: Site) -> None:
    site.pages["/fits"], site.pages["/not"] = answer("a" * 100_000), answer("a" * 100_001)
    assert len(site.web().fetch(site.link("/fits"), is_html).body) == 100_000
    assert "larger than" in refusal(site.web(), site.link("/not")).reason


@pytest.mark.parametrize("kind", ["application/octet-stream", "image/png", "text/htmlx", "", "text", "video/mp4; a=b"])
def test_a_page_of_an_unwanted_type_is_refused_unread(site: Site, kind: str) -> None:
    site.pages["/"] = answer("a" * 1_000_000, type=kind)
    error = refusal(site.web(), site.link())
    assert "type" in error.reason
    assert error.lasting


@pytest.mark.parametrize(
    ("status", "lasting"),
    [
        ("404 Not Found", True),
        ("410 Gone", True),
        ("403 Forbidden", True),
        ("204 No Content", True),
        ("429 Too Many Requests", False),
        ("500 Internal Server Error", False),
        ("503 Service Unavailable", False),
    ],
)
def test_a_page_that_is_not_there_is_an_error_that_says_whether_to_try_again(
    site: Site, status: str, lasting: bool
) -> None:
    site.pages["/"] = answer("sorry", status=status)
    error = refusal(site.web(), site.link())
    assert status.split()[0] in error.reason
    assert error.lasting is lasting


@pytest.mark.parametrize(
    "page",
    [
        answer("x", type="text/\x9b31mred"),
        answer("x", Content_Encoding="\x9b31m"),
        redirect("http://a.test/\x9b31m"),
        redirect("\x9b31m://a.test/"),
    ],
)
def test_a_host_cant_send_commands_to_the_terminal(site: Site, page: bytes) -> None:
    site.pages["/"] = page
    assert str(refusal(site.web(), site.link())).isprintable()
    assert str(refusal(site.web(), "\x1b[2J://a.test/")).isprintable()


def test_a_name_that_does_not_exist_may_exist_later(site: Site) -> None:
    error = refusal(site.web(), "http://nowhere.test/")
    assert "nowhere.test" in error.reason
    assert not error.lasting


def test_an_unchanged_page_is_not_sent_again(site: Site) -> None:
    site.pages["/"] = answer(status="304 Not Modified", type="", ETag='"7"')
    page = site.web().fetch(site.link(), is_html, known=Known(etag='"7"', modified="yesterday"))
    assert (page.unchanged, page.body, page.etag) == (True, b"", '"7"')
    assert 'if-none-match: "7"\r\n' in site.requests[-1].lower()
    assert "if-modified-since: yesterday\r\n" in site.requests[-1].lower()


@pytest.mark.parametrize("rule", ["User-agent: *\nDisallow: /private", "User-agent: Quoted\nDisallow: /*.html$"])
def test_robots_are_asked_once_and_obeyed(site: Site, rule: str) -> None:
    site.pages["/robots.txt"] = answer(rule, type="text/plain")
    site.pages["/private/a.html"] = answer("secret")
    site.pages["/open"] = answer("hello")
    web = site.web()
    assert web.fetch(site.link("/open"), is_html).body == b"hello"
    error = refusal(web, site.link("/private/a.html"))
    assert "robots.txt" in error.reason
    assert error.lasting
    assert [head.split()[1] for head in site.requests] == ["/robots.txt", "/open"]


def test_a_redirect_may_not_lead_past_robots(site: Site) -> None:
    site.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /private", type="text/plain")
    site.pages["/open"] = redirect("/private")
    assert "robots.txt" in refusal(site.web(), site.link("/open")).reason
    assert site.paths == ["/open"]


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        (answer("", status="503 Busy"), "robots.txt"),
        (hang_up, "did not answer properly"),
        (redirect("http://127.0.0.1/robots.txt"), "robots.txt"),
        (answer("#" * 500_001, type="text/plain"), "robots.txt of site.test is larger than 500,000 bytes"),
    ],
)
def test_without_a_word_on_robots_nothing_is_fetched(site: Site, robots: bytes, reason: str) -> None:
    site.pages["/robots.txt"] = robots
    site.pages["/"] = answer("hello")
    assert reason in refusal(site.web(seconds=1.0), site.link()).reason
    assert site.paths == []


@pytest.mark.parametrize(
    "robots",
    [
        answer("none", status="404 Not Found"),
        answer("none", status="403 Forbidden"),
        answer(b"\xff\xfe\x00\x80 Disallow", type="image/png"),
        redirect("/robots.txt"),
        answer("<html>what?</html>"),
    ],
)
def test_robots_that_say_nothing_allow_everything(site: Site, robots: bytes) -> None:
    site.pages["/robots.txt"] = robots
    site.pages["/"] = answer("hello")
    assert site.web().fetch(site.link(), is_html).body == b"hello"


@pytest.mark.parametrize(("pause_s", "robots"), [(0.3, ""), (0.0, "User-agent: *\nCrawl-delay: 0.3")])
def test_requests_to_one_host_keep_a_pause(site: Site, pause_s: float, robots: str) -> None:
    site.pages["/"] = answer("hello")
    site.pages["/robots.txt"] = answer(robots, type="text/plain")
    web = Web(replace(site.web().limits, pause_s=pause_s), resolve=site.resolve)
    begin = time.monotonic()
    threads = [threading.Thread(target=web.fetch, args=(site.link(), is_html)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert site.paths == ["/"] * 3
    assert time.monotonic() - begin >= 0.6


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for the site's name and no other, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    words = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={NAME}".split()
    names = ["-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([openssl, *words, *names], check=True, capture_output=True)
    return cert, key


def test_tls_is_spoken_and_checked_under_the_name_though_the_address_is_given(certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    serves = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serves.load_cert_chain(cert, key)
    told: list[str | None] = []
    serves.sni_callback = lambda _, name, __: told.append(name)
    with serving(serves) as site:
        site.pages["/"] = answer("hello")
        trusts = ssl.create_default_context(cafile=str(cert))
        assert site.web(tls=trusts).fetch(site.link(), is_html).body == b"hello"
        assert set(told) == {NAME}
        other = Limits(pause_s=0.0, allow_hosts=frozenset({f"other.test:{site.port}"}))
        error = refusal(Web(other, resolve=site.resolve, tls=trusts), site.link().replace(NAME, "other.test"))
        assert "ertificate" in error.reason
        assert "ertificate" in refusal(site.web(), site.link()).reason  # nobody this machine trusts has signed it
        assert site.paths == ["/"]
