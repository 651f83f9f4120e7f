"""Putting articles and files into the seeds: under a safe name, whole or not at all, each source once.

An article is kept as a record of its own (JSON Lines of one line, docs/formats.md), which the indexer reads back as it
was. Knows neither where articles come from nor the library.
"""

import hashlib
import json
import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from courlan import normalize_url

from retrieval.article import Article, Source
from retrieval.errors import ReadingError
from retrieval.reading.files import COMPRESSED, discover, format_of, record, unknown_format

WEB = "web"
"""The folder under the seeds for articles that were added by their links."""
_SLUG_CHARACTERS = 60
_KEY_DIGITS = 12
_ESCAPED = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What ends a line where a file is read, and none inside a record."""

Outcome = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True)
class Stored:
    """What became of an article or a file."""

    path: Path
    outcome: Outcome


def store(article: Article, seeds: Path, *, folder: str = WEB) -> Stored:
    """Keep an article under `seeds`/`folder`, under an id that its link gives (or its words, where it has none).

    The same link again is written to the same file, wherever in the seeds that lies by now. Atomic: the file is there
    whole or as it was. Raises ReadingError when the folder lies outside the seeds, OSError as writing does.
    """
    return _write(place_of(article, seeds, folder=folder), record_line(article), seeds)


def place_of(article: Article, seeds: Path, *, folder: str = WEB) -> Path:
    """The file that the article is kept in: that which its link is in already, else a new one under `folder`."""
    key = key_of(article)
    for path in sorted(seeds.rglob(f"*-{key}.jsonl")):
        if _is_inside(path, seeds) and not any(part.startswith(".") for part in path.relative_to(seeds).parts):
            return path
    return seeds / folder / _name(article.source, key)


def store_file(data: bytes, name: str, seeds: Path, *, replacing: bool = False) -> Stored:
    """Keep a file's bytes under `seeds`, under its own name made safe. Read them first: nothing is checked here.

    Raises ReadingError for a format that is not read, and where other bytes stand under the name unless `replacing`.
    """
    path = place_of_file(name, seeds)
    if path.exists() and not replacing and path.read_bytes() != data:
        raise ReadingError(name, f"another file stands at {path}; give yours another name, or replace that one")
    return _write(path, data, seeds)


def place_of_file(name: str, seeds: Path) -> Path:
    """The file under `seeds` that a file of that name is kept in. Raises ReadingError for a format that is not read."""
    own = PurePath(name.replace("\\", "/").rsplit("/", 1)[-1])
    suffix = format_of(own)
    if not suffix:
        raise ReadingError(own.name, unknown_format(own))
    packed = COMPRESSED if own.suffix.lower() == COMPRESSED else ""
    stem = own.name[: -len(suffix + packed)]
    return seeds / f"{slug(stem, unnamed='file')}{suffix}{packed}"


def duplicates(article: Article, seeds: Path, *, max_bytes: int) -> tuple[str, ...]:
    """The seeds' files, by their paths under `seeds`, that hold the longest paragraph of the article word for word;
    the file that the article itself is kept in is left out. Files larger than the limit and packed ones are not
    looked into.
    """
    longest = max(article.paragraphs, key=len, default="").strip()
    plain = longest.encode("utf-8", "replace")
    quoted = json.dumps(longest, ensure_ascii=False)[1:-1].encode("utf-8", "replace")
    own = f"-{key_of(article)}.jsonl"
    found = []
    for path in discover(seeds).files if seeds.is_dir() and longest else ():
        if path.name.endswith(own) or path.stat().st_size > max_bytes:
            continue
        data = path.read_bytes()
        if plain in data or quoted in data:
            found.append(path.relative_to(seeds).as_posix())
    return tuple(found)


def key_of(article: Article) -> str:
    """What stays of an article when its words change: its link, as twelve hexadecimal digits of a hash; that of its
    words where it has no link. Remarks for counting visitors (utm_source and such) don't make another link.
    """
    link = article.source.url
    return _digits(normalize_url(link, strict=False) if link else "\n".join(article.paragraphs))


def id_of(article: Article) -> str:
    """The id under which an article is kept."""
    return f"web-{key_of(article)}"


def id_of_link(link: str) -> str:
    """The id of an article that was kept by its link."""
    return f"web-{_digits(normalize_url(link, strict=False))}"


def _digits(told: str) -> str:
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:_KEY_DIGITS]


def write_whole(path: Path, data: bytes) -> None:
    """Write the file, and its folders where they are missing: afterwards it is there whole, or as it was. Raises
    OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def record_line(article: Article) -> bytes:
    """The article as it is kept: a record under its id, with the line's end."""
    fields = {name: value for name, value in record(article).items() if name != "file"}
    text = json.dumps({"id": id_of(article), **fields}, ensure_ascii=False).translate(_ESCAPED)
    return f"{text}\n".encode()


def _name(source: Source, key: str) -> str:
    day = source.published.isoformat() if source.published else "undated"
    return f"{day}-{slug(source.title, unnamed='article')}-{key}.jsonl"


def slug(text: str, *, unnamed: str) -> str:
    """The text's letters and digits, in lower case, other characters as hyphens: no path, no hidden file, no README,
    and short enough for any file system.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = re.sub(r"[\W_]+", "-", plain)[:_SLUG_CHARACTERS].strip("-")
    return f"{unnamed}-{words}" if words.startswith("readme") else words or unnamed


def _write(path: Path, data: bytes, seeds: Path) -> Stored:
    if not _is_inside(path, seeds):
        raise ReadingError(str(path), "leads out of the seeds folder; make it a folder there")
    if path.is_file() and path.read_bytes() == data:
        return Stored(path, "unchanged")
    outcome: Outcome = "updated" if path.exists() else "added"
    write_whole(path, data)
    return Stored(path, outcome)


def _is_inside(path: Path, seeds: Path) -> bool:
    return path.resolve().is_relative_to(seeds.resolve())
