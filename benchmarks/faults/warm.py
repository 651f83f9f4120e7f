"""What every process of a fork server needs, loaded once: imports, the encoder, the language model.

It is loaded as this is imported, for importing is all that a fork server can be told. Nothing here starts a thread,
which a forked process would lack.
"""

import faiss  # noqa: F401 - as the rest, to be there
import filelock  # noqa: F401
import tantivy  # noqa: F401

import retrieval.embedded.library
import retrieval.indexing  # noqa: F401
from benchmarks.faults.changing_seeds import packaged_encoder, paragraphs
from retrieval.reading.language import detect_language

packaged_encoder()
detect_language(tuple(paragraphs(1, 1)))
