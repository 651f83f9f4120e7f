"""Electronic books: chapters as articles."""

import datetime

import pytest

from retrieval.reading.draft import Draft
from retrieval.reading.epub import read_epub
from retrieval.reading.limits import Limits
from tests.retrieval.reading.documents import book, changed, package

LIMITS = Limits()
RAIN = (
    "<body><h1>Rain</h1><p>It rained in Sochi all day, and nobody went out to see it.</p>"
    "<p>The streets were wet.</p></body>"
)
WIND = "<body><h1>Wind</h1><p>The wind turned in the evening, as it had done on the day before.</p></body>"
MORE = "<body><p>In the morning the wind was gone, and the town lay still until noon.</p></body>"
COVER = "<body><img src='cover.png'/></body>"
METADATA = (
    "<dc:title>The Weather</dc:title><dc:creator>Ada Byron</dc:creator><dc:publisher>Harbour Press</dc:publisher>"
    "<dc:date>2019-05-02</dc:date><dc:language>en-GB</dc:language><dc:source>https://example.org/weather</dc:source>"
)


def chapters(data: bytes) -> tuple[Draft, ...]:
    return read_epub(data, LIMITS).articles


def test_each_chapter_of_the_contents_is_an_article() -> None:
    rain, wind = chapters(
        book(
            {"cover.xhtml": COVER, "rain.xhtml": RAIN, "wind.xhtml": WIND, "wind-2.xhtml": MORE},
            contents={"rain.xhtml": "Of rain", "wind.xhtml#top": "Of wind"},
            metadata=METADATA,
        )
    )
    assert (rain.title, wind.title) == ("The Weather: Of rain", "The Weather: Of wind")
    assert [text.split()[0] for text in rain.paragraphs if text != "Rain"] == ["It", "The"]
    assert wind.paragraphs[-1].startswith("In the morning")


def test_the_metadata_of_the_book_are_those_of_its_chapters() -> None:
    (chapter,) = chapters(book({"rain.xhtml": RAIN}, metadata=METADATA))
    assert chapter.title == "The Weather"
    assert (chapter.author, chapter.outlet, chapter.language) == ("Ada Byron", "Harbour Press", "en")
    assert (chapter.published, chapter.url) == (datetime.date(2019, 5, 2), "https://example.org/weather")


def test_without_contents_each_part_with_words_is_a_chapter() -> None:
    assert len(chapters(book({"cover.xhtml": COVER, "rain.xhtml": RAIN, "wind.xhtml": WIND}))) == 2


def test_the_older_table_of_contents_is_understood() -> None:
    data = book({"rain.xhtml": RAIN, "wind.xhtml": WIND})
    nav = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text> Of rain </text>'
        '</navLabel><content src="rain.xhtml"/></navPoint></navMap></ncx>'
    )
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="rain.xhtml"'
        ' media-type="application/xhtml+xml"/><item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        '</manifest><spine><itemref idref="a"/></spine></package>'
    )
    (chapter,) = chapters(changed(data, {"OEBPS/toc.ncx": nav, "OEBPS/book.opf": opf}))
    assert chapter.title == "Of rain"


def test_a_missing_part_is_a_problem_and_the_rest_is_read() -> None:
    found = read_epub(changed(book({"rain.xhtml": RAIN, "wind.xhtml": WIND}), {"OEBPS/rain.xhtml": None}), LIMITS)
    assert len(found.articles) == 1
    assert found.problems == ('its part "OEBPS/rain.xhtml" is missing',)


def test_encrypted_pages_are_refused_and_encrypted_fonts_are_not() -> None:
    def encryption(name: str) -> str:
        return f'<encryption><EncryptedData><CipherReference URI="{name}"/></EncryptedData></encryption>'

    data = book({"rain.xhtml": RAIN})
    assert chapters(changed(data, {"META-INF/encryption.xml": encryption("OEBPS/font.otf")}))
    with pytest.raises(ValueError, match=r"^encrypted; a copy without protection"):
        chapters(changed(data, {"META-INF/encryption.xml": encryption("OEBPS/rain.xhtml")}))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (package({"a.txt": "x"}), "not an EPUB"),
        (book({"cover.xhtml": COVER}), "no words in it"),
        (changed(book({"rain.xhtml": RAIN}), {"OEBPS/book.opf": "<package"}), "is not XML"),
    ],
)
def test_what_is_no_book_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        chapters(data)
