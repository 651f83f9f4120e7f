"""`quoted read`: how files are understood."""

import json
import sys
from pathlib import Path
from typing import Annotated

import click

from bot.cli.declaring import Argument
from bot.cli.options import Json
from bot.terminal import print_article
from config.settings import load
from retrieval.errors import ReadingError


def read(files: Annotated[list[Path], Argument(help="Files to read.")], as_json: Json = False) -> None:
    """Show how files are understood, one article after the other."""
    from retrieval.reading.files import read as read_file
    from retrieval.reading.files import record
    from retrieval.reading.sandbox import Sandbox

    settings = load()
    failed = False
    max_bytes = int(settings.reading.max_file_mb * 1_000_000)
    with Sandbox() as sandbox:
        for file in files:
            try:
                reading = read_file(file, name=str(file), max_bytes=max_bytes, sandbox=sandbox)
            except ReadingError as error:
                failed = True
                click.echo(f"quoted: {error}", err=True)
                continue
            for problem in reading.problems:
                failed = True
                click.echo(f"quoted: {file}: {problem}", err=True)
            for article in reading.articles:
                if as_json:
                    sys.stdout.write(json.dumps(record(article), ensure_ascii=False) + "\n")
                else:
                    print_article(article)
    raise click.exceptions.Exit(1 if failed else 0)
