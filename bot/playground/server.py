"""The playground as a whole: a web server on a thread of its own."""

import asyncio
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from bot.playground.endpoints import make_application, new_scene
from retrieval.errors import SettingsError

HOST = "127.0.0.1"
MOST_BODY_BYTES = 32 << 20
"""Of a file of the 20 MB that a bot may have, in base64."""
_STOP_WITHIN_S = 10.0


class Playground:
    """A Bot API server and a page to chat in, on this machine alone. Starts on entering, stops on leaving.

    A bot with this token talks to it at `address`; a person opens the same address in a browser. Chats are kept in
    memory and end with it. `port` 0 takes a free one.
    """

    def __init__(self, *, port: int, token: str) -> None:
        self._token = token
        self._wanted = port
        self._port = port
        self._leave: Callable[[], object] | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """Such as http://127.0.0.1:8080; for port 0 known once it has started."""
        return f"http://{HOST}:{self._port}"

    def start(self) -> None:
        """Take the port and serve until `stop`. Raises SettingsError when the port is taken."""
        try:
            sockets = bind_sockets(self._wanted, HOST, family=socket.AF_INET)
        except OSError as error:
            raise SettingsError(
                f"port {self._wanted} on {HOST}: {error.strerror}; set playground.port in quoted.toml, or "
                "QUOTED_PLAYGROUND_PORT, to another port, or to 0 for a free one"
            ) from None
        self._port = sockets[0].getsockname()[1]
        # A daemon, so that a bot that fails does not leave a process with nothing but a playground.
        application = make_application(new_scene(self._token), token=self._token, port=self._port)
        serving = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(application, sockets, serving)), name="playground", daemon=True
        )
        self._thread.start()
        serving.wait()

    def stop(self) -> None:
        """Close the port and every connection. Stopping twice is harmless."""
        if self._thread is not None and self._leave is not None:
            self._leave()
            self._thread.join(_STOP_WITHIN_S)
        self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def _serve(self, application: Application, sockets: list[socket.socket], serving: threading.Event) -> None:
        leave, loop = asyncio.Event(), asyncio.get_running_loop()
        self._leave = lambda: loop.call_soon_threadsafe(leave.set)
        server = HTTPServer(application, max_body_size=MOST_BODY_BYTES)
        server.add_sockets(sockets)
        serving.set()
        await leave.wait()
        server.stop()
        await server.close_all_connections()
