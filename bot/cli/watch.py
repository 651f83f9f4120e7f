"""`quoted watch`: the library stays in line with the seeds by itself."""

import os
import signal
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.index import bring_in_line
from bot.cli.options import Data, Seeds
from config.settings import Settings, load
from retrieval.errors import QuotedError

NICE = 10
BesideBot = Annotated[
    bool, typer.Option("--beside-bot", help="Give way to a bot on this machine; end when standard input ends.")
]


def watch(seeds: Seeds = None, data: Data = None, beside_bot: BesideBot = False) -> None:
    """Reindex whenever the seeds change, until Ctrl-C or SIGTERM."""
    from bot.watching import watch as run_at_changes

    settings = load()
    folder = data or settings.library.data
    source = seeds or settings.library.seeds
    if not source.is_dir():
        raise QuotedError(f"{source}: there is no such folder; put articles there or name another with --seeds")
    if beside_bot:
        os.nice(NICE)
        threading.Thread(target=_end_with_input, daemon=True).start()
    say = partial(typer.echo, err=True)
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # both break off a run; the next one goes on with it
        say(f"watching {source}")
        run_at_changes(source, lambda: _run(settings, source, folder), say=say, stop=threading.Event())
    except KeyboardInterrupt:
        say("stopped watching")


def _run(settings: Settings, seeds: Path, folder: Path) -> None:
    """One run, and a line on what it did where it did something."""
    from bot.progress import IndexProgress

    with IndexProgress(quiet=True) as progress:
        report, summary = bring_in_line(settings, seeds, folder, progress=progress)
    for problem in report.problems:
        typer.echo(f"not used: {problem.file}: {problem.reason}", err=True)
    if report.changed or report.left:
        typer.echo(
            f"{report.changed} files read, {report.left} gone: {report.added} passages added, {report.removed} removed;"
            f" the library holds {summary.articles} articles, {summary.passages} passages",
            err=True,
        )


def _end_with_input() -> None:
    """Stop in an orderly way when whoever started this has ended."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
