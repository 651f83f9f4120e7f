"""`quoted add`: pages, feeds and files into the seeds."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click

from bot.cli.declaring import Argument, Option
from bot.cli.index import bring_in_line, max_bytes_of
from bot.cli.options import Data, Seeds
from config.settings import Settings, load
from retrieval.errors import QuotedError

if TYPE_CHECKING:
    from bot.adding import Adder
    from retrieval.reading.web import Web

Sources = Annotated[list[str], Argument(help="Addresses of pages or feeds, files, lists of links.")]
Replace = Annotated[bool, Option(name="--replace", help="Replace a file of the same name in the seeds.")]
Index = Annotated[bool, Option(name="--index", help="Bring the library in line afterwards, as quoted index does.")]


def add(
    sources: Sources, seeds: Seeds = None, data: Data = None, replace: Replace = False, index: Index = False
) -> None:
    """Store articles from addresses and files in the seeds, with what is known of each."""
    from bot.adding import Adder
    from retrieval.reading.sandbox import Sandbox

    settings = load()
    folder = seeds or settings.library.seeds
    changed = failed = False
    with Sandbox() as sandbox:
        adder = Adder(folder, web_of(settings), sandbox, replacing=replace)
        for source in sources:
            added, problems = _add(adder, source)
            changed |= added
            failed |= problems
    if changed and index:
        failed |= _index(settings, folder, data or settings.library.data)
    elif changed:
        click.echo("quoted index brings what was added into the library", err=True)
    raise click.exceptions.Exit(1 if failed else 0)


def web_of(settings: Settings) -> "Web":
    """What fetches within the settings' limits."""
    from retrieval.reading.web import Limits, Web

    return Web(Limits(max_bytes=max_bytes_of(settings), allow_hosts=settings.reading.allow_hosts))


def _add(adder: "Adder", source: str) -> tuple[bool, bool]:
    """Add one source and say what came of it; whether the seeds changed, and whether something could not be added."""
    from bot.adding import Problem

    changed = failed = False
    try:
        for part in adder.add(source):
            if isinstance(part, Problem):
                failed = True
                click.echo(f"quoted: {part.line}", err=True)
            else:
                changed |= part.changed
                click.echo(part.line)
    except OSError as error:
        raise QuotedError(f"{source}: {error.strerror or error}; nothing more was added") from None
    return changed, failed


def _index(settings: Settings, seeds: Path, data: Path) -> bool:
    """Bring the library in line and say what that did; whether a file could not be used."""
    from bot.progress import IndexProgress
    from bot.terminal import print_report

    with IndexProgress() as progress:
        report, summary = bring_in_line(settings, seeds, data, progress=progress)
    print_report(report, summary)
    return bool(report.problems)
