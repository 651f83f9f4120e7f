"""The file of token ids that training.draw writes and training.train_reader learns from; numpy alone reads it."""

import io
import lzma
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DICTIONARY_BYTES = 1 << 26


@dataclass(frozen=True)
class Pack:
    """Examples one after another, in groups; where the passage does not answer, start and end are 0, the [CLS]."""

    groups: tuple[str, ...]
    group: NDArray[np.int16]  # (examples,) index into groups
    ids: NDArray[np.uint16]  # (tokens of all examples,)
    lengths: NDArray[np.int32]  # (examples,)
    passage_starts: NDArray[np.int32]  # (examples,)
    spans: NDArray[np.int32]  # (accepted spans, 3): example, first token, last token
    questions: NDArray[np.int32]  # (examples,) examples of one number are passages of one question

    def save(self, file: Path) -> None:
        """Write it."""
        whole = io.BytesIO()
        np.savez(whole, **{name: np.array(value) for name, value in vars(self).items()})  # type: ignore[arg-type]
        filters = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": DICTIONARY_BYTES}]
        file.write_bytes(lzma.compress(whole.getvalue(), filters=filters))

    @classmethod
    def load(cls, file: Path) -> "Pack":
        """Read it. OSError, lzma.LZMAError or KeyError where it is no such file."""
        with np.load(io.BytesIO(lzma.decompress(file.read_bytes()))) as arrays:
            return cls(groups=tuple(map(str, arrays["groups"])), **{n: arrays[n] for n in arrays if n != "groups"})
