import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sentences import sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Mr. Smith went to Washington, D.C. on Oct. 31. He won.",
            ["Mr. Smith went to Washington, D.C. on Oct. 31.", "He won."],
        ),
        ('He said: "We will win." Then he left.', ['He said: "We will win."', "Then he left."]),
        ("It cost $3.5 million. Nobody paid.", ["It cost $3.5 million.", "Nobody paid."]),
        ("第一句话。第二句话！", ["第一句话。", "第二句话！"]),
        ("هذا جيد؟ نعم.", ["هذا جيد؟", "نعم."]),
        ("no full stop", ["no full stop"]),
        ("  ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@given(st.text())
def test_sentences_cover_all_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
