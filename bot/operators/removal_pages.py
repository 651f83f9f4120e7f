"""Articles that are to leave, as messages: which are meant, what leaves with one, and that it has left.

Pure functions from data to markup; knows nothing of chats and buttons.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.markup import Block, Markup, Run, one_line, shortened
from bot.messages import Messages
from bot.rendering import NAME, date_of, headline, render_words
from retrieval.article import Source

LINE = 250


@dataclass(frozen=True)
class Leaving:
    """What leaves with an article."""

    source: Source
    alone: bool  # it leaves, and what else its file holds stays
    others: int = 0  # articles of its file that leave as well


def render_which(sources: Sequence[Source], messages: Messages) -> Markup:
    """The articles that may be meant, by number."""
    if not sources:
        return render_words(messages, "remove-nothing")
    lines = [Block((Run(f"{number}. {_told(source, messages)}"),)) for number, source in enumerate(sources, 1)]
    return Block((Run(messages.say("remove-which"), bold=True),)), *lines


def render_leaving(leaving: Leaving, messages: Messages) -> Markup:
    """An article, its file, and what leaves with it."""
    source = leaving.source
    blocks = [
        Block((Run(headline(source, messages), bold=True),)),
        Block((Run(_facts(source, messages)),)),
        *render_words(messages, "remove-file", {"file": _line(source.file)}),
    ]
    if leaving.alone:
        blocks += render_words(messages, "remove-alone")
    elif leaving.others:
        blocks += render_words(messages, "remove-others", {"count": leaving.others})
    return tuple(block for block in blocks if any(run.text for run in block.runs))


def render_removed(source: Source, messages: Messages, *, watched: bool) -> Markup:
    """That an article has left the seeds, and from when on it is quoted no more."""
    left = messages.say("remove-done", {"name": headline(source, messages)})
    return Block((Run(left),)), *render_words(messages, "remove-goes" if watched else "remove-waits")


def _told(source: Source, messages: Messages) -> str:
    facts = _facts(source, messages)
    return headline(source, messages, limit=LINE) + (f" · {facts}" if facts else "")


def _facts(source: Source, messages: Messages) -> str:
    facts = (shortened(one_line(source.outlet), NAME), date_of(source, messages))
    return " · ".join(fact for fact in facts if fact)


def _line(text: str) -> str:
    return shortened(one_line(text), LINE)
