"""Passages to relevance: a cross-encoder on ONNX Runtime, for operators who can download one.

A cross-encoder reads the question and the passage together and gives one score (Nogueira and Cho, 2019). None ships;
retrieval/compiling/reranker.py compiles any that sentence-transformers can load.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.compiled import Compiled, Kind, open_compiled, session
from retrieval.encodable import encodable
from retrieval.errors import RerankerError

FORMAT = 1
PRECISION = "int8"


@dataclass(frozen=True)
class RerankerCard:
    """What a reranker's folder says of it."""

    format: int
    model: str  # what was loaded
    source: str  # a sign of the model's files, to notice that they changed
    weights: str  # sha256 of the original's parameters
    max_tokens: int
    inputs: tuple[str, ...]
    files: Mapping[str, str]  # sha256 by file name


RERANKER = Kind("reranker", FORMAT, RerankerCard, RerankerError)


class Reranker:
    """Scores passages. Thread-safe."""

    def __init__(self, compiled: Compiled[RerankerCard]) -> None:
        self._inputs = compiled.card.inputs
        self._tokenizer = compiled.new_tokenizer()
        self._tokenizer.enable_truncation(compiled.card.max_tokens, strategy="longest_first")
        self._session = session(compiled.graph(PRECISION))

    def score(self, question: str, text: str) -> float:
        """How much the text answers the question, as log-odds."""
        pair = self._tokenizer.encode(encodable(question), encodable(text))
        rows = {"input_ids": pair.ids, "attention_mask": pair.attention_mask, "token_type_ids": pair.type_ids}
        tensors = {name: np.array([rows[name]], dtype=np.int64) for name in self._inputs}
        return float(self._session.run(["score"], tensors)[0][0])


def open_reranker(model: str, folder: Path) -> Reranker:
    """The reranker of this model, compiled into `folder` first where it is not there yet.

    Raises RerankerError when it can't be loaded or compiled, or a file does not match its hash.
    """
    return Reranker(open_compiled(RERANKER, model, folder, precision=PRECISION))
