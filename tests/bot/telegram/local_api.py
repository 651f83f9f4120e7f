"""A Bot API server on 127.0.0.1 that hands out updates, records what it is asked, and fails on demand.

The network's edge: what runs against it is the real bot with its real HTTP client.
"""

import json
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote

from tests.bot.telegram.described import objections
from tests.bot.telegram.strict import objection
from tests.bot.telegram.updates import ME

TEXTS = {
    "text", "parse_mode", "callback_query_id", "action", "inline_query_id", "guest_query_id", "language_code", "url",
    "secret_token", "file_id",
}  # fmt: skip
"""Parameters that are no JSON."""
WITHIN_S = 90.0
"""For what must come: far more than it takes, as the machine may be busy."""
TOKEN = "987654321:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQ_"  # nobody's


@dataclass
class Call:
    """A request: the method and its parameters, JSON decoded where it is JSON."""

    method: str
    parameters: dict[str, Any]
    at: float = field(default_factory=time.monotonic)


CUT, TAKEN, GARBLED = 0, 1, 2
"""In place of a status: the connection is cut before the call is taken, or after; what comes is none of Telegram's."""
LOGIN_PAGE = "<html>Welcome to our network! Please log in.</html>"


@dataclass
class Failure:
    """An answer other than success, or, with the status 200, success after a while."""

    status: int
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    after_s: float = 0.0


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of what went wrong here, but not that a bot was killed in the middle of a call."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class LocalApi:
    """The server. Starts on entering, stops on leaving."""

    def __init__(self) -> None:
        self.tries: Counter[str] = Counter()  # by method, with those that the connection was cut on
        self.calls: list[Call] = []
        self.served: list[Call] = []  # those of them that succeeded
        self.objections: list[str] = []
        self.changed = threading.Condition()
        self._updates: list[dict[str, Any]] = []
        self._failures: dict[str, list[Failure]] = {}
        self._messages = 1000
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._closing = False
        self.files: dict[str, bytes] = {}  # by their id, as the bot may have them
        self.had: list[str] = []  # those that it has had

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self.changed:
            self._closing = True
            self.changed.notify_all()
        self._server.shutdown()
        self._server.server_close()
        assert self.objections == []

    @property
    def last_message(self) -> int:
        """The number of the message that was sent or changed last."""
        return self._messages

    def push(self, *updates: dict[str, Any]) -> None:
        """Hand out these updates to the next getUpdates."""
        with self.changed:
            self._updates.extend(updates)
            self.changed.notify_all()

    def fail(self, method: str, *failures: Failure) -> None:
        """Let the next calls of a method fail, one a failure."""
        self._failures.setdefault(method, []).extend(failures)

    def drop(self, method: str, times: int = 1, *, after_taking: bool = False) -> None:
        """Cut the connection on the next calls of a method, before they are taken or after, without an answer."""
        self._failures.setdefault(method, []).extend([Failure(TAKEN if after_taking else CUT, "")] * times)

    def of(self, *methods: str) -> list[dict[str, Any]]:
        """The parameters of all calls of these methods so far."""
        return [call.parameters for call in self.calls if call.method in methods]

    def wait(self, *methods: str, count: int = 1, timeout_s: float = WITHIN_S) -> list[dict[str, Any]]:
        """The parameters of the methods' calls, when there are at least so many."""
        self.until(lambda: len(self.of(*methods)) >= count, timeout_s=timeout_s)
        return self.of(*methods)

    def until(self, condition: Callable[[], bool], *, timeout_s: float = WITHIN_S) -> None:
        """Wait for a condition on the calls."""
        with self.changed:
            assert self.changed.wait_for(condition, timeout_s), [call.method for call in self.calls]

    def until_tried(self, method: str, count: int) -> None:
        """Wait until a method was called so often, failed calls counted."""
        self.until(lambda: self.tries[method] >= count)

    def answer(self, method: str, parameters: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The response to a request."""
        with self.changed:
            self.tries[method] += 1
            self.changed.notify_all()
            failures = self._failures.get(method)
            failure = failures.pop(0) if failures else Failure(200)
            if failure.status in {CUT, GARBLED}:
                return failure.status, {"page": failure.description or LOGIN_PAGE}
            self.calls.append(call := Call(method, parameters))
            if failure.status == 200:
                self.served.append(call)
        if failure.status != 200:
            body = {"ok": False, "error_code": failure.status, "description": failure.description}
            return failure.status, body | ({"parameters": failure.parameters} if failure.parameters else {})
        time.sleep(failure.after_s)
        return 200, {"ok": True, "result": self._result(method, parameters)}

    def _result(self, method: str, parameters: dict[str, Any]) -> Any:
        if method == "getMe":
            return ME
        if method == "getUpdates":
            return self._next(parameters.get("offset", 0), parameters.get("timeout", 0))
        if method in {"sendMessage", "editMessageText"}:
            self._messages += 1
            chat = {"id": parameters["chat_id"], "type": "private"}
            return {"message_id": self._messages, "date": 1, "chat": chat, "text": parameters["text"]}
        if method == "getFile":
            id_ = parameters["file_id"]
            return {"file_id": id_, "file_unique_id": id_, "file_path": f"documents/{id_}"}
        if method == "answerGuestQuery":
            return {"inline_message_id": "1"}
        return True

    def _next(self, offset: int, timeout_s: float) -> list[dict[str, Any]]:
        with self.changed:
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
            self.changed.wait_for(lambda: self._updates or self._closing, timeout_s)
            return self._updates[:100]


def _handler(api: LocalApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # headers and body are two writes

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:  # the bot stopped in the middle of it
                return
            form = parse_qsl(body.decode(), keep_blank_values=True)
            token, method = self.path.removeprefix("/bot").split("/")
            if token == TOKEN:
                api.objections += filter(None, [objection(method, dict(form)), *objections(method, dict(form))])
                status, answer = api.answer(method, {name: _decoded(name, value) for name, value in form})
            else:
                status, answer = 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
            if status in {CUT, TAKEN}:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            raw = (answer["page"] if status == GARBLED else json.dumps(answer)).encode()
            status = 200 if status == GARBLED else status
            with suppress(ConnectionError):  # a client that stops does not wait for its long poll
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

        def do_GET(self) -> None:
            path = unquote(self.path).removeprefix(f"/file/bot{TOKEN}/documents/")
            data = api.files.get(path, b"")
            api.had.append(path)
            self.send_response(200 if data else 404)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


def _decoded(name: str, value: str) -> Any:
    return value if name in TEXTS else json.loads(value)
