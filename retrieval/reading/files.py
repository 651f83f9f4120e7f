"""How a file becomes articles: the table of formats, and what every format needs done before and after.

A newcomer adds a format of text by a file with its reader beside this one, and a row in SUFFIXES; any other by a row in
DOCUMENTS (documents.py). Knows no library.
"""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from retrieval.article import Article, Source
from retrieval.errors import ReadingError
from retrieval.reading.compressed import expand
from retrieval.reading.decoding import decode
from retrieval.reading.documents import DOCUMENTS
from retrieval.reading.draft import Draft, Drafts, Reader
from retrieval.reading.html import read_html
from retrieval.reading.language import detect_language
from retrieval.reading.links import read_links
from retrieval.reading.markdown import read_markdown
from retrieval.reading.page_text import read_page_text
from retrieval.reading.records import read_records
from retrieval.reading.sandbox import Sandbox

SUFFIXES: dict[str, Reader] = {
    ".txt": read_page_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_records,
    ".url": read_links,
}
"""The reader of each format of text, by the file's suffix in lower case."""
READING = "r2"
"""The version of the readers, without a blank. With another one `quoted index` reads every file once again and embeds
what comes out otherwise, so it changes where a reader makes other paragraphs of the same bytes.
"""
LONGEST = 200_000
"""Characters of a paragraph: a longer one is a file without line breaks, and no answer could be shown from it."""
COMPRESSED = ".gz"
"""May follow any known suffix."""


@dataclass(frozen=True)
class Reading:
    """A file's articles in order, and one line for each part of it that could not be used."""

    articles: tuple[Article, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Discovery:
    """What stands in a seeds folder: files to read, sorted, and those that can't be, each with its reason."""

    files: tuple[Path, ...]
    problems: tuple[tuple[str, str], ...]  # path under seeds/, reason
    closed: tuple[str, ...] = ()  # folders among them of which nobody knows what they hold


def read(path: Path, *, name: str, max_bytes: int, sandbox: Sandbox | None = None, confined: bool = False) -> Reading:
    """The articles of a file. `name` is its path under seeds/, the articles' source and, without its suffix,
    their id. Who reads many files hands in a sandbox, so that not each document starts a process of its own;
    who reads what somebody sent has it `confined`: text is then parsed in that process as well.

    Raises ReadingError for a file that is empty, binary, larger than `max_bytes` (also once it is expanded),
    unreadable, of an unknown format, or without any article.
    """
    try:
        drafts = _drafts(path, max_bytes, sandbox, confined=confined)
    except OSError as error:
        raise ReadingError(name, error.strerror or str(error)) from None
    except RecursionError:
        raise ReadingError(name, "nested too deeply") from None
    except ValueError as error:
        raise ReadingError(name, str(error)) from None
    articles, problems = _finished(drafts, name)
    if not articles:
        reason = f" ({problems[0]})" if problems else ""
        raise ReadingError(name, f"holds no article{reason}")
    return Reading(tuple(articles), tuple(problems))


def discover(seeds: Path) -> Discovery:
    """The files under a seeds folder. Hidden files and folders and READMEs are left out; unknown formats and
    links that lead out of the folder are problems. Raises ReadingError when there is no such folder.
    """
    if not seeds.is_dir():
        raise ReadingError(str(seeds), "no such folder; name the folder with your articles")
    root = seeds.resolve()
    files, problems = [], []
    errors: list[OSError] = []
    for path in sorted(_walk(seeds, errors.append)):
        name = path.relative_to(seeds).as_posix()
        if problem := _problem(path, name, root):
            problems.append((os.fsencode(name).decode("utf-8", "replace"), problem))
        else:
            files.append(path)
    closed = [(Path(error.filename).relative_to(seeds).as_posix(), error.strerror or str(error)) for error in errors]
    return Discovery(tuple(files), (*problems, *closed), tuple(name for name, _ in closed))


def format_of(path: PurePath) -> str:
    """The suffix in lower case that tells the file's format, what stands before .gz where it is compressed; "" where
    it is not known.
    """
    inner = PurePath(path.stem) if path.suffix.lower() == COMPRESSED else path
    suffix = inner.suffix.lower()
    return suffix if suffix in SUFFIXES or suffix in DOCUMENTS else ""


def unknown_format(path: PurePath) -> str:
    """Why a file of this suffix is not read."""
    known = ", ".join((*SUFFIXES, *DOCUMENTS))
    suffix = "".join(path.suffixes[-2:]) if path.suffix.lower() == COMPRESSED else path.suffix
    return f'unknown format "{suffix}"; known are {known}, each also with {COMPRESSED}'


def record(article: Article) -> dict[str, Any]:
    """An article as the JSON object of `quoted read --json` (docs/formats.md)."""
    source = article.source
    pages = {"pages": list(source.pages)} if source.pages else {}
    return {
        "file": source.file,
        "title": source.title,
        "outlet": source.outlet,
        "author": source.author,
        "published": source.published.isoformat() if source.published else "",
        "url": source.url,
        "language": source.language,
        "paragraphs": list(article.paragraphs),
        **pages,
    }


def _walk(seeds: Path, failed: Callable[[OSError], None]) -> Iterator[Path]:
    """Everything that is no folder, hidden things and READMEs left out. Linked folders are not entered: os.walk
    names them among the folders, and they come out as problems unless they are hidden. `failed` hears of folders that
    can't be listed.
    """
    for folder, folders, names in os.walk(seeds, onerror=lambda error: _unless_gone(error, failed)):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name)) and not name.startswith(".")]
        folders[:] = [name for name in folders if not name.startswith(".") and name not in links]
        for name in names + links:
            if not name.startswith(".") and not name.upper().startswith("README"):
                yield Path(folder, name)


def _unless_gone(error: OSError, failed: Callable[[OSError], None]) -> None:
    """Tell of it, unless the folder went away after its name was read: then it holds nothing."""
    if not isinstance(error, FileNotFoundError):
        failed(error)


def _problem(path: Path, name: str, root: Path) -> str:
    """Why what stands there is not read, "" where it is."""
    try:
        name.encode()
        if not path.resolve().is_relative_to(root):
            return "a link that leads out of the seeds folder; copy the file instead"
        if not path.is_file():
            return "not a file"
    except UnicodeEncodeError:
        return "a name that is not UTF-8; rename it"
    except RuntimeError:  # links in a circle, until Python 3.13
        return "a link that leads nowhere; remove it"
    except OSError as error:
        return error.strerror or str(error)
    return "" if format_of(path) else unknown_format(path)


def _drafts(path: Path, max_bytes: int, sandbox: Sandbox | None, *, confined: bool) -> Drafts:
    """What the file tells. Raises OSError, RecursionError, or ValueError with the reason."""
    suffix = format_of(path)
    if not suffix:
        raise ValueError(unknown_format(path))
    data = _bytes(path, max_bytes)
    if suffix in SUFFIXES and not confined:
        return SUFFIXES[suffix](decode(data))
    if sandbox:
        return sandbox.parse(data, suffix)
    with Sandbox() as own:
        return own.parse(data, suffix)


def _bytes(path: Path, max_bytes: int) -> bytes:
    """The file's bytes, expanded. Never takes in more than the limit, even where the file grows while it is read."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError("not a file")
    with path.open("rb") as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise ValueError(f"larger than {max_bytes:,} bytes; split it, or raise reading.max_file_mb")
    if data and path.suffix.lower() == COMPRESSED:
        data = expand(data, max_bytes=max_bytes)
    if not data.strip():
        raise ValueError("empty")
    return data


def _finished(drafts: Drafts, name: str) -> tuple[list[Article], list[str]]:
    """Articles with ids and languages, and the problems, with those of ids that occur twice."""
    own = _without_suffix(name)
    articles: list[Article] = []
    problems = list(drafts.problems)
    seen: set[str] = set()
    for number, draft in enumerate(drafts.articles, 1):
        longest = max(map(len, draft.paragraphs))
        if longest > LONGEST:
            title = PurePosixPath(name).name if len(drafts.articles) == 1 else f'"{draft.title[:60]}"'
            problems.append(f"{title} has a paragraph of {longest:,} characters; break what is longer than {LONGEST:,}")
            continue
        key = draft.id or (own if len(drafts.articles) == 1 else f"{own}/{number}")
        if key in seen:
            problems.append(f'the id "{key}" occurs twice; only its first article is used')
            continue
        seen.add(key)
        articles.append(_article(replace(draft, id=key), name))
    return articles, problems


def _article(draft: Draft, name: str) -> Article:
    source = Source(
        id=draft.id,
        file=name,
        title=draft.title or PurePosixPath(_without_suffix(name)).name,
        outlet=draft.outlet,
        author=draft.author,
        published=draft.published,
        url=draft.url,
        language=draft.language or detect_language(draft.paragraphs),
        pages=draft.pages,
    )
    return Article(source, draft.paragraphs)


def _without_suffix(name: str) -> str:
    path = PurePosixPath(name)
    inner = path.with_suffix("") if path.suffix.lower() == COMPRESSED else path
    return inner.with_suffix("").as_posix()
