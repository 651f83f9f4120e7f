import zlib

from retrieval.analysis import SIGN_KINDS, analyse_text, term_hashes
from retrieval.question import Kind
from retrieval.sentences import sentence_spans

TEXT = "The trio met in Sochi on Monday. It lasted three hours."


def test_terms_are_hashed_and_know_their_sentence() -> None:
    analysis = analyse_text(TEXT, "en", sentence_spans(TEXT))
    assert analysis.terms[0] == zlib.crc32(b"the")
    assert analysis.sentence.tolist() == [0] * 7 + [1] * 4
    assert len(term_hashes(())) == 0


def test_each_sentence_has_the_signs_of_its_kinds_of_words() -> None:
    signs = analyse_text(TEXT, "en", sentence_spans(TEXT)).signs
    of = {kind: signs[:, i].tolist() for i, kind in enumerate(SIGN_KINDS)}
    assert of[Kind.PLACE] == [True, False]
    assert of[Kind.TIME] == [True, False]
    assert of[Kind.NUMBER] == [False, True]
    assert of[Kind.DURATION] == [False, True]


def test_a_text_without_sentences_has_no_signs() -> None:
    assert analyse_text("", "en", ()).signs.shape == (0, len(SIGN_KINDS))
