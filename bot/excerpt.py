"""Which part of a long paragraph to show: what surrounds the answer, cut at the ends of sentences."""

from bot.markup import fitting, units
from retrieval.answer import Span
from retrieval.sentences import sentence_spans


def excerpt(text: str, sentence: Span, highlight: Span, *, limit: int) -> Span:
    """The span of the text to show, at most `limit` UTF-16 units long: the sentence and as many neighbours as fit.

    A sentence that is itself too long is cut between words around the highlight, which lies within it.
    """
    if units(text) <= limit:
        return 0, len(text)
    if units(text[slice(*sentence)]) > limit:
        return _around(text, sentence, highlight, limit)
    start, end = sentence
    before, after = _neighbours(text, sentence, limit)
    while before or after:
        if after and units(text[start : after[0][1]]) <= limit:
            end = after.pop(0)[1]
        else:
            after.clear()
        if before and units(text[before[-1][0] : end]) <= limit:
            start = before.pop()[0]
        else:
            before.clear()
    return start, end


def _neighbours(text: str, sentence: Span, limit: int) -> tuple[list[Span], list[Span]]:
    """The whole sentences before and after, those that can fit at all: a paragraph may be a book."""
    first, last = max(0, sentence[0] - limit), min(len(text), sentence[1] + limit)
    before = [(first + start, first + end) for start, end in sentence_spans(text[first : sentence[0]])]
    after = [(sentence[1] + start, sentence[1] + end) for start, end in sentence_spans(text[sentence[1] : last])]
    return before[1:] if first else before, after[:-1] if last < len(text) else after


def _around(text: str, sentence: Span, highlight: Span, limit: int) -> Span:
    """The highlight and the words around it, within the sentence."""
    start, end = highlight
    room = limit - units(text[start:end])
    if room <= 0:
        return start, start + fitting(text[start:end], limit)
    left = text[sentence[0] : start]
    kept = fitting(left[::-1], room // 2)
    before = left[len(left) - kept :]
    if kept < len(left):  # not in the middle of a word
        before = before.partition(" ")[2]
    right = text[end : sentence[1]]
    kept = fitting(right, room - units(before))
    after = right[:kept]
    if kept < len(right):
        after = after.rpartition(" ")[0]
    return start - len(before), end + len(after)
