"""Telegram's HTML: what it becomes, and what can't be parsed."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import Block, Run, to_html, to_plain
from bot.playground.formatting import MOST_ENTITIES, Entity, formatted, parse_html
from bot.playground.refusal import Refusal


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#39;&#x1F600;", 'a <b> & "c" \'😀', []),
        ("<b>x</b><strong>y</strong>", "xy", [Entity("bold", 0, 1), Entity("bold", 1, 1)]),
        ("<i>x</i><em>y</em>", "xy", [Entity("italic", 0, 1), Entity("italic", 1, 1)]),
        ("<u>x</u><ins>y</ins>", "xy", [Entity("underline", 0, 1), Entity("underline", 1, 1)]),
        ("<s>x</s><del>y</del>", "xy", [Entity("strikethrough", 0, 1), Entity("strikethrough", 1, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [Entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [Entity("spoiler", 0, 1)]),
        ("<a href='https://a.example/?b&amp;c'>x</a>", "x", [Entity("text_link", 0, 1, "https://a.example/?b&c")]),
        ('<a href="javascript:x">x</a>', "x", []),
        ("<code>x</code>", "x", [Entity("code", 0, 1)]),
        ('<pre><code class="language-python">x</code></pre>', "x", [Entity("pre", 0, 1, language="python")]),
        ("<blockquote expandable>x</blockquote>", "x", [Entity("expandable_blockquote", 0, 1)]),
        ("<B>x</B>", "x", [Entity("bold", 0, 1)]),
        ("😀<b>😀</b>", "😀😀", [Entity("bold", 2, 2)]),
        ("<b></b>x", "x", []),
        (
            "<blockquote>a <b>b <i>c</i></b></blockquote>",
            "a b c",
            [Entity("blockquote", 0, 5), Entity("bold", 2, 3), Entity("italic", 4, 1)],
        ),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[Entity]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("ü<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 2'),
        ("<br/>", 'Unsupported start tag "br"'),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("a > b", 'Character ">" must be escaped at byte offset 2'),
        ("a & b", 'Character "&" must be escaped at byte offset 2'),
        ("a&nbsp;b", 'Unsupported entity "&nbsp;" at byte offset 1'),
        ("&#xD800;", 'Unsupported entity "&#xD800;"'),
        ("&#99999999999;", "Unsupported entity"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
        ("<b class='x'>x</b>", 'Unsupported attribute "class" in the tag "b"'),
        ("<a href=https://a.example>x</a>", "Unexpected"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "Blockquotes can't be nested"),
        ("<b><code>x</code></b>", "Code can't be combined"),
        ("<code><b>x</b></code>", "Code can't be combined"),
    ],
)
def test_html_that_telegram_could_not_show_as_meant_is_refused(source: str, reason: str) -> None:
    with pytest.raises(Refusal) as raised:
        parse_html(source)
    assert raised.value.code == 400
    assert raised.value.description.startswith("Bad Request: can't parse entities: ")
    assert reason in raised.value.description


@given(st.text())
def test_escaped_text_comes_back_unchanged(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


RUNS = st.builds(Run, st.text(max_size=20), bold=st.booleans(), italic=st.booleans())


@given(st.lists(st.builds(Block, st.lists(RUNS, max_size=4).map(tuple), quoted=st.booleans()), max_size=4).map(tuple))
def test_what_the_bot_writes_shows_as_the_bot_expects(markup: tuple[Block, ...]) -> None:
    text, entities = parse_html(to_html(markup))
    assert text == to_plain(markup)
    assert all(entity.offset + entity.length <= len(text.encode("utf-16-le")) // 2 for entity in entities)


def test_white_space_around_a_message_is_cut_and_its_entities_with_it() -> None:
    assert formatted(" \n<b> x </b> ", "HTML") == ("x", [Entity("bold", 0, 1)])


def test_entities_beyond_the_limit_are_dropped() -> None:
    text, entities = formatted("<b>x</b> " * (MOST_ENTITIES + 1), "HTML")
    assert text.count("x") == MOST_ENTITIES + 1
    assert len(entities) == MOST_ENTITIES


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/ask Where?", [("bot_command", 0, 4)]),
        ("😀 /ask@some_bot", [("bot_command", 3, 13)]),
        ("hello @some_bot!", [("mention", 6, 9)]),
        ("see https://a.example/b?c=d.", [("url", 4, 23)]),
        ("see telegram.org/privacy", [("url", 4, 20)]),
        ("either/or, 3/4, a@b.example, /", []),
    ],
)
def test_commands_mentions_and_addresses_are_found_in_plain_text(text: str, kinds: list[tuple[str, int, int]]) -> None:
    _, entities = formatted(text, "")
    assert [(entity.type, entity.offset, entity.length) for entity in entities] == kinds


def test_nothing_is_found_within_code_and_links() -> None:
    _, entities = formatted('<code>/ask</code> <a href="https://a.example/">/ask</a>', "HTML")
    assert [entity.type for entity in entities] == ["code", "text_link"]
