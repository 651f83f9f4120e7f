"""Callback data: what is packed comes back, and nothing else does."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.callback import Action, Malformed, Pointer, View, pack, unpack, view_of
from retrieval.answer import Answer, Outcome, Quote
from retrieval.article import Passage, Source, text_hash


@st.composite
def pointers(draw: st.DrawFn) -> Pointer:
    start, first, last, end = sorted(draw(st.tuples(*[st.integers(0, 65535)] * 4)))
    passage = draw(st.integers(0, 2**32 - 1))
    return Pointer(passage, draw(st.binary(min_size=2, max_size=2)), (start, end), (first, last))


@st.composite
def views(draw: st.DrawFn) -> View:
    chosen = tuple(draw(st.lists(pointers(), min_size=1, max_size=3)))
    words = draw(st.lists(st.text("aßж鷹", min_size=1, max_size=3), max_size=3)) if len(chosen) == 1 else []
    return View(
        chosen,
        shown=draw(st.integers(0, len(chosen) - 1)),
        expanded=draw(st.booleans()),
        closest=draw(st.booleans()),
        lacking=tuple(words),
        rated=draw(st.booleans()),
        differ=len(chosen) > 1 and draw(st.booleans()),
        newer=len(chosen) > 1 and draw(st.booleans()),
        followed=draw(st.booleans()),
        respelled=draw(st.booleans()),
        action=draw(st.sampled_from(Action)),
    )


@given(views())
def test_view_comes_back_and_fits_into_64_bytes(view: View) -> None:
    data = pack(view)
    assert 1 <= len(data.encode()) <= 64
    assert unpack(data) == view


@given(st.one_of(st.text(max_size=70), st.binary(max_size=48).map(lambda raw: base64.urlsafe_b64encode(raw).decode())))
def test_anything_else_is_malformed_or_was_packed(data: str) -> None:
    try:
        view = unpack(data)
    except Malformed:
        return
    assert pack(view) == data


def quote(text: str, *, id: int = 1, sentence: tuple[int, int] | None = None) -> Quote:
    span = sentence or (0, len(text))
    return Quote(Passage(id, Source("a", "a.txt", "A"), 1, 1, text, text_hash(text)), span, span, 1.0)


def answer(*quotes: Quote) -> Answer:
    return Answer("?", Outcome.ANSWERED, 1.0, quotes, (), (), {})


def test_pointer_gives_its_quote_back() -> None:
    original = quote("It rains in Bergen. It does.", sentence=(0, 19))
    view = view_of(answer(original))
    assert view is not None
    found = view.pointers[0].quote(original.passage)
    assert found is not None
    assert (found.passage, found.sentence, found.highlight) == (original.passage, (0, 19), (0, 19))


def test_pointer_refuses_another_text() -> None:
    view = view_of(answer(quote("It rains in Bergen.")))
    assert view is not None
    assert view.pointers[0].quote(quote("It shines in Bergen").passage) is None


@pytest.mark.parametrize(
    "unpackable", [quote("x" * 70_000), quote("x", id=2**32)], ids=["beyond 65,535 characters", "beyond 32 bits"]
)
def test_quote_that_does_not_fit_is_left_out(unpackable: Quote) -> None:
    assert view_of(answer(unpackable)) is None
    view = view_of(answer(quote("It rains."), unpackable))
    assert view is not None
    assert len(view.pointers) == 1


def test_three_quotes_of_five_are_carried() -> None:
    view = view_of(answer(*(quote(f"{n}", id=n) for n in range(5))))
    assert view is not None
    assert len(view.pointers) == 3


def not_found(*missing: str) -> Answer:
    closest = replace(quote("It rains in Bergen."), missing=missing)
    return Answer("?", Outcome.NOT_FOUND, 0.0, (), (closest,), (), {})


@pytest.mark.parametrize(
    ("missing", "carried"),
    [
        (("snow", "Oslo"), ("snow", "Oslo")),
        (("Великобритании", "снег"), ("Великобритании",)),
        (("x" * 40, "snow"), ("snow",)),
        ((), ()),
    ],
)
def test_words_that_the_closest_passage_lacks_are_carried_as_far_as_there_is_room(
    missing: tuple[str, ...], carried: tuple[str, ...]
) -> None:
    view = view_of(not_found(*missing))
    assert view is not None
    assert unpack(pack(view)).lacking == carried
    assert len(pack(view)) <= 64


def test_words_that_are_empty_or_no_text_are_malformed() -> None:
    view = view_of(not_found("snow"))
    assert view is not None
    raw = base64.urlsafe_b64decode(pack(view) + "=" * (-len(pack(view)) % 4))
    for tail in (b"", b"\n", b"a\n\nb", b"\xff"):
        with pytest.raises(Malformed):
            unpack(base64.urlsafe_b64encode(raw[:-4] + tail).rstrip(b"=").decode())


def test_a_contradicting_quote_comes_second_and_a_newer_one_last() -> None:
    quotes = [quote(f"{n}", id=n) for n in range(5)]
    told = replace(answer(*quotes[:3]), differ=(quotes[3], quotes[0]), newer=quotes[4])
    view = view_of(told)
    assert view is not None
    assert [pointer.passage for pointer in view.pointers] == [0, 3, 4]
    assert (view.differ, view.newer) == (True, True)


def test_a_newer_quote_that_contradicts_is_carried_once() -> None:
    quotes = [quote(f"{n}", id=n) for n in range(3)]
    view = view_of(replace(answer(*quotes), differ=(quotes[0], quotes[2]), newer=quotes[2]))
    assert view is not None
    assert [pointer.passage for pointer in view.pointers] == [0, 2, 1]
    assert (view.differ, view.newer) == (True, False)
