"""Is the library on Milvus whole? Its counts against its rows, and every passage by its hash.

Reads and changes nothing, and needs no encoder. What it finds says what to do.
"""

from collections.abc import Iterator
from contextlib import closing

from retrieval.errors import LibraryDamaged, LibraryError, LibraryMissing
from retrieval.finding import Finding, error, examples, warning
from retrieval.milvus.batch import whole
from retrieval.milvus.connection import Connection
from retrieval.milvus.library import Place, published_fingerprint, ready_to_read
from retrieval.milvus.rows import READ_FIELDS, passage_of, source_of
from retrieval.milvus.schema import Names
from retrieval.milvus.state import State

_RESTORE = "bring them back with quoted restore, or set another library.name and run: quoted index"


def inspect(place: Place) -> list[Finding]:
    """What is wrong with the library in this place."""
    try:
        names = Names(place.name, published_fingerprint(place))
        with closing(Connection(place.url)) as connection:
            state = ready_to_read(connection, names)
            connection.load(names.all)
            return [*_unfinished(connection, names, state), *_passages(connection, names, state)]
    except LibraryMissing as failure:
        return [error("library", str(failure))]
    except LibraryError as failure:
        return [error("library.milvus", str(failure))]


def _unfinished(connection: Connection, names: Names, state: State) -> Iterator[Finding]:
    """What a run that was cut off left."""
    loose = connection.all(names.passages, f"came > {state.change}", fields=["row"])
    if loose or state.published != state.change:
        yield warning(
            "library.published",
            f"{connection.url}: the last run did not finish; nothing of it shows, and it goes on with: quoted index",
        )


def _passages(connection: Connection, names: Names, state: State) -> Iterator[Finding]:
    """Passages that are not as written, and counts that are not theirs."""
    count = terms = 0
    damaged: set[str] = set()
    for page in connection.pages(names.passages, state.shown, fields=READ_FIELDS, size=200):
        for row in page:
            count += 1
            terms += row["terms"]
            try:
                for one in whole(connection, names, [row]):
                    passage_of(one)
            except LibraryDamaged:
                damaged.add(source_of(row["source"])[0].file)
    if damaged:
        yield error(
            "library.passages",
            f"{connection.url}: passages of {examples(sorted(damaged))} do not match their sha256; {_RESTORE}",
        )
    if (count, terms) != (state.passages, state.terms):
        yield error(
            "library.counts",
            f"{connection.url}: {count} passages with {terms} terms are there, not {state.passages} with {state.terms};"
            f" {_RESTORE}",
        )
