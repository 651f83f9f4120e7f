"""Answers as messages: verbatim, escaped, within Telegram's limits."""

import datetime
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.markup import MOST_BYTES, MOST_UNITS, Markup, to_html, to_plain, units
from bot.messages import load_messages
from bot.playground.formatting import formatted
from bot.proofs import render_verdict
from bot.rendering import (
    OUTLETS,
    citation,
    render_citation,
    render_closest,
    render_differ,
    render_newer,
    render_not_found,
    render_quote,
    render_sources,
    render_understood,
)
from retrieval.answer import About, Answer, Coverage, Gloss, Outcome, Quote, Respelled
from retrieval.article import Passage, Source
from retrieval.library import Summary
from retrieval.period import Period
from retrieval.receipt import Receipt
from retrieval.verifying import Change, Standing, Verdict
from tests.bot.test_markup import ANY_TEXT, parse

MESSAGES = load_messages("en")
LONG_TEXT = st.builds(lambda text, times: text * times, ANY_TEXT, st.sampled_from([1, 1, 3, 400]))
DATES = st.none() | st.dates()


@st.composite
def passages(draw: st.DrawFn, paragraph: int = 2) -> Passage:
    source = Source(
        id="a",
        file="a.txt",
        title=draw(LONG_TEXT),
        outlet=draw(LONG_TEXT),
        published=draw(DATES),
        url=draw(st.just("") | st.builds("https://a.example/{}".format, LONG_TEXT)),
    )
    return Passage(paragraph, source, paragraph, 3, draw(LONG_TEXT), "00" * 32)


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    passage = draw(passages())
    start, first, last, end = sorted(draw(st.tuples(*[st.integers(0, len(passage.text))] * 4)))
    return Quote(passage, (start, end), (first, last), 1.0)


SUMMARIES = st.builds(
    Summary,
    articles=st.integers(0, 10**9),
    passages=st.integers(0, 10**9),
    outlets=st.lists(st.tuples(LONG_TEXT, st.integers(0, 10**9)), max_size=30).map(tuple),
    earliest=DATES,
    latest=DATES,
    change=st.just(1),
)


def check_limits(markup: Markup) -> None:
    """Within Telegram's limits, as Telegram reads it, and never empty."""
    sent = to_html(markup)
    assert len(sent.encode()) <= MOST_BYTES
    assert 0 < units(parse(sent).text) <= MOST_UNITS
    assert parse(sent).text == to_plain(markup)


@st.composite
def laden(draw: st.DrawFn) -> Quote:
    """A quote with all that may stand below it."""
    quote = draw(quotes())
    spans = draw(st.lists(st.tuples(*[st.integers(0, len(quote.text))] * 2), max_size=5))
    period = Period(datetime.date(2022, 9, 28), datetime.date(2022, 11, 30))
    glosses = tuple(Gloss((min(span), max(span)), period) for span in spans)
    also_in = tuple(passage.source for passage in draw(st.lists(passages(), max_size=5)))
    return replace(quote, glosses=glosses, also_in=also_in)


@st.composite
def verdicts(draw: st.DrawFn) -> Verdict:
    quote = draw(quotes())
    words = st.builds(Change, LONG_TEXT, LONG_TEXT, st.just(quote.highlight))
    changes, also = draw(st.lists(words, max_size=9)), draw(st.sampled_from([(), (quote.passage,)]))
    return Verdict("claim", Standing.ALTERED, quote.passage, (quote.sentence,), tuple(changes), also)


LONG_READ = Respelled("", (("x" * 200, "y" * 200),) * 9)


def taken(about: About | None, quote: Quote, *, respelled: Respelled | None = LONG_READ) -> Answer:
    """An answer to a question that was taken to be about that, with words read as others."""
    return Answer("?", Outcome.ANSWERED, 1.0, (quote,), (), (), {}, about=about, respelled=respelled)


@given(laden(), st.lists(st.one_of(passages(paragraph=1), passages(paragraph=3)), max_size=2), SUMMARIES)
def test_every_message_is_within_telegram_s_limits(quote: Quote, beside: list[Passage], summary: Summary) -> None:
    title = quote.passage.source.title
    above = render_understood(taken(About("", (), "a", title), quote), MESSAGES)
    newer = render_newer(quote, MESSAGES)
    check_limits((*above, *render_quote(quote, MESSAGES, neighbours=beside), *newer))
    for before in beside[:1]:
        reaching_back = replace(quote, before=before)
        check_limits((*above, *render_quote(reaching_back, MESSAGES), *newer))
        check_limits((*above, *render_differ((reaching_back, reaching_back), MESSAGES), *newer))
        check_limits((*above, *render_closest(reaching_back, MESSAGES, summary=summary)))
    lacking = replace(quote, missing=("x" * 500,) * 40)
    check_limits(render_closest(quote, MESSAGES, summary=summary, neighbours=beside))
    check_limits(render_closest(lacking, MESSAGES, summary=summary, neighbours=beside))
    check_limits(render_not_found(MESSAGES, summary=summary))
    check_limits(render_sources(summary, MESSAGES))
    check_limits(render_citation(quote, MESSAGES))


@given(verdicts(), st.sampled_from(["en", "de", "ru"]))
def test_every_verdict_is_within_telegram_s_limits(verdict: Verdict, language: str) -> None:
    check_limits(render_verdict(verdict, load_messages(language)))


SENTENCES = " ".join(f"This is sentence {number} of a paragraph on Sochi, which has many." for number in range(80))
LONG_SOURCE = Source("a", "a.txt", "T" * 290, outlet="O" * 100, published=datetime.date(2022, 10, 31))


def long_quote(**more: Any) -> Quote:
    """A sentence in the middle of a long paragraph, with a long title, glosses, copies and the paragraph before."""
    start = SENTENCES.index("This is sentence 40")
    span = start, SENTENCES.index(" This is sentence 41")
    period = Period(datetime.date(2022, 9, 28), datetime.date(2022, 11, 30))
    passage = Passage(2, LONG_SOURCE, 2, 3, SENTENCES, "00" * 32)
    glosses = (Gloss(span, period),) * 3
    return Quote(passage, span, (start + 8, start + 19), 1.0, glosses=glosses, also_in=(LONG_SOURCE,) * 5, **more)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ru", "tr"])
def test_what_stands_around_an_answer_gives_way_to_the_sentence_and_its_source(language: str) -> None:
    messages = load_messages(language)
    neighbours = [Passage(number, LONG_SOURCE, number, 3, SENTENCES, "00" * 32) for number in (1, 3)]
    quote = long_quote(before=neighbours[0])
    about = render_understood(taken(About("", (), "a", "A" * 300), quote), messages)
    changes = tuple(Change("c" * 130, "s" * 130, quote.highlight) for _ in range(8))
    verdict = Verdict("", Standing.ALTERED, quote.passage, (quote.sentence,), changes, (quote.passage,))
    for markup in (
        (*about, *render_quote(quote, messages), *render_newer(quote, messages)),
        (*about, *render_differ((quote, quote), messages), *render_newer(quote, messages)),
        (*about, *render_quote(quote, messages, neighbours=neighbours), *render_newer(quote, messages)),
        render_verdict(verdict, messages),
    ):
        check_limits(markup)
        told = to_plain(markup)
        assert "This is sentence 40 of a paragraph on Sochi, which has many." in told
        assert "T" * 290 in told
        beside = [line.strip("… ") for line in told.split("\n") if "sentence" in line]
        assert all(line in SENTENCES for line in beside if line.startswith("This"))


MARKS = {"… ", " …", "…", "\n\n"}


def quoted_parts(markup: Markup) -> list[str]:
    """What stands in each quoted block, but for the marks of a cut."""
    blocks = [block for block in markup if block.quoted]
    return ["".join(run.text for run in block.runs if run.text not in MARKS) for block in blocks]


def stand_in_order(parts: list[str], text: str) -> bool:
    """Whether the parts are slices of the text, one after the other, with nothing but white space between them."""
    return bool(re.search(r"\s*".join(re.escape(part) for part in parts), text))


@given(quotes(), passages(paragraph=1), passages(paragraph=3))
def test_what_is_quoted_is_a_slice_of_a_paragraph_but_for_the_marks_of_a_cut(
    quote: Quote, before: Passage, after: Passage
) -> None:
    for short in (True, False):
        markup = render_quote(quote, MESSAGES, short=short)
        assert stand_in_order(quoted_parts(markup), quote.text)
        bold = "".join(run.text for block in markup for run in block.runs if run.bold)
        assert quote.text[slice(*quote.highlight)].startswith(bold)
    wide = render_quote(quote, MESSAGES, neighbours=[after, before])[0]
    texts = (before.text, quote.text, after.text)
    assert all(any(run.text in text for text in texts) for run in wide.runs if run.text not in MARKS)


WORDS = st.lists(st.sampled_from("Sochi. talks, 👩🏽‍🚀 «да»! <b>&amp; \u202eabc\u200b 2.5".split(" ")), max_size=3000)


@given(WORDS, st.integers(0, 10**6))
@settings(max_examples=50)
def test_quote_comes_back_from_telegram_as_it_stands_in_the_article(words: list[str], place: int) -> None:
    text = " ".join(["Begin.", *words, "End."])
    start = place % len(text)
    end = min(len(text), start + 30)
    source = Source("a", "a.txt", "<b>Title\u202e & co", outlet="</blockquote>", url="https://a.example/?<>&\"'")
    quote = Quote(Passage(2, source, 2, 3, text, "00" * 32), (start, end), (start, end), 1.0)
    for short in (True, False):
        markup = render_quote(quote, MESSAGES, short=short)
        shown, entities = formatted(to_html(markup), "HTML")
        assert shown == to_plain(markup).strip()
        parts = [entity for entity in entities if entity.type.endswith("blockquote")]
        raw = shown.encode("utf-16-le")
        back = [raw[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in parts]
        assert all(part.strip("… ") in text for part in back)
        assert all(word in "".join(back) for word in quote.text[start:end].split())


@pytest.mark.parametrize(
    "hostile", ["x" * 100_000, "<b>" * 30_000, "😀" * 50_000, "\u202e\u2066" * 50_000, "&" * 99_999]
)
def test_hundred_kilobytes_of_anything_stay_within_the_limits(hostile: str) -> None:
    source = Source("a", "a.txt", hostile, outlet=hostile, author=hostile, url=f"https://a.example/{hostile}")
    quote = Quote(Passage(2, source, 2, 3, hostile, "00" * 32), (0, len(hostile)), (50, len(hostile)), 1.0)
    for markup in (render_quote(quote, MESSAGES), render_quote(quote, MESSAGES, short=True)):
        check_limits(markup)
        formatted(to_html(markup), "HTML")
    assert formatted(to_html(render_citation(quote, MESSAGES)), "HTML")[0]


def test_long_paragraph_is_quoted_in_three_parts_of_which_the_outer_are_folded() -> None:
    before, after = "It was so before. " * 50, " It was so after." * 50
    text = f"{before}{'The answer stands here. ' * 40}{after.strip()}"
    start = len(before) + 20 * 24
    quote = Quote(replace(QUOTE.passage, text=text), (start, start + 23), (start + 4, start + 10), 1.0)
    markup = render_quote(quote, MESSAGES)
    assert [(block.quoted, block.folded) for block in markup] == [
        (True, True),
        (True, False),
        (True, True),
        (False, False),
    ]
    assert " ".join(quoted_parts(markup)) == text
    assert [run.text for run in markup[1].runs if run.bold] == ["answer"]


def test_among_many_people_a_quote_is_short() -> None:
    text = "The answer stands here. " * 100
    quote = Quote(replace(QUOTE.passage, text=text), (0, 23), (4, 10), 1.0)
    markup = render_quote(quote, MESSAGES, short=True)
    assert units(to_plain(markup)) < 700
    assert not any(block.folded for block in markup)


SOURCE = Source("a", "a.txt", "Title", outlet="AFP", published=datetime.date(2022, 10, 31), url="https://a.example/")
TEXT = "First sentence here. The answer is Sochi. Last sentence here."
QUOTE = Quote(Passage(1, SOURCE, 7, 15, TEXT, "00" * 32), (21, 41), (35, 40), 1.0)


def test_very_long_paragraph_is_cut_at_sentences_with_marks_at_both_cuts() -> None:
    filler = "Some filler sentence stands here. " * 90
    text = filler + TEXT + " " + filler.strip()
    move = len(filler)
    quote = Quote(replace(QUOTE.passage, text=text), (21 + move, 41 + move), (35 + move, 40 + move), 1.0)
    shown = to_plain(render_quote(quote, MESSAGES)[:3])
    assert shown.startswith("… Some filler")
    assert shown.endswith("stands here. …")
    assert "The answer is Sochi." in shown


def test_neighbours_show_the_ends_that_touch_the_quote() -> None:
    before = replace(QUOTE.passage, paragraph=6, text="Far sentence. " * 100 + "Near before.")
    after = replace(QUOTE.passage, paragraph=8, text="Near after. " + "Far sentence. " * 100)
    shown = to_plain(render_quote(QUOTE, MESSAGES, neighbours=[before, after])[:1])
    assert shown.startswith("… Far sentence.")
    assert f"Near before.\n\n{TEXT}\n\nNear after." in shown
    assert shown.endswith(" …")


def test_quote_that_reaches_back_stands_below_the_paragraph_before() -> None:
    source = Source("a", "a.txt", "A title")
    before = Passage(1, source, 1, 3, "The minister spoke.", "00" * 32)
    quote = Quote(Passage(2, source, 2, 3, "He left early.", "00" * 32), (0, 14), (8, 13), 1.0, before=before)
    for short in (True, False):
        assert to_plain(render_quote(quote, MESSAGES, short=short)).startswith("The minister spoke.\n\nHe left early.")
    context = [before, Passage(3, source, 3, 3, "So they met again.", "00" * 32)]
    assert to_plain(render_quote(quote, MESSAGES, neighbours=context)).count("The minister spoke.") == 1


def test_unknown_facts_are_left_out() -> None:
    bare = replace(QUOTE, passage=replace(QUOTE.passage, source=Source("a", "a.txt", "")))
    assert to_html(render_quote(bare, MESSAGES)[1:]) == "Untitled · paragraph 7 of 15"


def test_citation_quotes_the_sentence_and_names_the_source() -> None:
    assert (
        citation(QUOTE, MESSAGES)
        == "“The answer is Sochi.” — Title, AFP, October 31, 2022, paragraph 7 of 15, https://a.example/,"
        f" {Receipt.of(QUOTE.passage, QUOTE.sentence)}"
    )


def test_a_known_page_stands_before_the_paragraph_in_source_and_citation() -> None:
    paged = replace(QUOTE, passage=replace(QUOTE.passage, source=replace(SOURCE, pages=(1204,) * 15)))
    assert to_plain(render_quote(paged, MESSAGES)[1:]) == "Title · AFP · October 31, 2022 · p. 1204, paragraph 7 of 15"
    assert "October 31, 2022, p. 1204, paragraph 7 of 15, https" in citation(paged, MESSAGES)
    assert "S. 1204, Absatz 7 von 15" in citation(paged, load_messages("de"))


def test_sources_beyond_the_first_are_counted() -> None:
    outlets = tuple((f"Outlet {n}", 1) for n in range(OUTLETS + 2))
    summary = Summary(20, 99, outlets, datetime.date(2020, 1, 1), datetime.date(2021, 1, 1), 1)
    lines = to_plain(render_sources(summary, MESSAGES)).split("\n")
    assert lines[-2:] == [f"Outlet {OUTLETS - 1}: 1", "and 2 more outlets"]


def test_articles_without_dates_are_still_counted() -> None:
    summary = Summary(20, 99, (("", 20),), None, None, 1)
    assert to_plain(render_sources(summary, MESSAGES)) == "I know 20 articles."


@given(quotes(), SUMMARIES)
def test_the_closest_names_the_words_that_it_lacks(quote: Quote, summary: Summary) -> None:
    shown = to_plain(render_closest(replace(quote, missing=("Queen", "Denmark")), MESSAGES, summary=summary))
    assert "It says nothing of: Queen, Denmark" in shown
    assert "It says nothing of" not in to_plain(render_closest(replace(quote, missing=()), MESSAGES, summary=summary))


def gloss_of(text: str, words: str, first: str, last: str) -> Gloss:
    start = text.index(words)
    period = Period(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
    return Gloss((start, start + len(words)), period)


def test_glosses_stand_below_the_quote_and_not_in_it() -> None:
    text = "It opened last month. It closes tomorrow."
    source = Source(id="a", file="a.txt", title="Bridges", published=datetime.date(2022, 10, 31))
    glosses = (
        gloss_of(text, "last month", "2022-09-01", "2022-09-30"),
        gloss_of(text, "tomorrow", "2022-11-01", "2022-11-01"),
    )
    quote = Quote(Passage(1, source, 1, 1, text, "00" * 32), (22, len(text)), (22, 24), 1.0, glosses=glosses)
    quoted, below, _ = render_quote(quote, MESSAGES)
    assert "".join(run.text for run in quoted.runs) == text
    assert to_plain((below,)) == "“tomorrow” = November 1, 2022 · “last month” = September 2022"
    assert to_plain(render_quote(quote, MESSAGES, short=True)[1:2]) == "“tomorrow” = November 1, 2022"


def test_what_is_near_is_said_when_nothing_is_found() -> None:
    summary = Summary(articles=0, passages=0, outlets=(), earliest=None, latest=None, change=1)
    near = Coverage(datetime.date(2022, 10, 31), (("Sochi", 12), ("Brussels", 1)))
    text = to_plain(render_not_found(MESSAGES, summary=summary, coverage=near))
    assert text.splitlines()[-1] == (
        "None of my articles is dated after October 31, 2022. 12 articles have the word “Sochi”."
        " One article has the word “Brussels”."
    )
    assert to_plain(render_closest(QUOTE, MESSAGES, summary=summary, coverage=near)).startswith(text)


def told(text: str, published: str, **more: Any) -> Quote:
    source = Source(id="a", file="a.txt", title="Fire", published=datetime.date.fromisoformat(published))
    return Quote(Passage(1, source, 1, 1, text, "00" * 32), (0, len(text)), (0, len(text)), 1.0, **more)


def test_quotes_that_differ_stand_one_below_the_other_with_their_dates() -> None:
    pair = told("It killed 14.", "2021-03-10"), told("It killed 23.", "2021-03-11")
    lines = to_plain(render_differ(pair, MESSAGES)).split("\n")
    assert lines[0] == "Sources differ:"
    assert "It killed 14." in lines[1]
    assert "March 10, 2021" in lines[2]
    assert [line for line in lines if "23" in line or "March 11, 2021" in line][1].startswith("Fire")


def test_copies_are_named_below_the_source() -> None:
    outlets = [Source(id=str(n), file="f", title=f"T{n}", outlet=f"Outlet {n}" if n else "") for n in range(5)]
    line = to_plain(render_quote(told("It rains.", "2021-03-10", also_in=tuple(outlets[:2])), MESSAGES)[-1:])
    assert line == "Also in: T0, Outlet 1"
    line = to_plain(render_quote(told("It rains.", "2021-03-10", also_in=tuple(outlets)), MESSAGES)[-1:])
    assert line == "Also in: T0, Outlet 1, Outlet 2 and 2 more outlets"


def test_a_newer_article_is_told_with_its_date() -> None:
    assert to_plain(render_newer(told("It rains.", "2021-03-10"), MESSAGES)).endswith(": March 10, 2021")


def test_of_what_was_carried_over_only_words_that_the_passage_has_are_told() -> None:
    about = About("Who owns YouTube in Sochi?", ("YouTube", "MySecretPlan", "Sochi"), "a", "Title")
    quote = told("You can see my tea in Sochi, where the tube is hot.", "2021-03-10")
    line = to_plain(render_understood(taken(about, quote, respelled=None), MESSAGES))
    assert line == "About: Sochi"


def test_of_words_read_as_others_only_those_of_articles_are_told() -> None:
    quote = told("The bridge at Harrow is old.", "2021-03-10")
    respelled = Respelled("Harrow bridge", (("harow", "Harrow"), ("brige", "bridge")))
    line = to_plain(render_understood(taken(None, quote, respelled=respelled), MESSAGES))
    assert line == "Read as: Harrow, bridge"


def test_a_question_taken_as_it_is_has_no_line_above() -> None:
    assert render_understood(taken(None, told("It rains.", "2021-03-10"), respelled=None), MESSAGES) == ()
