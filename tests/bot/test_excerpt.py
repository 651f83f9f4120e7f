"""What is shown of a long paragraph."""

from hypothesis import given
from hypothesis import strategies as st

from bot.excerpt import excerpt
from bot.markup import units
from retrieval.answer import Span
from tests.bot.test_markup import ANY_TEXT

SENTENCES = [f"Sentence number {n} says something of its own." for n in range(20)]
TEXT = " ".join(SENTENCES)


def span_of(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return start, start + len(words)


def test_short_paragraph_is_shown_whole() -> None:
    assert excerpt("It rains.", (0, 9), (0, 2), limit=9) == (0, 9)


def test_long_paragraph_is_cut_at_the_ends_of_sentences_around_the_answer() -> None:
    sentence = span_of(SENTENCES[10])
    start, end = excerpt(TEXT, sentence, sentence, limit=250)
    assert TEXT[start:end] == " ".join(SENTENCES[8:13])


def test_answer_at_the_edge_is_surrounded_from_the_other_side() -> None:
    first, last = span_of(SENTENCES[0]), span_of(SENTENCES[19])
    assert excerpt(TEXT, first, first, limit=100) == (0, span_of(SENTENCES[1])[1])
    assert excerpt(TEXT, last, last, limit=100) == (span_of(SENTENCES[18])[0], len(TEXT))


def test_sentence_that_is_too_long_is_cut_between_words_around_the_highlight() -> None:
    text = "many words " * 50 + "Sochi" + " many words" * 50
    start, end = excerpt(text, (0, len(text)), span_of("Sochi", text), limit=60)
    assert "Sochi" in text[start:end]
    assert 40 < end - start <= 60
    assert set(text[start:end].split()) == {"many", "words", "Sochi"}


def test_highlight_that_is_too_long_is_cut_at_its_end() -> None:
    text = "x" * 500
    assert excerpt(text, (0, 500), (100, 400), limit=50) == (100, 150)


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, Span, Span]:
    text = draw(st.lists(ANY_TEXT, min_size=1, max_size=12).map(". ".join))
    start, first, last, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 4)))
    return text, (start, end), (first, last)


@given(quoted(), st.integers(1, 60))
def test_excerpt_fits_and_touches_the_answer(case: tuple[str, Span, Span], limit: int) -> None:
    text, sentence, highlight = case
    start, end = excerpt(text, sentence, highlight, limit=limit)
    assert 0 <= start <= end <= len(text)
    assert units(text[start:end]) <= limit
    assert start <= highlight[0] <= end
    if units(text[slice(*highlight)]) <= limit:
        assert highlight[1] <= end
