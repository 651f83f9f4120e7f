"""Links that lead where nobody may fetch from, and those that may be."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reading.hosts import addresses, is_public, parse, resolve_by_system

PUBLIC = "93.184.215.14"

NOT_ASKED_FOR = [
    "",
    "example.org/page",
    "//example.org/page",
    "http:example.org",
    "http:/example.org",
    "http://",
    "http:///etc/passwd",
    "http://./",
    "http://../",
    "http://?q",
    "http://#x",
    "file:///etc/passwd",
    "FILE://localhost/etc/passwd",
    "gopher://example.org/_GET",
    "ftp://example.org/a",
    "dict://example.org:11211/stat",
    "ldap://example.org/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "jar:http://example.org!/a",
    "ws://example.org/",
    "http://user@example.org/",
    "http://user:word@example.org/",
    "http://@example.org/",
    "http://example.org@127.0.0.1/",
    "http://example.org\\@127.0.0.1/",
    "http://example.org /",
    "http://exam\tple.org/",
    "http://example.org/\r\nHost: x",
    "http://example.org/\x00",
    "http://example.org/\u202e",
    "http://example.org:0/",
    "http://example.org:65536/",
    "http://example.org:-80/",
    "http://example.org:8o/",
    "http://example.org:22/",
    "http://example.org:6379/",
    "http://example.org:8080/",
    "http://2130706433/",
    "http://4294967295/",
    "http://017700000001/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7f.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0177.0.0.1/",
    "http://127.0.0.01/",
    "http://1.2.3.4.5/",
    "http://256.256.256.256/",
    "http://example.0x7f/",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://ⓔⓧⓐⓜⓟⓛⓔ.org/",
    "http://%31%32%37.0.0.1/",
    "http://example.org%00.example.net/",
    "http://example..org/",
    "http://.example.org/",
    "http://example.org../",
    "http://exam!ple.org/",
    f"http://{'a' * 64}.org/",
    "http://[::1]/",
    "http://[::1%25lo]/",
    "http://[fe80::1%eth0]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[::1/",
    "http://[127.0.0.1]/",
    "http://[v1.x]/",
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.255.255.254/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "https://192.168.1.1/",
    "http://255.255.255.255/",
    "http://example.org/" + "a" * 4_000,
]
"""Refused as they stand: no name service is asked."""

NOT_PUBLIC = [
    "0.0.0.0",
    "0.1.2.3",
    "10.1.2.3",
    "100.64.0.1",  # of a carrier's NAT
    "127.0.0.1",
    "169.254.169.254",  # clouds' metadata
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",  # IPv4-compatible
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a00:1",  # NAT64 of 10.0.0.1
    "64:ff9b:1::a00:1",
    "100::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",  # Teredo
    "2001:db8::1",
    "2002:a00:1::1",  # 6to4 of 10.0.0.1
    "fc00::1",
    "fd12:3456:789a::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2606:2800:21f:cb07::1%eth0",  # public, but for the zone
    "not an address",
]


class Names:
    """A name service that answers everything with the same addresses, and counts."""

    def __init__(self, *found: str) -> None:
        self.found = found
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> tuple[str, ...]:
        self.asked.append((host, port))
        return self.found


@pytest.mark.parametrize("link", NOT_ASKED_FOR)
def test_a_link_that_may_not_be_fetched_is_refused_before_any_name_is_resolved(link: str) -> None:
    names = Names(PUBLIC)
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        addresses(parse(link), names, allow_hosts=frozenset())
    assert names.asked == []


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_name_at_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)
    for found in [(address,), (PUBLIC, address)]:  # one private address among public ones as well
        with pytest.raises(ValueError, match="not public"):
            addresses(parse("https://example.org/"), Names(*found), allow_hosts=frozenset())


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e", "::ffff:93.184.215.14"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("link", "host", "port"),
    [
        ("http://example.org", "example.org", 80),
        ("HTTPS://EXAMPLE.org/Path?q=1#part", "example.org", 443),
        ("https://example.org./", "example.org", 443),
        ("http://example.org:443/", "example.org", 443),
        ("https://bücher.example/", "xn--bcher-kva.example", 443),
        ("http://пример.example/путь", "xn--e1afmkfd.example", 80),
        ("http://example。org/", "example.org", 80),
        ("http://a_b.example.org/", "a_b.example.org", 80),
    ],
)
def test_a_name_is_resolved_once_as_it_will_be_sent(link: str, host: str, port: int) -> None:
    names = Names(PUBLIC, PUBLIC)
    target = parse(link)
    assert addresses(target, names, allow_hosts=frozenset()) == (PUBLIC,)
    assert names.asked == [(host, port)]
    assert target.url.fragment == ""


@pytest.mark.parametrize(
    ("link", "allowed"),
    [
        ("http://wiki.intranet/", "wiki.intranet"),
        ("https://WIKI.intranet./", "wiki.intranet"),
        ("http://wiki.intranet:8080/", "wiki.intranet:8080"),
        ("http://10.0.0.5/", "10.0.0.5"),
    ],
)
def test_a_private_host_is_asked_only_where_it_is_named(link: str, allowed: str) -> None:
    names = Names("10.0.0.5")
    with pytest.raises(ValueError, match="allow_hosts"):
        addresses(parse(link), names, allow_hosts=frozenset())
    assert addresses(parse(link), names, allow_hosts=frozenset({allowed})) == ("10.0.0.5",)


@pytest.mark.parametrize("link", ["http://wiki.intranet:8081/", "http://other.wiki.intranet/", "http://intranet/"])
def test_a_named_host_opens_neither_other_ports_nor_other_names(link: str) -> None:
    with pytest.raises(ValueError, match="allow_hosts"):
        addresses(parse(link), Names("10.0.0.5"), allow_hosts=frozenset({"wiki.intranet", "wiki.intranet:8080"}))


@given(st.text(st.sampled_from("htps:/.@[]%?#\\0x127aé。１-_ \n"), max_size=40).map(lambda text: f"http://{text}"))
def test_any_text_is_a_target_with_a_plain_host_or_refused_in_one_line(link: str) -> None:
    try:
        host = parse(link).host
    except ValueError as error:
        assert "\n" not in str(error)  # noqa: PT017 - half of the property
    else:
        assert host.isascii()
        assert not set(host) & set("@/\\?# ")


def test_a_name_without_addresses_is_an_error() -> None:
    with pytest.raises(OSError, match="no address"):
        addresses(parse("http://example.org/"), Names(), allow_hosts=frozenset())


def test_the_system_resolves_names_and_gives_up_in_time() -> None:
    assert "127.0.0.1" in resolve_by_system("localhost", 80)
    with pytest.raises(TimeoutError, match="in time"):
        resolve_by_system("localhost", 80, timeout_s=0.05, lookup=lambda *_, **__: time.sleep(1) or [])
    with pytest.raises(OSError, match="not a host's name"):
        resolve_by_system("a" * 64, 80)
