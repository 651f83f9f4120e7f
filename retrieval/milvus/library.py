"""A Library on Milvus. See retrieval/library.py for its guarantees.

Every read begins with the library's state and ends by looking whether it is still the same; where a writer published
meanwhile, it is read again.
"""

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TypeVar

from retrieval.article import Article, Passage
from retrieval.errors import LibraryBusy, LibraryDamaged, LibraryError, LibraryForeign, LibraryMissing, LibraryReplaced
from retrieval.library import Applied, Candidates, FileChange, Library, Summary, Vector
from retrieval.milvus.batch import STANDING, Planner, find, undo, whole, write
from retrieval.milvus.catalogue import MilvusCatalogue
from retrieval.milvus.connection import Connection, Row
from retrieval.milvus.lease import Lease
from retrieval.milvus.publication import clean, frequencies, published
from retrieval.milvus.renewal import renew
from retrieval.milvus.rows import READ_FIELDS, candidate_of, embedding_of, passage_of, source_of, token
from retrieval.milvus.schema import FILE_FIELDS, Names, Tuning, key_of, make_missing
from retrieval.milvus.state import State, read_state, write_state
from retrieval.terms import FORMAT

ATTEMPTS = 5
"""To read one state while a writer publishes; it deletes what an older one showed right afterwards."""
PAUSE_S = 0.02
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Place:
    """Where a library stands."""

    url: str  # http://host:19530, or the path of a file for Milvus Lite
    name: str = "quoted"  # of the library: letters, digits and _
    tuning: Tuning = field(default_factory=Tuning)


class MilvusLibrary:
    """A Library on Milvus, under one encoder. Thread-safe: what writes is for one thread at a time."""

    def __init__(self, connection: Connection, names: Names, *, tuning: Tuning, lease: Lease | None, mark: str) -> None:
        self._connection = connection
        self._names = names
        self._tuning = tuning
        self._lease = lease
        self._mark = mark
        self.catalogue = MilvusCatalogue(connection, names, self._reading)

    def files(self, *, thorough: bool = False) -> dict[str, str]:  # noqa: ARG002 - Milvus guards what it keeps
        """The sha256 of each indexed file's bytes, by its path under seeds/; "" for one under another encoder."""
        own = self._names.fingerprint
        return {row["path"]: row["sha256"] if row["fingerprint"] == own else "" for row in self._standing_files()}

    def is_check_due(self) -> bool:
        """Never: looking would read the whole cluster, which `quoted doctor` does."""
        return False

    def stamps(self) -> dict[str, str]:
        """What the indexer noted of each indexed file, by its path under seeds/."""
        return {row["path"]: row["stamp"] for row in self._standing_files()}

    def restamp(self, stamps: Mapping[str, str]) -> None:
        """Note these of files that are indexed."""
        self._writer()
        paths = {key_of(path): path for path in stamps}
        rows = self._connection.among(self._names.files, "file", paths, fields=FILE_FIELDS, where=STANDING)
        self._connection.write(self._names.files, [row | {"stamp": stamps[row["path"]]} for row in rows])

    def unknown(self, hashes: Iterable[str]) -> set[str]:
        """Those text hashes that have no embedding under this library's encoder."""
        wanted = set(hashes)
        rows = self._connection.among(self._names.passages, "sha256", wanted, fields=["sha256"])
        return wanted - {row["sha256"] for row in rows}

    def apply(self, changes: Sequence[FileChange]) -> Applied:
        """Bring these files' articles in line; the state's next change number commits them."""
        lease, state = self._writer(), self._state()
        other = self._other(state)
        found = find(self._connection, self._names, changes, published=other)
        planner = Planner(found, fingerprint=self._names.fingerprint, change=state.change + 1, rows=state.rows)
        for item in changes:  # first, so that an article can move from one file to another
            planner.remove_left(item)
        for item in changes:
            planner.put(item)
        plan = planner.plan
        if plan.is_empty:
            return Applied(0, 0, state.change)
        write(self._connection, self._names, plan, published=other)
        lease.require()
        write_state(self._connection, self._names, replace(state, change=state.change + 1, rows=planner.rows))
        return Applied(plan.added, plan.removed, state.change + 1)

    def publish(self) -> None:
        """Show everything that was applied, at once."""
        lease, state = self._writer(), self._state()
        standing = (state.change, self._names.fingerprint, FORMAT)
        if (state.published, state.fingerprint, state.words) != standing:
            state = published(self._connection, self._names, state)
            lease.require()
            write_state(self._connection, self._names, state)
        clean(self._connection, self._names, published=state.published)

    def candidates(self, terms: Sequence[str], vector: Vector, *, count: int) -> Candidates:
        """The best `count` passages by cosine and the best `count` by BM25, joined."""
        tokens = {token(term): term for term in terms}

        def read(state: State) -> Candidates:
            rows = self._nearest(terms, vector, count=count, state=state)
            counted = frequencies(self._connection, self._names, list(tokens), published=state.published)
            return Candidates(
                found=tuple(candidate_of(row, vector) for row in rows),
                passages=state.passages,
                average_terms=state.terms / max(1, state.passages),
                frequencies={term: counted[key] for key, term in tokens.items()},
            )

        return self._reading(read)

    def passage(self, id: int) -> Passage | None:
        """The passage with this id, its hash checked; None when it left."""
        found = self._reading(lambda state: self._passages(f"passage == {id} and {state.shown}"))
        return found[0] if found else None

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, both included, as far as they exist, hashes checked."""
        where = f'article == "{key_of(article)}" and paragraph >= {first} and paragraph <= {last}'
        found = self._reading(lambda state: self._passages(f"{where} and {state.shown}"))
        return sorted(found, key=lambda passage: passage.paragraph)

    def summary(self) -> Summary:
        """What is indexed."""
        return self._state().summary()

    def contents(self) -> Iterator[FileChange]:
        """Every published file in the order of their paths, as `apply` takes it. Raises LibraryBusy when it changed."""
        state = self._require_own(self._state())
        where = f'{state.shown} and fingerprint == "{self._names.fingerprint}"'
        files = self._connection.all(self._names.files, where, fields=FILE_FIELDS)
        for file in sorted(files, key=lambda row: row["path"]):
            yield self._file(file, state)
        if self._state().published != state.published:
            raise LibraryBusy(f"{self._connection.url}: published anew while it was read; run it again")

    def close(self) -> None:
        """Release the lease and the connection."""
        if self._lease is not None:
            self._lease.release()
        self._connection.close()

    def _writer(self) -> Lease:
        if self._lease is None:
            raise LibraryError(f"{self._connection.url}: opened for reading; writing needs open_library(write=True)")
        return self._lease

    def _state(self) -> State:
        state = read_state(self._connection, self._names)
        if state is None or state.library != self._mark:
            raise LibraryReplaced(f"{self._connection.url}: another library stands there now; open it again")
        return state

    def _require_own(self, state: State) -> State:
        if state.fingerprint and state.fingerprint != self._names.fingerprint:
            raise _foreign(self._connection.url)
        return state

    def _other(self, state: State) -> Names | None:
        """The collections of the published encoder, where that is another one."""
        if state.fingerprint in ("", self._names.fingerprint):
            return None
        return replace(self._names, fingerprint=state.fingerprint)

    def _reading(self, read: Callable[[State], _Result]) -> _Result:
        """What `read` finds in one published state, whole."""
        state = self._state()
        for attempt in range(ATTEMPTS):
            failed: LibraryError | None = None
            try:
                result = read(state)
            except LibraryError as error:  # a collection that a publication dropped, or a piece that it deleted
                failed = error
            before, state = state, self._state()
            if (state.published, state.fingerprint) == (before.published, before.fingerprint):
                if failed is None:
                    self._require_own(state)
                    return result
                raise self._foreign_first(state, failed)
            time.sleep(PAUSE_S * attempt)
        raise LibraryBusy(f"{self._connection.url}: published anew at every attempt to read; ask again in a moment")

    def _foreign_first(self, state: State, error: LibraryError) -> LibraryError:
        """Why reading failed: another encoder's library is no failure of Milvus."""
        own = state.fingerprint in ("", self._names.fingerprint)
        return error if own else _foreign(self._connection.url)

    def _nearest(self, terms: Sequence[str], vector: Vector, *, count: int, state: State) -> list[Row]:
        """The whole rows of the best passages by meaning and by words, each once."""
        search, name = self._connection.nearest, self._names.passages
        effort = self._tuning.search
        rows = search(name, vector, field="dense", count=count, where=state.shown, fields=READ_FIELDS, effort=effort)
        if terms:
            words = " ".join(map(token, terms))
            rows += search(name, words, field="sparse", count=count, where=state.shown, fields=READ_FIELDS, effort={})
        return whole(self._connection, self._names, list({row["passage"]: row for row in rows}.values()))

    def _passages(self, where: str) -> list[Passage]:
        rows = self._connection.all(self._names.passages, where, fields=READ_FIELDS)
        return [passage_of(row) for row in whole(self._connection, self._names, rows)]

    def _standing_files(self) -> list[Row]:
        where = f"{STANDING} and came <= {self._state().change}"
        return self._connection.all(self._names.files, where, fields=["path", "sha256", "fingerprint", "stamp"])

    def _file(self, file: Row, state: State) -> FileChange:
        where = f'file == "{file["file"]}" and {state.shown}'
        articles = self._connection.all(self._names.articles, where, fields=["row", "article", "source"])
        keys = [row["article"] for row in articles]
        rows = self._connection.among(self._names.passages, "article", keys, fields=READ_FIELDS, where=state.shown)
        texts: dict[str, dict[int, str]] = {}
        embeddings = {}
        for row in whole(self._connection, self._names, rows):
            passage = passage_of(row)
            texts.setdefault(row["article"], {})[passage.paragraph] = passage.text
            embeddings[passage.sha256] = embedding_of(row)
        made = []
        for row in sorted(articles, key=lambda one: one["row"]):
            source, paragraphs = source_of(row["source"])
            own = texts.get(row["article"], {})
            made.append(Article(source, tuple(own.get(number, "") for number in range(1, paragraphs + 1))))
        return FileChange(file["path"], file["sha256"], tuple(made), embeddings, file["stamp"])


def published_fingerprint(place: Place) -> str:
    """The encoder of the published library in this place; "" where there is none."""
    connection = Connection(place.url)
    try:
        names = Names(place.name, "")
        state = None
        if names.state in connection.names():
            connection.load([names.state])
            state = read_state(connection, names)
    finally:
        connection.close()
    return state.fingerprint if state is not None else ""


def contents(place: Place) -> Iterator[FileChange]:
    """All that the published library in this place holds, file by file. Raises as `open_library` does."""
    library = _open(place, fingerprint=published_fingerprint(place), dimension=0, write=False)
    try:
        yield from library.contents()
    finally:
        library.close()


def open_library(place: Place, *, fingerprint: str, dimension: int, write: bool = False) -> Library:
    """The library in this place under this encoder, whose vectors have so many dimensions.

    Writing makes the collections where need be and takes the lease. Raises LibraryMissing, LibraryForeign, LibraryBusy,
    LibraryDamaged, and LibraryError when Milvus can't be reached.
    """
    return _open(place, fingerprint=fingerprint, dimension=dimension, write=write)


def _open(place: Place, *, fingerprint: str, dimension: int, write: bool) -> MilvusLibrary:
    connection = Connection(place.url)
    names = Names(place.name, fingerprint)
    with ExitStack() as undoing:
        undoing.callback(connection.close)
        connection.require_full_text()
        lease = None
        if write:
            make_missing(connection, names, dimension=dimension, tuning=place.tuning)
            connection.load(names.all)
            lease = Lease(connection, names)
            undoing.callback(lease.release)
            state = _ready_to_write(connection, names)
        else:
            state = ready_to_read(connection, names)
            connection.load(names.all)
        undoing.pop_all()
    return MilvusLibrary(connection, names, tuning=place.tuning, lease=lease, mark=state.library)


def _ready_to_write(connection: Connection, names: Names) -> State:
    """The state, made where there is none, after taking back what a killed writer left and renewing older words."""
    state = read_state(connection, names)
    if state is None:
        state = State(library=secrets.token_hex(8), words=FORMAT)
        write_state(connection, names, state)
    other = replace(names, fingerprint=state.fingerprint)
    own = state.fingerprint in ("", names.fingerprint)
    if not own:
        connection.load([other.passages])
    undo(connection, names, change=state.change, published=None if own else other)
    return renew(connection, names, state)


def ready_to_read(connection: Connection, names: Names) -> State:
    """The state of a published library of this encoder. Raises LibraryMissing, LibraryForeign and LibraryDamaged."""
    there = connection.names()
    state = None
    if names.state in there:
        connection.load([names.state])
        state = read_state(connection, names)
    if state is None:
        raise LibraryMissing(f"{connection.url}: there is no library {names.library} yet; run: quoted index")
    if not state.fingerprint:
        raise LibraryMissing(f"{connection.url}: the library was never finished; run: quoted index")
    if state.fingerprint != names.fingerprint:
        raise _foreign(connection.url)
    if names.passages not in there:
        raise LibraryDamaged(f"{connection.url}: {names.passages} is missing; run: quoted restore, or index anew")
    if state.words != FORMAT:
        raise LibraryForeign(f"{connection.url}: another version read the passages' words; run: quoted index")
    return state


def _foreign(url: str) -> LibraryForeign:
    return LibraryForeign(
        f"{url} was indexed with another encoder; run quoted index with this one, or start again with that one"
    )
