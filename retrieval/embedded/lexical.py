"""The full-text index: tantivy over the passages' and their titles' terms, BM25.

The terms are ours (retrieval/terms.py), joined by blanks, so that this index and the features count the same words. The
score only picks candidates: tantivy's b is fixed at .75, which is poor where paragraphs' lengths are mixed.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import tantivy

from retrieval.embedded.indexes import Entry, Found

WRITER_BYTES = 64_000_000
_LOCKS = ".lock"


class LexicalSearcher:
    """An open full-text index."""

    def __init__(self, index: tantivy.Index) -> None:
        self._searcher = index.searcher()
        self._schema = index.schema

    def search(self, query: Sequence[str], count: int) -> list[Found]:
        """The passages that have any of these terms, best BM25 first."""
        if not query or count < 1:
            return []
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "terms", term, "freq")) for term in query
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), count, count=False).hits
        ids = self._searcher.fast_field_values("passage", [address for _, address in hits])
        return [Found(int(id_), float(score)) for id_, (score, _) in zip(ids, hits, strict=True)]

    def frequencies(self, terms: Sequence[str]) -> Mapping[str, int]:
        """How many passages have each term, in their text or their title; removed ones may still count for a while."""
        return {term: self._searcher.doc_freq("terms", term) for term in terms}


class LexicalEngine:
    """Builds and opens full-text indexes."""

    name = "lexical"

    def update(self, folder: Path, gone: Sequence[int], entries: Iterable[Entry]) -> None:
        """Commit a segment with these passages and mark the others as gone."""
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(WRITER_BYTES, num_threads=1)
        for id_ in gone:
            writer.delete_documents_by_term("passage", id_)
        for entry in entries:
            document = tantivy.Document()
            document.add_unsigned("passage", entry.id)
            document.add_text("terms", " ".join(entry.terms))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> LexicalSearcher:
        """The folder's index, mapped into memory."""
        index = tantivy.Index(_schema(), path=str(folder))
        index.reload()
        return LexicalSearcher(index)

    def is_lock(self, file: str) -> bool:
        """Tantivy's writer and meta locks."""
        return file.endswith(_LOCKS)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("passage", stored=False, indexed=True, fast=True)
    builder.add_text_field("terms", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
