"""Questions as people ask them in a chat, made from whole ones: words missing, on top of others, after a telling.

What retrieval/carrying.py puts together from a follow-up and the question before it reads so ("How long is the contract
conductor at Pellworth?"), and so do searches ("height tower Ostwick") and quizzes ("A bridge was opened. Where?"). A
change keeps the example's answer, and is made to passages that do not answer as well: else a reader would learn that
odd questions have answers. Only for training.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from retrieval.leaning import is_plain
from retrieval.sentences import sentence_spans
from training.examples import Example

MISSING = 0.45
"""The share of words that fall out, names and numbers never."""
MOST_CARRIED = 8
"""Words of another question."""
LONGEST_TELLING = 160
"""Characters."""
_WORD = re.compile(r"\w+(?:[-.,]\w+)*(?:['’]\w+)?")


@dataclass(frozen=True)
class Home:
    """What a question stands beside, where it is answered."""

    passage: str
    others: list[str]  # the other questions about that passage


Change = Callable[[Example, Home, random.Random], str | None]


def shortened(examples: Sequence[Example], *, share: float, seed: str) -> list[Example]:
    """For a share of the examples, one that asks the same with words missing or others beside it."""
    drawn = random.Random(seed)
    homes = _homes(examples)
    found = []
    for example in examples:
        if example.question not in homes or drawn.random() >= share:
            continue
        for change in drawn.sample(CHANGES, len(CHANGES)):
            question = change(example, homes[example.question], drawn)
            if question is not None:
                found.append(replace(example, question=question, source=f"{example.source}-{change.__name__[1:]}"))
                break
    return found


def _homes(examples: Sequence[Example]) -> dict[str, Home]:
    """Each answered question's."""
    asked = defaultdict(list)
    for example in examples:
        if example.answers:
            asked[example.passage].append(example.question)
    return {one: Home(passage, [o for o in own if o != one]) for passage, own in asked.items() for one in own}


def _missing(example: Example, home: Home, drawn: random.Random) -> str | None:  # noqa: ARG001 - as the others
    """Without some of the words that are no names, never the first, which asks."""
    words = example.question.rstrip(" ?").split()
    kept = [word for i, word in enumerate(words) if _stays(word, i) or drawn.random() >= MISSING]
    if len(kept) < 3 or len(kept) == len(words):
        return None
    return " ".join(kept) + drawn.choice(("?", ""))


def _carried(example: Example, home: Home, drawn: random.Random) -> str | None:
    """Without what another question about the passage names, that after it."""
    if not home.others:
        return None
    carried = [word for word in _WORD.findall(drawn.choice(home.others)) if not is_plain(word, "en")][:MOST_CARRIED]
    words = example.question.rstrip(" ?").split()
    kept = [word for i, word in enumerate(words) if i == 0 or _bare(word) not in carried]
    return f"{' '.join(kept)} {' '.join(carried)}?" if carried and len(kept) >= 2 else None


def _told(example: Example, home: Home, drawn: random.Random) -> str | None:
    """After a sentence of its own passage that does not answer."""
    tellings = [
        home.passage[start:end].strip()
        for start, end in sentence_spans(home.passage)
        if end - start <= LONGEST_TELLING and not any(a < end and b > start for a, b in example.answers)
    ]
    return f"{drawn.choice(tellings)} {example.question}" if tellings else None


CHANGES: list[Change] = [_missing, _carried, _told]


def _stays(word: str, place: int) -> bool:
    """Whether a word asks or names, by its place and its form."""
    return place == 0 or word[0].isupper() or word[0].isdigit()


def _bare(word: str) -> str:
    return word.strip(".,;:!?\"'’").removesuffix("'s").removesuffix("’s")
