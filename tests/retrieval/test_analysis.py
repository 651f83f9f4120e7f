import zlib

from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import SIGNS, analyse_text, pack, signs_in, signs_of, term_hashes, unpack
from retrieval.question import Kind
from retrieval.sentences import sentence_spans

TEXT = "The trio met in Sochi on Monday. It lasted three hours."


def test_terms_are_hashed_and_know_their_sentence() -> None:
    analysis = analyse_text(TEXT, "en", sentence_spans(TEXT))
    assert analysis.terms[0] == zlib.crc32(b"the")
    assert analysis.counts.tolist() == [7, 4]
    assert len(term_hashes(())) == 0


def test_each_sentence_has_the_signs_of_its_kinds_of_words() -> None:
    spans = sentence_spans(TEXT)
    assert signs_of(Kind.PLACE, TEXT, spans) == (True, False)
    assert signs_of(Kind.TIME, TEXT, spans) == (True, False)
    assert signs_of(Kind.NUMBER, TEXT, spans) == (False, True)
    assert signs_of(Kind.DURATION, TEXT, spans) == (False, True)
    assert signs_of(Kind.MANNER, TEXT, spans) == (False, False)  # a kind without signs


def test_a_text_without_sentences_has_no_signs() -> None:
    assert signs_of(Kind.PLACE, "", ()) == ()


@given(st.lists(st.sampled_from([*TEXT.split(), "雨が降る。", "1,500."]), max_size=30).map(" ".join))
def test_what_was_packed_is_what_was_analysed(text: str) -> None:
    spans = sentence_spans(text)
    own, packed = analyse_text(text, "en", spans), pack(text, "en", spans)
    found = unpack(packed, max(1, len(spans)))
    assert (found.terms.tolist(), found.counts.tolist()) == (own.terms.tolist(), own.counts.tolist())
    for kind in [*SIGNS, Kind.MANNER]:
        assert (signs_in(found, kind) or ())[: len(spans)] == signs_of(kind, text, spans)
    assert signs_in(own, Kind.TIME) is None
