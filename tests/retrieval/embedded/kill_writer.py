"""A writer that a test kills: applies and publishes one batch after the other, and says what it has done.

Run as: kill_writer.py FOLDER FIRST_BATCH. A batch puts three articles of two passages and takes the oldest one out.
"""

import sys
from itertools import count
from pathlib import Path

from retrieval.library import FileChange
from tests.contract.libraries import IMPLEMENTATIONS, article, change


def batch(number: int) -> list[FileChange]:
    """The changes of this batch, the same in every run."""
    names = [f"a{number}-{i}" for i in range(3)]
    changes = [change(article(name, [f"Rain fell on {name}.", f"Snow fell on {name}."])) for name in names]
    return [*changes, FileChange(f"a{number - 1}-0.txt", "")] if number else changes


def contents(batches: int) -> set[str]:
    """The texts in the library after so many batches."""
    names = [f"a{number}-{i}" for number in range(batches) for i in range(3)]
    left = {f"a{number}-0" for number in range(batches - 1)}
    return {f"{what} fell on {name}." for name in names if name not in left for what in ("Rain", "Snow")}


def main() -> None:
    folder, first = Path(sys.argv[1]), int(sys.argv[2])
    library = IMPLEMENTATIONS[0].open(folder, write=True)
    for number in count(first):
        sys.stdout.write(f"applying {number}\n")
        sys.stdout.flush()
        library.apply(batch(number))
        sys.stdout.write(f"publishing {number}\n")
        sys.stdout.flush()
        library.publish()
        sys.stdout.write(f"published {number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
