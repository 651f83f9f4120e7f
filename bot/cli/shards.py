"""`quoted embed-shard` and `quoted load-shards`: embedding in many processes, on many machines."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import click

from bot.cli.declaring import Argument, Option
from bot.cli.index import max_bytes_of
from bot.cli.opening import indexing_encoder_of
from bot.cli.options import Data, Json, Seeds
from bot.cli.places import place_of
from bot.cli.saying import on_standard_error
from config.settings import load

Shard = Annotated[str, Option(name="--shard", help="Which of how many, such as 3/16.")]
Out = Annotated[Path, Option(name="--out", help="The folder of the shards, the same for all of them.")]
Folder = Annotated[Path, Argument(help="The folder with all shards.")]


def embed_shard(shard: Shard, out: Out, seeds: Seeds = None, data: Data = None, as_json: Json = False) -> None:
    """Embed one shard of the seeds into a Parquet file; nothing where it is there already."""
    from bot.progress import IndexProgress
    from retrieval.sharding import embed_shard as run
    from retrieval.shards import ShardName

    settings = load()
    name = ShardName.of(shard)
    with IndexProgress(quiet=as_json) as progress:
        encoder = indexing_encoder_of(settings, data or settings.library.data, say=on_standard_error)
        source = seeds or settings.library.seeds
        report = run(source, out, name, encoder, max_bytes=max_bytes_of(settings), progress=progress)
    if as_json:
        sys.stdout.write(json.dumps(asdict(report), ensure_ascii=False) + "\n")
    else:
        for problem in report.problems:
            click.echo(f"not used: {problem.file}: {problem.reason}", err=True)
        done = "made" if report.made else "there already"
        click.echo(f"shard {shard} is {done}: {report.files} files, {report.texts} texts, in {out / name.parquet}")
    raise click.exceptions.Exit(1 if report.problems else 0)


def load_shards(folder: Folder, data: Data = None, as_json: Json = False) -> None:
    """Put all shards of a folder into the library, the one that a single run of quoted index would have made."""
    from bot.progress import IndexProgress
    from retrieval.sharding import load_shards as run
    from retrieval.sharding import markers

    settings = load()
    marker = markers(folder)[0]
    place = place_of(settings, data or settings.library.data)
    library = place.open(fingerprint=marker.fingerprint, dimension=marker.dimension, write=True)
    try:
        with IndexProgress(quiet=as_json) as progress:
            report = run(folder, library, progress=progress)
        summary = library.summary()
    finally:
        library.close()
    if as_json:
        sys.stdout.write(json.dumps(asdict(report) | {"passages": summary.passages}, ensure_ascii=False) + "\n")
    else:
        for problem in report.problems:
            click.echo(f"not used: {problem.file}: {problem.reason}", err=True)
        click.echo(
            f"{report.files} files in the shards, {report.loaded} loaded, {report.added} passages added; the library"
            f" holds {summary.articles} articles, {summary.passages} passages"
        )
    raise click.exceptions.Exit(1 if report.problems else 0)
