"""`quoted migrate`: the library of one place in another, from the folder to Milvus and back."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import click

from bot.cli.declaring import Option
from bot.cli.options import Data, Json
from bot.cli.places import LibraryPlace, place_at, place_of
from config.settings import load
from retrieval.errors import LibraryMissing, QuotedError

To = Annotated[str, Option(name="--to", help="http://host:19530, a Milvus Lite file (*.db), or a folder.")]
From = Annotated[str | None, Option(name="--from", help="The same; instead of the library of the settings.")]


def migrate(to: To, source: From = None, data: Data = None, as_json: Json = False) -> None:
    """Copy the library into another place and check it there; embeds nothing, and goes on where it was stopped."""
    from bot.progress import IndexProgress
    from retrieval.moving import Measure, measure, move

    settings = load()
    folder = data or settings.library.data
    from_ = place_at(source, settings, folder) if source else place_of(settings, folder)
    target = place_at(to, settings, folder)
    fingerprint = from_.published_fingerprint()
    measured = measure(from_.contents()) if fingerprint else Measure(0, 0)
    if not measured.dimension:
        raise LibraryMissing(f"{from_}: there is no library with passages; run: quoted index")
    if str(from_) == str(target):
        raise QuotedError(f"{to}: the library stands there already; name another place with --to")
    library = target.open(fingerprint=fingerprint, dimension=measured.dimension, write=True)
    try:
        with IndexProgress(quiet=as_json) as progress:
            progress.begin(measured.size)
            moved = move(from_.contents, library, target.contents, heard=progress.advance)
    finally:
        library.close()
    if as_json:
        sys.stdout.write(json.dumps(asdict(moved)) + "\n")
        return
    click.echo(
        f"{target} holds {moved.files} files, {moved.passages} passages, the same as {from_} ({moved.written} written,"
        f" {moved.removed} removed; sha256 {moved.checksum}); {_next(target)}"
    )


def _next(place: LibraryPlace) -> str:
    """How the bot comes to use the library."""
    if place.milvus is not None:
        return f'to use it, set library.url = "{place.milvus.url}"'
    return f'to use it, set library.url = "" and library.data = "{Path(place.folder)}"'
