"""What passages, sources and embeddings look like as rows of the database, and back again.

Knows no connection.
"""

import datetime
import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from retrieval.answer import Span
from retrieval.article import Passage, Source, pages_of, pages_text, text_hash
from retrieval.errors import LibraryDamaged
from retrieval.library import Embedding, Vector

SOURCE = "a.id, a.file, a.title, a.outlet, a.author, a.published, a.url, a.language, a.pages, a.digest"
PASSAGE = f"p.id, p.paragraph, a.paragraphs, p.text, p.sha256, p.place, {SOURCE}"
"""The columns that `passage_of` takes, of passages p and articles a."""

Value = str | int
_SPAN_BYTES = 8


def source_row(source: Source) -> tuple[str, ...]:
    """A source as the columns of SOURCE."""
    published = source.published.isoformat() if source.published else ""
    place = (source.id, source.file)
    told = (source.title, source.outlet, source.author, published, source.url, source.language)
    row = (*place, *told, pages_text(source.pages))
    return (*row, source_hash(*row))


def source_hash(*columns: Value) -> str:
    """The hash of a source's columns, the last of SOURCE left out, as 16 hexadecimal digits."""
    return _short_hash("\0".join(map(str, columns)))


def place_hash(article: str, paragraph: int, sha256: str) -> str:
    """The hash that ties a text to its article and its place there, as 16 hexadecimal digits."""
    return _short_hash(f"{article}\0{paragraph}\0{sha256}")


def _short_hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def passage_of(row: Sequence[Value]) -> Passage:
    """A passage from the columns of PASSAGE. Raises LibraryDamaged when its text, place or source is not as written."""
    id_, paragraph, paragraphs, text, sha256, place, *columns = row
    source = source_of(columns)
    if text_hash(str(text)) != sha256 or place_hash(source.id, int(paragraph), str(sha256)) != place:
        raise LibraryDamaged(
            f"paragraph {paragraph} of article {source.id} does not match its sha256; restore it from {source.file}"
            " with: quoted index --thorough"
        )
    return Passage(
        id=int(id_),
        source=source,
        paragraph=int(paragraph),
        paragraphs=int(paragraphs),
        text=str(text),
        sha256=str(sha256),
    )


def source_of(row: Sequence[Value]) -> Source:
    """A source from the columns of SOURCE. Raises LibraryDamaged when it is not as written."""
    return _source(*map(str, row))


@lru_cache(maxsize=4096)
def _source(*row: str) -> Source:
    """A source, one object for all of an article's passages."""
    *columns, digest = row
    article, file, title, outlet, author, published, url, language, pages = columns
    if source_hash(*columns) != digest:
        raise LibraryDamaged(
            f"the source of article {article} does not match its hash; restore it from {file} with:"
            " quoted index --thorough"
        )
    return Source(article, file, title, outlet, author, date_of(published), url, language, pages_of(pages))


def date_of(text: str | None) -> datetime.date | None:
    """A date from its ISO form; None for an empty one."""
    return datetime.date.fromisoformat(text) if text else None


def embedding_row(embedding: Embedding) -> tuple[bytes, bytes, str]:
    """The vectors as float16, the paragraph's first, the spans as int32, and the hash of both; a lone sentence is not
    stored again.
    """
    rows = [embedding.paragraph[None, :]]
    if len(embedding.spans) > 1:
        rows.append(embedding.sentences)
    vectors = np.concatenate(rows).astype(np.float16).tobytes()
    spans = np.array(embedding.spans, dtype=np.int32).tobytes()
    return vectors, spans, embedding_hash(vectors, spans)


def embedding_hash(vectors: bytes, spans: bytes) -> str:
    """The sha256 of an embedding's row, as 64 hexadecimal digits."""
    digest = hashlib.sha256(len(vectors).to_bytes(8, "little"))
    digest.update(vectors)
    digest.update(spans)
    return digest.hexdigest()


def paragraph_vector(vectors: bytes, spans: bytes) -> Vector:
    """The paragraph's vector of an embedding's row, float32 (d,), unit length."""
    vector = np.frombuffer(vectors, dtype=np.float16, count=len(vectors) // 2 // _vectors(spans)).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def embeddings_of(rows: Sequence[tuple[bytes, bytes, str]], passages: Sequence[Passage]) -> list[Embedding]:
    """The embeddings of these passages from their vectors, spans and hash; converted at once, for a question needs a
    hundred. Raises LibraryDamaged when one does not match its hash.
    """
    if not rows:
        return []
    for (vectors, spans, digest), passage in zip(rows, passages, strict=True):
        if embedding_hash(vectors, spans) != digest:
            raise LibraryDamaged(
                f"the embedding of paragraph {passage.paragraph} of article {passage.source.id} does not match its"
                " sha256; make it again with: quoted index --thorough"
            )
    counts = [_vectors(spans) for _, spans, _ in rows]
    matrix = np.frombuffer(b"".join(vectors for vectors, *_ in rows), dtype=np.float16).astype(np.float32)
    matrix = matrix.reshape(sum(counts), -1)
    matrix /= np.sqrt(np.einsum("ij,ij->i", matrix, matrix))[:, None]
    found = []
    start = 0
    for (_, spans, _), passage, count in zip(rows, passages, counts, strict=True):
        own = matrix[start : start + count]
        found.append(Embedding(own[0], own[1:] if count > 1 else own, spans_of(spans, passage.text)))
        start += count
    return found


def _vectors(spans: bytes) -> int:
    """How many vectors stand beside these spans."""
    sentences = len(spans) // _SPAN_BYTES
    return sentences + 1 if sentences > 1 else 1


def spans_of(spans: bytes, text: str) -> tuple[Span, ...]:
    """The sentences of a text, of the row of its embedding; the whole text where it has none."""
    flat = memoryview(spans).cast("i").tolist()
    return tuple(zip(flat[::2], flat[1::2], strict=True)) or ((0, len(text)),)
