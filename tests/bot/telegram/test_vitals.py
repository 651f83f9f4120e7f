"""Health and metrics of the real bot: fetching, brought to, at a loss."""

import json
import threading
import time
from pathlib import Path

import pytest

from bot.health import HealthSettings
from bot.telegram.app import Service
from bot.telegram.settings import BotSettings, LoadLimits
from bot.telegram.webhook import WebhookSettings
from tests.bot.shelf import Shelf
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.local_api import TOKEN, Failure, LocalApi
from tests.bot.telegram.updates import said
from tests.bot.test_health import fetch, free_port

QUESTION = "Where will the leaders meet?"


@pytest.fixture
def health() -> HealthSettings:
    return HealthSettings(port=free_port(), published=lambda: 1234.0)


def until(port: int, path: str, wanted: str, *, timeout_s: float = 10.0) -> tuple[int, str]:
    """What is told at a path, when it holds these words."""
    end = time.monotonic() + timeout_s
    while True:
        status, body = fetch(port, path)
        if wanted in body:
            return status, body
        assert time.monotonic() < end, body
        time.sleep(0.05)


def test_bot_that_fetches_is_ready_and_counts_its_questions(
    api: LocalApi, running: Running, health: HealthSettings
) -> None:
    with running(health=health):
        api.push(said(QUESTION), said("Who painted the ceiling of the chapel in Rome?"))
        api.wait("sendMessage", count=2)
        assert until(health.port, "/readyz", '"ready": true')[0] == 200
        _, page = until(health.port, "/metrics", 'outcome="answered"} 1.0')
    assert 'quoted_questions_total{outcome="not_found"} 1.0\n' in page
    assert 'quoted_question_seconds_count{step="total"} 2.0\n' in page
    assert "quoted_library_passages 4.0\n" in page
    assert "quoted_library_published_timestamp_seconds 1234.0\n" in page
    assert 'quoted_telegram_calls_total{status="200"}' in page


def test_bot_with_a_webhook_tells_the_same(api: LocalApi, running: Running, health: HealthSettings) -> None:
    webhook = WebhookSettings("https://bot.example.org/telegram.x", port=free_port())
    with running(health=health, webhook=webhook):
        api.wait("setWebhook")
        assert until(health.port, "/readyz", '"ready": true')[0] == 200


def test_while_telegram_is_away_at_the_start_the_bot_is_alive_and_not_ready(
    shelf: Shelf, tmp_path: Path, health: HealthSettings
) -> None:
    settings = BotSettings(TOKEN, tmp_path / "bot.db", api_url=f"http://127.0.0.1:{free_port()}", health=health)
    service = Service(settings, answerer=shelf, library=shelf)
    thread = threading.Thread(target=service.run)
    thread.start()
    try:
        for _ in range(100):
            try:
                assert fetch(health.port, "/healthz") == (200, "ok\n")
                break
            except OSError:
                time.sleep(0.05)
        status, body = fetch(health.port, "/readyz")
    finally:
        service.stop()
        thread.join(15)
    assert (status, json.loads(body)["reasons"]) == (503, {"telegram": "Telegram has not answered yet"})


def test_library_without_passages_is_not_ready(
    api: LocalApi, shelf: Shelf, running: Running, health: HealthSettings
) -> None:
    shelf.passages.clear()
    with running(health=health):
        api.wait("getUpdates")
        status, body = until(health.port, "/readyz", "library")
    assert status == 503
    assert "quoted index" in json.loads(body)["reasons"]["library"]


def test_workers_that_are_all_overdue_are_stuck(
    api: LocalApi, shelf: Shelf, running: Running, health: HealthSettings
) -> None:
    shelf.slow.add(QUESTION)
    load = LoadLimits(workers=1, time_limit_s=0.2, per_chat_s=0.0)
    with running(load, health=health):
        api.push(said(QUESTION))
        api.wait("sendMessage")  # that it took too long
        status, body = until(health.port, "/readyz", "queue")
        assert status == 503
        assert "load.time_limit_s" in json.loads(body)["reasons"]["queue"]
        _, page = fetch(health.port, "/metrics")
        shelf.held.set()
        assert until(health.port, "/readyz", '"ready": true')[0] == 200
    assert "quoted_queue_overdue 1.0\n" in page
    assert 'quoted_questions_total{outcome="too_slow"} 1.0\n' in page


def test_floods_and_answers_that_wait_are_counted(api: LocalApi, running: Running, health: HealthSettings) -> None:
    flood = Failure(429, "Too Many Requests: retry after 1", {"retry_after": 30})
    api.fail("sendMessage", flood)
    with running(health=health):
        api.push(said(QUESTION))
        api.wait("sendMessage")
        _, page = until(health.port, "/metrics", 'quoted_telegram_calls_total{status="429"} 1.0')
    assert "quoted_outbox_length 1.0\n" in page
