"""What a file may cost. A file that wants more is named and left out, whatever it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The most that one document (PDF, DOCX, EPUB) may take. They are far above what articles and books need."""

    pages: int = 5_000  # of a PDF
    entries: int = 20_000  # of a package, as EPUB and DOCX are
    expanded_bytes: int = 200_000_000  # of a package's entries together, unpacked
    memory_bytes: int = 1_500_000_000  # of addresses, of the process that parses it
    seconds: int = 60  # of computing; on the clock WAITING times as long


WAITING = 3
"""A busy machine gives a process a third of a core or less."""
