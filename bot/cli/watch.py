"""`quoted watch`: the library stays in line with the seeds by itself."""

import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from bot.cli.add import web_of
from bot.cli.beside import give_way
from bot.cli.declaring import Option
from bot.cli.index import bring_in_line
from bot.cli.options import Data, Seeds
from bot.cli.saying import begin_saying
from config.settings import Settings, load
from retrieval.errors import QuotedError

BesideBot = Annotated[
    bool, Option(name="--beside-bot", help="Give way to a bot on this machine; end when standard input ends.")
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
        give_way()
    say = begin_saying(settings.log)
    stop = threading.Event()

    def end(*_: object) -> None:
        stop.set()  # what is raised is lost where it strikes a finalizer
        raise KeyboardInterrupt

    try:
        for one in (signal.SIGINT, signal.SIGTERM):  # both break off a run; the next one goes on with it
            signal.signal(one, end)
        say(f"watching {source}")
        if settings.feeds.urls:
            # Nothing waits for it at the end: every file that it writes is written whole.
            threading.Thread(
                target=_poll, args=(settings, source, folder), kwargs={"stop": stop, "say": say}, daemon=True
            ).start()
        run_at_changes(source, lambda: _run(settings, source, folder, say=say), say=say, stop=stop)
    except KeyboardInterrupt:
        pass
    say("stopped watching")


def _poll(settings: Settings, seeds: Path, folder: Path, *, stop: threading.Event, say: Callable[[str], None]) -> None:
    """Poll the settings' feeds until `stop` is set. The door of its thread."""
    from filelock import FileLock

    from bot.watching import poll
    from retrieval.subscriptions import Subscriptions

    every_s = settings.feeds.every_minutes * 60
    while not stop.is_set():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            poll(
                lambda: Subscriptions(settings.feeds.urls, folder / "feeds.json", every_s=every_s),
                seeds,
                web_of(settings),
                lock=FileLock(folder / "feeds.lock"),
                say=say,
                stop=stop,
            )
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            say(f"quoted: polling feeds failed ({reason}); trying again in {every_s / 60:.0f} min")
            stop.wait(every_s)


def _run(settings: Settings, seeds: Path, folder: Path, *, say: Callable[[str], None]) -> None:
    """One run, and a line on what it did where it did something."""
    from bot.progress import IndexProgress

    with IndexProgress(quiet=True) as progress:
        report, summary = bring_in_line(settings, seeds, folder, progress=progress, say=say)
    for problem in report.problems:
        say(f"not used: {problem.file}: {problem.reason}")
    if report.changed or report.left:
        say(
            f"{report.changed} files read, {report.left} gone: {report.added} passages added, {report.removed} removed;"
            f" the library holds {summary.articles} articles, {summary.passages} passages"
        )
