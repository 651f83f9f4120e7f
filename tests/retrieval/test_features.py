import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import pack
from retrieval.features import BACKGROUND_PASSAGES, K1, B, gather, question_idf
from retrieval.features import PASSAGE_FEATURES as PASSAGE
from retrieval.features import SENTENCE_FEATURES as SENTENCE
from retrieval.question import analyse
from retrieval.terms import terms
from tests.retrieval.candidates import candidates, vector_of

TEXTS = [
    "The bridge over the river was opened in 1932. It carries trains.",
    "Trains cross the bridge every hour, and the bridge is repainted without a break by forty painters.",
    "Nothing of this is about water.",
]
QUESTION = "When was the old bridge opened?"


def column(name: str, *, title: str = "", question: str = QUESTION, texts: list[str] = TEXTS) -> list[float]:
    given_ = candidates(texts, title=title, question=question)
    evidence = gather(analyse(question), vector_of(question), given_, {})
    found: list[float] = evidence.passages[:, PASSAGE.index(name)].tolist()
    return found


def test_bm25_agrees_with_the_formula_written_out() -> None:
    question = analyse(QUESTION)
    given_ = candidates(TEXTS, question=QUESTION)
    idf = question_idf(question, given_, {})
    for row, text in enumerate(TEXTS):
        words = terms(text)
        expected = 0.0
        for weight, term in zip(idf, question.terms, strict=True):
            tf = words.count(term)
            expected += weight * tf * (K1 + 1) / (tf + K1 * (1 - B + B * len(words) / given_.average_terms))
        assert column("bm25")[row] == pytest.approx(expected / idf.sum())


def test_idf_is_smoothed_by_ordinary_writing() -> None:
    question = analyse("the bridge", "xx")
    given_ = candidates(["the bridge"])
    common, rare = question_idf(question, given_, {"the": 0.6})
    passages, frequency = 1 + BACKGROUND_PASSAGES, 1 + 0.6 * BACKGROUND_PASSAGES
    assert common == pytest.approx(math.log((passages - frequency + 0.5) / (frequency + 0.5) + 1))
    assert rare > 5 * common


def test_coverage_is_the_share_of_the_questions_weight() -> None:
    shares = column("coverage")
    assert 0 < shares[1] < shares[0] < 1  # "old" is missing everywhere
    assert shares[2] == 0


def test_words_of_the_title_count_as_said() -> None:
    assert column("coverage", title="The old bridge")[0] == pytest.approx(1.0)
    assert column("title_coverage", title="The old bridge")[2] > 0


def test_what_the_paragraph_before_names_counts_too() -> None:
    texts = ["Anna Berg and Carl Dorn arrived.", "The two will talk in Graz."]
    question = "Where will Anna Berg and Carl Dorn talk?"
    assert column("coverage_with_before", question=question, texts=texts)[1] == pytest.approx(1.0)
    assert column("coverage", question=question, texts=texts)[1] < 0.5


def test_words_that_stand_together_are_seen() -> None:
    texts = ["The president of Austria spoke.", "The president met the king, who had come from far away Austria."]
    together, apart = column("pairs", question="Who is the president of Austria?", texts=texts)
    assert together > apart == 0


def test_sentences_carry_their_owner_and_their_cosine() -> None:
    given_ = candidates(TEXTS, question=QUESTION)
    evidence = gather(analyse(QUESTION), vector_of(QUESTION), given_, {})
    assert evidence.owner.tolist() == [0, 0, 1, 2]
    expected = given_.found[0].embedding.sentences[1] @ vector_of(QUESTION)
    assert evidence.sentences[1, SENTENCE.index("cosine")] == pytest.approx(float(expected), abs=1e-6)


@given(st.lists(st.text(min_size=1, max_size=80).filter(str.strip), min_size=1, max_size=5), st.text(max_size=60))
def test_features_are_finite_for_any_text(texts: list[str], asked: str) -> None:
    question = analyse(asked)
    if question.terms:
        evidence = gather(question, vector_of(asked), candidates(texts, title=asked, question=asked), {})
        assert evidence.passages.shape == (len(texts), len(PASSAGE))
        assert np.isfinite(evidence.passages).all()
        assert np.isfinite(evidence.sentences).all()


@given(st.lists(st.text(min_size=1, max_size=80).filter(str.strip), min_size=1, max_size=5))
def test_features_are_the_same_of_words_that_a_library_keeps(texts: list[str]) -> None:
    asked = "When was the bridge opened in 1932?"
    question, plain = analyse(asked), candidates(texts, title=asked, question=asked)
    kept = [replace(one, words=pack(one.passage.text, "en", one.embedding.spans)) for one in plain.found[1:]]
    mixed = replace(plain, found=(*plain.found[:1], *kept))
    one, other = (gather(question, vector_of(asked), some, {}) for some in (plain, mixed))
    assert one.passages.tolist() == other.passages.tolist()
    assert one.sentences.tolist() == other.sentences.tolist()
