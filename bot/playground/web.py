"""What every HTTP request to the playground passes, and the page's files.

Only programs on this machine may ask: the socket is bound to 127.0.0.1, and a page of another site that is open in the
same browser is refused by the Host that it names (DNS rebinding) and by its Origin (cross-site requests).
"""

import asyncio
from collections.abc import Coroutine, Mapping
from importlib import resources
from typing import Any, TypeVar

from tornado.httputil import HTTPHeaders
from tornado.web import HTTPError, RequestHandler

FILES = {
    "": ("index.html", "text/html"),
    "chat.css": ("chat.css", "text/css"),
    "chat.js": ("chat.js", "text/javascript"),
    "commands.js": ("commands.js", "text/javascript"),
    "composer.css": ("composer.css", "text/css"),
    "files.js": ("files.js", "text/javascript"),
    "inline.js": ("inline.js", "text/javascript"),
    "message.css": ("message.css", "text/css"),
    "message.js": ("message.js", "text/javascript"),
    "notes.js": ("notes.js", "text/javascript"),
    "presses.js": ("presses.js", "text/javascript"),
    "reference.js": ("reference.js", "text/javascript"),
    "starters.js": ("starters.js", "text/javascript"),
    "text.js": ("text.js", "text/javascript"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
}
"""The page's files and their types, by path."""
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
Result = TypeVar("Result")


def read_files() -> dict[str, tuple[bytes, str]]:
    """The page's files as bytes with their types, by path."""
    folder = resources.files("bot.playground") / "page"
    return {path: ((folder / name).read_bytes(), kind) for path, (name, kind) in FILES.items()}


def from_here(headers: HTTPHeaders, port: int) -> bool:
    """Whether a request names this machine, and comes from the playground's own page or from no page at all."""
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    origin = headers.get("Origin")
    return (
        headers.get("Host") in hosts
        and (origin is None or origin in {f"http://{host}" for host in hosts})
        and headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    )


class LocalHandler(RequestHandler):
    """Refuses strangers, sets headers, ends work for a client that left."""

    _work: asyncio.Task[Any] | None = None

    def set_default_headers(self) -> None:
        """Also on errors."""
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse who is not of this machine."""
        if not from_here(self.request.headers, self.settings["port"]):
            raise HTTPError(403)

    def write_error(self, status_code: int, **_: Any) -> None:
        """An error in the form of the Bot API's."""
        self.finish({"ok": False, "error_code": status_code, "description": self._reason})

    def on_connection_close(self) -> None:
        """End a long poll that nobody waits for any more."""
        if self._work is not None:
            self._work.cancel()

    async def while_connected(self, work: Coroutine[Any, Any, Result]) -> Result:
        """What the work returns. Raises CancelledError when the client leaves before it is done."""
        task = asyncio.create_task(work)
        self._work = task
        try:
            return await task
        finally:
            self._work = None


class FileHandler(LocalHandler):
    """The page's files."""

    def initialize(self, files: Mapping[str, tuple[bytes, str]]) -> None:
        """Tornado's constructor for what the route gives."""
        self._files = files

    def get(self, path: str = "") -> None:
        """The file, or 404."""
        if path not in self._files:
            raise HTTPError(404)
        content, kind = self._files[path]
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.finish(content)
