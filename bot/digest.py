"""Lists of articles as messages: the newest of all or of one outlet, a page at a time.

Pure functions from retrieval's data to markup, as in rendering.py.
"""

from collections.abc import Sequence

from bot.links import link_to_words
from bot.markup import Block, Markup, Run, one_line, shortened
from bot.messages import Messages
from bot.rendering import NAME, date_of, headline, render_words
from retrieval.article import Source
from retrieval.catalogue import Outlet

TITLE = 150  # of an article in a list, in UTF-16 units


def render_newest(articles: Sequence[Source], messages: Messages) -> Markup:
    """A page of the newest articles, each with its outlet and date."""
    if not articles:
        return render_words(messages, "indexed-nothing")
    head = Block((Run(messages.say("newest"), bold=True),))
    return head, *(_entry(source, messages, outlet=True) for source in articles)


def render_newest_of(outlet: Outlet, articles: Sequence[Source], messages: Messages) -> Markup:
    """A page of an outlet's newest articles, after how many it has and of which time."""
    name = shortened(one_line(outlet.name), NAME)
    counted = Block((Run(messages.say("outlet", {"name": name, "articles": outlet.articles}), bold=True),))
    heads = [counted]
    if outlet.earliest is not None and outlet.latest is not None:
        dates = {"earliest": outlet.earliest, "latest": outlet.latest}
        heads.append(Block((Run(messages.say("outlet-dates", dates)),)))
    return *heads, *(_entry(source, messages, outlet=False) for source in articles)


def _entry(source: Source, messages: Messages, *, outlet: bool) -> Block:
    """An article on a line: its title, which opens it, its outlet and its date."""
    facts = (shortened(one_line(source.outlet), NAME) if outlet else "", date_of(source, messages))
    title = Run(headline(source, messages, limit=TITLE), link=link_to_words(source.url, ""))
    return Block((Run("· "), title, Run("".join(f" · {fact}" for fact in facts if fact))))
