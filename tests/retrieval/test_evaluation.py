import datetime
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from retrieval.answer import Answer, Outcome, Quote, Ranked
from retrieval.article import Passage, Source, text_hash
from retrieval.errors import QuotedError
from retrieval.evaluation import (
    Evidence,
    Interval,
    KnownQuestion,
    auroc,
    bootstrap,
    by_group,
    calibration_error,
    calibration_error_by_luck,
    evaluate,
    judge,
    kept_at,
    parse_questions,
    question_record,
    risk_coverage_area,
    worst,
)

TEXT = "The trio will meet in Sochi. It rained."
PASSAGE = Passage(1, Source("a", "a.txt", "Talks"), 3, 9, TEXT, text_hash(TEXT))


def question(*, answerable: bool = True, paragraph: int | None = 3) -> KnownQuestion:
    evidence = (Evidence("a", paragraph),) if answerable else ()
    return KnownQuestion("q", "Where?", answerable, ("the Sochi",) if answerable else (), evidence)


def answer(*, confidence: float = 0.9, highlight: tuple[int, int] = (22, 27), places: tuple[int, ...] = (3,)) -> Answer:
    quote = Quote(PASSAGE, (0, 28), highlight, 1.0)
    found = confidence >= 0.5
    return Answer(
        question="Where?",
        outcome=Outcome.ANSWERED if found else Outcome.NOT_FOUND,
        confidence=confidence,
        quotes=(quote,) if found else (),
        closest=() if found else (quote,),
        candidates=tuple(Ranked("a", place, 0.0) for place in places),
        took_ms={},
    )


def mean(metric: Interval | float) -> float:
    return metric.mean if isinstance(metric, Interval) else metric


def test_a_right_answer_scores_full_marks() -> None:
    metrics = evaluate([judge(question(), answer())])
    for name in ("recall@1", "mrr@10", "sentence", "span_f1", "answer_coverage", "answer_accuracy"):
        assert mean(metrics[name]) == 1.0, name


def test_rank_counts_from_the_first_passage_that_is_evidence() -> None:
    metrics = evaluate([judge(question(), answer(places=(1, 2, 3)))])
    assert (mean(metrics["recall@1"]), mean(metrics["recall@5"])) == (0.0, 1.0)
    assert mean(metrics["mrr@10"]) == pytest.approx(1 / 3)


def test_evidence_without_a_paragraph_is_anywhere_in_the_article() -> None:
    assert mean(evaluate([judge(question(paragraph=None), answer(places=(7,)))])["recall@1"]) == 1.0


def test_half_a_highlight_gets_half_the_marks() -> None:
    metrics = evaluate([judge(question(), answer(highlight=(14, 27)))])  # "meet in Sochi" against "Sochi"
    assert mean(metrics["span_f1"]) == pytest.approx(2 * 1 / (3 + 1))


def test_an_answer_to_what_cannot_be_answered_is_wrong() -> None:
    metrics = evaluate(
        [judge(question(answerable=False), answer()), judge(question(answerable=False), answer(confidence=0.1))]
    )
    assert mean(metrics["wrongly_answered"]) == 0.5


@given(
    st.lists(st.sampled_from([0.0, 0.2, 0.5, 1.0]), min_size=1, max_size=20),
    st.lists(st.sampled_from([0.0, 0.2, 0.5, 1.0]), min_size=1, max_size=20),
)
def test_auroc_agrees_with_scikit_learn(yes: list[float], no: list[float]) -> None:
    expected = roc_auc_score([1] * len(yes) + [0] * len(no), yes + no)
    assert auroc(np.array(yes), np.array(no)) == pytest.approx(expected)


def test_calibration_error_is_the_gap_between_said_and_true() -> None:
    assert calibration_error(np.array([0.8] * 10), np.array([1.0] * 8 + [0.0] * 2)) == pytest.approx(0.0)
    assert calibration_error(np.array([0.9] * 10), np.array([0.0] * 10)) == pytest.approx(0.9)


def test_luck_makes_a_calibration_error_that_shrinks_with_more_questions() -> None:
    few, many = (calibration_error_by_luck(np.full(count, 0.7)) for count in (10, 4000))
    assert few.mean > 0.08 > 0.02 > many.mean
    assert few.low < few.mean < few.high
    assert calibration_error_by_luck(np.array([0.0, 1.0])).high == 0.0


def test_risk_is_lower_when_sure_answers_are_right() -> None:
    right = np.array([1.0, 1.0, 0.0, 0.0])
    assert risk_coverage_area(np.array([0.9, 0.8, 0.2, 0.1]), right) < risk_coverage_area(
        np.array([0.1, 0.2, 0.8, 0.9]), right
    )


def test_an_interval_holds_its_mean_and_narrows_with_more_questions() -> None:
    few, many = bootstrap([0.0, 1.0] * 10), bootstrap([0.0, 1.0] * 1000)
    assert few.low <= few.mean <= few.high
    assert many.high - many.low < few.high - few.low


def test_a_line_that_is_no_question_is_named() -> None:
    good = json.dumps({"id": 1, "question": "Where?", "answerable": False})
    with pytest.raises(QuotedError, match=r"line 2.*formats\.md"):
        parse_questions([good, '{"id": 2}'])
    assert parse_questions([good, "", " "])[0].question == "Where?"


@pytest.mark.parametrize("written", ["2022-10-31", "2022/10/31", "2022-10-31T12:00:00Z"])
def test_a_question_may_have_the_day_on_which_it_is_asked(written: str) -> None:
    line = json.dumps({"id": 1, "question": "Where?", "answerable": False, "date": written})
    (known,) = parse_questions([line])
    assert known.date == datetime.date(2022, 10, 31)
    assert parse_questions([json.dumps(question_record(known))]) == [known]
    assert parse_questions([line.replace(written, "")])[0].date is None


def test_a_day_that_is_none_is_named() -> None:
    with pytest.raises(QuotedError, match="line 1"):
        parse_questions([json.dumps({"id": 1, "question": "Where?", "answerable": False, "date": "31 June"})])


def test_groups_are_measured_apart() -> None:
    cases = [
        judge(replace(question(), kind=kind), answer(places=places)) for kind, places in (("a", (3,)), ("b", (1,)))
    ]
    groups = by_group(cases, lambda case: case.kind)
    assert {name: mean(metrics["recall@1"]) for name, metrics in groups.items()} == {"a": 1.0, "b": 0.0}


def test_groups_without_a_name_are_left_out() -> None:
    assert by_group([judge(question(), answer())], lambda case: case.kind) == {}


def test_the_surest_wrong_answer_is_the_worst() -> None:
    sure = replace(judge(question(answerable=False), answer(confidence=0.9)), id="sure")
    less = replace(judge(question(answerable=False), answer(confidence=0.6)), id="less")
    lost = replace(judge(question(), answer(confidence=0.2)), id="lost")
    fine = replace(judge(question(), answer()), id="fine")
    assert [case.id for case in worst([fine, less, lost, sure], 5)] == ["sure", "less", "lost"]
    assert [case.id for case in worst([fine, less, lost, sure], 1)] == ["sure", "lost"]


def test_what_is_kept_lets_at_most_the_error_through() -> None:
    positive, negative = np.array([0.9, 0.8, 0.3, 0.1]), np.linspace(0, 0.5, 20)
    assert kept_at(positive, negative, error=0.05) == 0.5
    assert kept_at(positive, negative, error=0.5) == 0.75
