"""The child process's door: `python -m retrieval.compiling KIND MODEL FOLDER SOURCE`. What went wrong is one line."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import onnxruntime

from retrieval.compiled import write_card
from retrieval.compiling.encoder import compile_encoder
from retrieval.compiling.reader import compile_reader
from retrieval.compiling.reranker import compile_reranker
from retrieval.errors import QuotedError

KINDS: dict[str, Callable[..., Any]] = {
    "encoder": compile_encoder,
    "reader": compile_reader,
    "reranker": compile_reranker,
}


def main() -> int:
    """Compile, and write the card last: a folder without one is not finished."""
    kind, model, folder, source = sys.argv[1:5]
    onnxruntime.set_default_logger_severity(3)
    try:
        card = KINDS[kind](model, Path(folder), source=source)
    except QuotedError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    write_card(kind, card, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
