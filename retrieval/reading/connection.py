"""One HTTP exchange with a host whose addresses are checked: nothing is resolved here, nothing outlasts its limits.

The connection goes to the given addresses; TLS is asked for, and the certificate checked, under the host's name. No
proxy is taken from the environment, only the places of certificates. Knows nothing of redirects.
"""

import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import httpcore

from retrieval.reading.hosts import Target

OVERHEAD_BYTES = 300_000
"""What may come over the line beyond the body: headers, chunks' sizes, a handshake."""
_MOST_ADDRESSES = 4


class TooMuch(Exception):
    """More came than the limit allows."""


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses, whatever name it is given, until a deadline (of time.monotonic)."""

    def __init__(self, addresses: Sequence[str], *, deadline: float, max_bytes: int) -> None:
        self._addresses = addresses[:_MOST_ADDRESSES]
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first address that answers."""
        del host, timeout
        for number, address in enumerate(self._addresses, 1):
            share = _left(self._deadline) / (len(self._addresses) - number + 1)
            try:
                stream = self._system.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(self._addresses):
                    raise
            else:
                return _LimitedStream(stream, self._deadline, self._max_bytes + OVERHEAD_BYTES)
        raise httpcore.ConnectError("no address to connect to")


class _LimitedStream(httpcore.NetworkStream):
    """A stream whose reads and writes, all together, end at the deadline and at a number of bytes."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float, bytes_left: float) -> None:
        self._stream = stream
        self._deadline = deadline
        self._bytes_left = bytes_left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        data = self._stream.read(max_bytes, _left(self._deadline))
        self._bytes_left -= len(data)
        if self._bytes_left < 0:
            raise TooMuch
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        del timeout
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _LimitedStream(secured, self._deadline, self._bytes_left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def connect(backend: PinnedBackend, tls: ssl.SSLContext) -> httpcore.ConnectionPool:
    """A pool for one exchange; close it afterwards."""
    return httpcore.ConnectionPool(ssl_context=tls, network_backend=backend, max_connections=1, retries=0)


def exchange(
    pool: httpcore.ConnectionPool, target: Target, headers: Mapping[str, str]
) -> AbstractContextManager[httpcore.Response]:
    """A GET for the target. Raises httpcore's errors and TooMuch, as does reading the response."""
    url = httpcore.URL(
        scheme=target.url.raw_scheme, host=target.host.encode("ascii"), port=target.port, target=target.url.raw_path
    )
    lines = [("Host", target.url.netloc.decode("ascii")), *headers.items()]
    raw = [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in lines]
    return pool.stream("GET", url, headers=raw)


def header_lines(response: httpcore.Response) -> dict[str, str]:
    """The headers by their names in lower case; of one that came several times the first."""
    found: dict[str, str] = {}
    for name, value in response.headers:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
    return found


def decoded(chunks: Iterable[bytes], encoding: str, *, max_bytes: int) -> bytes:
    """The body, unpacked. Raises TooMuch as soon as it is larger than the limit, before and after unpacking, and
    ValueError for an encoding that nobody asked for or a body that is not in it.
    """
    if encoding.lower() in ("", "identity"):
        pieces: Iterable[bytes] = chunks
    elif encoding.lower() in ("gzip", "x-gzip"):
        pieces = _unzipped(chunks, max_bytes)
    else:
        raise ValueError(f'came packed as "{encoding[:40]}", which was not asked for')
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > max_bytes:
            raise TooMuch
    return bytes(body)


def _unzipped(chunks: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    """The parts of a gzip stream of one or more members. No part is larger than the limit and a byte."""
    member = zlib.decompressobj(wbits=31)
    fed = False
    try:
        for chunk in chunks:
            while chunk:
                if member.eof:
                    member = zlib.decompressobj(wbits=31)
                fed = True
                yield member.decompress(chunk, max_bytes + 1)
                chunk = member.unconsumed_tail or member.unused_data
    except zlib.error:
        raise ValueError("says that it is packed as gzip, and is not") from None
    if fed and not member.eof:
        raise ValueError("the packed page breaks off")


def _left(deadline: float) -> float:
    """Seconds until the deadline. Raises ReadTimeout when it has passed: the wait may have been anybody's."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for this page is over")
    return left
