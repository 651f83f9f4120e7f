"""`quoted add`: pages, feeds and files into the seeds."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.index import bring_in_line, max_bytes_of
from bot.cli.options import Data, Seeds
from config.settings import Settings, load
from retrieval.errors import FetchError, QuotedError, ReadingError

if TYPE_CHECKING:
    from retrieval.article import Article
    from retrieval.keeping import Stored
    from retrieval.reading.web import Web

Sources = Annotated[list[str], typer.Argument(help="Addresses of pages or feeds, files, lists of links.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace a file of the same name in the seeds.")]
Index = Annotated[bool, typer.Option("--index", help="Bring the library in line afterwards, as quoted index does.")]


def add(
    sources: Sources, seeds: Seeds = None, data: Data = None, replace: Replace = False, index: Index = False
) -> None:
    """Store articles from addresses and files in the seeds, with what is known of each."""
    settings = load()
    folder = seeds or settings.library.seeds
    web = web_of(settings)
    changed = failed = False
    for source in sources:
        try:
            for part in _stored(source, folder, web, replacing=replace):
                if isinstance(part, str):
                    failed = True
                    typer.echo(f"quoted: {part}", err=True)
                else:
                    changed |= part.outcome != "unchanged"
        except (FetchError, ReadingError) as error:
            failed = True
            typer.echo(f"quoted: {error}", err=True)
        except OSError as error:
            raise QuotedError(f"{source}: {error.strerror or error}; nothing more was added") from None
    if changed and index:
        failed |= _index(settings, folder, data or settings.library.data)
    elif changed:
        typer.echo("quoted index brings what was added into the library", err=True)
    raise typer.Exit(1 if failed else 0)


def web_of(settings: Settings) -> "Web":
    """What fetches within the settings' limits."""
    from retrieval.reading.web import Limits, Web

    return Web(Limits(max_bytes=max_bytes_of(settings), allow_hosts=settings.reading.allow_hosts))


def _stored(source: str, seeds: Path, web: "Web", *, replacing: bool) -> "Iterator[Stored | str]":
    """Store what a source holds and say so: what became of each article or file, or why there is none."""
    from retrieval.adding import links_of

    limit = web.limits.max_bytes
    if "://" in source:
        yield from _linked(source, seeds, web)
        return
    path = Path(source)
    if not path.is_file():
        yield f"{source}: no such file; an address begins with https:// or http://"
        return
    links = links_of(path, max_bytes=limit)
    for link in links:
        try:
            yield from _linked(link, seeds, web)
        except (FetchError, ReadingError) as error:
            yield str(error)
    if not links:
        yield from _copied(path, seeds, max_bytes=limit, replacing=replacing)


def _linked(link: str, seeds: Path, web: "Web") -> "Iterator[Stored | str]":
    from retrieval.adding import find
    from retrieval.keeping import duplicates, store

    for found in find(link, web):
        yield from found.problems
        for article in found.articles:
            same = duplicates(article, seeds, max_bytes=web.limits.max_bytes)
            stored = store(article, seeds)
            typer.echo(f"{stored.outcome}: {stored.path}: {_told(article)}{_also(same)}")
            yield stored


def _copied(path: Path, seeds: Path, *, max_bytes: int, replacing: bool) -> "Iterator[Stored | str]":
    from retrieval.keeping import Stored, duplicates, store_file
    from retrieval.reading.files import read

    reading = read(path, name=str(path), max_bytes=max_bytes)
    yield from (f"{path}: {problem}" for problem in reading.problems)
    if path.resolve().is_relative_to(seeds.resolve()):
        typer.echo(f"unchanged: {path}: is in the seeds already")
        yield Stored(path, "unchanged")
        return
    same = {file for article in reading.articles for file in duplicates(article, seeds, max_bytes=max_bytes)}
    stored = store_file(path.read_bytes(), path.name, seeds, replacing=replacing)
    same.discard(stored.path.relative_to(seeds).as_posix())
    told = _told(reading.articles[0]) if len(reading.articles) == 1 else f"{len(reading.articles)} articles"
    typer.echo(f"{stored.outcome}: {stored.path}: {told}{_also(tuple(sorted(same)))}")
    yield stored


def _told(article: "Article") -> str:
    """An article in half a line."""
    source = article.source
    about = [source.outlet, source.published.isoformat() if source.published else "no date"]
    count = len(article.paragraphs)
    about.append("1 paragraph" if count == 1 else f"{count} paragraphs")
    return f'"{source.title}" ({", ".join(word for word in about if word)})'


def _also(files: tuple[str, ...]) -> str:
    more = f" and {len(files) - 3} more files" if len(files) > 3 else ""
    return f"; the same text is in {', '.join(files[:3])}{more}" if files else ""


def _index(settings: Settings, seeds: Path, data: Path) -> bool:
    """Bring the library in line and say what that did; whether a file could not be used."""
    from bot.progress import IndexProgress
    from bot.terminal import print_report

    with IndexProgress() as progress:
        report, summary = bring_in_line(settings, seeds, data, progress=progress)
    print_report(report, summary)
    return bool(report.problems)
