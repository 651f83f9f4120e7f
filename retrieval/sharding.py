"""Embedding in many processes: each makes a shard of the seeds, and one loads all shards into a library.

A file's shard is decided by its name alone, so that every worker knows its own without asking. Loading takes the files
in the order of their names, as indexing does: the library is the one that a single run would have made.
"""

import hashlib
import heapq
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.applying import Applier
from retrieval.encoder import PassageEncoder
from retrieval.errors import ReadingError, ShardError
from retrieval.indexing import Progress, batches, embed, texts_of
from retrieval.library import FileChange, Library
from retrieval.reading.files import discover, read
from retrieval.reading.sandbox import Sandbox
from retrieval.shards import Marker, ShardName, read_marker, read_shard, write_shard
from retrieval.survey import Problem, SeedFile, look

BATCH = 500
"""Passages that are applied together."""


@dataclass
class ShardReport:
    """What a worker did."""

    files: int = 0
    texts: int = 0
    made: bool = False  # False where the shard was there already, of the same files and encoder
    problems: list[Problem] = field(default_factory=list)


@dataclass
class LoadReport:
    """What loading did."""

    files: int = 0
    loaded: int = 0  # of them that the library did not hold yet
    added: int = 0  # passages
    problems: list[Problem] = field(default_factory=list)


def embed_shard(
    seeds: Path, folder: Path, name: ShardName, encoder: PassageEncoder, *, max_bytes: int, progress: Progress
) -> ShardReport:
    """Make this shard in the folder where it is not there yet. Repeatable; killed at any time, it is made anew.

    A file that can't be read is reported and left out. Raises ReadingError when there is no seeds folder, ShardError
    without pyarrow, and OSError.
    """
    report = ShardReport()
    files = _own_files(seeds, name, report.problems)
    said = json.dumps([[file.name, file.sha256] for file in files])
    inputs = hashlib.sha256(f"{said} {max_bytes}".encode()).hexdigest()
    marker = read_marker(folder, name)
    if marker is None or (marker.inputs, marker.fingerprint) != (inputs, encoder.fingerprint):
        wanted = Marker(encoder.fingerprint, encoder.dimension, inputs, parquet="", files=0, texts=0)
        progress.begin(sum(file.size for file in files))
        with Sandbox() as sandbox:
            changes = _changes(files, encoder, report, max_bytes=max_bytes, progress=progress, sandbox=sandbox)
            marker = write_shard(folder, name, changes, marker=wanted)
        report.made = True
    report.files, report.texts = marker.files, marker.texts
    return report


def shard_of(file: str, count: int) -> int:
    """The number of the shard that a file belongs to, from 1."""
    return int.from_bytes(hashlib.sha256(file.encode("utf-8")).digest()[:8], "big") % count + 1


def markers(folder: Path) -> list[Marker]:
    """The markers of all shards in the folder. Raises ShardError where one is missing or they don't belong together."""
    counts = {int(path.name.split("-of-")[1].split(".")[0]) for path in folder.glob("shard-*-of-*.parquet")}
    if len(counts) != 1:
        found = f"shards of {sorted(counts)}" if counts else "no shards"
        raise ShardError(f"{folder}: {found}; all shards of one division must be there, made by: quoted embed-shard")
    (count,) = counts
    found_markers = []
    for number in range(1, count + 1):
        marker = read_marker(folder, ShardName(number, count))
        if marker is None:
            raise ShardError(
                f"{folder}: shard {number}/{count} is missing or not whole; run: quoted embed-shard --shard"
                f" {number}/{count}"
            )
        found_markers.append(marker)
    if len({(marker.fingerprint, marker.dimension) for marker in found_markers}) > 1:
        raise ShardError(f"{folder}: its shards were made by several encoders; remove them and make all by one")
    return found_markers


def load_shards(folder: Path, library: Library, *, progress: Progress) -> LoadReport:
    """Apply all files of the folder's shards that the library does not hold yet, and publish.

    Files that are in no shard stay as they are: the next indexing run looks at them. Repeatable and safe to interrupt.
    Raises ShardError, LibraryBusy, and LibraryError when nothing can be written.
    """
    count = len(markers(folder))
    names = [ShardName(number, count) for number in range(1, count + 1)]
    progress.begin(sum((folder / name.parquet).stat().st_size for name in names))
    report = LoadReport()
    applier = Applier(library)
    there = library.files()
    streams = [_sized(folder, name) for name in names]
    batch: list[FileChange] = []
    for file, size in heapq.merge(*streams, key=lambda pair: pair[0].file):
        report.files += 1
        if there.get(file.file) != file.sha256:
            batch.append(file)
        if sum(len(one.embeddings or {}) for one in batch) >= BATCH:
            applier.apply(batch)
            batch = []
        progress.advance(size)
    applier.apply(batch)
    applier.finish()
    library.publish()
    report.loaded, report.added, report.problems = applier.files, applier.added, applier.problems
    return report


def _sized(folder: Path, name: ShardName) -> Iterator[tuple[FileChange, float]]:
    """The shard's files, each with its share of the shard's bytes."""
    marker = read_marker(folder, name)
    share = (folder / name.parquet).stat().st_size / max(1, marker.files if marker else 1)
    return ((file, share) for file in read_shard(folder, name))


def _own_files(seeds: Path, name: ShardName, problems: list[Problem]) -> list[SeedFile]:
    """The shard's files, hashed, in the order of their names. Only these are opened."""
    found = discover(seeds)
    problems += [Problem(file, reason) for file, reason in found.problems if shard_of(file, name.count) == name.number]
    own = []
    for path in found.files:
        file = path.relative_to(seeds).as_posix()
        if shard_of(file, name.count) == name.number:
            try:
                own.append(look(path, file, now=time.time_ns()))
            except OSError as error:
                problems.append(Problem(file, error.strerror or str(error)))
    return sorted(own, key=lambda file: file.name)


def _changes(
    files: Sequence[SeedFile],
    encoder: PassageEncoder,
    report: ShardReport,
    *,
    max_bytes: int,
    progress: Progress,
    sandbox: Sandbox,
) -> Iterator[FileChange]:
    """The files that can be read, each with all its embeddings; embedded many together, as a GPU wants them."""
    for batch in batches(files):
        readings = []
        for file in batch:
            try:
                reading = read(file.path, name=file.name, max_bytes=max_bytes, sandbox=sandbox)
            except ReadingError as error:
                report.problems.append(Problem(file.name, error.reason))
                progress.advance(file.size)
                continue
            report.problems.extend(Problem(file.name, problem) for problem in reading.problems)
            readings.append((file, reading.articles))
        own = [texts_of(articles) for _, articles in readings]
        texts = {digest: text for some in own for digest, text in some.items()}
        embeddings = embed(
            list(texts.values()), encoder, progress=progress, size=sum(file.size for file, _ in readings)
        )
        for (file, articles), some in zip(readings, own, strict=True):
            kept = {digest: embeddings[digest] for digest in some}
            yield FileChange(file.name, file.sha256, articles, kept, file.stamp)
