import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sentences import is_heading, sentence_spans

BROKEN = (
    "The old bridge over the river in\nthe town of Marlow was closed to lorries by the council\nCommittee on Monday."
)


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
        ("Charges\nA book costs 20p\na day. It is due.", ["Charges", "A book costs 20p\na day.", "It is due."]),
        ("Soup 3 euros\nBread 1 euro", ["Soup 3 euros", "Bread 1 euro"]),
        (f"{BROKEN} Why?", [BROKEN, "Why?"]),
        (
            "Es öffnet am 3. Oktober um 10 Uhr. Vom 12. auf den 13. ist zu.",
            ["Es öffnet am 3. Oktober um 10 Uhr.", "Vom 12. auf den 13. ist zu."],
        ),
        ("Es leitet Dr. Anke Petersen. Sie lacht.", ["Es leitet Dr. Anke Petersen.", "Sie lacht."]),
        ("  ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("Charges\nA book costs 20p a day.", [True, False]),
        ("It rains.\nIt snows.", [False, False]),
        ("One\nTwo\nThree", [True, True, False]),
        ("One\nTwo\nThree\nFour", [False, False, False, False]),
        ("Stonefone 7\nThis one is a brick.", [True, False]),
        ("Melby 7\nCorran 9", [False, False]),
        ("Ferry at 07:20\nFerry at 09:45", [False, False]),
        ("Charges", [False]),
        (f"{'long ' * 40}\nA book.", [False]),
    ],
)
def test_the_first_line_heads_the_others_where_it_does_not_end_as_sentences_do(text: str, heads: list[bool]) -> None:
    assert [is_heading(text, span) for span in sentence_spans(text)] == heads


@given(st.text())
def test_sentences_cover_all_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
