import zlib

from retrieval.analysis import analyse_text, signs_of, term_hashes
from retrieval.question import Kind
from retrieval.sentences import sentence_spans

TEXT = "The trio met in Sochi on Monday. It lasted three hours."


def test_terms_are_hashed_and_know_their_sentence() -> None:
    analysis = analyse_text(TEXT, "en", sentence_spans(TEXT))
    assert analysis.terms[0] == zlib.crc32(b"the")
    assert analysis.sentence.tolist() == [0] * 7 + [1] * 4
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
