"""The server for health and metrics, alone."""

import asyncio
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest

from bot.errors import HealthRefused, StateError
from bot.health import Check, HealthSettings, Vitals, telling
from bot.metrics import Figures, Metrics

FIGURES = Figures(1, 2, 0, 3, 40, 500, 6, 7.0)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def vitals(figures: Callable[[], Figures] = lambda: FIGURES, **checks: Check) -> Vitals:
    return Vitals(checks, figures, Metrics())


def fetch(port: int, path: str) -> tuple[int, str]:
    """The status and the body of a response."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def told(told_of: Vitals, *paths: str) -> list[tuple[int, str]]:
    """What the server tells at these paths, asked one after the other."""
    port = free_port()

    async def ask() -> list[tuple[int, str]]:
        async with telling(HealthSettings(port=port), told_of):
            return [await asyncio.to_thread(fetch, port, path) for path in paths]

    return asyncio.run(ask())


def test_alive_is_told_whatever_the_checks_say() -> None:
    assert told(vitals(library=lambda: "it is gone"), "/healthz") == [(200, "ok\n")]


def test_ready_is_told_when_every_check_passes() -> None:
    ((status, body),) = told(vitals(library=lambda: "", queue=lambda: ""), "/readyz")
    assert (status, json.loads(body)) == (200, {"ready": True, "reasons": {}})


def test_each_reason_against_it_is_told() -> None:
    def broken() -> str:
        raise StateError("bot.db: the disk is full")

    ((status, body),) = told(vitals(library=broken, queue=lambda: "", telegram=lambda: "silence"), "/readyz")
    reasons = {"library": "bot.db: the disk is full", "telegram": "silence"}
    assert (status, json.loads(body)) == (503, {"ready": False, "reasons": reasons})


def test_check_that_hangs_is_a_reason_and_holds_up_nothing_else() -> None:
    free = threading.Event()

    def hangs() -> str:
        free.wait(30)
        return ""

    (status, body), alive = told(vitals(library=hangs), "/readyz", "/healthz")
    free.set()
    assert status == 503
    assert "no result within" in json.loads(body)["reasons"]["checks"]
    assert alive == (200, "ok\n")


def test_metrics_hold_the_figures_of_the_moment_and_the_checks() -> None:
    ((status, page),) = told(vitals(library=lambda: "", telegram=lambda: "silence"), "/metrics")
    assert status == 200
    assert "quoted_library_passages 500.0\n" in page
    assert 'quoted_ready{check="library"} 1.0\n' in page
    assert 'quoted_ready{check="telegram"} 0.0\n' in page


def test_figures_that_can_not_be_had_leave_the_counters() -> None:
    def gone() -> Figures:
        raise StateError("bot.db: it is gone")

    of = vitals(gone)
    of.metrics.question("answered")
    ((status, page),) = told(of, "/metrics")
    assert status == 200
    assert 'quoted_questions_total{outcome="answered"} 1.0\n' in page


@pytest.mark.parametrize("path", ["/", "/healthz/", "/metrics/..", "/data/bot.db"])
def test_nothing_else_is_told(path: str) -> None:
    assert told(vitals(), path)[0][0] == 404


def test_port_that_is_taken_is_one_line() -> None:
    async def twice(port: int) -> None:
        async with telling(HealthSettings(port=port), vitals()), telling(HealthSettings(port=port), vitals()):
            pass

    with pytest.raises(HealthRefused, match=r"port \d+ on 127\.0\.0\.1: .* set health\.port"):
        asyncio.run(twice(free_port()))


def test_nothing_listens_where_the_port_is_0() -> None:
    async def quiet() -> int:
        async with telling(HealthSettings(), vitals()):
            return sum(thread.name.startswith("quoted-health") for thread in threading.enumerate())

    assert asyncio.run(quiet()) == 0
