"""THE LINE for an article: find the files that changed, read them, embed what is new, apply, publish.

Repeatable and safe to interrupt: every batch of files is one transaction, and the next run goes on from there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from retrieval.applying import Applier
from retrieval.article import Article, text_hash
from retrieval.encoder import PassageEncoder
from retrieval.errors import ReadingError
from retrieval.library import Embedding, FileChange, Library
from retrieval.reading.files import read
from retrieval.reading.sandbox import Sandbox
from retrieval.sentences import sentence_spans
from retrieval.survey import Problem, SeedFile, Survey, survey

BATCH_BYTES = 2_000_000
"""Files are applied together until they hold so many bytes: small batches risk little, larger ones cost less."""


class Progress(Protocol):
    """Hears how far the run is, in bytes of changed files."""

    def begin(self, total: int) -> None:
        """So many bytes are to be read."""

    def advance(self, done: float) -> None:
        """So many more are in the library."""


@dataclass
class Report:
    """What a run did."""

    files: int = 0  # in the seeds, readable or not
    changed: int = 0  # files read in this run
    new: int = 0  # of those, files that the library did not know
    moved: int = 0  # of those, files that it knew under another name
    left: int = 0  # names that are gone from the seeds, those of moved files too
    added: int = 0  # passages
    removed: int = 0
    embedded: int = 0  # texts
    device: str = ""  # that embedded them: "CPU", or a GPU's name
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """What a run would do."""

    survey: Survey
    articles: int  # in the files that would be read
    texts: int  # that would be embedded
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Read:
    file: SeedFile
    articles: tuple[Article, ...]


def index(
    seeds: Path,
    library: Library,
    encoder: PassageEncoder,
    *,
    max_bytes: int,
    progress: Progress,
    thorough: bool = False,
) -> Report:
    """Bring the library in line with the seeds and publish its indexes.

    A file that can't be read is reported, keeps what the library had of it, and stops nothing. `thorough` hashes every
    file, also those whose size and times did not change, and checks all that the library holds; that is also done once
    a day, after what is new has been published. Raises LibraryError when the library can't be written, and ReadingError
    when there is no seeds folder.
    """
    report = Report()
    look = thorough
    while True:
        found = survey(seeds, library.files(thorough=look), library.stamps(), thorough=thorough)
        _bring_in_line(found, library, encoder, max_bytes=max_bytes, report=report, progress=progress)
        library.publish()
        if look or not library.is_check_due():
            return report
        look = True  # what is new is shown by now: in a large library this takes minutes


def _bring_in_line(
    found: Survey, library: Library, encoder: PassageEncoder, *, max_bytes: int, report: Report, progress: Progress
) -> None:
    """Apply what changed in the seeds, and count it."""
    report.files = found.files
    report.problems += [problem for problem in found.problems if problem not in report.problems]
    files = found.to_read
    progress.begin(sum(file.size for file in files))
    library.restamp(found.stamps)
    applier = Applier(library)
    applier.apply([FileChange(name, "") for name in found.gone])
    report.left += len(found.gone)
    new = {file.name for file in found.new}
    with Sandbox() as sandbox:
        for batch in batches(files):
            tried = (_read(file, max_bytes, report.problems, sandbox=sandbox) for file in batch)
            readings = [reading for reading in tried if reading]
            report.changed += len(readings)
            report.new += sum(reading.file.name in new for reading in readings)
            applier.apply(_changes(readings, library, encoder, report=report, progress=progress))
            progress.advance(sum(file.size for file in batch) - sum(reading.file.size for reading in readings))
    applier.finish()
    report.added += applier.added
    report.removed += applier.removed
    report.problems += applier.problems


def preview(seeds: Path, library: Library | None, *, max_bytes: int, thorough: bool = False) -> Preview:
    """What `index` would do with this library, or with none yet. Writes nothing. Raises as `index` does."""
    found = survey(seeds, library.files(), library.stamps(), thorough=thorough) if library else survey(seeds, {}, {})
    problems = list(found.problems)
    texts: set[str] = set()
    articles = 0
    with Sandbox() as sandbox:
        for file in found.to_read:
            if reading := _read(file, max_bytes, problems, sandbox=sandbox):
                articles += len(reading.articles)
                texts.update(texts_of(reading.articles))
    return Preview(found, articles, len(library.unknown(texts) if library else texts), tuple(problems))


def batches(files: Sequence[SeedFile]) -> Iterator[list[SeedFile]]:
    """The files in batches of some megabytes, whose texts are embedded together."""
    batch: list[SeedFile] = []
    size = 0
    for file in files:
        batch.append(file)
        size += file.size
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read(file: SeedFile, max_bytes: int, problems: list[Problem], *, sandbox: Sandbox) -> _Read | None:
    try:
        reading = read(file.path, name=file.name, max_bytes=max_bytes, sandbox=sandbox)
    except ReadingError as error:
        problems.append(Problem(file.name, error.reason))
        return None
    problems.extend(Problem(file.name, problem) for problem in reading.problems)
    return _Read(file, reading.articles)


def texts_of(articles: Iterable[Article]) -> dict[str, str]:
    """Every text of these articles that is embedded, by its hash."""
    return {text_hash(text): text for article in articles for text in article.paragraphs if text.strip()}


def _changes(
    readings: Sequence[_Read], library: Library, encoder: PassageEncoder, *, report: Report, progress: Progress
) -> list[FileChange]:
    """What these files now hold, with embeddings of what is new in them."""
    texts = texts_of(article for reading in readings for article in reading.articles)
    unknown = library.unknown(texts)
    size = sum(reading.file.size for reading in readings)
    embeddings = embed([texts[key] for key in texts if key in unknown], encoder, progress=progress, size=size)
    report.embedded += len(embeddings)
    report.device = encoder.device if embeddings else report.device
    # A moved file leaves under its old name in the same transaction: no reader misses it in between.
    moved = [FileChange(reading.file.before, "") for reading in readings if reading.file.before]
    report.moved += len(moved)
    report.left += len(moved)
    changes = [
        FileChange(reading.file.name, reading.file.sha256, reading.articles, embeddings, reading.file.stamp)
        for reading in readings
    ]
    return [*moved, *changes]


def embed(texts: Sequence[str], encoder: PassageEncoder, *, progress: Progress, size: int) -> dict[str, Embedding]:
    """The texts' embeddings by text hash: each paragraph, and each of its sentences where it has several."""
    spans = [sentence_spans(text) for text in texts]
    parts = [
        [text, *(text[start:end] for start, end in own)] if len(own) > 1 else [text]
        for text, own in zip(texts, spans, strict=True)
    ]
    flat = [part for own in parts for part in own]
    if not flat:
        progress.advance(size)
        return {}
    vectors = encoder.encode_passages(flat, done=lambda count: progress.advance(size * count / len(flat)))
    embeddings = {}
    at = 0
    for text, own_spans, own in zip(texts, spans, parts, strict=True):
        rows = vectors[at : at + len(own)]
        sentences = rows[1:] if len(own) > 1 else rows
        embeddings[text_hash(text)] = Embedding(
            rows[0], sentences, own_spans if len(own_spans) > 1 else ((0, len(text)),)
        )
        at += len(own)
    return embeddings
