"""The library on one machine: the database, and the two indexes that follow its change number.

A writer applies batches to the database and then publishes the indexes. A reader looks for newer generations at every
question, so it sees a reindex within a second, and what it has open stays whole until then.
"""

import shutil
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrieval.article import Passage
from retrieval.embedded.catalogue import EmbeddedCatalogue
from retrieval.embedded.database import FILE, Database
from retrieval.embedded.engines import INDEXES, Engines, OpenIndexes
from retrieval.embedded.generations import Generation, Generations
from retrieval.embedded.indexes import Engine
from retrieval.errors import LibraryBusy, LibraryDamaged, LibraryError, LibraryForeign, LibraryMissing, LibraryReplaced
from retrieval.library import Applied, Candidates, FileChange, Library, Summary, Vector

if TYPE_CHECKING:
    import filelock

LOCK = "writer.lock"
ATTEMPTS = 8
"""To open generations that a writer may be replacing just now, and to read with them the library that they follow."""
ATTEMPTS_BESIDE_RESTORE = 40
"""While a restored library's indexes are on their way: under six seconds."""
PAUSE_S = 0.02
"""Between attempts, longer each time."""
STAGED = ".restoring"
"""Where a restored library is built and put in its place from; the next writer takes away a killed restore's."""
STALE = 10.0
"""An index that strays so far from one built anew is built anew at once; before that, after the publication."""


class EmbeddedLibrary:
    """A Library in a folder. See retrieval/library.py for its guarantees."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        *,
        fingerprint: str,
        engines: Engines,
        lock: "filelock.BaseFileLock | None",
    ) -> None:
        self._folder = folder
        self._database = database
        self._fingerprint = fingerprint
        self._engines = engines
        self._writer_lock = lock
        self._open: OpenIndexes | None = None
        self._summary: tuple[tuple[int, str], Summary] | None = None  # of what was published then
        self._opening = threading.Lock()
        self.catalogue = EmbeddedCatalogue(database, lambda: self.current()[1].lexical)

    def require_published(self) -> None:
        """Raise LibraryMissing or LibraryForeign when there is nothing to read under this encoder."""
        published = self._database.state.fingerprint
        if not published:
            raise LibraryMissing(f"{self._folder}: the library was never finished; run: quoted index")
        if published != self._fingerprint:
            raise self._foreign()

    def hash_ahead(self) -> None:
        """Begin to hash the newest generations, which publishing needs, while articles are read and embedded."""

        def hash_them() -> None:
            with suppress(LibraryError):  # closed by now, or damaged: publishing says so
                marks, change = self._database.marks(), self._database.state.change
                for _, generations in self._engines.pairs():
                    generations.newest(marks, upto=change)

        threading.Thread(target=hash_them, name="quoted-hashing", daemon=True).start()

    def files(self, *, thorough: bool = False) -> dict[str, str]:
        """The sha256 of each indexed file's bytes, by its path under seeds/; "" for one that must be read again.

        A writer that is `thorough` checks every passage and embedding; files of damaged ones are read again.
        """
        damaged = self._database.mend() if thorough and self._writer_lock is not None else []
        return self._database.files() | dict.fromkeys(damaged, "")

    def is_check_due(self) -> bool:
        """Whether nobody looked for damage for a day, or what was found was not read again."""
        return self._database.is_check_due()

    def stamps(self) -> dict[str, str]:
        """What the indexer noted of each indexed file, by its path under seeds/."""
        return self._database.stamps()

    def restamp(self, stamps: Mapping[str, str]) -> None:
        """Note these of files that are indexed."""
        self._require_writer()
        self._database.restamp(stamps)

    def unknown(self, hashes: Iterable[str]) -> set[str]:
        """Those text hashes that have no embedding under this library's encoder."""
        return self._database.unknown(hashes)

    def apply(self, changes: Sequence[FileChange]) -> Applied:
        """Bring these files' articles in line, in one transaction."""
        self._require_writer()
        return self._database.apply(changes)

    def publish(self) -> None:
        """Bring the indexes in line with the library; rebuild those that are missing, foreign or damaged.

        An index that has strayed from one built anew is published as it is, and then once more, built anew.
        """
        self._require_writer()
        if self._database.state.change not in self._database.marks():  # lost on a damaged disk: no index is of it
            self._database.advance()
        if self._publish(frozenset()):
            self._database.advance()
            self._publish(frozenset(engine.name for engine, _ in self._engines.pairs()))

    def _publish(self, anew: Collection[str]) -> bool:
        """Publish the indexes, those of these names that have strayed built anew; whether one has strayed now."""
        change = self._database.state.change
        marks = self._database.marks()
        try:
            folders = [
                self._follow(engine, generations, change=change, marks=marks, anew=engine.name in anew)
                for engine, generations in self._engines.pairs()
            ]
        except (OSError, RuntimeError, ValueError) as error:  # FAISS raises RuntimeError, tantivy ValueError
            raise LibraryError(
                f"{self._folder / INDEXES} could not be written: {_reason(error)}; the articles are safe, free some"
                " space and run: quoted index"
            ) from error
        self._database.settle(change)  # from now on readers see it
        for _, generations in self._engines.pairs():
            generations.delete_old(change)
        return any(
            engine.staleness(folder) > 1 for (engine, _), folder in zip(self._engines.pairs(), folders, strict=True)
        )

    def candidates(self, terms: Sequence[str], vector: Vector, *, count: int) -> Candidates:
        """The best `count` passages by cosine and the best `count` by BM25, joined.

        Raises LibraryForeign and LibraryReplaced where it must be opened again, and LibraryDamaged.
        """
        if self._database.is_replaced():
            raise LibraryReplaced(f"{self._folder}: another library stands there now; open it again")
        for _ in self._attempts():
            settled, indexes = self.current()
            ids = {found.id for found in indexes.dense.search(vector, count)}
            ids.update(found.id for found in indexes.lexical.search(terms, count))
            found, state = self._database.candidates(ids, vector)
            if state.fingerprint != self._fingerprint:
                raise self._foreign()
            if state.settled == settled and indexes.follow(self._database.marks()):
                return Candidates(
                    found=tuple(found),
                    passages=state.passages,
                    average_terms=state.terms / max(1, state.passages),
                    frequencies=indexes.lexical.frequencies(terms),
                )
            self._close(indexes)
        raise self._unusable()

    def passage(self, id: int) -> Passage | None:
        """The passage with this id, its hash checked; None when it left."""
        return self._database.passage(id)

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, both included, as far as they exist, hashes checked."""
        return self._database.paragraphs(article, first, last)

    def summary(self) -> Summary:
        """What is indexed; counted once a publication."""
        published = self._database.published()
        counted = self._summary
        if counted is None or counted[0] != published:
            counted = self._summary = (published, self._database.summary())
        return counted[1]

    def current(self) -> tuple[int, OpenIndexes]:
        """The published change, and its generations, opened when others than those in use are there."""
        for _ in self._attempts():
            settled = self._database.state.settled
            seen = self._engines.glance(settled)
            current = self._open
            if current is not None and current.seen == seen:
                return settled, current
            if (opened := self._opened(settled)) is not None:
                return settled, opened
        raise self._unusable()

    def close(self) -> None:
        """Release files and locks."""
        self._database.close()
        if self._writer_lock is not None:
            self._writer_lock.release()

    def _require_writer(self) -> None:
        if self._writer_lock is None:
            raise LibraryError(f"{self._folder}: opened for reading; writing needs open_library(write=True)")

    def _foreign(self) -> LibraryForeign:
        return LibraryForeign(
            f"{self._folder} was indexed with another encoder; run quoted index with this one, or start again with"
            " that one"
        )

    def _follow(
        self, engine: Engine[Any], generations: Generations, *, change: int, marks: Mapping[int, str], anew: bool
    ) -> Path:
        """Publish one index's generation of this change, from the newest that it can go on from; its folder."""
        base = generations.newest(marks, upto=change)
        if base is not None and base.change == change:
            return base.folder
        changed, gone = self._changes_since(base)
        if base is not None and engine.staleness(base.folder, len(changed) + len(gone)) > (1 if anew else STALE):
            base = None
            changed, gone = self._changes_since(base)
        with generations.building(base) as built:
            engine.update(built, gone, self._database.entries(changed))
            return generations.publish(built, change, mark=marks[change], base=base, leave_out=engine.is_lock).folder

    def _changes_since(self, base: Generation | None) -> tuple[list[int], list[int]]:
        """The passages to put into an index that goes on from this generation, and those to take out of it before."""
        changed = self._database.changed_since(base.change if base is not None else -1)
        return changed, [*self._database.removed_since(base.change), *changed] if base is not None else []

    def _opened(self, settled: int) -> OpenIndexes | None:
        """The generations of this change, opened by whoever comes first; None where one is missing."""
        with self._opening:
            seen = self._engines.glance(settled)
            if self._open is not None and self._open.seen == seen:
                return self._open
            try:
                opened = self._engines.open(self._database.marks(), settled=settled, seen=seen)
            except (OSError, RuntimeError, ValueError):  # a writer deleted it while it was being opened
                return None
            self._open = opened or self._open
            return opened

    def _close(self, indexes: OpenIndexes) -> None:
        """Have them opened again: a generation that replaced theirs may look the same, down to its inode."""
        with self._opening:
            if self._open is indexes:
                self._open = None

    def _attempts(self) -> Iterator[None]:
        """Turns to try what a writer's publication or a restore may undo just then, with pauses between them."""
        attempt = 0
        while True:
            most = ATTEMPTS_BESIDE_RESTORE if (self._folder / STAGED).exists() else ATTEMPTS
            yield
            attempt += 1
            if attempt >= most:
                return
            time.sleep(PAUSE_S * min(attempt, ATTEMPTS))

    def _unusable(self) -> LibraryError:
        """Why there are no indexes to read with."""
        if self._database.state.fingerprint != self._fingerprint:
            return self._foreign()
        return LibraryDamaged(
            f"{self._folder / INDEXES}: an index is missing or damaged; rebuild it with: quoted index"
        )


def _reason(error: Exception) -> str:
    """What went wrong, in a line; FAISS ends a report of its own source code with it in brackets."""
    text = " ".join(str(error).split())
    return text.rpartition("(")[2].rstrip(")") if isinstance(error, RuntimeError) and text.endswith(")") else text


def published_fingerprint(folder: Path) -> str:
    """The encoder of the published library in this folder; "" where there is none that can be read."""
    try:
        with closing(Database(folder, fingerprint="", write=False)) as database:
            return database.state.fingerprint
    except LibraryError:
        return ""


def open_library(folder: Path, *, fingerprint: str, dimension: int, write: bool = False) -> Library:
    """The library in this folder under this encoder, whose vectors have so many dimensions.

    Writing makes the folder where need be and takes the writer's lock. Raises LibraryMissing, LibraryForeign,
    LibraryBusy, LibraryDamaged, and LibraryError when the folder can't be used.
    """
    if not write and not (folder / FILE).exists():
        raise LibraryMissing(f"{folder}: there is no library yet; run: quoted index")
    engines = Engines.of(folder, fingerprint=fingerprint, dimension=dimension)
    with ExitStack() as undo:
        lock = lock_for_writing(folder) if write else None
        if lock is not None:
            undo.callback(lock.release)
        database = Database(folder, fingerprint=fingerprint, write=write)
        undo.callback(database.close)
        library = EmbeddedLibrary(folder, database, fingerprint=fingerprint, engines=engines, lock=lock)
        if write:
            library.hash_ahead()
        else:
            library.require_published()
        undo.pop_all()
    return library


def lock_for_writing(folder: Path) -> "filelock.BaseFileLock":
    """Make the folder where need be, and be its only writer. Raises LibraryBusy and LibraryError."""
    import filelock  # readers need none, and its import shows in the time to a first answer

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / LOCK, thread_local=False)  # any thread may close the library
        lock.acquire(timeout=0)
        shutil.rmtree(folder / STAGED, ignore_errors=True)  # a killed restore may have left one
    except filelock.Timeout:
        raise LibraryBusy(f"{folder}: another quoted index is running; wait for it to end") from None
    except OSError as error:
        raise LibraryError(
            f"{folder} can't be written: {error.strerror}; check the folder and its permissions"
        ) from error
    return lock
