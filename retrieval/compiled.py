"""A compiled model's folder: its card, its tokenizer and one ONNX graph a precision; made once, checked when opened.

What can be compiled is a `Kind`: encoders (retrieval/encoder.py), readers and rerankers. Compiling runs in a process of
its own (retrieval/compiling/), so that neither torch nor transformers is imported by what answers or indexes.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import onnxruntime
from tokenizers import Tokenizer

from retrieval.errors import QuotedError

BUILT_IN = "built-in"
PRECISIONS = ("fp32", "int8")
TOKENIZER = "tokenizer.json"
SLOW_FUSION = "SkipLayerNormFusion"
"""What ONNX Runtime would fuse when it loads a graph; see retrieval/compiling/graphs.py."""
SEAL = "sha256"
"""The card's field for the hash of its other fields. A card without one, as in a folder made by hand, is taken."""


class Card(Protocol):
    """What every compiled folder says of itself, whatever the kind."""

    @property
    def format(self) -> int:
        """Of the folder."""

    @property
    def source(self) -> str:
        """A sign of the model's files, to notice that they changed."""

    @property
    def files(self) -> Mapping[str, str]:
        """The sha256 of each file, by its name."""


C = TypeVar("C", bound=Card)


@dataclass(frozen=True)
class Kind(Generic[C]):
    """A kind of model that can be compiled."""

    name: str  # also of its card's file, and of the module of retrieval.compiling that makes it
    format: int
    card: type[C]
    error: type[QuotedError]


@dataclass(frozen=True)
class Compiled(Generic[C]):
    """An opened folder: everything in it that was asked for matches its hash."""

    card: C
    folder: Path

    def new_tokenizer(self) -> Tokenizer:
        """A tokenizer of its own for whoever asks, which neither cuts nor fills up. What knows the words, 8 MiB of it,
        is one for all of equal files: a reader mostly has its encoder's.
        """
        loaded = _loaded(_Vocabulary(self.card.files[TOKENIZER], self.folder / TOKENIZER))
        tokenizer = Tokenizer(loaded.model)
        for part in ("normalizer", "pre_tokenizer", "post_processor", "decoder"):
            if getattr(loaded, part) is not None:
                setattr(tokenizer, part, getattr(loaded, part))
        for _, token in sorted(loaded.get_added_tokens_decoder().items()):
            (tokenizer.add_special_tokens if token.special else tokenizer.add_tokens)([token])
        return tokenizer

    def graph(self, precision: str) -> Path:
        """The graph's file in a precision."""
        return self.folder / graph_file(precision)


@dataclass(frozen=True)
class _Vocabulary:
    """A tokenizer's file, which is as any other with its hash."""

    sha256: str
    path: Path = field(compare=False)


@lru_cache(maxsize=2)
def _loaded(vocabulary: _Vocabulary) -> Tokenizer:
    return Tokenizer.from_file(str(vocabulary.path))


def graph_file(precision: str) -> str:
    """The file name of a precision's graph."""
    return f"{precision}.onnx"


def weights_file(precision: str) -> str:
    """The file name of a precision's weights, where they stand beside its graph."""
    return f"{precision}.weights"


def session(path: Path) -> Any:
    """An ONNX Runtime session of one thread: threads do better on different texts. Quiet when idle."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=[SLOW_FUSION]
    )


def open_compiled(kind: Kind[C], model: str | Path, folder: Path, *, name: str = "", precision: str) -> Compiled[C]:
    """The model's folder under `folder`, compiled first where it is not there yet or the model's files changed.

    `name` is what the settings call the model, where that is not where it is found. Raises the kind's error when it
    can't be loaded or compiled, or a compiled file does not match its hash. Where the model's own files are not on this
    machine, as in an image that only serves, what was compiled of them elsewhere is taken.
    """
    name = name or str(model)
    source = _source(Path(model))
    place = place_of(name, folder)
    card = read_card(kind, place)
    if _is_stale(card, source):
        import filelock  # not needed where the folder is there, and its import shows in the time to a first answer

        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(f"{place}.lock"):
            card = read_card(kind, place)
            if _is_stale(card, source):
                _compile(kind, model, place, source=source)
                card = read_card(kind, place)
    if card is None:
        raise kind.error(f"{place}: the {kind.name}'s card can't be read; delete that folder and run again")
    return verified(kind, card, place, precision=precision)


def _is_stale(card: Card | None, source: str) -> bool:
    return card is None or (source != "" and card.source != source)


def place_of(name: str, folder: Path) -> Path:
    """Where under `folder` the model of this name is compiled to."""
    return folder / f"{_slug(name)}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def verified(kind: Kind[C], card: C, place: Path, *, precision: str) -> Compiled[C]:
    """The folder, once its tokenizer and this precision's files match their hashes. Raises the kind's error."""
    weights = [name for name in (weights_file(precision),) if name in card.files]
    for name in (TOKENIZER, graph_file(precision), *weights):
        if file_hash(place / name) != card.files.get(name):
            raise kind.error(f"{place / name} does not match its sha256; delete that folder and run again")
    return Compiled(card, place)


def read_card(kind: Kind[C], place: Path) -> C | None:
    """The card in that folder, or None when there is none of this kind and format that is as it was written."""
    try:
        record = json.loads((place / f"{kind.name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(record, dict) or record.pop(SEAL, None) not in (None, _seal(record)):
        return None
    if record.get("format") != kind.format or set(record) != {field.name for field in fields(kind.card)}:  # type: ignore[arg-type]
        return None
    return kind.card(**{name: tuple(value) if isinstance(value, list) else value for name, value in record.items()})


def write_card(kind: str, card: Any, place: Path) -> None:
    """Write a card into that folder, sealed."""
    record = asdict(card)
    text = json.dumps(record | {SEAL: _seal(record)}, indent=1, ensure_ascii=False)
    (place / f"{kind}.json").write_text(text + "\n", encoding="utf-8")


def _seal(record: Mapping[str, Any]) -> str:
    """The hash of a card's other fields, as 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def file_hash(path: Path) -> str:
    """The sha256 of a file's bytes; "" when it can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _compile(kind: Kind[Any], model: str | Path, place: Path, *, source: str) -> None:
    """Compile in a child process into a new folder, which takes its place when it is whole."""
    if importlib.util.find_spec("sentence_transformers") is None:
        raise kind.error(
            f"{kind.name} {model} is not compiled in {place.parent}, and what compiles is not installed;"
            " run: pip install sentence-transformers onnx onnxscript"
        )
    new = Path(tempfile.mkdtemp(prefix=".compiling-", dir=place.parent))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "retrieval.compiling", kind.name, str(model), str(new), source],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            lines = [line for line in done.stderr.strip().split("\n") if line.strip()]
            raise kind.error(lines[-1] if lines else f"{kind.name} {model}: compiling ended with {done.returncode}")
        shutil.rmtree(place, ignore_errors=True)
        new.chmod(place.parent.stat().st_mode & 0o777)  # it was made for its own user alone
        new.rename(place)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _source(folder: Path) -> str:
    """A sign of the model's files (names, sizes, times); "" for a model that is no folder here."""
    if not folder.is_dir():
        return ""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            state = path.stat()
            digest.update(f"{path.relative_to(folder)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _slug(model: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", os.path.basename(model) or model).strip("-").lower()
