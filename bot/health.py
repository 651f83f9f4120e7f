"""Whether the bot is alive and ready, and its metrics, for whoever watches it: a small HTTP server on this machine.

/healthz answers as long as the event loop does. /readyz asks each check, off the event loop. /metrics is Prometheus'.
Nothing here holds a word of anybody, or the token.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.errors import HealthRefused
from bot.metrics import CONTENT_TYPE, Figures, Metrics
from retrieval.errors import QuotedError

ALIVE = "/healthz"
WITHIN_S = 2.0
"""For all checks, or all figures; a disk that hangs must not make the watcher wait."""
Result = TypeVar("Result")
Check = Callable[[], str]
"""Why the bot is not ready; "" when it is. Raises QuotedError, which is a reason as well."""


def _unknown() -> float:
    """No time."""
    return 0.0


@dataclass(frozen=True)
class HealthSettings:
    """Where health and metrics are told, and where it stands when the library was published."""

    host: str = "127.0.0.1"
    port: int = 0  # 0: nowhere
    published: Callable[[], float] = _unknown  # seconds since 1970; 0.0 where it is not known


@dataclass(frozen=True)
class Vitals:
    """What is told: the checks by name, where the figures come from, and what was counted."""

    checks: Mapping[str, Check]
    figures: Callable[[], Figures]  # raises QuotedError
    metrics: Metrics


@asynccontextmanager
async def telling(health: HealthSettings, vitals: Vitals) -> AsyncIterator[None]:
    """Tell health and metrics while the block lasts; nothing where the port is 0. Raises HealthRefused."""
    if not health.port:
        yield
        return
    try:
        sockets = bind_sockets(health.port, health.host)
    except OSError as error:
        raise HealthRefused(
            f"port {health.port} on {health.host}: {error.strerror}; set health.port to another one, or to 0"
        ) from None
    nurse = _Nurse(vitals)
    server = HTTPServer(
        Application(
            [
                (ALIVE, Alive),
                ("/readyz", _Ready, {"nurse": nurse}),
                ("/metrics", _Metrics, {"nurse": nurse, "metrics": vitals.metrics}),
            ],
            log_function=lambda _: None,
        )
    )
    server.add_sockets(sockets)
    try:
        yield
    finally:
        server.stop()
        await server.close_all_connections()
        nurse.close()


class _Nurse:
    """Asks the checks and takes the figures on one thread of its own, for some of that reads the disk."""

    def __init__(self, vitals: Vitals) -> None:
        self._vitals = vitals
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="quoted-health")

    async def reasons(self) -> dict[str, str]:
        """Why the bot is not ready, by check; empty when it is."""
        found = await self._within(self._ask)
        reasons = {"checks": f"no result within {WITHIN_S:g} s"} if found is None else found
        for name in self._vitals.checks:
            self._vitals.metrics.ready(name, passes=found is not None and name not in found)
        return reasons

    async def measure(self) -> None:
        """Take the present figures; those before them stay where they can't be had."""
        figures = await self._within(self._figures)
        if figures is not None:
            self._vitals.metrics.measure(figures)

    def close(self) -> None:
        """Ask no more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _within(self, call: Callable[[], Result]) -> Result | None:
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.wait_for(loop.run_in_executor(self._thread, call), WITHIN_S)
        except TimeoutError:
            return None

    def _ask(self) -> dict[str, str]:
        return {name: reason for name, check in self._vitals.checks.items() if (reason := _reason(check))}

    def _figures(self) -> Figures | None:
        try:
            return self._vitals.figures()
        except QuotedError:
            return None


def _reason(check: Check) -> str:
    try:
        return check()
    except QuotedError as error:
        return str(error)


class Alive(RequestHandler):
    """Says that the event loop answers."""

    def get(self) -> None:
        """One word."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("ok\n")


class _Ready(RequestHandler):
    """Says whether questions are answered now, else why not."""

    def initialize(self, nurse: _Nurse) -> None:
        """Tornado's constructor for what the route gives."""
        self._nurse = nurse

    async def get(self) -> None:
        """JSON: 200 {"ready": true, "reasons": {}}, or 503 with a reason for each check that fails."""
        reasons = await self._nurse.reasons()
        self.set_status(503 if reasons else 200)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps({"ready": not reasons, "reasons": reasons}, ensure_ascii=False) + "\n")


class _Metrics(RequestHandler):
    """Gives Prometheus its page."""

    def initialize(self, nurse: _Nurse, metrics: Metrics) -> None:
        """Tornado's constructor for what the route gives."""
        self._nurse = nurse
        self._metrics = metrics

    async def get(self) -> None:
        """What was counted, and the figures of this moment."""
        await self._nurse.reasons()
        await self._nurse.measure()
        self.set_header("Content-Type", CONTENT_TYPE)
        self.finish(self._metrics.page())
