import datetime
from dataclasses import replace

import pytest

from bot.progress import IndexProgress
from bot.terminal import MOST_PROBLEMS, print_answer, print_article, print_report, source_line
from retrieval.answer import Answer, Gloss, Outcome, Quote
from retrieval.article import Article, Passage, Source, text_hash
from retrieval.indexing import Problem, Report
from retrieval.library import Summary
from retrieval.period import Period

TEXT = "[bold]The trio[/bold] will meet in Sochi."
SOURCE = Source("a", "a.txt", "Talks", outlet="AFP", published=datetime.date(2022, 10, 31), url="https://example.org/a")
QUOTE = Quote(Passage(1, SOURCE, 4, 15, TEXT, text_hash(TEXT)), (0, len(TEXT)), (35, 40), 1.0)
SUMMARY = Summary(articles=1, passages=2, outlets=(), earliest=None, latest=None, change=1)


def answer(outcome: Outcome) -> Answer:
    quotes = (QUOTE,)
    found = outcome is Outcome.ANSWERED
    return Answer("Where?", outcome, 0.9, quotes if found else (), () if found else quotes, (), {"total": 3.0})


def test_an_answer_shows_its_words_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(answer(Outcome.ANSWERED))
    shown = capsys.readouterr().out
    assert TEXT in shown  # brackets are the article's, not markup
    assert "Talks, AFP, 2022-10-31, paragraph 4 of 15" in shown
    assert "https://example.org/a" in shown


def test_not_found_says_so_before_the_closest(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(answer(Outcome.NOT_FOUND))
    shown = capsys.readouterr().out
    assert shown.startswith("Not found")
    assert shown.index("not an answer") < shown.index(TEXT)


def test_the_closest_says_which_words_it_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(Outcome.NOT_FOUND)
    print_answer(replace(found, closest=tuple(replace(quote, missing=("Queen", "Denmark")) for quote in found.closest)))
    assert "It says nothing of: Queen, Denmark" in capsys.readouterr().out


def test_what_else_is_told_of_the_story_stands_below(capsys: pytest.CaptureFixture[str]) -> None:
    later = replace(QUOTE, passage=replace(QUOTE.passage, source=replace(SOURCE, published=datetime.date(2022, 11, 2))))
    month = Period(datetime.date(2022, 9, 1), datetime.date(2022, 9, 30))
    copied = replace(QUOTE, also_in=(replace(SOURCE, outlet="BBC"),), glosses=(Gloss((6, 10), month, about=True),))
    print_answer(replace(answer(Outcome.ANSWERED), quotes=(copied,), newer=later, differ=(QUOTE, later)))
    shown = capsys.readouterr().out
    assert f"“{TEXT[6:10]}” = about 2022-09-01 to 2022-09-30" in shown
    assert "Also in: BBC" in shown
    assert shown.index("Sources differ:") < shown.index("2022-10-31  “") < shown.index("2022-11-02  “")
    assert "A newer article tells this story: Talks, AFP, 2022-11-02" in shown


def test_what_is_not_known_of_a_source_is_left_out() -> None:
    bare = Quote(Passage(1, Source("a", "a.txt", "Talks"), 1, 2, TEXT, text_hash(TEXT)), (0, 5), (0, 5), 1.0)
    assert source_line(bare) == "Talks, paragraph 1 of 2"


def test_a_known_page_stands_in_the_source() -> None:
    passage = replace(QUOTE.passage, source=replace(SOURCE, pages=(7,) * 15))
    assert source_line(replace(QUOTE, passage=passage)).endswith("p. 7, paragraph 4 of 15")


def test_an_article_shows_the_pages_of_its_paragraphs(capsys: pytest.CaptureFixture[str]) -> None:
    print_article(Article(replace(SOURCE, pages=(1, 12)), ("Two words.", "Two more.")))
    shown = capsys.readouterr().out
    assert "   1  p. 1  Two words.\n   2  p. 12  Two more.\n" in shown


def test_a_report_names_files_with_reasons_and_says_when_there_are_more(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [Problem(f"file{n}.txt", "binary, not text") for n in range(MOST_PROBLEMS + 3)]
    print_report(Report(files=30, changed=7, problems=problems), SUMMARY)
    shown = capsys.readouterr()
    assert "30 files: 0 new, 7 changed" in shown.out
    assert "file0.txt: binary, not text" in shown.err
    assert "and 3 more" in shown.err


def test_a_quiet_progress_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with IndexProgress(quiet=True) as progress:
        progress.say("Preparing")
        progress.begin(10)
        progress.advance(10)
    assert capsys.readouterr().err == ""
