"""Answers as messages: the quoted paragraph, its highlight and where it comes from; or that there is no answer.

Pure functions from retrieval's data to markup; knows nothing of chats, buttons or how a message is sent. What stands
in a quoted block is, but for the ellipses at a cut, always a slice of a paragraph.
"""

from collections.abc import Sequence

from bot.excerpt import excerpt
from bot.links import link_to_words
from bot.markup import ELLIPSIS, Block, Markup, Run, shortened
from bot.messages import Messages
from retrieval.answer import Quote, Span
from retrieval.article import Passage, Source
from retrieval.library import Summary

# UTF-16 units. Together with the bot's own words they stay below Telegram's 4096.
PARAGRAPH = 1200
NEIGHBOUR = 800
TITLE = 300
NAME = 100  # of an outlet
SENTENCE = 1000  # in a citation
OUTLETS = 15


def render_quote(quote: Quote, messages: Messages, *, neighbours: Sequence[Passage] = ()) -> Markup:
    """The quoted paragraph, its highlight bold, and its source; with neighbours, the paragraphs beside it as well."""
    return _quoted(quote, neighbours, emphasis=True), _source(quote, messages)


def render_closest(quote: Quote, messages: Messages, *, summary: Summary, neighbours: Sequence[Passage] = ()) -> Markup:
    """That there is no answer, what is indexed, and the closest passage, marked as no answer and without highlight."""
    marked = Block((Run(messages.say("closest"), italic=True),))
    passage = _quoted(quote, neighbours, emphasis=False)
    return *render_not_found(messages, summary=summary), Block(()), marked, passage, _source(quote, messages)


def render_not_found(messages: Messages, *, summary: Summary) -> Markup:
    """That there is no answer, and what is indexed."""
    return Block((Run(messages.say("not-found")),)), Block((Run(indexed(summary, messages)),))


def render_sources(summary: Summary, messages: Messages) -> Markup:
    """What is indexed: how many articles, of which time, from which outlets."""
    lines = [indexed(summary, messages)]
    named = [(name, articles) for name, articles in summary.outlets if name]
    if named:
        lines.append("")
    for name, articles in named[:OUTLETS]:
        lines.append(messages.say("outlet", {"name": shortened(name, NAME), "articles": articles}))
    if len(named) > OUTLETS:
        lines.append(messages.say("outlets-more", {"count": len(named) - OUTLETS}))
    return tuple(Block((Run(line),)) for line in lines)


def render_citation(quote: Quote, messages: Messages) -> Markup:
    """The citation as text that a tap copies, for where a button can't hold it."""
    return (Block((Run(citation(quote, messages), code=True),)),)


def citation(quote: Quote, messages: Messages) -> str:
    """The quoted sentence in quotation marks, then its source in one line."""
    source = quote.passage.source
    start, end = excerpt(quote.text, quote.sentence, quote.highlight, limit=SENTENCE)
    start, end = max(start, quote.sentence[0]), min(end, quote.sentence[1])
    left = ELLIPSIS if start > quote.sentence[0] else ""
    right = ELLIPSIS if end < quote.sentence[1] else ""
    url = source.url if link_to_words(source.url, "") else ""
    parts = (shortened(source.title, TITLE), *_facts(source, messages), _place(quote.passage, messages), url)
    return f"“{left}{quote.text[start:end]}{right}” — {', '.join(part for part in parts if part)}"


def indexed(summary: Summary, messages: Messages) -> str:
    """What is indexed, as one sentence."""
    if not summary.articles:
        return messages.say("indexed-nothing")
    if summary.earliest is None or summary.latest is None:
        return messages.say("indexed", {"articles": summary.articles})
    return messages.say(
        "indexed-range",
        {"articles": summary.articles, "earliest": summary.earliest, "latest": summary.latest},
    )


def _quoted(quote: Quote, neighbours: Sequence[Passage], *, emphasis: bool) -> Block:
    number = quote.passage.paragraph
    runs: list[Run] = []
    for passage in sorted(neighbours, key=lambda passage: passage.paragraph):
        if passage.paragraph < number:
            runs += [*_beside(passage, end=True), Run("\n\n")]
    runs += _paragraph(quote, emphasis=emphasis)
    for passage in sorted(neighbours, key=lambda passage: passage.paragraph):
        if passage.paragraph > number:
            runs += [Run("\n\n"), *_beside(passage, end=False)]
    return Block(tuple(runs), quoted=True)


def _paragraph(quote: Quote, *, emphasis: bool) -> list[Run]:
    text = quote.text
    shown = excerpt(text, quote.sentence, quote.highlight, limit=PARAGRAPH)
    start = max(shown[0], quote.highlight[0])
    end = max(start, min(shown[1], quote.highlight[1]))
    middle = [Run(text[shown[0] : start]), Run(text[start:end], bold=emphasis), Run(text[end : shown[1]])]
    return _cut(middle, text, shown)


def _beside(passage: Passage, *, end: bool) -> list[Run]:
    """The end or the start of a neighbouring paragraph, whichever touches the quoted one."""
    text = passage.text
    edge = (len(text), len(text)) if end else (0, 0)
    shown = excerpt(text, edge, edge, limit=NEIGHBOUR)
    if shown[0] == shown[1]:  # the sentence at that edge is too long by itself
        shown = excerpt(text, (0, len(text)), edge, limit=NEIGHBOUR)
    return _cut([Run(text[slice(*shown)])], text, shown)


def _cut(runs: list[Run], text: str, shown: Span) -> list[Run]:
    """The runs with an ellipsis where the text goes on."""
    before = [Run(f"{ELLIPSIS} ")] if text[: shown[0]].strip() else []
    after = [Run(f" {ELLIPSIS}")] if text[shown[1] :].strip() else []
    return before + runs + after


def _source(quote: Quote, messages: Messages) -> Block:
    source = quote.passage.source
    title = shortened(source.title, TITLE) or messages.say("untitled")
    words = quote.text[slice(*quote.sentence)]
    rest = "".join(f" · {fact}" for fact in (*_facts(source, messages), _place(quote.passage, messages)))
    return Block((Run(title, link=link_to_words(source.url, words)), Run(rest)))


def _facts(source: Source, messages: Messages) -> list[str]:
    """Outlet and date, those that are known."""
    date = messages.say("date", {"date": source.published}) if source.published else ""
    return [fact for fact in (shortened(source.outlet, NAME), date) if fact]


def _place(passage: Passage, messages: Messages) -> str:
    return messages.say("place", {"number": passage.paragraph, "total": passage.paragraphs})
