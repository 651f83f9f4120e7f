"""What is counted and measured, as Prometheus reads it."""

import re
from dataclasses import astuple
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import GAUGES, OUTCOMES, Figures, Metrics

ALL = Figures(1, 2, 3, 4, 5, 6, 7, 8.0, 9, 10.0)


def samples(metrics: Metrics) -> dict[tuple[str, str], float]:
    """Every sample by its name and its labels' values."""
    families = text_string_to_metric_families(metrics.page().decode())
    return {(s.name, ",".join(s.labels.values())): s.value for family in families for s in family.samples}


def test_questions_are_counted_by_outcome_from_zero_on() -> None:
    metrics = Metrics()
    metrics.question("answered")
    metrics.question("answered")
    metrics.question("busy")
    found = {outcome: samples(metrics)["quoted_questions_total", outcome] for outcome in OUTCOMES}
    assert found == {"answered": 2, "not_found": 0, "busy": 1, "too_slow": 0, "failed": 0}


def test_steps_are_measured_in_seconds() -> None:
    metrics = Metrics()
    metrics.took({"encode": 20.0, "total": 300.0})
    found = samples(metrics)
    assert found["quoted_question_seconds_sum", "encode"] == 0.02
    assert found["quoted_question_seconds_bucket", "0.25,total"] == 0
    assert found["quoted_question_seconds_bucket", "0.5,total"] == 1
    assert ("quoted_question_seconds_sum", "read") not in found


def test_calls_are_counted_by_status() -> None:
    metrics = Metrics()
    metrics.call("429")
    metrics.call("502")
    found = samples(metrics)
    assert [found["quoted_telegram_calls_total", status] for status in ("200", "429", "502", "none")] == [0, 1, 1, 0]


def test_each_figure_has_its_gauge() -> None:
    metrics = Metrics()
    metrics.measure(ALL)
    found = samples(metrics)
    assert [found[f"quoted_{name}", ""] for name, _ in GAUGES.values()] == list(astuple(ALL))


def test_what_a_process_does_not_have_is_not_told() -> None:
    metrics = Metrics()
    metrics.measure(Figures(letters=1, inbox=0))
    names = {name for name, _ in samples(metrics)}
    assert {"quoted_outbox_length", "quoted_inbox_length"} <= names
    assert "quoted_library_published_timestamp_seconds" not in names


def test_two_bots_of_a_process_do_not_count_together() -> None:
    one, other = Metrics(), Metrics()
    one.question("answered")
    assert samples(other)["quoted_questions_total", "answered"] == 0


def test_memory_of_the_process_is_told() -> None:
    assert samples(Metrics())["process_resident_memory_bytes", ""] > 1e6


def test_every_metric_stands_in_the_documents() -> None:
    operations = (Path(__file__).parent.parent.parent / "docs" / "operations.md").read_text(encoding="utf-8")
    metrics = Metrics()
    metrics.measure(ALL)
    names = {name for name, _ in samples(metrics) if name.startswith("quoted_")}
    bases = {re.sub(r"_(created|bucket|count|sum)$", "", name) for name in names} - {"quoted_questions"}
    assert "quoted_questions_total" in bases
    assert [base for base in sorted(bases) if f"`{base}" not in operations] == []
