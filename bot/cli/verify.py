"""`quoted verify`: whether a quotation stands in the articles, word for word, and where."""

import json
import sys
from typing import Annotated

import click

from bot.cli.declaring import Argument
from bot.cli.opening import reading
from bot.cli.options import Data, Json
from config.settings import load


def verify(
    quotation: Annotated[str, Argument(help="The words, a citation, or a receipt such as Q-7K2M-9QXV-4T3H-J8N5.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Say whether a quotation, or a receipt's, stands in the articles word for word; exit code 1 where it does not."""
    from bot.terminal_proof import print_proof, print_verdict
    from retrieval.proving import Fate, Proof, proof_record
    from retrieval.verifying import Standing, Verifier, verdict_record

    with reading(load(), data) as (library, encoder):
        found = Verifier(library, encoder).verify(quotation)
    if as_json:
        record = proof_record(found) if isinstance(found, Proof) else verdict_record(found)
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    elif isinstance(found, Proof):
        print_proof(found)
    else:
        print_verdict(found)
    outcome = found.fate if isinstance(found, Proof) else found.standing
    if outcome not in (Fate.STANDS, Standing.EXACT, Standing.TYPOGRAPHY):
        raise click.exceptions.Exit(1)
