import numpy as np

from retrieval.coefficients import load_coefficients
from retrieval.judging import JUDGE_FEATURES, MOST_MARGIN, confidence, judge_features
from retrieval.question import analyse
from retrieval.ranking import Hit, rank
from tests.retrieval.candidates import candidates, vector_of

ANSWERING = "The bridge over the Mur was opened in 1932 by the mayor."
OTHER = "Rain fell all day on the hills."


def hits(question: str, texts: list[str]) -> list[Hit]:
    return rank(analyse(question), vector_of(question), candidates(texts, question=question), load_coefficients())


def test_confidence_is_a_probability_and_higher_where_the_words_are() -> None:
    sure = confidence(hits("When was the bridge over the Mur opened?", [ANSWERING, OTHER]), load_coefficients())
    unsure = confidence(hits("Who painted the ceiling of the opera?", [ANSWERING, OTHER]), load_coefficients())
    assert 0 <= unsure < sure <= 1


def test_in_another_language_words_tell_more_than_likeness() -> None:
    question = "Wann wurde die Brücke über die Mur eröffnet?"
    texts = ["Die Brücke über die Mur wurde 1932 vom Bürgermeister eröffnet.", "Es regnete."]
    found = rank(analyse(question, "de"), vector_of("something else"), candidates(texts), load_coefficients())
    assert found[0].passage.text == texts[0]
    assert confidence(found, load_coefficients(), language="de") > confidence(found, load_coefficients()) + 0.1


def test_without_hits_nothing_is_sure() -> None:
    assert confidence([], load_coefficients()) == 0.0


def test_a_lone_hit_and_its_copies_have_the_full_margin() -> None:
    question = "When was the bridge over the Mur opened?"
    margin = JUDGE_FEATURES.index("margin")
    assert judge_features(hits(question, [ANSWERING]))[margin] == MOST_MARGIN
    assert judge_features(hits(question, [ANSWERING, ANSWERING]))[margin] == MOST_MARGIN
    assert np.isfinite(judge_features(hits(question, [ANSWERING, OTHER]))).all()
