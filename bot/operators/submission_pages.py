"""A submission as a message: what it holds before it is added, and what became of it.

Pure functions from data to markup; knows nothing of chats and buttons.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.markup import Block, Markup, Run, one_line, shortened
from bot.messages import Messages
from bot.operators.submissions import Content, Neighbours
from bot.rendering import NAME, date_of, headline, render_words
from retrieval.article import Article

if TYPE_CHECKING:
    from retrieval.keeping import Stored

TITLES = 10
"""Articles of a submission that are named."""
NAMED = 3
"""Files with the same text, and problems."""
BEGINNING = 600  # UTF-16 units of an article's first paragraph
LINE = 250


def render_preview(content: Content, around: Neighbours, messages: Messages) -> Markup:
    """What would be added: of one article its title, outlet, date and beginning; of several their titles."""
    articles = content.articles
    shown = _one(articles[0], messages) if len(articles) == 1 else _several(articles, messages)
    return *shown, *_around(around, messages), *_problems(content.problems, messages)


def render_added(stored: "Sequence[Stored]", messages: Messages, *, watched: bool) -> Markup:
    """What became of it; `watched` where it comes into the library by itself."""
    changed = [one for one in stored if one.outcome != "unchanged"]
    if not changed:
        return render_words(messages, "submission-unchanged", {"file": _line(str(stored[0].path))})
    blocks = [
        *render_words(messages, "submission-added", {"count": len(changed)}),
        *(Block((Run(f"· {_line(str(one.path))}"),)) for one in changed[:TITLES]),
    ]
    if len(changed) > TITLES:
        blocks += render_words(messages, "submission-more", {"count": len(changed) - TITLES})
    return *blocks, *render_words(messages, "submission-comes" if watched else "submission-waits")


def render_refused(reason: str, messages: Messages) -> Markup:
    """Why something can't be added."""
    return render_words(messages, "submission-refused", {"reason": _line(reason)})


def render_trouble(reason: str) -> Markup:
    """Why what is shown could not be added just now, in words of the reader's language or an error's."""
    return (Block((Run(f"⚠ {_line(reason)}", bold=True),)),)


def _one(article: Article, messages: Messages) -> Markup:
    source = article.source
    facts = [shortened(one_line(source.outlet), NAME), shortened(one_line(source.author), NAME)]
    facts.append(date_of(source, messages) or messages.say("submission-undated"))
    count = messages.say("submission-paragraphs", {"count": len(article.paragraphs)})
    beginning = shortened(article.paragraphs[0].strip(), BEGINNING)
    lines = [
        Block((Run(headline(source, messages), bold=True),)),
        Block((Run(" · ".join(fact for fact in facts if fact)),)),
    ]
    if source.url:
        lines.append(Block((Run(_line(source.url)),)))
    return *lines, Block((Run(count),)), Block((Run(beginning),), quoted=True, folded=True)


def _several(articles: Sequence[Article], messages: Messages) -> Markup:
    head = Block((Run(messages.say("submission-articles", {"count": len(articles)}), bold=True),))
    lines = []
    for article in articles[:TITLES]:
        facts = (headline(article.source, messages, limit=LINE), date_of(article.source, messages))
        lines.append(Block((Run("· " + " · ".join(fact for fact in facts if fact)),)))
    if len(articles) > TITLES:
        lines += render_words(messages, "submission-more", {"count": len(articles) - TITLES})
    return head, *lines


def _around(around: Neighbours, messages: Messages) -> Markup:
    """What stands in the seeds already."""
    said = []
    if around.known:
        said.append(messages.say("submission-known"))
    if around.replaced:
        said.append(messages.say("submission-replaces", {"file": _line(around.replaced)}))
    if around.same:
        more = len(around.same) - NAMED
        names = ", ".join(_line(name) for name in around.same[:NAMED]) + (f" +{more}" if more > 0 else "")
        said.append(messages.say("submission-same", {"names": names}))
    return tuple(Block((Run(f"⚠ {line}"),)) for line in said)


def _problems(problems: Sequence[str], messages: Messages) -> Markup:
    lines = [Block((Run(f"⚠ {_line(problem)}"),)) for problem in problems[:NAMED]]
    if len(problems) > NAMED:
        lines += render_words(messages, "submission-more", {"count": len(problems) - NAMED})
    return tuple(lines)


def _line(text: str) -> str:
    return shortened(one_line(text), LINE)
