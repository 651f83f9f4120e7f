"""How a file becomes articles: the table of formats, and what every format needs done before and after.

A newcomer adds a format by a file with its reader beside this one, and a row in SUFFIXES. Knows no library.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from retrieval.article import Article, Source
from retrieval.errors import ReadingError
from retrieval.reading.decoding import decode
from retrieval.reading.draft import Draft, Drafts, Reader
from retrieval.reading.feeds import read_feed
from retrieval.reading.html import read_html
from retrieval.reading.language import detect_language
from retrieval.reading.links import read_links
from retrieval.reading.markdown import read_markdown
from retrieval.reading.page_text import read_page_text
from retrieval.reading.records import read_records

SUFFIXES: dict[str, Reader] = {
    ".txt": read_page_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_records,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
    ".url": read_links,
}
"""The reader of each format, by the file's suffix in lower case."""


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


def read(path: Path, *, name: str, max_bytes: int) -> Reading:
    """The articles of a file. `name` is its path under seeds/, the articles' source and, without its suffix,
    their id.

    Raises ReadingError for a file that is empty, binary, larger than `max_bytes`, unreadable, of an unknown
    format, or without any article.
    """
    reader = SUFFIXES.get(path.suffix.lower())
    if reader is None:
        raise ReadingError(name, unknown_format(path))
    try:
        drafts = reader(decode(_bytes(path, max_bytes)))
    except OSError as error:
        raise ReadingError(name, error.strerror or str(error)) from None
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
    for path in sorted(_walk(seeds)):
        if not path.resolve().is_relative_to(root):
            problem = "a link that leads out of the seeds folder; copy the file instead"
        elif not path.is_file():
            problem = "not a file"
        elif path.suffix.lower() not in SUFFIXES:
            problem = unknown_format(path)
        else:
            files.append(path)
            continue
        problems.append((path.relative_to(seeds).as_posix(), problem))
    return Discovery(tuple(files), tuple(problems))


def unknown_format(path: Path) -> str:
    """Why a file of this suffix is not read."""
    return f'unknown format "{path.suffix}"; known are {", ".join(SUFFIXES)}'


def record(article: Article) -> dict[str, Any]:
    """An article as the JSON object of `quoted read --json` (docs/formats.md)."""
    source = article.source
    return {
        "file": source.file,
        "title": source.title,
        "outlet": source.outlet,
        "author": source.author,
        "published": source.published.isoformat() if source.published else "",
        "url": source.url,
        "language": source.language,
        "paragraphs": list(article.paragraphs),
    }


def _walk(seeds: Path) -> Iterator[Path]:
    """Everything that is no folder, hidden things and READMEs left out. Linked folders are not entered: os.walk
    names them among the folders, and they come out as problems unless they are hidden.
    """
    for folder, folders, names in os.walk(seeds):
        links = [name for name in folders if Path(folder, name).is_symlink() and not name.startswith(".")]
        folders[:] = [name for name in folders if not name.startswith(".") and name not in links]
        for name in names + links:
            if not name.startswith(".") and not name.upper().startswith("README"):
                yield Path(folder, name)


def _bytes(path: Path, max_bytes: int) -> bytes:
    """The file's bytes. Never takes in more than the limit, even where the file grows while it is read."""
    with path.open("rb") as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise ValueError(f"larger than {max_bytes:,} bytes; split it, or raise reading.max_file_mb")
    if not data.strip():
        raise ValueError("empty")
    return data


def _finished(drafts: Drafts, name: str) -> tuple[list[Article], list[str]]:
    """Articles with ids and languages, and the problems, with those of ids that occur twice."""
    own = PurePosixPath(name).with_suffix("").as_posix()
    articles: list[Article] = []
    problems = list(drafts.problems)
    seen: set[str] = set()
    for number, draft in enumerate(drafts.articles, 1):
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
        title=draft.title or PurePosixPath(name).stem,
        outlet=draft.outlet,
        author=draft.author,
        published=draft.published,
        url=draft.url,
        language=draft.language or detect_language(draft.paragraphs),
    )
    return Article(source, draft.paragraphs)
