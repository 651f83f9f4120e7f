"""The reader's plumbing on a small untrained model. That its scores are the original's is what counts here."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from retrieval.compiled import BUILT_IN
from retrieval.errors import ReaderError
from retrieval.reader import LONGEST_SPAN, Reader, open_reader
from retrieval.sentences import sentence_spans
from tests.retrieval.make_texts import QUESTION, TEXT

SPANS = sentence_spans(TEXT)


@pytest.fixture(scope="module")
def small(reading_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return open_reader(str(reading_models / "reader"), tmp_path_factory.mktemp("readers"))


def test_every_sentence_has_its_best_span_within_it(small: Reader) -> None:
    marking = small.mark(QUESTION, TEXT, SPANS)
    assert len(marking.scores) == len(marking.highlights) == len(SPANS) == 2
    for (start, end), (first, last) in zip(SPANS, marking.highlights, strict=True):
        assert start <= first < last <= end
    assert marking.score == marking.scores.max()


def test_scores_are_the_originals_against_the_first_token(small: Reader, reading_models: Path) -> None:
    expected = json.loads((reading_models / "expected.json").read_text())
    begins, ends = (np.array(expected[name]) - expected[name][0] for name in ("begins", "ends"))
    # the tokenizer has one token a character: the passage follows [CLS], the question and [SEP]
    first = 2 + len(QUESTION.replace(" ", ""))
    last = len(begins) - 1
    best = max(begins[i] + ends[j] for i in range(first, last) for j in range(i, min(last, i + LONGEST_SPAN)))
    whole = small.mark(QUESTION, TEXT, [(0, len(TEXT))])
    assert whole.score == pytest.approx(best, abs=0.15 * np.std(np.concatenate([begins, ends])))


def test_a_long_text_is_read_to_its_end(small: Reader) -> None:
    text = " ".join([TEXT] * 40)
    spans = sentence_spans(text)
    marking = small.mark(QUESTION, text, spans)
    assert len(marking.scores) == len(spans)
    assert (marking.scores > -1000).all()  # a token of every sentence was in some window


def test_another_reader_reads_what_stands_before_as_a_part_of_the_passage(small: Reader) -> None:
    lead = "The bridge was planned in 1910, long before the war."
    marking = small.mark(QUESTION, TEXT, SPANS, lead=lead)
    for (start, end), (first, last) in zip(SPANS, marking.highlights, strict=True):
        assert start <= first < last <= end
    both = f"{lead} {TEXT}"
    shifted = [(start + len(lead) + 1, end + len(lead) + 1) for start, end in SPANS]
    assert (marking.scores == small.mark(QUESTION, both, shifted).scores).all()


def test_the_built_in_reader_is_told_by_the_title_what_a_passage_is_about(tmp_path: Path) -> None:
    reader = open_reader(BUILT_IN, tmp_path)
    question, text = "How much did the repairs of the Skarvoy lighthouse cost?", "Repairs cost 4.2 million crowns."
    titled = reader.mark(question, text, [(0, len(text))], lead="Skarvoy lighthouse shines again.")
    assert "4.2 million" in text[slice(*titled.highlights[0])]
    assert titled.score > reader.mark(question, text, [(0, len(text))], lead="Tram line closed for a year.").score


def test_nothing_of_a_lead_is_marked_and_any_length_leaves_room_for_the_passage(tmp_path: Path) -> None:
    reader = open_reader(BUILT_IN, tmp_path)
    lead = "The bridge was opened in 1932. " * 200
    text = "It is 134 metres high."
    marking = reader.mark("When was the bridge opened? " * 200, text, [(0, len(text))], lead=lead)
    assert marking.score > -1000
    start, end = marking.highlights[0]
    assert 0 <= start < end <= len(text)


def test_a_question_of_any_length_leaves_room_for_the_passage(small: Reader) -> None:
    marking = small.mark(QUESTION * 200, TEXT, SPANS)
    assert (marking.scores > -1000).all()


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\x00"])
def test_a_text_without_words_has_no_span(small: Reader, text: str) -> None:
    marking = small.mark(QUESTION, text, [(0, len(text))])
    assert marking.highlights == ((0, len(text)),)


def test_a_reader_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="no-such-reader could not be loaded"):
        open_reader(str(tmp_path / "no-such-reader"), tmp_path / "readers")


@pytest.mark.parametrize("name", ["int8.onnx", "int8.weights"])
def test_a_damaged_graph_is_refused(name: str, reading_models: Path, tmp_path: Path) -> None:
    open_reader(str(reading_models / "reader"), tmp_path)
    graph = next(tmp_path.glob(f"reader-*/{name}"))
    content = bytearray(graph.read_bytes())
    content[len(content) // 2] ^= 1
    graph.write_bytes(content)
    with pytest.raises(ReaderError, match=f"{re.escape(name)} does not match its sha256"):
        open_reader(str(reading_models / "reader"), tmp_path)


def test_the_reader_that_ships_finds_words_and_knows_when_there_are_none(reader: Reader) -> None:
    marking = reader.mark(QUESTION, TEXT, SPANS)
    assert TEXT[slice(*marking.highlights[0])] == "1932"
    assert marking.scores[0] > marking.scores[1]
    assert reader.mark("Who wrote the opera?", TEXT, SPANS).score < marking.score
