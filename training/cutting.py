"""Passages cut to a few sentences, as news has them: the name that a question asks by stands in another paragraph.

Wikipedia's paragraphs mostly say whom they are about, so a reader that learns from them alone takes a passage without
the question's names for one that does not answer: "Repairs cost 4.2 million, most of it for the lantern room" after
"How much did the repairs of the Skarvoy lighthouse cost?". Cut are passages that answer and such that don't, so that
being short tells nothing; what stood before them and a title often stay with them, apart. Only for training.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.antecedent import joined
from retrieval.sentences import sentence_spans
from training.examples import Example
from training.placing import Places, title_of

WITHOUT_THE_ANSWER = 0.3
"""Of the answered examples, the share whose cut passage does not answer."""
MOST_SENTENCES = 2
PRONOUN = 0.7
"""How often a name that is left of the question's becomes a pronoun, where it stands as one could."""
BEFORE = 0.75
"""How often what stood before is told."""
_NAME = re.compile(r"\b(?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*\b(?!['’]s| [a-z]+s? of\b)")
_FOLLOWING = re.compile(
    r" (?:is|was|were|are|has|had|will|would|can|could|did|[a-z]+ed|and|in|on|at|to|by|with)\b|[,.;]"
)
_PRONOUNS = ("he", "she", "it", "they")


def cut(examples: Sequence[Example], places: Places, *, share: float, seed: str) -> list[Example]:
    """For a share of the examples, a few sentences of their passage: where it answers, mostly those that do."""
    drawn = random.Random(seed)
    found = []
    for example in examples:
        if drawn.random() >= share:
            continue
        made = _cut(example, places, drawn)
        if made is not None:
            found.append(_with_pronouns(made, drawn) if drawn.random() < PRONOUN else made)
    return found


def _cut(example: Example, places: Places, drawn: random.Random) -> Example | None:
    """One or two sentences side by side, with an accepted answer or without any; None where there are no others."""
    spans = sentence_spans(example.passage)
    if len(spans) < 2:
        return None
    answering = [any(a < end and b > start for a, b in example.answers) for start, end in spans]
    keep = bool(example.answers) and drawn.random() >= WITHOUT_THE_ANSWER
    wanted = [i for i, answers in enumerate(answering) if answers is keep]
    if not wanted:
        return None
    first = last = drawn.choice(wanted)
    if drawn.random() < 0.5:  # the next one tells no name that this one leaves out
        last = min(len(spans), first + MOST_SENTENCES) - 1
    if not keep and any(answering[first : last + 1]):
        last = first
    start, end = spans[first][0], spans[last][1]
    passage = example.passage[start:end]
    answers = tuple((a - start, b - start) for a, b in example.answers if a >= start and b <= end) if keep else ()
    if keep and not answers:
        return None
    if not keep and any(example.passage[a:b].lower() in passage.lower() for a, b in example.answers):
        return None
    before = example.passage[:start].strip() if drawn.random() < BEFORE else ""
    lead = joined(title_of(example.passage, places, drawn), before, passage)
    return Example(example.question, passage, answers, f"{example.source}-cut", lead)


def _with_pronouns(example: Example, drawn: random.Random) -> Example:
    """A name of the question's that the passage has, outside the answer, as a pronoun: the first such."""
    for match in _NAME.finditer(example.passage):
        start, end = match.span()
        name = match.group().removeprefix("the ")
        if name not in example.question or any(a < end and b > start for a, b in example.answers):
            continue
        if not _FOLLOWING.match(example.passage, end):
            continue
        word = drawn.choice(_PRONOUNS)
        word = word.capitalize() if start == 0 else word
        moved = len(word) - (end - start)
        answers = tuple((a + moved * (a >= end), b + moved * (a >= end)) for a, b in example.answers)
        return replace(example, passage=example.passage[:start] + word + example.passage[end:], answers=answers)
    return example
