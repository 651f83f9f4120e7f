"""Where the sentences of a text begin and end."""

import re
from collections.abc import Iterator
from itertools import pairwise

from retrieval.answer import Span

_FULL_STOPS = re.compile(r"[。！？｡؟۔।]+[\"'”’」』）)]*")
"""Ends of sentences in scripts that syntok does not know, each unmistakable wherever it stands."""

_ORDINAL = re.compile(r"\b\d{1,2}\.[ \u00a0]$")
_AFTER_ORDINAL = re.compile(
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert)\b"
    r"|(?:auf|bis|und|oder|zum) "
)
"""What goes on after a German ordinal."""
_TITLE = re.compile(r"\b(?:Dr|Prof|Hr|Fr|Nr|Bd|Mme|Mlle|Sra?|Sres|Dra)\.[ \u00a0]$")
WRAPPED = 50
"""Characters: a shorter line ends where its words do, unless the next one begins in lower case."""
MOST_HEADINGS = 2
_TELLS = re.compile(r"[:|]")
_DIGIT = re.compile(r"\d")
"""What a line that tells something may have, and a heading has not; a figure it may have above whole sentences."""
_ENDED = re.compile(r"[.!?。！？؟…:;,]['\"”’)»]*$")
_ASKED = re.compile(r"[?？؟][\"'”’»」』)\]*_]*\s*$")
_LONGEST_END = 6
"""Characters of a question's end."""


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The spans of the text's sentences, in order, without the white space between them; none for a blank text.

    None goes over the end of a short line, such as a heading or an item; a long one may have been broken in its middle.
    """
    from syntok import segmenter  # a question of one sentence needs none, and its import shows in the time to an answer

    starts = {0, len(text)}
    for paragraph in segmenter.analyze(text):
        for tokens in paragraph:
            starts.add(tokens[0].offset)
    starts.update(match.end() for match in _FULL_STOPS.finditer(text))
    starts.update(_line_starts(text))
    starts -= {start for start in starts if 0 < start < len(text) and _goes_on(text, start)}
    spans = []
    for start, end in pairwise(sorted(starts)):
        sentence = text[start:end]
        left = start + len(sentence) - len(sentence.lstrip())
        right = start + len(sentence.rstrip())
        if left < right:
            spans.append((left, right))
    return tuple(spans)


def is_heading(text: str, sentence: Span) -> bool:
    """Whether a sentence is one of at most two lines at the top of a text that head the last one."""
    line = text[slice(*sentence)]
    is_line = text.startswith("\n", sentence[1]) and text[: sentence[0]].endswith("\n") | (sentence[0] == 0)
    tells = _TELLS.search(line) or _ENDED.search(line) or (_DIGIT.search(line) and not _ENDED.search(text))
    return is_line and text.count("\n") <= MOST_HEADINGS and not tells


def _goes_on(text: str, start: int) -> bool:
    """Whether no sentence begins here, whatever stands before it: "am 3. Oktober", "Dr. Petersen"."""
    before = text[max(0, start - 12) : start]
    return bool(_ORDINAL.search(before) and _AFTER_ORDINAL.match(text, start)) or _TITLE.search(before) is not None


def _line_starts(text: str) -> Iterator[int]:
    """Where lines begin that do not go on from the one before."""
    begun = 0
    for line in text.split("\n")[:-1]:
        following = begun + len(line) + 1
        if len(line) < WRAPPED and not text[following : following + 1].islower():
            yield following
        begun = following


def asks(text: str) -> bool:
    """Whether a text ends as questions do."""
    return _ASKED.search(text[-_LONGEST_END:]) is not None
