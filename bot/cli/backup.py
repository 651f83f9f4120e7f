"""`quoted backup` and `quoted restore`: one file that brings back the library and the bot's own database."""

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click

from bot.cli.declaring import Argument
from bot.cli.options import Data, Json
from bot.cli.places import LibraryPlace, place_of
from config.settings import load

if TYPE_CHECKING:
    from retrieval.library import Summary

File = Annotated[Path, Argument(help="The backup, one file.")]


def backup(file: File, data: Data = None, as_json: Json = False) -> None:
    """Save the library and the bot's own database in one file, at any time."""
    from bot.backup import back_up

    settings = load()
    folder, url = data or settings.library.data, settings.state.url.text
    place = place_of(settings, folder)
    if place.milvus is None:
        saved = back_up(folder, file, state_url=url)
    else:
        with tempfile.TemporaryDirectory(prefix=".quoted-", dir=file.parent) as staged:
            _move(place, LibraryPlace(Path(staged)))
            saved = back_up(folder, file, library=Path(staged), state_url=url)
    if as_json:
        sys.stdout.write(json.dumps(asdict(saved)) + "\n")
        return
    what = "the library and the bot's own database" if saved.with_state else "the library (no bot has run yet)"
    click.echo(f"Saved {what} in {file}, {saved.size / 1_000_000:,.1f} MB")


def restore(file: File, data: Data = None, as_json: Json = False) -> None:
    """Put a backup in the place of the present library, whole or not at all; running bots follow."""
    from bot.backup import restore as bring_back

    settings = load()
    folder, url = data or settings.library.data, settings.state.url.text
    place = place_of(settings, folder)
    put = {} if place.milvus is None else {"put": _onto(place)}
    restored = bring_back(file, folder, state_url=url, **put)
    library = restored.library
    if as_json:
        record = {"made": restored.made, "with_state": restored.with_state}
        sys.stdout.write(json.dumps(record | {"articles": library.articles, "passages": library.passages}) + "\n")
        return
    state = "and the bot's own database" if restored.with_state else "(the bot's own database was not in it)"
    click.echo(
        f"Restored {library.articles} articles, {library.passages} passages {state} of {restored.made} in {place};"
        " bring it in line with your articles by: quoted index"
    )


def _onto(place: LibraryPlace) -> "Callable[[Path, Path], Summary]":
    """Puts a copied library onto Milvus, by way of a folder in which it is checked first."""
    from retrieval.embedded.copying import restore_library

    def put(copy: Path, folder: Path) -> "Summary":
        with tempfile.TemporaryDirectory(prefix=".quoted-", dir=folder) as staged:
            restore_library(copy, Path(staged))
            return _move(LibraryPlace(Path(staged)), place)

    return put


def _move(source: LibraryPlace, target: LibraryPlace) -> "Summary":
    """Have the target hold what the source holds, under the same encoder."""
    from retrieval.moving import measure, move

    fingerprint = source.published_fingerprint()
    dimension = measure(source.contents()).dimension if fingerprint else 0
    library = target.open(fingerprint=fingerprint, dimension=dimension, write=True)
    try:
        move(source.contents, library, target.contents, heard=lambda _: None)
        return library.summary()
    finally:
        library.close()
