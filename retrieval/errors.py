"""Everything that can go wrong, as one tree.

QuotedError
├── ReadingError        a file of the seeds could not be understood; the rest goes on
├── FetchError          a link could not be fetched; `lasting` tells whether trying again is of no use
├── LibraryError
│   ├── LibraryMissing    there is no library yet
│   ├── LibraryForeign    made by another format version or another encoder
│   ├── LibraryReplaced   another library stands in its place by now
│   ├── LibraryDamaged    a page, a paragraph or an index does not match its hash
│   ├── LibraryBusy       another process is writing
│   └── ArticleRefused    an article of a file can't be taken in; the rest goes on
├── EncoderError        an encoder could not be loaded, compiled, or failed its check
│   └── GpuError          a GPU can't embed, or no longer
├── ReaderError         a reader, in the same way
├── RerankerError       a reranker, in the same way
├── ClaimError          what is to be verified is too short or too long
│   └── ReceiptError      a receipt is mistyped
├── ShardError          a shard is missing, not whole or of another kind
└── SettingsError       a setting is wrong or missing

Every message names the thing, what was found, and the next step, on one line.
"""


class QuotedError(Exception):
    """Something an operator can understand and act on."""


class ReadingError(QuotedError):
    """A file could not be understood. `reason` is one line without the file's name."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class FetchError(QuotedError):
    """A link could not be fetched. `reason` is one line without the link; `lasting` when it won't do later either."""

    def __init__(self, link: str, reason: str, *, lasting: bool = False) -> None:
        told = f"{link}: {reason}"
        super().__init__("".join(c if c.isprintable() else " " for c in told))  # a host may send a terminal's commands
        self.link = link
        self.reason = reason
        self.lasting = lasting


class LibraryError(QuotedError):
    """The library can't do what was asked."""


class LibraryMissing(LibraryError):
    """There is no library in that folder yet."""


class LibraryForeign(LibraryError):
    """The library was made by another format version or another encoder."""


class LibraryReplaced(LibraryError):
    """Another library stands in the place of the one that was opened."""


class LibraryDamaged(LibraryError):
    """Something in the library does not match its hash."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""


class ArticleRefused(LibraryError):
    """An article of a file can't be taken in. `reason` is one line without the file's name; `holder` is the file that
    holds the article's id, where another one does.
    """

    def __init__(self, file: str, reason: str, *, holder: str = "") -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason
        self.holder = holder


class EncoderError(QuotedError):
    """An encoder could not be loaded, compiled, or failed its check."""


class GpuError(EncoderError):
    """A GPU can't embed passages, or no longer."""


class ReaderError(QuotedError):
    """A reader could not be loaded, compiled, or failed its check."""


class RerankerError(QuotedError):
    """A reranker could not be loaded, compiled, or failed its check."""


class ClaimError(QuotedError):
    """What is to be verified can't be: too short or too long."""


class ReceiptError(ClaimError):
    """What looks like a receipt is none."""


class ShardError(QuotedError):
    """A shard is missing, not whole, or does not belong to the others."""


class SettingsError(QuotedError):
    """A setting is wrong or missing."""
