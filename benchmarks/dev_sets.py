"""The development sets as libraries: each set's articles indexed alone, its questions with their gold.

Used by the scripts beside this file. DATA is a folder of sets, each with articles.jsonl and questions.jsonl
(docs/evaluation.md); nothing of it is kept in the project.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.short_paragraphs import SUFFIX, in_short_paragraphs
from retrieval.antecedent import lead_of
from retrieval.dates import AskedTime, asked_time
from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder, open_encoder
from retrieval.evaluation import KnownQuestion, parse_questions
from retrieval.indexing import index
from retrieval.library import Candidates, Library, Vector
from retrieval.question import Question, analyse

MAX_BYTES = 1_000_000_000


@dataclass(frozen=True, eq=False)
class Retrieved:
    """A question with the candidates that its library gave."""

    set: str
    known: KnownQuestion
    question: Question
    vector: Vector
    candidates: Candidates
    gold: tuple[bool, ...]  # for each candidate, whether it is evidence
    article: str  # that the question is about, to split by; the question's own id where none is known
    gold_sentences: tuple[str, ...]  # sentences marked as answering, where the set has them
    leads: Mapping[int, str]  # by passage, what a reader is given before it
    asked: AskedTime | None  # the time it asks about, where the day on which it is asked is known


class Quiet:
    """Progress that nobody sees."""

    def begin(self, total: int) -> None:
        """Nothing is shown."""

    def advance(self, done: float) -> None:
        """Nothing is shown."""


def encoder_for(work: Path) -> Encoder:
    """The default encoder, compiled under `work`."""
    return open_encoder("built-in", work / "encoders")


def library_of(data: Path, name: str, *, work: Path, encoder: Encoder) -> Library:
    """The set's own library under `work`, brought in line with its articles."""
    seeds = work / name / "seeds"
    seeds.mkdir(parents=True, exist_ok=True)
    source = data / name / "articles.jsonl"
    for path in [source] if source.exists() else sorted((data.parent / "seeds").iterdir()):
        shutil.copyfile(path, seeds / path.name)
    library = open_library(
        work / name / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True
    )
    index(seeds, library, encoder, max_bytes=MAX_BYTES, progress=Quiet())
    return library


def retrieved(
    data: Path, name: str, *, work: Path, encoder: Encoder, count: int = 30, every: int = 1
) -> Iterator[Retrieved]:
    """Each `every`-th question of the set with its candidates; of `clapnq_short`, of clapnq in short paragraphs."""
    if name.endswith(SUFFIX):
        data = in_short_paragraphs(data, name, work)
    library = library_of(data, name, work=work, encoder=encoder)
    try:
        with (data / name / "questions.jsonl").open(encoding="utf-8") as file:
            lines = file.readlines()
        for known, line in list(zip(parse_questions(lines), lines, strict=True))[::every]:
            record = json.loads(line)
            question = analyse(known.question, record.get("language", "en"))
            vector = encoder.encode_question(question.text)
            asked = asked_time(question.text, question.language, known.date) if known.date else None
            candidates = library.candidates(question.terms, vector, count=count)
            wanted = {(evidence.article, evidence.paragraph) for evidence in known.evidence}
            places = [(c.passage.source.id, c.passage.paragraph) for c in candidates.found]
            yield Retrieved(
                set=name,
                known=known,
                question=question,
                vector=vector,
                candidates=candidates,
                gold=tuple(place in wanted or (place[0], None) in wanted for place in places),
                article=_article(known, record),
                gold_sentences=tuple(record.get("gold_sentences", ())),
                leads={c.passage.id: lead_of(c.passage, library) for c in candidates.found},
                asked=asked,
            )
    finally:
        library.close()


def _article(known: KnownQuestion, record: dict[str, Any]) -> str:
    if known.evidence:
        return known.evidence[0].article
    about: dict[str, str] = record.get("about") or {}
    return about.get("article", known.id)
