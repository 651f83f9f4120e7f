"""A web site on 127.0.0.1 that behaves as badly as a test wants, for the tests of what fetches."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from retrieval.reading.web import Limits, Web

NAME = "site.test"
Behaviour = Callable[[socket.socket], None]


def answer(body: str | bytes = "", *, status: str = "200 OK", type: str = "text/html", **headers: str) -> bytes:
    """A whole response."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(data)}", "Connection: close"]
    lines += [f"Content-Type: {type}"] if type else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + data


def redirect(location: str, *, status: str = "302 Found") -> bytes:
    return answer(status=status, Location=location)


@dataclass
class Site:
    """Serves `pages`, by path: bytes to send, or what to do with the connection. 404 for any other path."""

    pages: dict[str, bytes | Behaviour] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)  # whole request heads, in order
    resolved: list[str] = field(default_factory=list)  # names that were asked for
    port: int = 0
    scheme: str = "http"

    def link(self, path: str = "/") -> str:
        return f"{self.scheme}://{NAME}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, those of robots.txt left out."""
        paths = [head.split(" ")[1] for head in self.requests]
        return [path for path in paths if path != "/robots.txt"]

    def resolve(self, name: str, port: int) -> tuple[str, ...]:
        """The test's own name service: one private host, and one that does not exist."""
        self.resolved.append(name)
        if name == "nowhere.test":
            raise OSError("Name or service not known")
        return ("127.0.0.1",)

    def web(self, *, tls: ssl.SSLContext | None = None, seconds: float = 5.0, max_bytes: int = 100_000) -> Web:
        """What fetches from this site."""
        limits = Limits(
            max_bytes=max_bytes, seconds=seconds, pause_s=0.0, allow_hosts=frozenset({f"{NAME}:{self.port}"})
        )
        return Web(limits, resolve=self.resolve, tls=tls)

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(10)
            head = b""
            while b"\r\n\r\n" not in head:
                part = connection.recv(65536)
                if not part:
                    return
                head += part
            self.requests.append(head.decode("latin-1"))
            page = self.pages.get(self.requests[-1].split(" ")[1], answer("none", status="404 Not Found"))
            if isinstance(page, bytes):
                connection.sendall(page)
            else:
                page(connection)


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that runs until the block ends."""
    site = Site(scheme="https" if tls else "http")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site.port = listener.getsockname()[1]
        ended = threading.Event()

        def one(connection: socket.socket) -> None:
            if tls:
                with suppress(OSError):  # a client that does not trust the certificate hangs up
                    site._serve(tls.wrap_socket(connection, server_side=True))
            else:
                site._serve(connection)

        def accept() -> None:
            while not ended.is_set():
                with suppress(TimeoutError):
                    connection = listener.accept()[0]
                    threading.Thread(target=one, args=(connection,), daemon=True).start()

        listener.settimeout(0.1)
        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield site
        finally:
            ended.set()
            thread.join()
