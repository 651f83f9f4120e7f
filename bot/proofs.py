"""Verdicts on quotations as messages: whether the words stand, which of them differ, and where they are from.

Pure functions from retrieval's data to markup, as in rendering.py.
"""

from bot.markup import Block, Markup, Run, one_line, shortened
from bot.messages import Messages
from bot.rendering import render_quote
from retrieval.answer import Quote, Span
from retrieval.article import Passage
from retrieval.proving import Fate, Proof
from retrieval.verifying import Change, Standing, Verdict

MOST_CHANGES = 6
WORDS = 120  # of a difference, in UTF-16 units


def render_verdict(verdict: Verdict, messages: Messages) -> Markup:
    """Whether a claim stands, each difference on a line, and the passage with its source."""
    said = (_line(_standing(verdict.standing, messages)),)
    lines = [_line(_difference(change, messages)) for change in verdict.changes[:MOST_CHANGES]]
    if len(verdict.changes) > MOST_CHANGES:
        lines.append(_line(messages.say("verify-more", {"count": len(verdict.changes) - MOST_CHANGES})))
    if verdict.passage is None:
        return *said, *lines
    also = [_line(messages.say("verify-also", {"count": len(verdict.also)}))] if verdict.also else []
    words = verdict.spans[0][0], verdict.spans[-1][1]
    changed = next((c.span for c in verdict.changes if c.span[0] < c.span[1]), words)
    shown = changed if words[0] <= changed[0] and changed[1] <= words[1] else words
    return *said, *lines, *_passage(verdict.passage, words, shown, messages), *also


def render_proof(proof: Proof, messages: Messages) -> Markup:
    """Whether the words of a receipt stand, and the passage with its source."""
    said = (_line(_fate(proof.fate, messages)),)
    if proof.passage is None:
        return said
    if proof.words is None:
        now = _line(messages.say("verify-now", {"number": proof.passage.paragraph}))
        return *said, now, *_passage(proof.passage, (0, len(proof.passage.text)), (0, 0), messages)
    numbers = {"before": proof.receipt.number, "now": proof.passage.paragraph}
    moved = [_line(messages.say("verify-moved", numbers))] if proof.moved else []
    return *said, *moved, *_passage(proof.passage, proof.words, proof.words, messages)


def _standing(standing: Standing, messages: Messages) -> str:
    return {
        Standing.EXACT: messages.say("verify-exact"),
        Standing.TYPOGRAPHY: messages.say("verify-typography"),
        Standing.ALTERED: messages.say("verify-altered"),
        Standing.NOT_FOUND: messages.say("verify-not-found"),
    }[standing]


def _fate(fate: Fate, messages: Messages) -> str:
    return {
        Fate.STANDS: messages.say("verify-stands"),
        Fate.ALTERED: messages.say("verify-receipt-altered"),
        Fate.GONE: messages.say("verify-gone"),
    }[fate]


def _passage(passage: Passage, words: Span, shown: Span, messages: Messages) -> Markup:
    """The paragraph around these words, those that matter bold, and its source."""
    return render_quote(Quote(passage, words, shown, 0.0), messages)


def _difference(change: Change, messages: Messages) -> str:
    if not change.stands:
        return messages.say("verify-put-in", {"claimed": _shown(change.claimed)})
    if not change.claimed:
        return messages.say("verify-left-out", {"stands": _shown(change.stands)})
    return messages.say("verify-changed", {"claimed": _shown(change.claimed), "stands": _shown(change.stands)})


def _shown(words: str) -> str:
    return shortened(one_line(words), WORDS)


def _line(text: str) -> Block:
    return Block((Run(text),))
