"""Telegram's HTML: escaped, balanced, within the limits."""

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import Block, Run, fitting, one_line, sendable, shortened, to_html, to_plain, units

ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=())),
    st.text(alphabet="<>&\"'; \n\u200b\u200d\u202e\u0301\ud83d\ude00😀👩🏽‍🚀אب"),
)
TAGS = {"b", "i", "a", "code", "blockquote"}


class TelegramParser(HTMLParser):
    """Reads what Telegram's HTML mode allows, and fails on the rest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.text = ""
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert not (tag == "blockquote" and "blockquote" in self.open)
        names = [name for name, _ in attrs]
        assert names in {"a": [["href"]], "blockquote": [[], ["expandable"]]}.get(tag, [[]])
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert "<" not in data
        assert "&" not in data
        self.text += data

    def handle_entityref(self, name: str) -> None:
        assert name in {"lt", "gt", "amp", "quot"}
        self.text += html.unescape(f"&{name};")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def parse(text: str) -> TelegramParser:
    """The message as Telegram reads it; fails where Telegram would refuse it."""
    text.encode()  # no lone surrogates
    parser = TelegramParser()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    return parser


RUNS = st.builds(Run, ANY_TEXT, bold=st.booleans(), italic=st.booleans(), code=st.booleans(), link=ANY_TEXT)
BLOCKS = st.builds(Block, st.lists(RUNS, max_size=4).map(tuple), quoted=st.booleans(), folded=st.booleans())


@given(st.lists(BLOCKS, max_size=4).map(tuple))
def test_html_is_what_telegram_reads_and_shows_the_plain_text(markup: tuple[Block, ...]) -> None:
    parsed = parse(to_html(markup))
    assert parsed.text == to_plain(markup)


@given(ANY_TEXT)
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(ANY_TEXT, st.integers(1, 40))
def test_shortened_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert units(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(ANY_TEXT, st.integers(0, 40))
def test_fitting_fits(text: str, limit: int) -> None:
    assert units(text[: fitting(text, limit)]) <= limit


@pytest.mark.parametrize("text", ["ab\u0301c", "a👩\u200d🚀b", "a👍🏽b"])
def test_no_character_is_parted_from_its_marks(text: str) -> None:
    parts = {text[: fitting(text, limit)] for limit in range(units(text) + 1)}
    assert not any(re.search("\u200d$", part) for part in parts)
    assert not parts & {"ab", "a👩", "a👍"}


def test_line_of_ours_keeps_its_direction_and_its_place() -> None:
    assert one_line("a\n\u202eb \u2066 c\t") == "a b c"


def test_what_can_not_be_sent_is_replaced() -> None:
    assert sendable("a\ud800b\x00c\nd") == "a\ufffdb c\nd"
