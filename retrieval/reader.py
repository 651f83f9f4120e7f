"""Passages to answering words: an extractive reader on ONNX Runtime (Rajpurkar et al., 2016; Devlin et al., 2019).

A reader gives every token of a passage two scores, to begin and to end the answer there, and so to [CLS], where a
passage that does not answer points. A span's score is the sum of its two less those of [CLS]: the log-odds that it
answers rather than nothing does, which compares across passages. The built-in one was trained by training/; any other
question-answering model of transformers is compiled by retrieval/compiling/reader.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding

from retrieval.answer import Span
from retrieval.compiled import BUILT_IN, Compiled, Kind, open_compiled, read_card, session, verified
from retrieval.dateline import dateline_end
from retrieval.encodable import encodable
from retrieval.errors import ReaderError

Floats = npt.NDArray[np.float64]

FORMAT = 2
PRECISION = "int8"
LONGEST_QUESTION = 100
"""Tokens; what a person wrote beyond them is not read."""
LONGEST_LEAD = 80
"""Tokens of what stands before a passage."""
STRIDE = 48
"""Tokens that a long passage's windows share."""
LONGEST_SPAN = 24
"""Tokens of an answer."""
SEPARATOR = " [SEP] "
"""Between a question and a lead, which are one sequence for the tokenizer: the built-in reader's own token."""
IMPOSSIBLE = -1e4
PACKAGED = Path(__file__).parent / "reader_model"


@dataclass(frozen=True)
class ReaderCard:
    """What a reader's folder says of it."""

    format: int
    model: str  # what was loaded
    source: str  # a sign of the model's files, to notice that they changed
    weights: str  # sha256 of the original's parameters
    max_tokens: int
    inputs: tuple[str, ...]
    languages: tuple[str, ...]  # ISO 639-1, of what it was trained to read; empty: any
    leads: bool  # whether it was trained to read what stands before a passage apart from it
    files: Mapping[str, str]  # sha256 by file name


READER = Kind("reader", FORMAT, ReaderCard, ReaderError)


@dataclass(frozen=True, eq=False)
class Marking:
    """What a reader makes of a passage: for each of its sentences the best span and its score.

    Scores are log-odds against "this passage does not answer".
    """

    scores: Floats  # float64 (s,); IMPOSSIBLE for a sentence without a token
    highlights: tuple[Span, ...]  # s spans of the passage, each within its sentence

    @property
    def score(self) -> float:
        """Of the best sentence."""
        return float(self.scores.max())


class Reader:
    """Marks passages. Thread-safe."""

    def __init__(self, compiled: Compiled[ReaderCard], *, precision: str = PRECISION) -> None:
        self._inputs = compiled.card.inputs
        self._languages = compiled.card.languages
        self.leads = compiled.card.leads  # whether it was trained with titles, and reads a lead apart from the text
        self._tokenizer = compiled.new_tokenizer()
        self._tokenizer.enable_truncation(compiled.card.max_tokens, stride=STRIDE, strategy="only_second")
        self._whole = compiled.new_tokenizer()
        self._session = session(compiled.graph(precision))

    def reads(self, language: str) -> bool:
        """Whether it was trained on questions in this language."""
        return not self._languages or language in self._languages

    def mark(self, question: str, text: str, sentences: Sequence[Span], *, lead: str = "") -> Marking:
        """The best span of each sentence of a text, as an answer to the question. There is at least one sentence.

        `lead` is what stands before the text (antecedent.py): it is read with it, and nothing in it is marked. A
        dateline is not read.
        """
        asked, before = self._cut(encodable(question), LONGEST_QUESTION), ""
        if lead and self.leads:
            asked += SEPARATOR + self._cut(encodable(lead), LONGEST_LEAD)
        elif lead:
            before = f"{lead} "
        told = dateline_end(text)
        whole = self._tokenizer.encode(asked, encodable(before + text[told:]))
        offsets, begins, ends = _joined([(window, self._scores(window)) for window in (whole, *whole.overflowing)])
        offsets = offsets - len(before) + told
        scores = np.full(len(sentences), IMPOSSIBLE)
        highlights = []
        for i, (start, end) in enumerate(sentences):
            own = np.flatnonzero((offsets[:, 0] >= start) & (offsets[:, 1] <= end))
            if len(own):
                scores[i], first, last = _best_span(begins[own], ends[own])
                highlights.append((int(offsets[own[first], 0]), int(offsets[own[last], 1])))
            else:
                highlights.append((start, end))
        return Marking(scores, tuple(highlights))

    def _cut(self, text: str, most: int) -> str:
        """The text's first tokens: whatever its length, the passage keeps its room."""
        if len(text.encode()) <= most:  # no tokenizer has more tokens than bytes
            return text
        offsets = self._whole.encode(text, add_special_tokens=False).offsets
        return text if len(offsets) <= most else text[: offsets[most - 1][1]]

    def _scores(self, window: Encoding) -> Floats:
        """The window's scores less those of [CLS], float64 (tokens, 2)."""
        rows = {
            "input_ids": window.ids,
            "attention_mask": window.attention_mask,
            "token_type_ids": window.type_ids,
        }
        tensors = {name: np.array([rows[name]], dtype=np.int64) for name in self._inputs}
        scores = np.asarray(self._session.run(["scores"], tensors)[0][0], dtype=np.float64)
        relative: Floats = scores - scores[0]
        return relative


def open_reader(model: str, folder: Path) -> Reader:
    """The reader of this model: "built-in" comes with the package, any other is compiled into `folder` first.

    Raises ReaderError when it can't be loaded or compiled, or a file does not match its hash.
    """
    if model != BUILT_IN:
        return Reader(open_compiled(READER, model, folder, precision=PRECISION))
    card = read_card(READER, PACKAGED)
    if card is None:
        raise ReaderError(
            f"{PACKAGED}: the built-in reader is missing; install quoted again or set reader.model to off"
        )
    return Reader(verified(READER, card, PACKAGED, precision=PRECISION))


def _joined(windows: Sequence[tuple[Encoding, Floats]]) -> tuple[npt.NDArray[np.intp], Floats, Floats]:
    """The passage's tokens over all windows, in order: offsets intp (t, 2), scores to begin and to end (t,). Where
    windows share a token, its greater scores count.
    """
    best: dict[tuple[int, int], tuple[float, float]] = {}
    for window, scores in windows:
        for token, (sequence, offset) in enumerate(zip(window.sequence_ids, window.offsets, strict=True)):
            if sequence == 1 and offset[1] > offset[0]:
                begin, end = best.get(offset, (IMPOSSIBLE, IMPOSSIBLE))
                best[offset] = (max(begin, float(scores[token, 0])), max(end, float(scores[token, 1])))
    offsets = sorted(best)
    both = np.array([best[offset] for offset in offsets], dtype=np.float64).reshape(len(offsets), 2)
    return np.array(offsets, dtype=np.intp).reshape(len(offsets), 2), both[:, 0], both[:, 1]


def _best_span(begins: Floats, ends: Floats) -> tuple[float, int, int]:
    """The best span's score, its first and its last token."""
    count = len(begins)
    apart = np.arange(count)[None, :] - np.arange(count)[:, None]
    scores = np.where((apart >= 0) & (apart < LONGEST_SPAN), begins[:, None] + ends[None, :], 2 * IMPOSSIBLE)
    first, last = np.unravel_index(int(scores.argmax()), scores.shape)
    return float(scores[first, last]), int(first), int(last)
