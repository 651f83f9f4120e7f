"""How a command that runs for long speaks: lines for people, or, where logs are JSON, events like any other."""

import logging
import sys
from collections.abc import Callable
from functools import partial

import click

from config.settings import Log

_log = logging.getLogger(__name__)


def on_standard_error(line: str) -> None:
    """Say a line to whoever looks on, whatever the output is for."""
    click.echo(f"quoted: {line}", err=True)


def begin_saying(log: Log) -> Callable[[str], None]:
    """Set the process' logs up as the settings say. Gives what says a line on standard error."""
    from bot.logs import set_up_logs

    set_up_logs(format=log.format, level=log.level, stream=sys.stderr)
    return partial(click.echo, err=True) if log.format == "text" else _note


def _note(line: str) -> None:
    _log.info("notice", extra={"text": line})
