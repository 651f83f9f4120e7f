"""`quoted index`: the library in line with the seeds."""

import json
import sys
from dataclasses import asdict

import typer

from bot.cli.opening import encoder_of
from bot.cli.options import Data, Json, Seeds
from bot.terminal import print_report
from config.settings import load
from retrieval.errors import QuotedError


def index(seeds: Seeds = None, data: Data = None, as_json: Json = False) -> None:
    """Bring the library in line with the seeds: add, update, remove."""
    from bot.progress import IndexProgress
    from retrieval.embedded.library import open_library
    from retrieval.indexing import index as bring_in_line

    settings = load()
    folder = data or settings.library.data
    source = seeds or settings.library.seeds
    if not source.is_dir():
        raise QuotedError(f"{source}: there is no such folder; put articles there or name another with --seeds")
    with IndexProgress(quiet=as_json) as progress:
        progress.say("Preparing the encoder (the first time takes half a minute)")
        encoder = encoder_of(settings, folder)
        library = open_library(folder, fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True)
        try:
            max_bytes = int(settings.reading.max_file_mb * 1_000_000)
            report = bring_in_line(source, library, encoder, max_bytes=max_bytes, progress=progress)
            summary = library.summary()
        finally:
            library.close()
    if as_json:
        sys.stdout.write(
            json.dumps(asdict(report) | {"articles": summary.articles, "passages": summary.passages}) + "\n"
        )
    else:
        print_report(report, summary)
    raise typer.Exit(1 if report.problems else 0)
