"""Taking articles out of the seeds so that they can be brought back: a file, or a line of records, moves to a folder.

That folder is hidden, and the indexer leaves such out, so what was moved leaves the library with the next run. Knows no
library: which articles stand in a file is the caller's to find out.
"""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from retrieval.article import Source
from retrieval.errors import ReadingError
from retrieval.keeping import write_whole
from retrieval.reading.decoding import decode

BIN = ".removed"
"""Under the seeds. Nothing empties it: what is in it is the operator's to delete."""
RECORDS = ".jsonl"
_DIGITS = 6  # bytes
_FILE, _RECORD = "file", "record"


@dataclass(frozen=True)
class Removed:
    """What was taken out."""

    token: str  # twelve hexadecimal digits by which it is brought back
    file: str  # path under the seeds
    whole: bool  # the file itself; else the article's line alone, and the rest of the file stays


def stands_alone(source: Source, seeds: Path) -> bool:
    """Whether an article can leave while others of its file stay: as one of several lines of records, with its id.

    Raises ReadingError where the file is gone, leads out of the seeds or does not hold the article any more.
    """
    path = _inside(seeds, source.file)
    if not path.is_file():
        raise ReadingError(source.file, "is not in the seeds any more; the next quoted index takes it out")
    if not source.file.endswith(RECORDS):
        return False
    lines = _lines(path)
    own = [line for line in lines if _is_of(line, source.id)]
    if not own and not _is_numbered(source) and not _holds(path, source.id):
        raise ReadingError(source.file, f"does not hold {source.id} any more; the next quoted index takes it out")
    return len(own) == 1 and len(lines) > 1


def remove(source: Source, seeds: Path) -> Removed:
    """Take an article out: its line where it stands alone, else its whole file.

    Killed in between, the article may stand in both places; it is never in none. Raises ReadingError as `stands_alone`
    does, OSError as writing does.
    """
    path, token = seeds / source.file, secrets.token_hex(_DIGITS)
    if not stands_alone(source, seeds):
        put_aside(path, seeds, token=token)
        return Removed(token, source.file, whole=True)
    lines = _lines(path)
    own = [line for line in lines if _is_of(line, source.id)]
    write_whole(seeds / BIN / f"{_RECORD}-{token}" / source.file, b"".join(own))
    write_whole(path, b"".join(line for line in lines if line not in own))
    return Removed(token, source.file, whole=False)


def put_aside(path: Path, seeds: Path, *, token: str = "", keep: bool = False) -> None:
    """Move a file of the seeds to the hidden folder; with `keep` it stays as well, to be replaced. Raises OSError."""
    aside = seeds / BIN / f"{_FILE}-{token or secrets.token_hex(_DIGITS)}" / path.relative_to(seeds)
    if keep:
        write_whole(aside, path.read_bytes())
        return
    aside.parent.mkdir(parents=True, exist_ok=True)
    os.replace(path, aside)


def bring_back(token: str, seeds: Path) -> str:
    """Put back what was taken out under that token; its file's path under the seeds.

    Raises ReadingError where it is not there any more, or another file stands in its place; OSError as writing does.
    """
    for kind in (_FILE, _RECORD):
        folder = seeds / BIN / f"{kind}-{token}"
        aside = next((path for path in sorted(folder.rglob("*")) if path.is_file()), None)
        if aside is None:
            continue
        name = aside.relative_to(folder).as_posix()
        path = _inside(seeds, name)
        if kind == _RECORD:
            _add_line(path, aside.read_bytes())
            aside.unlink()
        elif path.exists():
            raise ReadingError(name, "another file stands there by now; move that one first")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(aside, path)
        _tidy(aside.parent, seeds / BIN)
        return name
    raise ReadingError(token, "is not there any more")


def _add_line(path: Path, line: bytes) -> None:
    """Put a record's line at the end of a file, once."""
    lines = _lines(path) if path.exists() else []
    if line not in lines:
        write_whole(path, b"".join([*lines, line]))


def _lines(path: Path) -> list[bytes]:
    """The file's lines that hold something, each with its end; none of a file that can't be read."""
    try:
        data = path.read_bytes()
    except OSError:
        return []
    return [line + b"\n" for line in data.split(b"\n") if line.strip()]


def _is_of(line: bytes | str, id: str) -> bool:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and str(record.get("id", "")) == id


def _is_numbered(source: Source) -> bool:
    """Whether the article's id is its file's path, or that and its number in the file: the record may have none."""
    own = source.file.removesuffix(RECORDS)
    return source.id == own or source.id.removeprefix(f"{own}/").isdecimal()


def _holds(path: Path, id: str) -> bool:
    """Whether a record has that id in a file of whatever encoding; none has it in a file that can't be read."""
    try:
        lines = decode(path.read_bytes()).split("\n")
    except (OSError, ValueError):
        return False
    return any(_is_of(line, id) for line in lines)


def _inside(seeds: Path, name: str) -> Path:
    """The file of that path under the seeds. Raises ReadingError where it leads out of them."""
    path = seeds / name
    if not path.resolve().is_relative_to(seeds.resolve()):
        raise ReadingError(name, "leads out of the seeds folder")
    return path


def _tidy(folder: Path, top: Path) -> None:
    """Remove folders that are empty now, from this one up to `top`."""
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
