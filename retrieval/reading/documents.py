"""The formats that are no text: a table from suffix to reader. They are read in a process of their own (sandbox.py)."""

from retrieval.reading.docx import read_docx
from retrieval.reading.draft import DocumentReader
from retrieval.reading.epub import read_epub
from retrieval.reading.pdf import read_pdf

DOCUMENTS: dict[str, DocumentReader] = {
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".epub": read_epub,
}
"""The reader of each format, by the file's suffix in lower case."""
