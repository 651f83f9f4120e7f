"""Packages: zip archives that hold a document's parts, as DOCX and EPUB are. Opened with suspicion.

Nothing is ever unpacked to the disk. Knows no format.
"""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from lxml import etree

from retrieval.reading.limits import Limits

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OverflowError, ValueError)
"""What zipfile raises for archives that are none; ValueError where their directory leads before their beginning."""
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The methods that both formats allow."""


class Package:
    """An opened archive whose names, methods and sizes were found sane."""

    def __init__(self, data: bytes, *, limits: Limits) -> None:
        """Raises ValueError with the reason when this is no archive, or one that nobody should unpack."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED:
            raise ValueError("damaged, or not of the format that its suffix says") from None
        self._entries = {entry.filename: entry for entry in self._archive.infolist()}
        count = len(self._archive.infolist())
        if count > limits.entries:
            raise ValueError(f"a package of {count:,} entries; at most {limits.entries:,} are read")
        for entry in self._archive.infolist():
            _check(entry)
        size = sum(entry.file_size for entry in self._archive.infolist())
        if size > limits.expanded_bytes:
            raise ValueError(f"would unpack to {size:,} bytes; at most {limits.expanded_bytes:,} are unpacked")

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """An entry's bytes, at most as many as it declares. Raises ValueError when it is missing or damaged."""
        if name not in self._entries:
            raise ValueError(f'its part "{_shown(name)}" is missing')
        try:
            return self._archive.read(name)
        except DAMAGED:
            raise ValueError(f'its part "{_shown(name)}" is damaged') from None

    def xml(self, name: str) -> etree._Element:
        """An entry's root element. Entities are not resolved and nothing is fetched. Raises ValueError as `read` does,
        and for what is no XML.
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError:
            raise ValueError(f'its part "{_shown(name)}" is not XML') from None


def _check(entry: zipfile.ZipInfo) -> None:
    """Raise ValueError where an entry is encrypted, packed in another way, or named like a path out of the archive."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f'its part "{_shown(entry.filename)}" leads out of the package')
    if entry.flag_bits & _ENCRYPTED:
        raise ValueError("encrypted; save it without a password")
    if entry.compress_type not in _METHODS:
        raise ValueError(f"packed by method {entry.compress_type}, which its format does not allow")


def _shown(name: str) -> str:
    """An entry's name as part of a line."""
    return "".join(c if c.isprintable() else "?" for c in name[:80])
