"""How does a file become an Article? One file a format, and a table from suffix to reader in files.py."""

from retrieval.reading.files import SUFFIXES, Discovery, Reading, discover, read, record

__all__ = ["SUFFIXES", "Discovery", "Reading", "discover", "read", "record"]
