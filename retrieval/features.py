"""What speaks for a passage: the numbers that ranking and judging weigh, for all candidates of a question at once.

Every feature is computed from one state of the library and scaled so that its weight means the same for a tiny library
and a large one. BM25 follows Robertson and Zaragoza (2009), with a low b because paragraphs' lengths are mixed; it is
divided by the question's summed idf, so that short and long questions compare.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.analysis import Analysis, analyse_text, signs_in, signs_of, term_hashes, unpack
from retrieval.dates import AskedTime
from retrieval.library import Candidate, Candidates, Vector
from retrieval.question import Kind, Question
from retrieval.terms import distinct_terms
from retrieval.timeliness import is_timely

Floats = npt.NDArray[np.float64]

K1 = 1.2
B = 0.35
NEAR = 2
"""Words apart at which two of the question's words count as standing together."""
BACKGROUND_PASSAGES = 2000
"""How many passages of ordinary writing the background counts for: a library of ten paragraphs must not take `the` for
a rare word, and one of a million must speak for itself."""

PASSAGE_FEATURES = (
    "cosine",
    "best_sentence_cosine",
    "bm25",
    "bm25_title",
    "coverage",
    "coverage_with_before",
    "best_sentence_coverage",
    "best_sentence_coverage_with_title",
    "title_coverage",
    "pairs",
    "numbers",
    "names",
    "kind",
    "opening",
    "length",
    "article_cosine",
    "article_coverage",
)
SENTENCE_FEATURES = (
    "cosine",
    "coverage",
    "coverage_with_title",
    "kind",
    "opening",
    "length",
    "before",
    "pairs",
    "numbers",
    "names",
)


@dataclass(frozen=True, eq=False)
class Evidence:
    """The features of a question's candidates, passages and their sentences, in the candidates' order."""

    passages: Floats  # float64 (n, len(PASSAGE_FEATURES))
    sentences: Floats  # float64 (s, len(SENTENCE_FEATURES)), all candidates' sentences, one after the other
    owner: npt.NDArray[np.intp]  # intp (s,), the candidate each sentence belongs to
    idf: Floats  # float64 (t,), of the question's terms
    presence: npt.NDArray[np.bool_]  # bool (n, t), whether a passage or its title has a question term


def gather(
    question: Question,
    vector: Vector,
    candidates: Candidates,
    background: Mapping[str, float],
    *,
    asked: AskedTime | None = None,
) -> Evidence:
    """The evidence for all candidates. `background` gives the share of ordinary passages that have a term. What was
    published in the days that are asked about has the words that name them.
    """
    found = candidates.found
    idf = question_idf(question, candidates, background)
    analyses = [_analysis(candidate) for candidate in found]
    words = _words_of(analyses)
    owner = words.owner
    tf, in_sentence, pairs = _matches(question.terms, words)
    title = _title_matches(question, found)
    weights = idf / idf.sum()

    lengths = np.add.reduceat(words.counts, words.first).astype(np.float64)
    norm = K1 * (1 - B + B * lengths / max(1.0, candidates.average_terms))
    title = np.maximum(title, _date_matches(question, found, asked)) if asked is not None else title
    presence = (tf > 0) | (title > 0)
    sentence_vectors = np.concatenate([candidate.embedding.sentences for candidate in found])
    sentence_cosine = (sentence_vectors @ vector).astype(np.float64)
    sentence_coverage = in_sentence @ weights
    coverage_with_title = np.maximum(in_sentence, title[owner]) @ weights
    kind = _kind_signs(question.kind, found, analyses)
    numbers, names = _selector(question.numbers, question.terms), _selector(question.names, question.terms)
    sentence_pairs = pairs @ weights
    cosine = np.array([candidate.cosine for candidate in found])
    coverage = presence @ weights
    article = [candidate.passage.source.id for candidate in found]
    passages = np.column_stack(
        (
            cosine,
            np.maximum(cosine, _most(sentence_cosine, words)),
            _bm25(tf, norm) @ weights,
            _bm25(tf + title, norm) @ weights,
            coverage,
            (presence | _before(presence, found)) @ weights,
            _most(sentence_coverage, words),
            _most(coverage_with_title, words),
            title @ weights,
            _most(sentence_pairs, words),
            presence @ numbers,
            presence @ names,
            _most(kind, words),
            [1.0 / candidate.passage.paragraph for candidate in found],
            np.log1p(lengths),
            _from_neighbours(cosine, article),
            _from_neighbours(coverage, article),
        )
    )
    place = np.arange(len(owner)) - words.first[owner]
    sentences = np.column_stack(
        (
            sentence_cosine,
            sentence_coverage,
            coverage_with_title,
            kind,
            1.0 / (1 + place),
            np.log1p(words.counts),
            np.where(place > 0, np.roll(sentence_coverage, 1), 0.0),
            sentence_pairs,
            in_sentence @ numbers,
            in_sentence @ names,
        )
    )
    return Evidence(passages, sentences, owner, idf, presence)


def question_idf(question: Question, candidates: Candidates, background: Mapping[str, float]) -> Floats:
    """The idf of each question term, float64 (t,), in the library smoothed by ordinary writing; always positive."""
    frequency = np.array(
        [
            candidates.frequencies.get(term, 0) + BACKGROUND_PASSAGES * background.get(term, 0.0)
            for term in question.terms
        ]
    )
    passages = candidates.passages + BACKGROUND_PASSAGES
    return np.maximum(np.log((passages - frequency + 0.5) / (frequency + 0.5) + 1.0), 0.01)


@dataclass(frozen=True, eq=False)
class _Words:
    """The words of all candidates, one after the other."""

    terms: npt.NDArray[np.uint32]  # uint32 (w,), hashed
    counts: npt.NDArray[np.intp]  # intp (s,), of each sentence
    sentence: npt.NDArray[np.intp]  # intp (w,), of all candidates' sentences
    owner: npt.NDArray[np.intp]  # intp (s,), the candidate each sentence belongs to
    first: npt.NDArray[np.intp]  # intp (n,), each candidate's first sentence


def _words_of(analyses: Sequence[Analysis]) -> _Words:
    sentences = [len(analysis.counts) for analysis in analyses]
    counts = np.concatenate([analysis.counts for analysis in analyses]).astype(np.intp)
    return _Words(
        terms=np.concatenate([analysis.terms for analysis in analyses]),
        counts=counts,
        sentence=np.repeat(np.arange(len(counts)), counts),
        owner=np.repeat(np.arange(len(analyses)), sentences),
        first=np.concatenate(([0], np.cumsum(sentences)[:-1])),
    )


def _analysis(candidate: Candidate) -> Analysis:
    passage, spans = candidate.passage, candidate.embedding.spans
    if candidate.words:
        return unpack(candidate.words, max(1, len(spans)))
    return analyse_text(passage.text, passage.source.language or "en", spans)


def _matches(wanted: Sequence[str], words: _Words) -> tuple[Floats, Floats, Floats]:
    """How often each passage has each term (n, t), whether each sentence has it (s, t), and whether a sentence has it
    beside another of them (s, t).
    """
    hashes = term_hashes(wanted)
    order = np.argsort(hashes)
    at = np.minimum(np.searchsorted(hashes[order], words.terms), len(hashes) - 1)
    term = order[at]
    (hit,) = np.nonzero(hashes[term] == words.terms)
    term, sentence = term[hit], words.sentence[hit]
    places = words.owner[sentence] * len(hashes) + term
    tf = np.bincount(places, minlength=len(words.first) * len(hashes)).reshape(-1, len(hashes)).astype(np.float64)
    in_sentence = np.zeros((len(words.owner), len(hashes)))
    in_sentence[sentence, term] = 1
    pairs = np.zeros_like(in_sentence)
    near = (np.diff(hit) <= NEAR) & (np.diff(term) != 0) & (np.diff(sentence) == 0)
    for side in (slice(None, -1), slice(1, None)):
        pairs[sentence[side][near], term[side][near]] = 1
    return tf, in_sentence, pairs


def _before(presence: npt.NDArray[np.bool_], found: Sequence[Candidate]) -> npt.NDArray[np.bool_]:
    """What the paragraph before each passage has, where it is a candidate too: `the trio` was named there."""
    place = {(c.passage.source.id, c.passage.paragraph): i for i, c in enumerate(found)}
    before = np.zeros_like(presence)
    for i, candidate in enumerate(found):
        j = place.get((candidate.passage.source.id, candidate.passage.paragraph - 1))
        if j is not None:
            before[i] = presence[j]
    return before


def _title_matches(question: Question, found: Sequence[Candidate]) -> Floats:
    """Whether each passage's title has each term, (n, t)."""
    sources = [candidate.passage.source for candidate in found]
    titles = [distinct_terms(source.title, source.language or "en") for source in sources]
    rows = [[term in title for term in question.terms] for title in titles]
    return np.array(rows, dtype=np.float64).reshape(len(found), len(question.terms))


def _date_matches(question: Question, found: Sequence[Candidate], asked: AskedTime) -> Floats:
    """Whether each passage's day is among those that a term helps to name, (n, t)."""
    naming = distinct_terms(question.text[slice(*asked.span)], question.language)
    timely = np.array(is_timely([candidate.passage for candidate in found], asked), dtype=np.float64)
    return np.outer(timely, np.array([term in naming for term in question.terms], dtype=np.float64))


def _bm25(tf: Floats, norm: Floats) -> Floats:
    saturated: Floats = tf * (K1 + 1) / (tf + norm[:, None])
    return saturated


def _kind_signs(kind: Kind, found: Sequence[Candidate], analyses: Sequence[Analysis]) -> Floats:
    """Whether each sentence has words of the kind asked for, float64 (s,); where a kind has no signs, 0 for all."""
    signs = [
        signs_in(own, kind) or signs_of(kind, candidate.passage.text, candidate.embedding.spans) or (False,)
        for candidate, own in zip(found, analyses, strict=True)
    ]
    return np.concatenate(signs, dtype=np.float64)


def _selector(some: Sequence[str], every: Sequence[str]) -> Floats:
    """Weights that give the share of some terms among those present."""
    chosen = np.array([term in some for term in every], dtype=np.float64)
    share: Floats = chosen / max(1.0, float(chosen.sum()))
    return share


def _most(values: Floats, words: _Words) -> Floats:
    """The greatest of each candidate's sentences' values."""
    return np.maximum.reduceat(values, words.first)


def _from_neighbours(values: Floats, article: Sequence[str]) -> Floats:
    """For each candidate, the greatest value among the other candidates of its article; 0 where it has none."""
    best: dict[str, list[float]] = {}
    for value, name in zip(values, article, strict=True):
        best.setdefault(name, []).append(float(value))
    top = {name: ([*sorted(found, reverse=True), 0.0])[:2] for name, found in best.items()}
    return np.array(
        [top[name][1] if value >= top[name][0] else top[name][0] for value, name in zip(values, article, strict=True)]
    )
