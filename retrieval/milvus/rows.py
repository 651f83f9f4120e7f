"""What passages, articles and embeddings look like as rows of Milvus, and back again.

Milvus has no field for bytes: sentence vectors are float16 in base 64. Knows no connection.
"""

import base64
import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from retrieval.article import Article, Passage, Source, article_key, pages_of, pages_text, text_hash
from retrieval.errors import ArticleRefused, LibraryDamaged
from retrieval.library import Candidate, Embedding, Vector
from retrieval.milvus.connection import Row
from retrieval.milvus.schema import ALIVE, LONGEST, NOTHING, PASSAGE_FIELDS, key_of
from retrieval.terms import terms

READ_FIELDS = tuple(name for name in PASSAGE_FIELDS if name not in ("words", "came", "gone"))
"""What passages and candidates are made of."""
_PIECE = 60_000
_SPAN_BYTES = 8


@dataclass(frozen=True)
class Numbers:
    """What a version of a passage is known by."""

    row: int  # of this version
    passage: int  # of the passage, the same in all its versions
    change: int  # with which it comes


def article_row(article: Article, *, row: int, change: int) -> Row:
    """A version of an article, without its paragraphs."""
    source = article.source
    key = article_key(source.id)
    return {
        "row": row,
        "article": key_of(source.id),
        "file": key_of(source.file),
        "source": source_text(article),
        "outlet": _cut(source.outlet, 1024),
        "published": ordinal(source.published),
        "key": key,
        "came": change,
        "gone": ALIVE,
        "order": [float(ordinal(source.published)), float(key >> 24)],  # both whole numbers that float32 holds
    }


def passage_row(article: Article, paragraph: int, embedding: Embedding, numbers: Numbers) -> tuple[Row, list[Row]]:
    """A version of a passage, and the pieces of it that are too long for its fields."""
    source = article.source
    text = article.paragraphs[paragraph - 1]
    row: Row = {
        "row": numbers.row,
        "passage": numbers.passage,
        "article": key_of(source.id),
        "paragraph": paragraph,
        "sha256": text_hash(text),
        "text": text,
        "source": source_text(article),
        "sentences": _sentences_text(embedding),
        "more": 0,
        "outlet": _cut(source.outlet, 1024),
        "language": _cut(source.language, 16),
        "published": ordinal(source.published),
        "came": numbers.change,
        "gone": ALIVE,
        "dense": embedding.paragraph.astype(np.float32).tolist(),
    }
    return in_pieces(row | words_of(row))


def in_pieces(row: Row) -> tuple[Row, list[Row]]:
    """The row as it is where it fits, else one whose longest fields stand in rows of their own."""
    apart = {name: row[name] for name in ("text", "sentences")}
    if all(len(value.encode("utf-8")) <= LONGEST for value in apart.values()):
        return row, []
    whole = json.dumps(apart)
    pieces = [whole[start : start + _PIECE] for start in range(0, len(whole), _PIECE)]
    short = row | dict.fromkeys(apart, "") | {"more": len(pieces)}
    keys = piece_keys(short)
    return short, [{"key": key, "piece": piece, "nothing": NOTHING} for key, piece in zip(keys, pieces, strict=True)]


def piece_keys(row: Row) -> list[str]:
    """The keys of what is kept apart of this row."""
    return [f"{row['row']}.{number}" for number in range(row["more"])]


def joined(row: Row, pieces: Mapping[str, str]) -> Row:
    """The row with what was kept apart of it. Raises LibraryDamaged when a piece is missing."""
    if not row["more"]:
        return row
    try:
        apart: Row = json.loads("".join(pieces[key] for key in piece_keys(row)))
        return row | apart
    except (KeyError, ValueError):
        raise LibraryDamaged(f"a part of passage {row['passage']} is missing; {_AGAIN}") from None


def source_text(article: Article) -> str:
    """An article's source and how many paragraphs it has, to be kept. Raises ArticleRefused when it is too long."""
    one = article.source
    published = one.published.isoformat() if one.published else ""
    row = (one.id, one.file, one.title, one.outlet, one.author, published, one.url, one.language)
    found = json.dumps([*row, len(article.paragraphs), pages_text(one.pages)], ensure_ascii=False)
    if len(found.encode("utf-8")) > LONGEST:
        raise ArticleRefused(one.file, f"the title, author or address of {one.id[:80]} is too long; shorten it")
    return found


@lru_cache(maxsize=4096)
def source_of(text: str) -> tuple[Source, int]:
    """A source and how many paragraphs its article has; one object for all passages of an article."""
    id_, file, title, outlet, author, published, url, language, paragraphs, *pages = json.loads(text)
    day = datetime.date.fromisoformat(published) if published else None
    own = pages_of(pages[0]) if pages else ()  # libraries of before pages were kept have none
    return Source(id_, file, title, outlet, author, day, url, language, own), int(paragraphs)


def passage_of(row: Row) -> Passage:
    """The passage of a whole row. Raises LibraryDamaged when its text does not match its hash."""
    source, paragraphs = source_of(row["source"])
    if text_hash(row["text"]) != row["sha256"]:
        raise LibraryDamaged(f"paragraph {row['paragraph']} of article {source.id} does not match its sha256; {_AGAIN}")
    return Passage(row["passage"], source, row["paragraph"], paragraphs, row["text"], row["sha256"])


def embedding_of(row: Row) -> Embedding:
    """The embedding of a whole row; vectors of unit length."""
    paragraph = _unit(np.asarray(row["dense"], dtype=np.float32))
    spans, vectors = (base64.b64decode(part) for part in row["sentences"].split(" "))
    flat = np.frombuffer(spans, dtype="<i4").tolist()
    sentences = paragraph[None, :]
    if vectors:
        sentences = _unit(np.frombuffer(vectors, dtype="<f2").astype(np.float32).reshape(-1, len(paragraph)))
    return Embedding(paragraph, sentences, tuple(zip(flat[::2], flat[1::2], strict=True)))


def candidate_of(row: Row, vector: Vector) -> Candidate:
    """The candidate of a whole row, for a question's vector."""
    embedding = embedding_of(row)
    return Candidate(passage_of(row), embedding, float(embedding.paragraph @ vector))


def words_of(row: Row) -> Row:
    """What a whole row's words make: the terms it is found by, its title's last, and how many its text has."""
    source, _ = source_of(row["source"])
    language = source.language or "en"
    own = terms(row["text"], language)
    words = " ".join(map(token, (*own, *_title_terms(source.title, language))))
    return {"words": _cut(words, LONGEST), "terms": len(own)}


def ordinal(day: datetime.date | None) -> int:
    """A date as a number that filters compare; 0 for none."""
    return day.toordinal() if day else 0


def day_of(ordinal: int) -> datetime.date | None:
    """The date of a number; None for 0."""
    return datetime.date.fromordinal(ordinal) if ordinal else None


def token(term: str) -> str:
    """A term as Milvus' analyzer keeps it whole, whichever it is: letters a to z and digits alone."""
    return term if term.isascii() and term.isalnum() and not term.startswith("0x") else f"0x{term.encode().hex()}"


@lru_cache(maxsize=64)
def _title_terms(title: str, language: str) -> tuple[str, ...]:
    return tuple(terms(title, language))


def _sentences_text(embedding: Embedding) -> str:
    """The spans as int32 and the vectors as float16, a blank between; a lone sentence's vector is the paragraph's."""
    vectors = embedding.sentences.astype("<f2").tobytes() if len(embedding.spans) > 1 else b""
    spans = np.array(embedding.spans, dtype="<i4").tobytes()
    return f"{base64.b64encode(spans).decode()} {base64.b64encode(vectors).decode()}"


def _cut(text: str, most: int) -> str:
    """As much of the text as fits in so many bytes."""
    return text.encode("utf-8")[:most].decode("utf-8", "ignore")


def _unit(vectors: Vector) -> Vector:
    norms = np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True))
    return np.asarray(vectors / norms, dtype=np.float32)


_AGAIN = "bring it back with: quoted restore, or set another library.name and run: quoted index"
