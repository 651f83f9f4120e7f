"""Sets in short paragraphs: the articles of a set cut as news is, into paragraphs of a sentence or two.

What is told of a subject then stands in other paragraphs than its name, as in most articles that are not an
encyclopaedia's. `clapnq_short` is clapnq so; its questions have the parts of their paragraphs as evidence that answer.
"""

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from retrieval.evaluation import normal
from retrieval.sentences import sentence_spans

SUFFIX = "_short"
SEED = 5
SENTENCES = (1, 1, 2)
"""Of which the sentences of a paragraph are drawn."""

Record = dict[str, Any]
Place = tuple[str, int]


def in_short_paragraphs(data: Path, name: str, work: Path) -> Path:
    """A folder of sets under `work` that has the set so named (`clapnq_short`), made of one in `data` (`clapnq`)."""
    source, made = data / name.removesuffix(SUFFIX), work / "short"
    (made / name).mkdir(parents=True, exist_ok=True)
    draw = random.Random(SEED)
    articles = _records(source / "articles.jsonl")
    parts: dict[Place, list[tuple[int, str]]] = {}
    for article in articles:
        short: list[str] = []
        for number, paragraph in enumerate(article["paragraphs"], 1):
            cut = _cut(paragraph, draw)
            parts[article["id"], number] = list(enumerate(cut, len(short) + 1))
            short += cut
        article["paragraphs"] = short
    questions = [_with_parts(question, parts) for question in _records(source / "questions.jsonl")]
    _write(made / name / "articles.jsonl", articles)
    _write(made / name / "questions.jsonl", [q for q in questions if q["evidence"] or not q["answerable"]])
    return made


def _cut(paragraph: str, draw: random.Random) -> list[str]:
    spans = sentence_spans(paragraph)
    parts, start = [], 0
    while start < len(spans):
        end = min(start + draw.choice(SENTENCES), len(spans))
        parts.append(paragraph[spans[start][0] : spans[end - 1][1]])
        start = end
    return parts


def _with_parts(question: Record, parts: Mapping[Place, Sequence[tuple[int, str]]]) -> Record:
    """The question with what answers it in the short paragraphs: its marked sentences, or else its answers."""
    marked = [normal(sentence) for sentence in question.get("gold_sentences", ())]
    wanted = [f" {normal(answer)} " for answer in question["answers"]]

    def answers(text: str) -> bool:
        own = normal(text)
        if marked:
            return any(sentence in own or own in sentence for sentence in marked)
        return any(answer in f" {own} " for answer in wanted)

    evidence = [
        {"article": known["article"], "paragraph": number}
        for known in question["evidence"]
        for number, text in parts[known["article"], known["paragraph"]]
        if answers(text)
    ]
    return question | {"evidence": evidence}


def _records(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _write(path: Path, records: Sequence[Record]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
