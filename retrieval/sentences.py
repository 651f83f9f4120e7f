"""Where the sentences of a text begin and end."""

import re
from itertools import pairwise

from retrieval.answer import Span

_FULL_STOPS = re.compile(r"[。！？｡؟۔।]+[\"'”’」』）)]*")
"""Ends of sentences in scripts that syntok does not know, each unmistakable wherever it stands."""

HEADING = 120
"""Characters of a line that may head the words below it."""
_ENDED = re.compile(r"[.!?。！？؟…:;,]['\"”’)»]*$")
_ASKED = re.compile(r"[?？؟][\"'”’»」』)\]*_]*\s*$")
_LONGEST_END = 6
"""Characters of a question's end."""


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The spans of the text's sentences, in order, without the white space between them; none for a blank text.

    None goes over the end of a line.
    """
    from syntok import segmenter  # a question of one sentence needs none, and its import shows in the time to an answer

    starts = {0, len(text)}
    for paragraph in segmenter.analyze(text):
        for tokens in paragraph:
            starts.add(tokens[0].offset)
    starts.update(match.end() for match in _FULL_STOPS.finditer(text))
    starts.update(place + 1 for place, character in enumerate(text) if character == "\n")
    spans = []
    for start, end in pairwise(sorted(starts)):
        sentence = text[start:end]
        left = start + len(sentence) - len(sentence.lstrip())
        right = start + len(sentence.rstrip())
        if left < right:
            spans.append((left, right))
    return tuple(spans)


def is_heading(text: str, sentence: Span) -> bool:
    """Whether this first sentence of a text is a line that heads those below it."""
    line = text[: sentence[1]]
    return sentence[0] == 0 and text.startswith("\n", len(line)) and len(line) <= HEADING and not _ENDED.search(line)


def asks(text: str) -> bool:
    """Whether a text ends as questions do."""
    return _ASKED.search(text[-_LONGEST_END:]) is not None
