"""Small documents, made as tests need them: PDFs with words at places, Word documents, books and packages."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

import docx
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

Word = tuple[float, float, float, str]
"""x and y in points, the size, and a line of text."""

LEADING = 14.0
TOP = 700.0


def pdf(pages: Iterable[Sequence[Word]], *, metadata: Mapping[str, str] | None = None, password: str = "") -> bytes:
    """A PDF of pages with lines at places; the words are WinAnsi."""
    writer = PdfWriter()
    font = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
    )
    for lines in pages:
        page = writer.add_blank_page(width=595, height=842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        stream.set_data(b"\n".join(_shown(*line) for line in lines))
        page[NameObject("/Contents")] = writer._add_object(stream)
    if metadata:
        writer.add_metadata(dict(metadata))
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def column(*lines: str, x: float = 72, top: float = TOP, size: float = 11) -> list[Word]:
    """Lines one below the other; an empty one leaves a gap."""
    return [(x, top - number * LEADING, size, line) for number, line in enumerate(lines) if line]


def word(*, title: str = "", author: str = "", paragraphs: Sequence[tuple[str, str]] = ()) -> bytes:
    """A Word document of (style, text) paragraphs."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    return saved(document)


def saved(document: "docx.document.Document") -> bytes:
    """The bytes of a Word document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def package(entries: Mapping[str, str | bytes]) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


def changed(data: bytes, entries: Mapping[str, str | bytes | None]) -> bytes:
    """An archive with some entries put in or replaced, or taken out (None)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        old: dict[str, str | bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    return package({name: told for name, told in (old | dict(entries)).items() if told is not None})


def book(chapters: Mapping[str, str], *, contents: Mapping[str, str] | None = None, metadata: str = "") -> bytes:
    """An EPUB: the bodies of its pages by their names, its table of contents (label by name), more metadata."""
    manifest = "".join(
        f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    links = "".join(f'<li><a href="{name}">{label}</a></li>' for name, label in (contents or {}).items())
    entries = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata>{metadata}</metadata><manifest>{manifest}"
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>'
        f"<spine>{spine}</spine></package>",
        "OEBPS/nav.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol>{links}</ol></nav></body></html>',
    }
    pages = {
        f"OEBPS/{name}": f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Book</title></head>{body}</html>'
        for name, body in chapters.items()
    }
    return package(entries | pages)


def _shown(x: float, y: float, size: float, text: str) -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET".encode("cp1252")
