"""Word documents, as python-docx and as Word's own mark-up write them."""

import datetime

import docx
import pytest
from docx.oxml import OxmlElement

from retrieval.reading.docx import read_docx
from retrieval.reading.draft import Draft
from retrieval.reading.limits import Limits
from tests.retrieval.reading.documents import changed, saved, word

LIMITS = Limits()
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def read(data: bytes) -> Draft:
    (draft,) = read_docx(data, LIMITS).articles
    return draft


def marked_up(body: str) -> bytes:
    xml = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    return changed(word(), {"word/document.xml": xml})


def test_paragraphs_and_items_are_kept_and_begin_with_their_heading() -> None:
    draft = read(
        word(
            paragraphs=[
                ("Title", "The closed bridge"),
                ("Heading 1", "What happened"),
                ("Normal", "  The bridge   was closed.\tNobody knew why. "),
                ("List Bullet", "the first reason"),
                ("Normal", " "),
            ]
        )
    )
    assert draft.title == "The closed bridge"
    assert draft.paragraphs == (
        "What happened\nThe bridge was closed. Nobody knew why.",
        "What happened\nthe first reason",
    )
    assert draft.pages == ()


def test_the_metadata_give_author_day_and_language_and_a_title_where_none_is_shown() -> None:
    document = docx.Document()
    document.add_paragraph("Words.")
    told = document.core_properties
    told.title, told.author, told.language = "Bridges", "Ada  Byron", "de-AT"
    told.created = datetime.datetime(2022, 3, 13, 10)
    draft = read(saved(document))
    assert (draft.title, draft.author, draft.language) == ("Bridges", "Ada Byron", "de")
    assert draft.published == datetime.date(2022, 3, 13)


def test_the_first_heading_is_the_title_where_nothing_else_is() -> None:
    assert read(word(paragraphs=[("Heading 2", "Of bridges"), ("Normal", "Words.")])).title == "Of bridges"


def test_a_row_of_a_table_is_a_paragraph_in_its_place() -> None:
    document = docx.Document()
    document.add_paragraph("Before.")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Year", "Bridges", "Lorries"), strict=True):
        cell.text = text
    table.rows[1].cells[0].merge(table.rows[1].cells[1]).text = "2021"
    table.rows[1].cells[2].text = "40"
    document.add_paragraph("After.")
    assert read(saved(document)).paragraphs == ("Before.", "Year Bridges Lorries", "2021 40", "After.")


def test_a_row_is_told_with_the_head_that_its_table_names() -> None:
    document = docx.Document()
    for head in (True, False):
        table = document.add_table(rows=2, cols=2)
        for row, cells in zip(table.rows, (("Year", "Bridges"), ("2021", "40")), strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        if head:
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    assert read(saved(document)).paragraphs == ("Year: 2021 | Bridges: 40", "Year Bridges", "2021 40")


def test_a_heading_that_asks_is_a_paragraph_above_its_answer() -> None:
    asked = [
        ("Title", "What now?"),
        ("Heading 2", "Who built it?"),
        ("Normal", "Jo."),
        ("Heading 2", "Why"),
        ("Normal", "So."),
    ]
    assert read(word(paragraphs=asked)).paragraphs == ("Who built it?", "Jo.", "Why\nSo.")


def test_tracked_changes_are_read_as_accepted() -> None:
    draft = read(
        marked_up(
            "<w:p><w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>was </w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>is closed</w:t></w:r></w:ins>"
            "<w:moveFrom><w:r><w:t> elsewhere</w:t></w:r></w:moveFrom><w:r><w:t>.</w:t></w:r></w:p>"
        )
    )
    assert draft.paragraphs == ("It is closed.",)


def test_content_controls_links_and_line_breaks_hide_no_words() -> None:
    draft = read(
        marked_up(
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>The</w:t><w:br/><w:t>bridge</w:t></w:r>"
            "<w:hyperlink><w:r><w:t xml:space='preserve'> of stone</w:t></w:r></w:hyperlink></w:p>"
            "</w:sdtContent></w:sdt>"
        )
    )
    assert draft.paragraphs == ("The bridge of stone",)


def test_a_text_box_is_left_out() -> None:
    box = "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>Box</w:t></w:r></w:p></mc:Choice></mc:AlternateContent>"
    assert read(marked_up(f"<w:p><w:r><w:t>Words.</w:t>{box}</w:r></w:p>")).paragraphs == ("Words.",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (word(), "no paragraphs"),
        (b"PK\x03\x04 and nothing more", "damaged, or not of the format"),
        (changed(word(), {"word/document.xml": None}), "damaged, or not a Word document"),
        (changed(word(), {"word/document.xml": "<w:document"}), "damaged, or not a Word document"),
        (changed(word(), {"../evil.txt": "x"}), "leads out of the package"),
    ],
)
def test_what_is_no_whole_word_document_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_docx(data, LIMITS)
