"""Libraries of a few articles, and ways to damage one for real."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.article import Article
from retrieval.embedded.database import FILE
from tests.contract.libraries import IMPLEMENTATIONS, change

OPEN = IMPLEMENTATIONS[0].open


def fill(folder: Path, *articles: Article) -> None:
    """Put articles into the folder's library and publish them."""
    writer = OPEN(folder, write=True)
    writer.apply([change(one) for one in articles])
    writer.publish()
    writer.close()


def execute(folder: Path, statement: str, *values: object) -> None:
    """Change the folder's database behind the library's back."""
    connection = sqlite3.connect(folder / FILE)
    with connection:
        connection.execute(statement, values)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def flip(file: Path) -> None:
    """Turn one bit in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@contextmanager
def full_disk(limit: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
