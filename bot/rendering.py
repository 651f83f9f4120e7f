"""Answers as messages: the quoted paragraph, its highlight and where it comes from; or that there is no answer.

Pure functions from retrieval's data to markup; knows nothing of chats, buttons or how a message is sent. What stands
in a quoted block is, but for the ellipses at a cut, always a slice of a paragraph.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.excerpt import excerpt
from bot.links import link_to_words
from bot.markup import ELLIPSIS, Block, Markup, Run, one_line, shortened, units
from bot.messages import Messages, Value
from bot.periods import period_in_words
from retrieval.answer import About, Answer, Coverage, Quote, Span
from retrieval.article import Passage, Source
from retrieval.library import Summary
from retrieval.receipt import Receipt
from retrieval.terms import distinct_terms

# UTF-16 units. Without what stands around an answer, which is cut as far as it must, a message stays below Telegram's
# 4096 together with the bot's own words.
PARAGRAPH = 1200
CORE = 700  # of a paragraph longer than that: the sentences around the answer
FOLDED = 1300  # and what stands before and after them, each
NEIGHBOUR = 800
SHORT = 500  # of a paragraph, among many people
TITLE = 300
NAME = 100  # of an outlet
SENTENCE = 1000  # in a citation
OUTLETS = 15
LACKING = 6  # words of the question that a passage lacks
WORD = 30
GLOSSES = 3
GLOSSED = 60  # of the words that a gloss explains
COPIES = 3
TOPIC = 120


def render_words(messages: Messages, key: str, values: Mapping[str, Value] | None = None) -> Markup:
    """A message of the bot's own words alone."""
    return (Block((Run(messages.say(key, values)),)),)


def render_quote(
    quote: Quote, messages: Messages, *, neighbours: Sequence[Passage] = (), short: bool = False
) -> Markup:
    """The quoted paragraph, its highlight bold, and its source; with neighbours, the paragraphs beside it as well.

    Of a long paragraph the sentences around the answer are shown, and the rest in folded quotes before and after; where
    it is to be short, the sentences alone. The paragraph before is shown where the quote can't be understood without.
    """
    below = *_glosses(quote, messages, all_of_it=not short), _source(quote, messages), *_copies(quote, messages)
    if neighbours:
        return _quoted(quote, neighbours, emphasis=True), *below
    if short:
        return _quoted(quote, _before(quote), emphasis=True, limit=SHORT), *below
    return *_in_parts(quote), *below


def render_understood(answer: Answer, messages: Messages) -> Markup:
    """How the question was taken, in one line: what it was about, and which words it was read with; nothing where it
    was taken as it is.

    Only words that articles have: others are people's own, and a message waits on the disk until it is sent.
    """
    said = []
    if answer.respelled:
        words = ", ".join(_name(read, WORD) for _, read in answer.respelled.words[:LACKING])
        said.append(messages.say("respelled", {"words": words}))
    if answer.about and (topic := _topic(answer.about, answer.quotes or answer.closest)):
        said.append(messages.say("about", {"topic": _name(topic, TOPIC)}))
    return (Block((Run(" · ".join(said), italic=True),)),) if said else ()


def _topic(about: About, quotes: Sequence[Quote]) -> str:
    """The words carried over that the first quote or its title has, else the title of the article before."""
    return " ".join(_words_of(quotes[0], about.words) if quotes else ()) or about.title


def _words_of(quote: Quote, words: Sequence[str]) -> list[str]:
    """Those of the words that the quoted paragraph or its article's title has."""
    source = quote.passage.source
    language = source.language or "en"
    has = distinct_terms(quote.text, language) | distinct_terms(source.title, language)
    return [word for word in words if (own := distinct_terms(word, language)) and own <= has]


def render_differ(quotes: Sequence[Quote], messages: Messages) -> Markup:
    """Quotes that contradict each other, in their order, each with its source, and that they do."""
    told = [block for quote in quotes for block in (Block(()), *render_quote(quote, messages, short=True))]
    return Block((Run(messages.say("differ"), italic=True),)), *told[1:]


def render_newer(quote: Quote, messages: Messages) -> Markup:
    """That a newer article tells the story, and of when it is; nothing where that is not known."""
    published = quote.passage.source.published
    return (Block((Run(messages.say("newer", {"date": published}), italic=True),)),) if published else ()


def render_closest(
    quote: Quote,
    messages: Messages,
    *,
    summary: Summary,
    neighbours: Sequence[Passage] = (),
    coverage: Coverage | None = None,
) -> Markup:
    """That there is no answer, what is indexed, and the closest passage, marked as no answer and without highlight,
    and which words of the question it lacks; not among neighbours, where those words may stand.
    """
    marked = [Block((Run(messages.say("closest"), italic=True),))]
    if quote.missing and not neighbours:
        words = ", ".join(_name(word, WORD) for word in quote.missing[:LACKING])
        marked.append(Block((Run(messages.say("closest-lacks", {"words": words}), italic=True),)))
    passage = _quoted(quote, neighbours or _before(quote), emphasis=False)
    not_found = render_not_found(messages, summary=summary, coverage=coverage)
    return *not_found, Block(()), *marked, passage, _source(quote, messages)


def render_not_found(messages: Messages, *, summary: Summary, coverage: Coverage | None = None) -> Markup:
    """That there is no answer, what is indexed, and what of it comes near."""
    near = _coverage(coverage, messages) if coverage else []
    lines = [indexed(summary, messages), *([" ".join(near)] if near else [])]
    return *render_words(messages, "not-found"), *(Block((Run(line),)) for line in lines)


def _coverage(coverage: Coverage, messages: Messages) -> list[str]:
    """What the library does hold near the question, as sentences."""
    said = [messages.say("coverage-until", {"date": coverage.until})] if coverage.until else []
    for name, articles in coverage.names:
        said.append(messages.say("coverage-name", {"name": _name(name, WORD), "articles": articles}))
    return said


def render_sources(summary: Summary, messages: Messages) -> Markup:
    """What is indexed: how many articles, of which time, from which outlets."""
    lines = [indexed(summary, messages)]
    named = [(name, articles) for name, articles in summary.outlets if name]
    if named:
        lines.append("")
    for name, articles in named[:OUTLETS]:
        lines.append(messages.say("outlet", {"name": _name(name, NAME), "articles": articles}))
    if len(named) > OUTLETS:
        lines.append(messages.say("outlets-more", {"count": len(named) - OUTLETS}))
    return tuple(Block((Run(line),)) for line in lines)


def render_citation(quote: Quote, messages: Messages) -> Markup:
    """The citation as text that a tap copies, for where a button can't hold it."""
    return (Block((Run(citation(quote, messages), code=True),)),)


def citation(quote: Quote, messages: Messages) -> str:
    """The quoted sentence in quotation marks, then its source and its receipt in one line."""
    source = quote.passage.source
    url = source.url if link_to_words(source.url, "") else ""
    receipt = str(Receipt.of(quote.passage, quote.sentence))
    parts = (_name(source.title, TITLE), *_facts(source, messages), _place(quote.passage, messages), url, receipt)
    return f"“{_sentence(quote, SENTENCE)}” — {', '.join(part for part in parts if part)}"


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


def words_shown(quote: Quote, *, limit: int) -> str:
    """The answering words with as much of their sentence as fits, on one line."""
    return one_line(_sentence(quote, limit))


def date_of(source: Source, messages: Messages) -> str:
    """When it was published, in words; "" where that is not known."""
    return messages.say("date", {"date": source.published}) if source.published else ""


def headline(source: Source, messages: Messages, *, limit: int = TITLE) -> str:
    """The article's title on one line, of at most `limit` units."""
    return _name(source.title, limit) or messages.say("untitled")


def _sentence(quote: Quote, limit: int) -> str:
    """The sentence that answers, with ellipses where it is too long."""
    start, end = excerpt(quote.text, quote.sentence, quote.highlight, limit=limit)
    start, end = max(start, quote.sentence[0]), min(end, quote.sentence[1])
    left = ELLIPSIS if start > quote.sentence[0] else ""
    right = ELLIPSIS if end < quote.sentence[1] else ""
    return f"{left}{quote.text[start:end]}{right}"


def _in_parts(quote: Quote) -> tuple[Block, ...]:
    """The paragraph in one quote, or a long one in up to three: what stands before and after is folded."""
    text = quote.text
    limit = PARAGRAPH if units(text) <= PARAGRAPH else CORE
    start, end = excerpt(text, quote.sentence, quote.highlight, limit=limit)
    before, after = text[:start].rstrip(), text[end:].lstrip()
    lead = [] if before else _lead(_before(quote))
    blocks = [Block((*lead, *_emphasised(quote, (start, end), emphasis=True)), quoted=True)]
    if before:
        blocks.insert(0, Block(tuple(_edge(before, end=True, limit=FOLDED)), quoted=True, folded=True))
    if after:
        blocks.append(Block(tuple(_edge(after, end=False, limit=FOLDED)), quoted=True, folded=True))
    return tuple(blocks)


def _quoted(quote: Quote, neighbours: Sequence[Passage], *, emphasis: bool, limit: int = PARAGRAPH) -> Block:
    number = quote.passage.paragraph
    runs = _lead([passage for passage in neighbours if passage.paragraph < number])
    shown = excerpt(quote.text, quote.sentence, quote.highlight, limit=limit)
    runs += _cut(_emphasised(quote, shown, emphasis=emphasis), quote.text, shown)
    for passage in sorted(neighbours, key=lambda passage: passage.paragraph):
        if passage.paragraph > number:
            runs += [Run("\n\n", beside="after"), *_edge(passage.text, end=False, limit=NEIGHBOUR)]
    return Block(tuple(runs), quoted=True)


def _before(quote: Quote) -> tuple[Passage, ...]:
    """The paragraph without which the quote can't be understood, where it has one."""
    return () if quote.before is None else (quote.before,)


def _lead(passages: Sequence[Passage]) -> list[Run]:
    """What stands before the quote, as much of each paragraph's end as has room."""
    runs: list[Run] = []
    for passage in sorted(passages, key=lambda passage: passage.paragraph):
        runs += [*_edge(passage.text, end=True, limit=NEIGHBOUR), Run("\n\n", beside="before")]
    return runs


def _emphasised(quote: Quote, shown: Span, *, emphasis: bool) -> list[Run]:
    """What is shown of the paragraph, the highlight within it bold."""
    text = quote.text
    start = max(shown[0], quote.highlight[0])
    end = max(start, min(shown[1], quote.highlight[1]))
    return [Run(text[shown[0] : start]), Run(text[start:end], bold=emphasis), Run(text[end : shown[1]])]


def _edge(text: str, *, end: bool, limit: int) -> list[Run]:
    """The end of a text that stands before the answer, or the start of one after it, cut at a sentence where it can."""
    edge = (len(text), len(text)) if end else (0, 0)
    shown = excerpt(text, edge, edge, limit=limit)
    if shown[0] == shown[1]:  # the sentence at that edge is too long by itself
        shown = excerpt(text, (0, len(text)), edge, limit=limit)
    return [replace(run, beside="before" if end else "after") for run in _cut([Run(text[slice(*shown)])], text, shown)]


def _cut(runs: list[Run], text: str, shown: Span) -> list[Run]:
    """The runs with an ellipsis where the text goes on."""
    before = [Run(f"{ELLIPSIS} ")] if text[: shown[0]].strip() else []
    after = [Run(f" {ELLIPSIS}")] if text[shown[1] :].strip() else []
    return before + runs + after


def _glosses(quote: Quote, messages: Messages, *, all_of_it: bool) -> tuple[Block, ...]:
    """What relative words of the quote mean, in one line; those of the answering sentence first, or alone."""
    start, end = quote.sentence
    within = [gloss for gloss in quote.glosses if start <= gloss.span[0] and gloss.span[1] <= end]
    shown = within + [gloss for gloss in quote.glosses if all_of_it and gloss not in within]
    said = [
        messages.say(
            "gloss-about" if gloss.about else "gloss",
            {
                "words": _name(quote.text[slice(*gloss.span)], GLOSSED),
                "period": period_in_words(gloss.period, messages.language),
            },
        )
        for gloss in shown[:GLOSSES]
    ]
    return (Block((Run(" · ".join(said), italic=True),)),) if said else ()


def _copies(quote: Quote, messages: Messages) -> tuple[Block, ...]:
    """Where else the paragraph was published, in one line."""
    if not quote.also_in:
        return ()
    names = ", ".join(
        _name(source.outlet, NAME) or headline(source, messages, limit=NAME) for source in quote.also_in[:COPIES]
    )
    more = len(quote.also_in) - COPIES
    line = (
        messages.say("also-in-more", {"names": names, "count": more})
        if more > 0
        else messages.say("also-in", {"names": names})
    )
    return (Block((Run(line),)),)


def _source(quote: Quote, messages: Messages) -> Block:
    source = quote.passage.source
    title = headline(source, messages)
    words = quote.text[slice(*quote.sentence)]
    rest = "".join(f" · {fact}" for fact in (*_facts(source, messages), _place(quote.passage, messages)))
    return Block((Run(title, link=link_to_words(source.url, words)), Run(rest)))


def _facts(source: Source, messages: Messages) -> list[str]:
    """Outlet and date, those that are known."""
    return [fact for fact in (_name(source.outlet, NAME), date_of(source, messages)) if fact]


def _place(passage: Passage, messages: Messages) -> str:
    """The paragraph's number, after the page where that is known."""
    place = messages.say("place", {"number": passage.paragraph, "total": passage.paragraphs})
    return place if passage.page is None else f"{messages.say('page', {'number': str(passage.page)})}, {place}"


def _name(text: str, limit: int) -> str:
    """A title or a name as part of a line of ours."""
    return shortened(one_line(text), limit)
