"""What a reader learns from: questions with a passage and the words that answer, or with a passage that does not.

Sources are a folder of marked questions (DATA/reading/*.jsonl) and the set DATA/squad, of which whole articles are held
out. Passages that do not answer come from the set's hard questions and from retrieval: what TF-IDF brings up first for
a question among the other passages of its source, and does not hold an accepted answer.
"""

import json
import random
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from tokenizers import Tokenizer

from retrieval.reader import LONGEST_LEAD

HELD_OUT = (0, 1)
"""Of five parts of the squad set's articles, by CRC-32 of their id, those never trained on."""
PARTS = 5
NEGATIVES = 8
"""Of a question's first retrieved passages, how many one is drawn from."""


@dataclass(frozen=True)
class Example:
    """A question about one passage."""

    question: str
    passage: str
    answers: tuple[tuple[int, int], ...]  # accepted spans, in characters; empty: the passage does not answer
    source: str
    lead: str = ""  # what stands before the passage, as a reader is told (placing.py)


@dataclass(frozen=True, eq=False)
class Encoded:
    """An example as token ids: [CLS] question [SEP] passage [SEP], or [CLS] question [SEP] lead [SEP] passage [SEP]; a
    span is the first and the last token of it.
    """

    ids: NDArray[np.int32]  # (tokens,)
    passage_start: int  # the first token of the passage
    starts: tuple[int, ...]  # accepted; (0,), the place of [CLS], where the passage does not answer
    ends: tuple[int, ...]


def held_out(article: str) -> bool:
    """Whether the reader is never trained on this article of the squad set."""
    return zlib.crc32(article.encode()) % PARTS in HELD_OUT


def marked(path: Path) -> list[Example]:
    """The questions of a file of marked questions; spans whose text does not stand where they say are left out."""
    found = []
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        passage = record["context"]
        spans = {
            (answer["start"], answer["start"] + len(answer["text"]))
            for answer in record["answers"]
            if passage[answer["start"] :].startswith(answer["text"])
        }
        if spans:
            found.append(Example(record["question"], passage, tuple(sorted(spans)), path.stem))
    return found


def squad(folder: Path, *, test: bool) -> list[Example]:
    """The squad set's questions with the paragraph that they are about: of the held-out articles, or of the others."""
    paragraphs: dict[tuple[str, int], str] = {}
    for line in (folder / "articles.jsonl").open(encoding="utf-8"):
        article = json.loads(line)
        paragraphs |= {(article["id"], number): text for number, text in enumerate(article["paragraphs"], 1)}
    found = []
    for line in (folder / "questions.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        place = record["evidence"][0] if record["answerable"] else record["about"]
        if held_out(place["article"]) is not test or place["paragraph"] is None:
            continue
        passage = paragraphs[place["article"], place["paragraph"]]
        spans = {
            (start, start + len(answer)) for answer in record.get("answers", ()) for start in _places(passage, answer)
        }
        if spans or not record["answerable"]:
            found.append(Example(record["question"], passage, tuple(sorted(spans)), "squad"))
    return found


def retrieved_negatives(
    examples: Sequence[Example], *, share: float, seed: int, among: Sequence[Example] | None = None
) -> list[Example]:
    """For a share of the answered examples, a passage that retrieval confuses with theirs.

    It is one of the same examples, or of others: then as where a library has nothing on what is asked.
    """
    passages = sorted({example.passage for example in (examples if among is None else among)})
    place = {passage: i for i, passage in enumerate(passages)}
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    matrix = vectorizer.fit_transform(passages)
    drawn = random.Random(seed)
    chosen = [example for example in examples if example.answers and drawn.random() < share]
    found = []
    for begin in range(0, len(chosen), 256):
        part = chosen[begin : begin + 256]
        scores = (vectorizer.transform([example.question for example in part]) @ matrix.T).toarray()
        for example, row in zip(part, scores, strict=True):
            if example.passage in place:
                row[place[example.passage]] = -1.0
            wanted = [example.passage[start:end].lower() for start, end in example.answers]
            best = [
                passages[i]
                for i in np.argsort(-row)[:NEGATIVES]
                if not any(answer in passages[i].lower() for answer in wanted)
            ]
            if best:
                found.append(Example(example.question, drawn.choice(best), (), f"{example.source}-retrieved"))
    return found


def encode(examples: Iterable[Example], tokenizer: Tokenizer, *, max_tokens: int) -> Iterator[Encoded]:
    """The examples as tokens. A long passage is cut to a window around its first answer, or to its beginning."""
    for example in examples:
        question = tokenizer.encode(example.question, add_special_tokens=False)
        passage = tokenizer.encode(example.passage, add_special_tokens=False)
        cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
        head = [cls, *question.ids[: max_tokens // 2], sep]
        if example.lead:
            lead = tokenizer.encode(example.lead, add_special_tokens=False).ids
            head += [*lead[: min(LONGEST_LEAD, max_tokens // 3)], sep]
        room = max_tokens - len(head) - 1
        spans = [span for span in (_tokens(passage.offsets, *answer) for answer in example.answers) if span]
        if example.answers and not spans:
            continue
        first = max(0, min(spans)[1] - room * 2 // 3) if spans and min(spans)[1] >= room else 0
        ids = passage.ids[first : first + room]
        kept = [(s - first, e - first) for s, e in spans if s >= first and e < first + len(ids)]
        if spans and not kept:
            continue
        yield Encoded(
            ids=np.array([*head, *ids, sep], dtype=np.int32),
            passage_start=len(head),
            starts=tuple(len(head) + s for s, _ in kept) or (0,),
            ends=tuple(len(head) + e for _, e in kept) or (0,),
        )


def _tokens(offsets: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The first and last token that the characters start to end touch."""
    touched = [i for i, (a, b) in enumerate(offsets) if a < end and b > start]
    return (touched[0], touched[-1]) if touched else None


def _places(text: str, words: str) -> Iterator[int]:
    """Every place where the words stand, no letter beside them."""
    at = text.find(words) if words else -1
    while at >= 0:
        around = text[max(0, at - 1) : at] + text[at + len(words) : at + len(words) + 1]
        if not any(letter.isalnum() for letter in around):
            yield at
        at = text.find(words, at + 1)
