"""The full-text index: tantivy over the passages' and their titles' terms, BM25.

The terms are ours (retrieval/terms.py), joined by blanks, so that this index and the features count the same words. The
score only picks candidates: tantivy's b is fixed at .75, which is poor where paragraphs' lengths are mixed.
"""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy

from retrieval.embedded.indexes import Entry, Found
from retrieval.spelling import may_be_misspelled, slips
from retrieval.terms import terms

WRITER_BYTES = 64_000_000
MOST_ODD = 8
"""Terms of a question that are looked for by their spelling: each takes milliseconds where there are many terms."""
_LOCKS = ".lock"
_DELETIONS = "*.del"


class LexicalSearcher:
    """An open full-text index."""

    def __init__(self, index: tantivy.Index, *, has_deletions: bool) -> None:
        self._searcher = index.searcher()
        self._schema = index.schema
        self._has_deletions = has_deletions

    def search(self, query: Sequence[str], count: int) -> list[Found]:
        """The passages that have any of these terms, best BM25 first.

        A term that none has finds those with one that is spelled nearly like it, behind those that have the others.
        """
        if not query or count < 1:
            return []
        clauses = [(tantivy.Occur.Should, self._term(term)) for term in query]
        odd = [term for term in query if self._is_odd(term)][:MOST_ODD]
        clauses += [(tantivy.Occur.Should, like) for term in odd for like in self._spelled_like(term)]
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), count, count=False).hits
        ids = self._searcher.fast_field_values("passage", [address for _, address in hits])
        return [Found(int(id_), float(score)) for id_, (score, _) in zip(ids, hits, strict=True)]

    def passages(self) -> set[int]:
        """The ids of all passages in the index."""
        held = self._searcher.num_docs
        hits = self._searcher.search(tantivy.Query.all_query(), held, count=False).hits if held else []
        return set(self._searcher.fast_field_values("passage", [address for _, address in hits]))

    def frequencies(self, asked: Sequence[str]) -> Mapping[str, int]:
        """How many passages have each term, in their text or their title."""
        if not self._has_deletions:
            return {term: self._searcher.doc_freq("terms", term) for term in asked}
        # doc_freq still counts what was deleted, until tantivy merges it away.
        return {term: self._searcher.search(self._term(term), 1, count=True).count or 0 for term in asked}

    def _is_odd(self, term: str) -> bool:
        return may_be_misspelled(term) and not self._searcher.doc_freq("terms", term)

    def _spelled_like(self, term: str) -> list[tantivy.Query]:
        """Find the terms that one or two slips lead to; those that one leads to twice, so that they come first."""
        distances = range(1, slips(term) + 1)
        return [tantivy.Query.fuzzy_term_query(self._schema, "terms", term, distance) for distance in distances]

    def _term(self, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "terms", term, "freq")


class LexicalEngine:
    """Builds and opens full-text indexes."""

    name = "lexical"

    def update(self, folder: Path, gone: Sequence[int], entries: Iterable[Entry]) -> None:
        """Commit a segment with these passages and mark the others as gone."""
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(WRITER_BYTES, num_threads=1)
        if gone:  # by query: delete_documents_by_term takes a number for a signed one and deletes nothing
            writer.delete_documents_by_query(tantivy.Query.term_set_query(index.schema, "passage", list(gone)))
        for entry in entries:
            document = tantivy.Document()
            document.add_unsigned("passage", entry.id)
            words = (*terms(entry.text, entry.language), *_title_terms(entry.title, entry.language))
            document.add_text("terms", " ".join(words))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def staleness(self, folder: Path, more: int = 0) -> float:  # noqa: ARG002 - as the Protocol has it
        """None: tantivy merges its segments by itself."""
        return 0.0

    def open(self, folder: Path) -> LexicalSearcher:
        """The folder's index, mapped into memory."""
        if os.access(folder, os.W_OK):
            return _searcher(folder)
        with TemporaryDirectory() as place:  # tantivy locks what it opens, and can't lock what is read-only
            for file in folder.iterdir():
                shutil.copyfile(file, Path(place) / file.name)
            return _searcher(Path(place))  # what is mapped stays when its files go

    def is_lock(self, file: str) -> bool:
        """Tantivy's writer and meta locks."""
        return file.endswith(_LOCKS)


def _searcher(folder: Path) -> LexicalSearcher:
    index = tantivy.Index(_schema(), path=str(folder))
    index.reload()
    return LexicalSearcher(index, has_deletions=any(folder.glob(_DELETIONS)))


@lru_cache(maxsize=64)
def _title_terms(title: str, language: str) -> tuple[str, ...]:
    """A title's terms, once for all the passages of its article."""
    return tuple(terms(title, language))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("passage", stored=False, indexed=True, fast=True)
    builder.add_text_field("terms", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
