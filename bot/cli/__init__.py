"""The command line, `quoted <command>`: one module a command. The only reader of settings.

Exit codes: 0 done, 1 some files or lines could not be used (the rest was), 2 a wrong use, setting or environment, 130
stopped by Ctrl-C. What goes wrong is one line on standard error that names the thing and the next step. A command
imports what it needs when it runs: `quoted ask` must not wait for the bot.
"""

import sys

import click

from bot.cli.add import add
from bot.cli.ask import ask
from bot.cli.backup import backup, restore
from bot.cli.calibrate import calibrate
from bot.cli.declaring import group_of
from bot.cli.doctor import doctor
from bot.cli.evaluate import evaluate
from bot.cli.gaps import gaps
from bot.cli.index import INTERRUPTED, index
from bot.cli.migrate import migrate
from bot.cli.read import read
from bot.cli.serve import serve
from bot.cli.shards import embed_shard, load_shards
from bot.cli.stats import stats
from bot.cli.verify import verify
from bot.cli.watch import watch
from retrieval.errors import QuotedError

COMMANDS = (
    index,
    add,
    ask,
    serve,
    read,
    evaluate,
    calibrate,
    stats,
    gaps,
    doctor,
    backup,
    restore,
    watch,
    verify,
    migrate,
    embed_shard,
    load_shards,
)

app = group_of("quoted", "Answers factual questions from your articles, in the articles' own words.", COMMANDS)


def main() -> None:
    """The door: an error that people can act on is one line, not a traceback."""
    try:
        code = app(standalone_mode=False)  # else click ends with 1 at Ctrl-C
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("quoted: stopped", err=True)
        sys.exit(INTERRUPTED)
    except QuotedError as error:
        click.echo(f"quoted: {error}", err=True)
        sys.exit(2)
    sys.exit(code)
