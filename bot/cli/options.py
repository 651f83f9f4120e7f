"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

from bot.cli.declaring import Option

Json = Annotated[bool, Option(name="--json", help="Print JSON instead of text.")]
Data = Annotated[Path | None, Option(help="The library's folder, instead of the setting library.data.")]
Seeds = Annotated[Path | None, Option(help="The folder with the articles, instead of the setting library.seeds.")]
