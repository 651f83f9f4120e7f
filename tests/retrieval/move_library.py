"""A process that moves an embedded library onto Milvus Lite and says each file, to be killed at any time."""

import sys
from functools import partial
from pathlib import Path

from retrieval.embedded.contents import contents
from retrieval.milvus import library as on_milvus
from retrieval.moving import move
from tests.contract.libraries import DIMENSION

if __name__ == "__main__":
    source, target = Path(sys.argv[1]), on_milvus.Place(sys.argv[2])
    library = on_milvus.open_library(target, fingerprint="encoder-a", dimension=DIMENSION, write=True)
    moved = move(
        partial(contents, source),
        library,
        partial(on_milvus.contents, target),
        heard=lambda _: print("file", flush=True),  # noqa: T201 - this is what the test waits for
    )
    library.close()
    print(moved.written, moved.checksum)  # noqa: T201
