"""Files that nobody should meet: bombs, cuts, loops and lies, each made by a function, by its name in the seeds."""

import gzip
import io
import json
import os
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.retrieval.reading.documents import book, changed, column, package, pdf, word

PDF = pdf([column(f"The bridge was closed on {day}.", "", "It is old.") for day in ("Monday", "Tuesday", "Friday")])
WORD = word(paragraphs=[("Normal", "The bridge was closed on Monday.")])
PAGE = "<body><h1>Rain</h1><p>It rained in Sochi all day, and nobody went out.</p></body>"
BOOK = book({"rain.xhtml": PAGE})
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
WORDS_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NOISE = random.Random(7).randbytes(20_000)


def _raw_pdf(objects: list[bytes], *, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, as they are."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def _page_with(content: bytes, *, resources: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    stream = b"<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream"
    packed = zlib.compress(content, 9)
    return _raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << %s >> >>" % resources,
            stream % (len(packed), packed),
            *more,
        ]
    )


def _document_xml(body: str, *, before: str = "") -> bytes:
    xml = f"{before}<w:document {WORDS_NS}><w:body>{body}</w:body></w:document>"
    return changed(WORD, {"word/document.xml": xml})


def _zip_of_zeros(*, size: int, count: int) -> bytes:
    return package({f"word/media/{number}.bin": bytes(size) for number in range(count)})


def _lying_zip() -> bytes:
    """A large entry that the archive declares to be small."""
    data = bytearray(package({"word/document.xml": bytes(5_000_000)}))
    true = (5_000_000).to_bytes(4, "little")
    while (at := data.find(true)) >= 0:
        data[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def _flagged_zip() -> bytes:
    """An archive whose entries say that they are encrypted."""
    data = bytearray(WORD)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def _lzma_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("META-INF/container.xml", "x" * 1000)
    return file.getvalue()


def _many_entries() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(100_000):
            archive.writestr(zipfile.ZipInfo(f"{number}"), b"")
    return file.getvalue()


def _damaged_part() -> bytes:
    """A book whose page does not match its checksum."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        found = archive.getinfo("OEBPS/rain.xhtml").CRC
    return BOOK.replace(found.to_bytes(4, "little"), b"abcd")


def _matryoshka() -> bytes:
    """An archive in an archive in an archive, as deep as one that holds itself would seem."""
    data = b"x"
    for _ in range(200):
        data = package({"word/document.xml": data})
    return data


TEXTS: dict[str, Callable[[], bytes]] = {
    "empty.txt": lambda: b"",
    "blank.txt": lambda: b" \n\t\n" * 1000,
    "nul.txt": lambda: b"The bridge\0was closed.",
    "noise.txt": lambda: NOISE,
    "picture.txt": lambda: b"\x89PNG\r\n\x1a\n" + NOISE,
    "half-utf-16.txt": lambda: b"\xff\xfea\0b\0c",
    "no-words.txt": lambda: b"... --- ... *** \n" * 100,
    "long-line.txt": lambda: b"The bridge was closed on Monday and " * 300_000,
    "half-character.jsonl": lambda: b'{"title": "T", "paragraphs": ["\\ud800"]}',
    "deep.jsonl": lambda: b"[" * 1_000_000,
    "no-json.jsonl": lambda: b"The bridge was closed.",
    "numbers.jsonl": lambda: b'{"title": "T", "paragraphs": [1, 2]}',
    "huge-number.jsonl": lambda: b'{"title": ' + b"9" * 100_000 + b', "paragraphs": ["Words."]}',
    "long-paragraph.jsonl": lambda: json.dumps({"title": "T", "paragraphs": ["word " * 500_000]}).encode(),
    "deep.html": lambda: b"<div>" * 200_000,
    "no-article.html": lambda: b"<html><body><script>x</script></body></html>",
    "no-paragraphs.md": lambda: b"# Title\n\n## And nothing more\n",
    "broken-fields.md": lambda: b"---\ntitle: [\n---\nWords.\n",
    "laughing-fields.md": lambda: b"---\na: &a [x,x]\nb: &b [*a,*a]\ntitle: {{{\n---\nWords.\n",
    "laughs.xml": lambda: f"<?xml version='1.0'?>{LAUGHS}<x>&j;</x>".encode(),
    "outside.xml": lambda: f"<?xml version='1.0'?>{OUTSIDE}<x>&j;</x>".encode(),
    "deep.xml": lambda: b"<rss><channel>" + b"<item>" * 200_000,
    "unknown.exe": lambda: b"MZ" + NOISE,
    "no-suffix": lambda: b"Words.",
}
PDFS: dict[str, Callable[[], bytes]] = {
    "empty.pdf": lambda: b"",
    "text.pdf": lambda: b"The bridge was closed on Monday.",
    "noise.pdf": lambda: NOISE,
    "header.pdf": lambda: b"%PDF-1.7\n",
    "cut.pdf": lambda: PDF[: len(PDF) // 3],
    "word.pdf": lambda: WORD,
    "password.pdf": lambda: pdf([column("Words.")], password="secret"),
    "scan.pdf": lambda: pdf([[], []]),
    "page-loop.pdf": lambda: _raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
        ]
    ),
    "million-pages.pdf": lambda: _raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [] /Count 1000000 >>",
        ]
    ),
    "same-page.pdf": lambda: _raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count 100000 >>" % (b"3 0 R " * 100_000),
            b"<< /Type /Page /Parent 2 0 R >>",
        ]
    ),
    "no-catalogue.pdf": lambda: _raw_pdf([b"<< >>"], trailer=b"/Root 9 0 R"),
    "own-parent.pdf": lambda: _raw_pdf([b"<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 2 >>"]),
    "table-loop.pdf": lambda: _raw_pdf([b"<< /Type /Catalog >>"], trailer=b"/Root 1 0 R /Prev 60"),
    "deep.pdf": lambda: _raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"[" * 200_000]),
    "unpacked.pdf": lambda: _page_with(b" " * 400_000_000),
    "form-loop.pdf": lambda: _page_with(
        b"/F Do",
        resources=b"/XObject << /F 5 0 R >>",
        more=(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 5 /Resources << /XObject << /F 5 0 R >> >> >>"
            b" stream\n/F Do\nendstream",
        ),
    ),
    "no-stream.pdf": lambda: _raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
            b"<< /Length 99999999999 >> stream\n",
        ]
    ),
}
PACKAGES: dict[str, Callable[[], bytes]] = {
    "empty.docx": lambda: b"",
    "text.docx": lambda: b"The bridge was closed on Monday.",
    "old.docx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE,
    "cut.docx": lambda: WORD[: len(WORD) // 2],
    "book.docx": lambda: BOOK,
    "no-words.docx": lambda: word(),
    "bomb.docx": lambda: _zip_of_zeros(size=30_000_000, count=8),
    "liar.docx": _lying_zip,
    "matryoshka.docx": _matryoshka,
    "password.docx": _flagged_zip,
    "laughs.docx": lambda: _document_xml("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", before=LAUGHS),
    "outside.docx": lambda: _document_xml("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", before=OUTSIDE),
    "deep.docx": lambda: _document_xml("<w:p>" * 100_000),
    "path.docx": lambda: changed(WORD, {"../../outside.txt": "x"}),
    "root.docx": lambda: changed(WORD, {"/etc/outside": "x"}),
    "many.docx": _many_entries,
    "empty.epub": lambda: b"",
    "cut.epub": lambda: BOOK[: len(BOOK) // 2],
    "word.epub": lambda: WORD,
    "lzma.epub": _lzma_zip,
    "bomb.epub": lambda: changed(BOOK, {"OEBPS/rain.xhtml": bytes(250_000_000)}),
    "deep.epub": lambda: book({"rain.xhtml": "<body>" + "<div>" * 200_000}),
    "laughs.epub": lambda: changed(BOOK, {"OEBPS/book.opf": f"{LAUGHS}<package>&j;</package>"}),
    "no-parts.epub": lambda: changed(BOOK, {"OEBPS/rain.xhtml": None}),
    "no-spine.epub": lambda: changed(BOOK, {"OEBPS/book.opf": "<package/>"}),
    "damaged-part.epub": _damaged_part,
    "noise.epub": lambda: changed(BOOK, {"META-INF/container.xml": NOISE}),
    "path.epub": lambda: changed(BOOK, {"OEBPS/../../outside.xhtml": PAGE}),
}
COMPRESSED: dict[str, Callable[[], bytes]] = {
    "bomb.txt.gz": lambda: gzip.compress(bytes(100_000_000)),
    "bombs.txt.gz": lambda: gzip.compress(b"word " * 100_000) * 50,
    "cut.txt.gz": lambda: gzip.compress(NOISE)[:5000],
    "text.txt.gz": lambda: b"The bridge was closed on Monday.",
    "twice.txt.gz.gz": lambda: gzip.compress(gzip.compress(b"The bridge was closed.")),
    "nothing.txt.gz": lambda: gzip.compress(b""),
    "unknown.gz": lambda: gzip.compress(b"The bridge was closed."),
    "cut.pdf.gz": lambda: gzip.compress(PDF[: len(PDF) // 3]),
}
BAD_FILES = TEXTS | PDFS | PACKAGES | COMPRESSED
"""Every one of them is to get one line that says why it is not read."""


def make_bad_places(seeds: Path) -> set[str]:
    """Put things that are no files of the seeds there, and return their names."""
    outside = seeds.parent / "outside.txt"
    outside.write_text("The secret is outside.")
    (seeds / "out.txt").symlink_to(outside)
    (seeds / "outer").symlink_to(seeds.parent)
    (seeds / "loop.txt").symlink_to("loop.txt")
    (seeds / "nowhere.txt").symlink_to("gone.txt")
    os.mkfifo(seeds / "pipe.txt")
    return {"out.txt", "outer", "loop.txt", "nowhere.txt", "pipe.txt"}
