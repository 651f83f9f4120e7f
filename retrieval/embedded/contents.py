"""All that a library on one machine holds, file by file, to be put into another library."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from retrieval.article import Article, Source
from retrieval.embedded.database import FILE, Database
from retrieval.embedded.library import published_fingerprint
from retrieval.embedded.rows import SOURCE, paragraph_vector, source_of
from retrieval.errors import LibraryBusy, LibraryDamaged, LibraryError, LibraryMissing
from retrieval.library import FileChange, Vector


def contents(folder: Path) -> Iterator[FileChange]:
    """Every file of the published library in the order of their paths, as `Library.apply` takes it.

    Raises LibraryMissing, LibraryDamaged, LibraryBusy when it is published anew meanwhile, and LibraryError where
    something was applied that is not published.
    """
    if not (folder / FILE).exists():
        raise LibraryMissing(f"{folder}: there is no library yet; run: quoted index")
    with closing(Database(folder, fingerprint=published_fingerprint(folder), write=False)) as database:
        state = database.state
        if state.change != state.settled:
            raise LibraryError(f"{folder}: the last run did not finish; bring it in line first, by: quoted index")
        query = "SELECT vectors, spans FROM embeddings WHERE fingerprint = ? LIMIT 1"
        vectors = [paragraph_vector(*row) for row in database.rows(query, (state.fingerprint,))]
        query = "SELECT path, sha256, stamp FROM files WHERE fingerprint = ? ORDER BY path"
        for path, sha256, stamp in database.rows(query, (state.fingerprint,)):
            yield _file(database, FileChange(path, sha256, stamp=stamp), vectors)
        if database.state.settled != state.settled:
            raise LibraryBusy(f"{folder}: published anew while it was read; run it again")


def _file(database: Database, file: FileChange, vectors: list[Vector]) -> FileChange:
    """The file with its articles and their embeddings. Any one vector of the library serves to read the others."""
    query = "SELECT p.id FROM articles a JOIN passages p ON p.article = a.id WHERE a.file = ?"
    ids = [row[0] for row in database.rows(query, (file.file,))]
    found = database.candidates(ids, vectors[0])[0] if ids and vectors else []
    if len(found) != len(ids):
        raise LibraryDamaged(
            f"{file.file}: {len(ids) - len(found)} passages lost their vectors; run: quoted index --thorough"
        )
    texts: dict[str, dict[int, str]] = {}
    for passage in (candidate.passage for candidate in found):  # in the order of their ids
        texts.setdefault(passage.source.id, {})[passage.paragraph] = passage.text
    query = f"SELECT {SOURCE}, a.paragraphs FROM articles a WHERE a.file = ? ORDER BY a.id"  # noqa: S608 - fixed columns
    sources: dict[str, tuple[Source, int]] = {}
    for *row, paragraphs in database.rows(query, (file.file,)):
        source = source_of(row)
        sources[source.id] = (source, paragraphs)
    order = [*texts, *(id_ for id_ in sources if id_ not in texts)]
    articles = tuple(_article(*sources[id_], texts.get(id_, {})) for id_ in order)
    embeddings = {candidate.passage.sha256: candidate.embedding for candidate in found}
    return FileChange(file.file, file.sha256, articles, embeddings, file.stamp)


def _article(source: Source, paragraphs: int, texts: dict[int, str]) -> Article:
    """The article; its blank paragraphs, which are no passages, are empty."""
    return Article(source, tuple(texts.get(number, "") for number in range(1, paragraphs + 1)))
