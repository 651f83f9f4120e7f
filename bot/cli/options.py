"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Data = Annotated[Path | None, typer.Option(help="The library's folder, instead of the setting library.data.")]
Seeds = Annotated[Path | None, typer.Option(help="The folder with the articles, instead of the setting library.seeds.")]
