"""From what an operator names, an address or a file, to articles in the seeds, with a line on each.

Knows no command line: what could not be added comes out as a line as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.adding import find, links_of
from retrieval.article import Article
from retrieval.errors import FetchError, ReadingError
from retrieval.keeping import Stored, duplicates, store, store_file
from retrieval.reading.files import read
from retrieval.reading.sandbox import Sandbox
from retrieval.reading.web import Web

_NAMED_DUPLICATES = 3


@dataclass(frozen=True)
class Added:
    """What became of an article or a file, in one line."""

    line: str
    changed: bool  # whether the seeds are others now


@dataclass(frozen=True)
class Problem:
    """Why something was not added, in one line that names it."""

    line: str


@dataclass(frozen=True)
class Adder:
    """Adds to the seeds what `web` may fetch and files. `replacing`: also over another file of the same name."""

    seeds: Path
    web: Web
    sandbox: Sandbox
    replacing: bool = False

    def add(self, source: str) -> Iterator[Added | Problem]:
        """Store what an address, a file, or a list of links holds, one article after the other. Raises OSError where
        the seeds can't be written.
        """
        path = Path(source)
        if "://" in source:
            yield from self._add_link(source)
        elif not path.is_file():
            yield Problem(f"{source}: no such file; an address begins with https:// or http://")
        elif links := links_of(path, max_bytes=self.web.limits.max_bytes):
            for link in links:
                yield from self._add_link(link)
        else:
            yield from self._add_file(path)

    def _add_link(self, link: str) -> Iterator[Added | Problem]:
        try:
            for found in find(link, self.web, self.sandbox):
                yield from (Problem(problem) for problem in found.problems)
                for article in found.articles:
                    same = self._duplicates(article)
                    yield _added(store(article, self.seeds), _told(article), same)
        except (FetchError, ReadingError) as error:
            yield Problem(str(error))

    def _add_file(self, path: Path) -> Iterator[Added | Problem]:
        try:
            reading = read(path, name=str(path), max_bytes=self.web.limits.max_bytes, sandbox=self.sandbox)
            yield from (Problem(f"{path}: {problem}") for problem in reading.problems)
            if path.resolve().is_relative_to(self.seeds.resolve()):
                yield Added(f"unchanged: {path}: is in the seeds already", changed=False)
                return
            same = {file for article in reading.articles for file in self._duplicates(article)}
            stored = store_file(path.read_bytes(), path.name, self.seeds, replacing=self.replacing)
        except ReadingError as error:
            yield Problem(str(error))
            return
        told = _told(reading.articles[0]) if len(reading.articles) == 1 else f"{len(reading.articles)} articles"
        yield _added(stored, told, same - {stored.path.relative_to(self.seeds).as_posix()})

    def _duplicates(self, article: Article) -> set[str]:
        return set(duplicates(article, self.seeds, max_bytes=self.web.limits.max_bytes))


def _added(stored: Stored, told: str, same: set[str]) -> Added:
    named = sorted(same)[:_NAMED_DUPLICATES]
    more = f" and {len(same) - len(named)} more" if len(same) > len(named) else ""
    also = f"; the same text is in {', '.join(named)}{more}" if named else ""
    return Added(f"{stored.outcome}: {stored.path}: {told}{also}", changed=stored.outcome != "unchanged")


def _told(article: Article) -> str:
    """An article in half a line, without what a page's author might send to a terminal."""
    source = article.source
    about = [source.outlet, source.published.isoformat() if source.published else "no date"]
    count = len(article.paragraphs)
    about.append("1 paragraph" if count == 1 else f"{count} paragraphs")
    told = f'"{source.title}" ({", ".join(word for word in about if word)})'
    return "".join(c if c.isprintable() else " " for c in told)
