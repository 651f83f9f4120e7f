"""Reading what operators send, and putting it into the seeds. Nothing is written before `keep`.

Heavy to import, for it knows every format: whoever serves people does so when somebody sends something.
"""

from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from bot.operators.removal_pages import Leaving
from bot.operators.submissions import Content, Neighbours, Submission
from retrieval.adding import Found, read_link, read_upload
from retrieval.article import Article, Source
from retrieval.errors import FetchError, ReadingError
from retrieval.keeping import (
    WEB,
    Stored,
    duplicates,
    id_of_link,
    place_of,
    place_of_file,
    record_line,
    store,
    store_file,
)
from retrieval.reading.decoding import decode
from retrieval.reading.files import read
from retrieval.reading.links import links_in
from retrieval.reading.sandbox import Sandbox
from retrieval.reading.web import Web
from retrieval.removing import Removed, bring_back, put_aside, remove, stands_alone

FOLDER = "added"
"""Under the seeds, for articles of files that were edited: they are kept as records, not as what was sent."""
MOST_LINKS = 20
"""Of a list; each is fetched while somebody waits."""
MOST_LOOKED_FOR = 3
"""Articles whose words are looked for in all of the seeds, for the same reason."""


@dataclass(frozen=True)
class Acquisition:
    """Reads submissions and keeps them under `seeds`, and takes articles out. Thread-safe. What is sent is parsed in a
    process of its own.
    """

    seeds: Path
    web: Web

    @property
    def max_bytes(self) -> int:
        """The largest file that is read."""
        return self.web.limits.max_bytes

    def look(self, submission: Submission) -> Content:
        """What it holds. Raises FetchError and ReadingError where that is no article."""
        with Sandbox() as sandbox:
            if submission.link:
                return _content(read_link(submission.link, self.web, sandbox))
            if links := _links(submission):
                return self._follow(submission, links, sandbox)
            found = read_upload(submission.data, submission.name, sandbox, max_bytes=self.max_bytes)
        return replace(_content(found), is_file=True)

    def neighbours(self, submission: Submission, content: Content) -> Neighbours:
        """What stands in the seeds of it already. Raises OSError."""
        if not self.seeds.is_dir():
            return Neighbours()
        place = self._place(submission, content)
        own = place.relative_to(self.seeds).as_posix() if place else ""
        looked_for = content.articles if len(content.articles) <= MOST_LOOKED_FOR else ()
        found = {name for article in looked_for for name in self._duplicates(article)}
        same = tuple(sorted(found - {own}))
        if place is None or not place.is_file():
            return Neighbours(same)
        known = place.read_bytes() == _bytes(submission, content)
        return Neighbours(same, replaced="" if known else own, known=known)

    def keep(self, submission: Submission, content: Content) -> list[Stored]:
        """Put it into the seeds; what it replaces is put aside first. Raises ReadingError, OSError as writing does."""
        place = self._place(submission, content)
        if place is not None and place.is_file() and place.read_bytes() != _bytes(submission, content):
            put_aside(place, self.seeds, keep=True)
        if content.is_file:
            return [store_file(submission.data, submission.name, self.seeds, replacing=True)]
        return [store(article, self.seeds, folder=_folder(submission)) for article in content.articles]

    def leaving(self, source: Source) -> Leaving:
        """What leaves with an article. Raises ReadingError where its file is gone or does not hold it any more."""
        if self.stands_alone(source):
            return Leaving(source, alone=True)
        path = self.seeds / source.file
        with Sandbox() as sandbox:
            articles = read(path, name=source.file, max_bytes=self.max_bytes, sandbox=sandbox, confined=True).articles
        return Leaving(source, alone=False, others=max(0, len(articles) - 1))

    def stands_alone(self, source: Source) -> bool:
        """Whether an article leaves while others of its file stay. Raises ReadingError as `leaving` does."""
        return stands_alone(source, self.seeds)

    def remove(self, source: Source) -> Removed:
        """Take an article out. Raises ReadingError, OSError as writing does."""
        return remove(source, self.seeds)

    def bring_back(self, token: str) -> str:
        """Put back what was taken out; its file's path under the seeds. Raises ReadingError, OSError."""
        return bring_back(token, self.seeds)

    def id_of(self, link: str) -> str:
        """The id of an article that was added by its link."""
        return id_of_link(link)

    def _follow(self, submission: Submission, links: tuple[str, ...], sandbox: Sandbox) -> Content:
        """The articles behind a list of links, one after the other."""
        found: list[Article] = []
        problems: list[str] = []
        for link in links[:MOST_LINKS]:
            try:
                content = read_link(link, self.web, sandbox)
            except (FetchError, ReadingError) as error:
                problems.append(str(error))
            else:
                found += content.articles
                problems += content.problems
        if len(links) > MOST_LINKS:
            problems.append(f"{len(links) - MOST_LINKS} more links are left out; for long lists use: quoted add")
        if not found:
            raise ReadingError(submission.name, f"no article could be read ({problems[0]})")
        return Content(tuple(found), tuple(problems))

    def _place(self, submission: Submission, content: Content) -> Path | None:
        """The file that it is kept in; None where it is several articles."""
        if content.is_file:
            return place_of_file(submission.name, self.seeds)
        if len(content.articles) != 1:
            return None
        return place_of(content.articles[0], self.seeds, folder=_folder(submission))

    def _duplicates(self, article: Article) -> tuple[str, ...]:
        return duplicates(article, self.seeds, max_bytes=self.max_bytes)


def _bytes(submission: Submission, content: Content) -> bytes:
    """What is written of one article."""
    return submission.data if content.is_file else record_line(content.articles[0])


def _content(found: Found) -> Content:
    return Content(found.articles, found.problems)


def _links(submission: Submission) -> tuple[str, ...]:
    """The links of a file that is a list of links; none of any other."""
    if PurePath(submission.name).suffix.lower() not in (".url", ".txt"):
        return ()
    try:
        return links_in(decode(submission.data))
    except ValueError:
        return ()


def _folder(submission: Submission) -> str:
    return WEB if submission.link else FOLDER
