"""Candidates made by hand, for what works on them."""

import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np

from retrieval.article import Passage, Source, text_hash
from retrieval.library import Candidate, Candidates, Embedding, Vector
from retrieval.sentences import sentence_spans
from retrieval.terms import terms

DIMENSION = 64


def vector_of(text: str) -> Vector:
    """A unit vector that depends on the text alone, nearer for texts with the same words."""
    parts = [zlib.crc32(term.encode()) for term in terms(text)] or [zlib.crc32(text.encode("utf-8", "replace"))]
    vector = np.sum([np.random.default_rng(part).normal(size=DIMENSION) for part in parts], axis=0)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def candidates(texts: Sequence[str], *, title: str = "", question: str = "", passages: int = 0) -> Candidates:
    """The texts as the paragraphs of one article, as a library of `passages` such passages gives them."""
    source = Source("a", "a.txt", title, language="en")
    vector = vector_of(question)
    found = []
    for number, text in enumerate(texts, 1):
        spans = sentence_spans(text)
        sentences = np.stack([vector_of(text[start:end]) for start, end in spans])
        embedding = Embedding(vector_of(text), sentences, spans)
        passage = Passage(number, source, number, len(texts), text, text_hash(text))
        found.append(Candidate(passage, embedding, float(embedding.paragraph @ vector)))
    own = [set(terms(text)) | set(terms(title)) for text in texts]
    return Candidates(
        found=tuple(found),
        passages=passages or len(texts),
        average_terms=float(np.mean([len(terms(text)) for text in texts])),
        frequencies=Counter(term for some in own for term in some),
    )
