"""`quoted backup` and `quoted restore`: one file that brings back the library and the bot's own database."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Data, Json
from config.settings import load

File = Annotated[Path, typer.Argument(help="The backup, one file.")]


def backup(file: File, data: Data = None, as_json: Json = False) -> None:
    """Save the library and the bot's own database in one file, at any time."""
    from bot.backup import back_up

    saved = back_up(data or load().library.data, file)
    if as_json:
        sys.stdout.write(json.dumps(asdict(saved)) + "\n")
        return
    what = "the library and the bot's own database" if saved.with_state else "the library (no bot has run yet)"
    typer.echo(f"Saved {what} in {file}, {saved.size / 1_000_000:,.1f} MB")


def restore(file: File, data: Data = None, as_json: Json = False) -> None:
    """Put a backup in the place of the present library, whole or not at all; running bots follow."""
    from bot.backup import restore as bring_back

    folder = data or load().library.data
    restored = bring_back(file, folder)
    library = restored.library
    if as_json:
        record = {"made": restored.made, "with_state": restored.with_state}
        sys.stdout.write(json.dumps(record | {"articles": library.articles, "passages": library.passages}) + "\n")
        return
    state = "and the bot's own database" if restored.with_state else "(the bot's own database was not in it)"
    typer.echo(
        f"Restored {library.articles} articles, {library.passages} passages {state} of {restored.made} in {folder};"
        " bring it in line with your articles by: quoted index"
    )
