"""Make a compiled reader the one that ships: its int8 graph, weights and tokenizer, and a card that names it built-in.

    python -m training.ship COMPILED

COMPILED is a folder that `python -m retrieval.compiling reader` wrote. What its scores weigh is fitted
afterwards, by `python -m benchmarks.fit_reading DATA`.
"""

import argparse
import shutil
from dataclasses import replace
from pathlib import Path

from retrieval.compiled import BUILT_IN, TOKENIZER, graph_file, read_card, verified, weights_file, write_card
from retrieval.reader import PACKAGED, PRECISION, READER

LANGUAGES = ("en",)
"""Of the questions it was trained on."""


def ship(compiled: Path, target: Path = PACKAGED) -> None:
    """Copy the reader in `compiled` to `target`. Raises ReaderError when a file does not match its hash."""
    card = read_card(READER, compiled)
    if card is None:
        raise SystemExit(f"{compiled}: no compiled reader is there; see training/README.md")
    verified(READER, card, compiled, precision=PRECISION)
    files = (TOKENIZER, graph_file(PRECISION), weights_file(PRECISION))
    for name in files:
        shutil.copyfile(compiled / name, target / name)
    shipped = replace(
        card,
        model=BUILT_IN,
        source="",
        languages=LANGUAGES,
        leads=True,
        files={name: card.files[name] for name in files},
    )
    write_card(READER.name, shipped, target)


def main() -> None:
    """Ship the reader that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("compiled", type=Path)
    ship(parser.parse_args().compiled)


if __name__ == "__main__":
    main()
