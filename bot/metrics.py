"""What a running bot counts and measures, in the form that Prometheus reads.

Each bot has a registry of its own; nothing is shared between two bots of a process but the figures of the process.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST
STEPS = ("encode", "search", "read", "total")
TROUBLE = ("busy", "too_slow", "failed")
"""Outcomes of questions that were not looked up to the end."""
OUTCOMES = ("answered", "not_found", *TROUBLE)
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)
"""Upper bounds; a question takes a tenth of a second on two cores, and load.time_limit_s is 20."""
NOTICES = ("correction", "topic")
NO_ANSWER = "none"
"""As a call's status: the connection was not there, or broke."""


@dataclass(frozen=True)
class Figures:
    """What is measured at the moment it is asked for; None where a process has no such thing."""

    letters: int  # answers that wait to be sent
    waiting: int | None = None  # questions
    running: int | None = None
    overdue: int | None = None  # of those running
    articles: int | None = None
    passages: int | None = None
    change: int | None = None  # the library's
    published: float | None = None  # seconds since 1970; 0.0 where it is not known
    inbox: int | None = None  # updates
    inbox_seconds: float | None = None


GAUGES = {
    "letters": ("outbox_length", "Answers that wait to be sent"),
    "waiting": ("queue_length", "Questions that wait for a worker"),
    "running": ("queue_running", "Questions that a worker answers"),
    "overdue": ("queue_overdue", "Questions that a worker answers for longer than load.time_limit_s"),
    "articles": ("library_articles", "Articles in the library"),
    "passages": ("library_passages", "Passages in the library"),
    "change": ("library_change", "The change number of the published library"),
    "published": ("library_published_timestamp_seconds", "When the newest index was written; 0: not known"),
    "inbox": ("inbox_length", "Updates that wait for a process or are in hand, of all processes"),
    "inbox_seconds": ("inbox_oldest_seconds", "How long the oldest of them has been waiting"),
}
"""Each figure's name in Prometheus, after quoted_, and what it means."""


class Metrics:
    """Counters of one bot. Thread-safe."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._questions = Counter(
            "quoted_questions", "Questions, by what became of them", ["outcome"], registry=registry
        )
        self._seconds = Histogram(
            "quoted_question_seconds", "Time a question took, by step", ["step"], buckets=SECONDS, registry=registry
        )
        self._calls = Counter(
            "quoted_telegram_calls",
            "Calls of the Bot API, by HTTP status; none: no answer",
            ["status"],
            registry=registry,
        )
        self._notices = Counter(
            "quoted_notices", "Messages that nobody asked for just now, by kind", ["kind"], registry=registry
        )
        self._ready = Gauge("quoted_ready", "Whether a check of /readyz passes", ["check"], registry=registry)
        self._gauges: dict[str, Gauge] = {}  # those that were measured
        for outcome in OUTCOMES:  # from the start, so that the first one is a rise from nothing
            self._questions.labels(outcome)
        for status in ("200", "429", NO_ANSWER):
            self._calls.labels(status)
        for kind in NOTICES:
            self._notices.labels(kind)

    def question(self, outcome: str) -> None:
        """Count a question by its outcome, one of OUTCOMES."""
        self._questions.labels(outcome).inc()

    def took(self, milliseconds: Mapping[str, float]) -> None:
        """Note how long the steps of an answer took."""
        for step in STEPS:
            if step in milliseconds:
                self._seconds.labels(step).observe(milliseconds[step] / 1000)

    def call(self, status: str) -> None:
        """Count a call of the Bot API by its HTTP status, or NO_ANSWER."""
        self._calls.labels(status).inc()

    def notice(self, kind: str) -> None:
        """Count a message that nobody asked for just now, by its kind, one of NOTICES."""
        self._notices.labels(kind).inc()

    def ready(self, check: str, *, passes: bool) -> None:
        """Note whether a check passes."""
        self._ready.labels(check).set(passes)

    def measure(self, figures: Figures) -> None:
        """Take these as the present figures."""
        for field, (name, meaning) in GAUGES.items():
            value = getattr(figures, field)
            if value is not None:
                if field not in self._gauges:
                    self._gauges[field] = Gauge(f"quoted_{name}", meaning, registry=self._registry)
                self._gauges[field].set(value)

    def page(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self._registry)
