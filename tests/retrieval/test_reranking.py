"""What reading does to hits, with readers whose every word is known."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from retrieval.answer import Span
from retrieval.article import Passage
from retrieval.coefficients import Linear, Models, load_coefficients
from retrieval.judging import confidence
from retrieval.question import analyse
from retrieval.ranking import Hit, rank
from retrieval.reader import Marking, Reader
from retrieval.reranking import (
    BEHIND,
    DOUBTED,
    HOPED,
    LEEWAY,
    LONGEST_TITLED,
    MOST_RELEVANCE,
    READ_PASSAGE_FEATURES,
    READ_SENTENCE_FEATURES,
    InContext,
    InTwoWordings,
    OfReasons,
    Patience,
    read_passage_features,
    reread,
    with_title,
)
from retrieval.sentences import sentence_spans
from tests.retrieval.candidates import candidates, vector_of
from tests.retrieval.paragraphs import paragraphs_of

QUESTION = analyse("Who opened the bridge over the Mur?")
TEXTS = [
    "The bridge over the Mur was opened in 1932 by the mayor. It is green.",
    "The mayor spoke of the bridge. He opened the opera, too.",
    "Rain fell all day on the hills. The Mur rose.",
    "The hall was built of stone. It has two towers.",
]
MODELS = Models(
    passage=Linear(READ_PASSAGE_FEATURES, np.array([1.0, -1.0, 1.0])),
    sentence=Linear(READ_SENTENCE_FEATURES, np.array([1.0, 1.0])),
    judge=load_coefficients().reading.judge,
)
TITLE = "Mayor opens the bridge"
EVER = Patience(passages=100, seconds=1e9)


@dataclass
class Scripted:
    """Marks each text's last sentence with the score given for a word in it; the first ones with less."""

    scores: dict[str, float]
    less: float = 30.0  # for the first sentences
    asked: list[str] = field(default_factory=list)
    questions: set[str] = field(default_factory=set)

    def mark(self, question: str, passage: Passage, sentences: Sequence[Span]) -> Marking:
        text = passage.text
        self.asked.append(text)
        self.questions.add(question)
        score = next((score for word, score in self.scores.items() if word in text), -MOST_RELEVANCE)
        scores = np.full(len(sentences), score - self.less)
        scores[-1] = score
        return Marking(scores, tuple(sentences))


@dataclass
class Relevance:
    """A cross-encoder that knows one word."""

    word: str

    def score(self, question: str, text: str) -> float:
        return 6.0 if self.word in text else -6.0


@dataclass(frozen=True)
class ByWording:
    """Marks with the scores and the highlights given for a wording."""

    ways: dict[str, Marking]

    def mark(self, question: str, passage: Passage, sentences: Sequence[Span]) -> Marking:
        return self.ways[question]


def hits() -> list[Hit]:
    text = QUESTION.text
    return rank(QUESTION, vector_of(text), candidates(TEXTS, question=text), load_coefficients())


def close_hits() -> list[Hit]:
    """The same, none of them far behind the first."""
    first, *others = hits()
    return [first, *(replace(hit, score=first.score - BEHIND * i / 4) for i, hit in enumerate(others, 1))]


def test_what_a_reader_is_sure_of_comes_first() -> None:
    before = close_hits()
    assert "1932" in before[0].passage.text
    after = reread(QUESTION, before, MODELS, reader=Scripted({"towers": 1e6}), reranker=None, patience=EVER)
    assert "towers" in after[0].passage.text
    assert sorted(hit.passage.id for hit in after) == sorted(hit.passage.id for hit in before)
    assert [hit.score for hit in after] == sorted((hit.score for hit in after), reverse=True)


def test_no_reader_counts_for_more_than_the_most() -> None:
    read = reread(QUESTION, hits()[:1], MODELS, reader=Scripted({"1932": 1e6}), reranker=None, patience=EVER)
    assert read_passage_features(read)[0, READ_PASSAGE_FEATURES.index("relevance")] == MOST_RELEVANCE


def test_the_reader_chooses_among_sentences() -> None:
    read = reread(QUESTION, hits()[:1], MODELS, reader=Scripted({"1932": 20.0}), reranker=None, patience=EVER)
    assert "green" in read[0].passage.text[slice(*read[0].sentence)]


@pytest.mark.parametrize("most", [1, 2, 3])
def test_no_more_hits_are_read_than_patience_has(most: int) -> None:
    reader = Scripted({})
    patience = Patience(passages=most, seconds=1e9)
    read = reread(QUESTION, close_hits(), MODELS, reader=reader, reranker=None, patience=patience)
    assert len(reader.asked) == most
    assert sum(hit.relevance is not None for hit in read) == len(reader.asked)
    assert len(read) == len(TEXTS)


def test_when_time_is_over_no_further_one_is_begun() -> None:
    reader = Scripted({})
    times = iter([0.0, 0.1, 0.9, 1.7, 2.5])
    read = reread(
        QUESTION,
        close_hits(),
        MODELS,
        reader=reader,
        reranker=None,
        patience=Patience(passages=9, seconds=0.5),
        clock=lambda: next(times),
    )
    assert len(reader.asked) == 2
    assert len(read) == len(TEXTS)


def test_what_would_come_near_the_first_if_it_were_read_as_well_is_read() -> None:
    first, second, third, *_ = hits()
    some = [first, replace(second, score=first.score - 0.8 * LEEWAY), replace(third, score=first.score - 1.2 * LEEWAY)]
    reader = Scripted({"": HOPED + 5.0})
    reread(QUESTION, some, MODELS, reader=reader, reranker=None, patience=EVER)
    assert reader.asked == [first.passage.text, second.passage.text]


def test_what_was_ranked_far_behind_is_not_read() -> None:
    first, second, third, *_ = hits()
    some = [first, replace(second, score=first.score - 0.9 * BEHIND), replace(third, score=first.score - 1.1 * BEHIND)]
    reader = Scripted({})
    reread(QUESTION, some, MODELS, reader=reader, reranker=None, patience=EVER)
    assert reader.asked == [first.passage.text, second.passage.text]


def test_reading_ends_when_no_other_is_likely_to_come_near_the_first() -> None:
    some = close_hits()
    for score, read in ((1e6, 1), (-1e6, len(some))):
        reader = Scripted({"1932": score})
        reread(QUESTION, some, MODELS, reader=reader, reranker=None, patience=EVER)
        assert len(reader.asked) == read


def test_a_cross_encoder_alone_reorders_and_keeps_the_sentences() -> None:
    before = close_hits()
    after = reread(QUESTION, before, MODELS, reader=None, reranker=Relevance("Mur rose"), patience=EVER)
    kept = {hit.passage.id: hit.sentence for hit in before}
    assert all(hit.sentence == kept[hit.passage.id] for hit in after)
    assert next(hit for hit in after if "Mur rose" in hit.passage.text).relevance == 6.0


def test_two_who_read_are_weighed_alike() -> None:
    read = reread(
        QUESTION, hits()[:1], MODELS, reader=Scripted({"1932": 2.0}), reranker=Relevance("1932"), patience=EVER
    )
    assert read[0].relevance == 4.0


def test_a_reader_that_finds_nothing_makes_less_sure() -> None:
    shipped = load_coefficients()
    found, missed = (
        reread(QUESTION, hits(), shipped.reading, reader=reader, reranker=None, patience=EVER)
        for reader in (Scripted({"1932": 8.0}, less=0.0), Scripted({}, less=0.0))
    )
    assert 0 <= confidence(missed, shipped) < confidence(found, shipped) <= 1


def test_without_hits_nothing_is_read() -> None:
    assert reread(QUESTION, [], MODELS, reader=Scripted({}), reranker=None, patience=EVER) == []


def test_a_reader_is_asked_the_sentence_that_asks() -> None:
    reader, question = Scripted({}), analyse("The mayor praised a bridge this week. When was it opened?")
    reread(question, hits(), MODELS, reader=reader, reranker=None, patience=EVER)
    assert reader.questions == {"When was it opened?"}


def test_short_passages_are_read_in_context(reader: Reader) -> None:
    question, scores = "Where will Putin, Pashinyan and Aliyev meet?", []
    for names in ("Putin, Pashinyan and Aliyev", "Smith, Jones and Miller"):
        told = paragraphs_of(f"{names} agreed to hold talks.", "The trio will meet in Sochi.")
        trio = told.passages[1]
        marking = InContext(reader, told).mark(question, trio, sentence_spans(trio.text))
        assert trio.text[slice(*marking.highlights[0])] == "Sochi"
        scores.append(marking.score)
    assert scores[0] > scores[1]


@dataclass
class ByText:
    """Is as sure of a text as the first word in it that has a score."""

    scores: dict[str, float]
    asked: list[str] = field(default_factory=list)

    def mark(self, question: str, text: str, sentences: Sequence[Span]) -> Marking:
        self.asked.append(text)
        score = next((score for word, score in self.scores.items() if word in text), -MOST_RELEVANCE)
        return Marking(np.full(len(sentences), score), tuple(sentences))


def read_hits(relevance: float, *, title: str = TITLE, text: str = "It is green.") -> list[Hit]:
    """Hits of a titled article, all of which were read."""
    passages = [replace(hit.passage, text=text, source=replace(hit.passage.source, title=title)) for hit in hits()]
    return [replace(hit, passage=own, relevance=relevance) for hit, own in zip(hits(), passages, strict=True)]


@pytest.mark.parametrize(
    ("relevance", "titled", "title", "expected"),
    [
        (-6.0, 9.0, TITLE, 9.0),
        (-6.0, -9.0, TITLE, -6.0),
        (-6.0, 9.0, "", -6.0),
        (DOUBTED, 9.0, TITLE, DOUBTED),
    ],
)
def test_a_first_hit_that_is_doubted_may_answer_with_its_title(
    relevance: float, titled: float, title: str, expected: float
) -> None:
    before = read_hits(relevance, title=title)
    after = with_title(QUESTION, before, ByText({f"{title}. It is green.": titled}))
    assert [hit.relevance for hit in after] == [expected, *(relevance for _ in before[1:])]
    assert [hit.passage for hit in after] == [hit.passage for hit in before]


def test_a_title_above_a_dateline_alone_is_not_read() -> None:
    before = read_hits(-MOST_RELEVANCE, text="New York CNN Business —")
    assert with_title(QUESTION, before, ByText({"": 9.0})) == before


def test_what_is_read_with_a_title_has_no_dateline() -> None:
    reader = ByText({})
    with_title(QUESTION, read_hits(1.0, text="New York (CNN) It rained."), reader)
    assert reader.asked == [f"{TITLE}. It rained."]


def test_a_long_text_is_cut_where_it_is_read_with_its_title() -> None:
    reader = ByText({})
    with_title(QUESTION, read_hits(1.0, text="It rained. " * 500), reader)
    assert [len(text) for text in reader.asked] == [LONGEST_TITLED]
    assert with_title(QUESTION, [], reader) == []


def test_in_two_wordings_the_mean_counts_and_each_sentence_is_marked_by_the_surer_one() -> None:
    ways = {
        "How old is she?": Marking(np.array([8.0, -4.0]), ((0, 3), (10, 12))),
        "How old is Ann Lee?": Marking(np.array([2.0, 6.0]), ((4, 6), (13, 15))),
    }
    passage = hits()[0].passage
    found = InTwoWordings(ByWording(ways), "How old is Ann Lee?").mark("How old is she?", passage, ((0, 9), (10, 20)))
    assert found.scores.tolist() == [5.0, 1.0]
    assert found.highlights == ((0, 3), (13, 15))


def test_a_reader_that_is_asked_for_a_reason_is_never_sure_of_a_sentence_without_one() -> None:
    text = "Rain fell all day. The race was off because of it."
    spans = tuple(sentence_spans(text))
    passage = replace(hits()[0].passage, text=text)
    ways = {"Why?": Marking(np.array([9.0, 8.0]), spans), "Why not?": Marking(np.array([-9.0, -8.0]), spans)}
    assert OfReasons(ByWording(ways)).mark("Why?", passage, spans).scores.tolist() == [0.0, 8.0]
    assert OfReasons(ByWording(ways)).mark("Why not?", passage, spans).scores.tolist() == [-9.0, -8.0]
