"""`quoted index`: the library in line with the seeds."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click

from bot.cli.declaring import Option
from bot.cli.opening import encoders_folder, indexing_encoder_of
from bot.cli.options import Data, Json, Seeds
from bot.cli.places import place_of
from bot.cli.saying import on_standard_error
from bot.terminal import print_preview, print_report
from config.settings import Settings, load
from retrieval.errors import LibraryForeign, LibraryMissing, QuotedError

if TYPE_CHECKING:
    from bot.progress import RunProgress
    from retrieval.indexing import Preview, Report
    from retrieval.library import Library, Summary

INTERRUPTED = 130
PROBLEMS_TOLD = 50
"""Files that a bot hears of; it counts the others."""
DryRun = Annotated[bool, Option(name="--dry-run", help="Say what would happen; write nothing.")]
BesideBot = Annotated[
    bool,
    Option(
        name="--beside-bot",
        help="Give way to a bot; tell it how far this is, a JSON object a line; end when standard input ends.",
    ),
]
Thorough = Annotated[bool, Option(name="--thorough", help="Hash every file, and check all that the library holds.")]


def index(
    seeds: Seeds = None,
    data: Data = None,
    dry_run: DryRun = False,
    thorough: Thorough = False,
    as_json: Json = False,
    beside_bot: BesideBot = False,
) -> None:
    """Bring the library in line with the seeds: add, update, remove."""
    settings = load()
    folder = data or settings.library.data
    source = seeds or settings.library.seeds
    if not source.is_dir():
        raise QuotedError(f"{source}: there is no such folder; put articles there or name another with --seeds")
    if dry_run:
        seen = _preview(settings, source, folder, thorough=thorough)
        _show(_preview_record(seen)) if as_json else print_preview(seen)
        raise click.exceptions.Exit(1 if seen.problems else 0)
    try:
        if beside_bot:
            report, summary = _beside_bot(settings, source, folder, thorough=thorough)
        else:
            report, summary = _in_terminal(settings, source, folder, quiet=as_json, thorough=thorough)
    except KeyboardInterrupt:
        click.echo("quoted: stopped; what was applied is kept, and the next quoted index goes on from there", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    if beside_bot:
        _show({"report": _report_record(report, summary, problems=PROBLEMS_TOLD)})
    elif as_json:
        _show(_report_record(report, summary))
    else:
        print_report(report, summary)
    raise click.exceptions.Exit(1 if report.problems else 0)


def _in_terminal(
    settings: Settings, seeds: Path, folder: Path, *, quiet: bool, thorough: bool
) -> "tuple[Report, Summary]":
    from bot.progress import IndexProgress

    with IndexProgress(quiet=quiet) as progress:
        return bring_in_line(settings, seeds, folder, progress=progress, thorough=thorough)


def _beside_bot(settings: Settings, seeds: Path, folder: Path, *, thorough: bool) -> "tuple[Report, Summary]":
    """A run that a bot has begun, which is told how far it is."""
    from bot.cli.beside import give_way
    from bot.progress import ProgressLines

    give_way()
    return bring_in_line(settings, seeds, folder, progress=ProgressLines(_write), thorough=thorough)


def bring_in_line(
    settings: Settings,
    seeds: Path,
    folder: Path,
    *,
    progress: "RunProgress",
    thorough: bool = False,
    say: Callable[[str], None] = on_standard_error,
) -> "tuple[Report, Summary]":
    """One run of the indexer under the settings' encoder; `say` hears of a GPU."""
    progress.say("Preparing the encoder (the first time takes half a minute)")
    encoder = indexing_encoder_of(settings, folder, say=say)
    library = place_of(settings, folder).open(fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True)
    try:
        from retrieval.indexing import index as run  # by now its indexes are being hashed

        report = run(seeds, library, encoder, max_bytes=max_bytes_of(settings), progress=progress, thorough=thorough)
        return report, library.summary()
    finally:
        library.close()


def max_bytes_of(settings: Settings) -> int:
    """The largest file that is read."""
    return int(settings.reading.max_file_mb * 1_000_000)


def _preview(settings: Settings, seeds: Path, folder: Path, *, thorough: bool) -> "Preview":
    """What a run would do, without making the folder or compiling the encoder."""
    from retrieval.indexing import preview

    library = _readable(settings, folder)
    try:
        return preview(seeds, library, max_bytes=max_bytes_of(settings), thorough=thorough)
    finally:
        if library is not None:
            library.close()


def _readable(settings: Settings, folder: Path) -> "Library | None":
    """The library under the settings' encoder, to look at; None where everything would be embedded anew."""
    from retrieval.encoder import compiled_fingerprint

    encoder = settings.encoder
    fingerprint = compiled_fingerprint(encoder.model, encoders_folder(settings, folder), precision=encoder.precision)
    try:
        return place_of(settings, folder).open(fingerprint=fingerprint, dimension=0)
    except (LibraryMissing, LibraryForeign) as error:
        click.echo(f"quoted: {str(error).split(';')[0]}: every text would be embedded", err=True)
        return None


def _preview_record(seen: "Preview") -> dict[str, Any]:
    found = seen.survey
    return {
        "files": found.files,
        "new": [file.name for file in found.new],
        "changed": [file.name for file in found.changed],
        "moved": [{"before": file.before, "name": file.name} for file in found.moved],
        "gone": list(found.gone),
        "articles": seen.articles,
        "texts": seen.texts,
        "problems": [asdict(problem) for problem in seen.problems],
    }


def _report_record(report: "Report", summary: "Summary", *, problems: int | None = None) -> dict[str, Any]:
    """What a run did, as JSON; of the files that could not be used at most so many."""
    record = asdict(report) | {"articles": summary.articles, "passages": summary.passages}
    return record | {"problems": record["problems"][:problems], "problem_count": len(report.problems)}


def _show(record: dict[str, Any]) -> None:
    _write(json.dumps(record, ensure_ascii=False) + "\n")


def _write(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()
