"""Which hosts may be fetched from: public ones by their name or address, and private ones that an operator named.

Knows no HTTP. Names are resolved here, once; what connects gets addresses.
"""

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

import httpx

SCHEMES = {"http": 80, "https": 443}
LONGEST_URL = 4_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(net)
    for net in (
        *("2002::/16", "2001::/32", "::/96"),  # 6to4, Teredo, IPv4-compatible: each carries an IPv4 address to go to
        *("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "3fff::/20", "5f00::/16", "fec0::/10"),
    )
)
"""What not every Python that we run on takes for special, of IANA's registries of special-purpose addresses."""
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")

Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a host's name for a port. Raises OSError where there are none."""


@dataclass(frozen=True)
class Target:
    """A link that may be asked for, once its host's addresses are checked."""

    url: httpx.URL
    host: str  # in lower case, ASCII, without the root's dot
    port: int

    @property
    def place(self) -> str:
        """Host and port, as they stand in `allow_hosts` and in a robots.txt's address."""
        return f"{self.host}:{self.port}"


def parse(link: str) -> Target:
    """What the link leads to. Raises ValueError with the reason for one that is no plain http(s) link."""
    if len(link) > LONGEST_URL:
        raise ValueError(f"longer than {LONGEST_URL} characters")
    if "\\" in link or any(c.isspace() or not c.isprintable() for c in link):
        raise ValueError("holds a blank, a backslash or a control character")
    try:
        url = httpx.URL(link)
        host, port = url.raw_host.decode("ascii").lower(), url.port
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise ValueError(f"not a link ({str(error) or 'it can not be parsed'})") from None
    if url.scheme not in SCHEMES:
        raise ValueError(f'begins with "{url.scheme}:"; only http and https are fetched' if url.scheme else "no link")
    if url.userinfo or "@" in link.split("//", 1)[-1].split("/", 1)[0]:
        raise ValueError("holds a user name; only pages that anybody may read are fetched")
    host = host.removesuffix(".")
    if not host:
        raise ValueError("names no host")
    port = SCHEMES[url.scheme] if port is None else port
    if not 0 < port < 65536:
        raise ValueError(f"port {port} does not exist")
    return Target(url.copy_with(host=host, fragment=None), host, port)


class NotPublic(ValueError):
    """A host that may not be fetched from; the message says which, and why."""


def addresses(target: Target, resolve: Resolve, *, allow_hosts: frozenset[str]) -> tuple[str, ...]:
    """The checked addresses to connect to. Raises NotPublic when the host may not be fetched from, OSError when its
    name has no address.

    `allow_hosts` holds private hosts, as "host" (ports 80 and 443) or "host:port". A name of which one address is not
    public is refused as a whole.
    """
    usual = target.port in SCHEMES.values()
    allowed = target.place in allow_hosts or (usual and target.host in allow_hosts)
    if not allowed and not usual:
        raise NotPublic(
            f"port {target.port} is not fetched from; 80 and 443 are, others when reading.allow_hosts names"
            f" {target.place}"
        )
    literal = _literal(target.host)
    found = (literal,) if literal else tuple(dict.fromkeys(resolve(target.host, target.port)))
    if not found:
        raise OSError("the name has no address")
    for address in found:
        if not allowed and not is_public(address):
            where = "" if literal else f" at {address}, which is"
            raise NotPublic(f"{target.host} is{where} not public; reading.allow_hosts may name it")
    return found


def is_public(address: str) -> bool:
    """Whether an address in the usual notation leads to a host of the public Internet, whatever wraps it."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return False
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    if any(ip in net for net in _NOT_PUBLIC):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def resolve_by_system(
    host: str, port: int, *, timeout_s: float = 10.0, lookup: Callable[..., Sequence[Any]] = socket.getaddrinfo
) -> tuple[str, ...]:
    """The addresses that the system's resolver gives, within the time: the system's own has no limit to rely on.
    `lookup` is called, and answers, like socket.getaddrinfo. Raises OSError.
    """
    answer: SimpleQueue[tuple[str, ...] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            infos = lookup(host, port, type=socket.SOCK_STREAM)
            answer.put(tuple(str(info[4][0]) for info in infos))
        except (OSError, UnicodeError) as error:
            answer.put(error if isinstance(error, OSError) else OSError("not a host's name"))

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answer.get(timeout=timeout_s)
    except Empty:
        raise TimeoutError("the name was not resolved in time") from None
    if isinstance(found, OSError):
        raise found
    return found


def _literal(host: str) -> str:
    """The host where it is an address in the usual notation, "" where it is a name. Raises ValueError for what is
    neither, such as an address in decimal, octal or hexadecimal notation, which systems read differently.
    """
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        if not _NAME.fullmatch(host) or _NUMBER.fullmatch(host.rsplit(".", 1)[-1]):
            raise ValueError(f'"{host}" is neither a name nor an address as addresses are written') from None
        return ""
