"""The parts that letters and reports share in DOCX: page, heading, text, signature.

Nghị định 30/2020/NĐ-CP, Phụ lục I: who writes on the left, the country on the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tracker.exports.docx import fill, fill_page_number
from tracker.exports.sheet import (
    COUNTRY,
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    MOTTO,
)

HEADING_WIDTHS_MM = (66, 99)
FOOT_WIDTHS_MM = (75, 90)
_CENTER, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
# Word draws the rule below the motto as underlined blanks would be; a bordered line stays put.
_RULE = '<w:pBdr {names}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the text; `subject` is printed below the number of a letter."""

    superior: Sequence[str]
    issuer: Sequence[str]
    number: str
    place_and_day: str
    subject: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """What stands below the text: who gets copies, by which authority who signs."""

    recipients: Sequence[str]
    signing: Sequence[str]
    signer: str


def set_upright_page(section: Section) -> None:
    """A4 with the decree's margins, the number of the page from the second on."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(MARGIN_TOP_MM), Mm(MARGIN_BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(MARGIN_LEFT_MM), Mm(MARGIN_RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    fill_page_number(section.header.paragraphs[0])


def set_foot(section: Section, words: str) -> None:
    """The line at the foot of each page of the section."""
    for footer in (section.first_page_footer, section.footer):
        footer.is_linked_to_previous = False
        fill(footer.paragraphs[0], words, size=10, italic=True)


def set_properties(document: Document, title: str, moment: datetime) -> None:
    """What the file says of itself: no author, and the moment of its figures."""
    properties = document.core_properties
    properties.title = title
    properties.language = "vi-VN"
    properties.author = properties.comments = ""
    properties.created = properties.modified = moment.replace(tzinfo=None)


def add_heading(document: Document, heading: Heading) -> None:
    """Two columns without borders: who writes, and the country's name."""
    table = add_columns(document, HEADING_WIDTHS_MM, rows=2)
    left, right = table.cell(0, 0), table.cell(0, 1)
    for words in heading.superior:
        add_line(next_paragraph(left), words.upper(), 12)
    for words in heading.issuer:
        add_line(next_paragraph(left), words.upper(), 12, style="bold")
    add_rule_below(left, width_mm=22, column_mm=HEADING_WIDTHS_MM[0])
    add_line(next_paragraph(right), COUNTRY, 12, style="bold")
    add_line(next_paragraph(right), MOTTO, 13, style="bold")
    add_rule_below(right, width_mm=57, column_mm=HEADING_WIDTHS_MM[1])
    number = table.cell(1, 0)
    add_line(next_paragraph(number), heading.number, 13)
    for words in heading.subject:
        add_line(next_paragraph(number), words, 12)
    add_line(next_paragraph(table.cell(1, 1)), heading.place_and_day, 13, style="italic")


def add_text(document: Document, words: str) -> None:
    """A paragraph of the text: justified, its first line set in."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(12.7)
    paragraph.paragraph_format.space_after = Pt(6)
    fill(paragraph, words, size=14)


def add_signature(document: Document, signature: Signature) -> None:
    """Who gets copies, and who signs; the two stay on one page."""
    document.add_paragraph()
    table = add_columns(document, FOOT_WIDTHS_MM, rows=1)
    recipients, signing = table.cell(0, 0), table.cell(0, 1)
    add_line(next_paragraph(recipients), "Nơi nhận:", 12, style="bold italic", align=_LEFT)
    for words in signature.recipients:
        add_line(next_paragraph(recipients), f"- {words}", 11, align=_LEFT)
    for words in signature.signing:
        add_line(next_paragraph(signing), words, 14, style="bold")
    add_line(next_paragraph(signing), signature.signer, 14, style="bold", before=72)


def add_columns(document: Document, widths: Sequence[int], *, rows: int) -> Table:
    """A table without borders whose rows stay on one page."""
    table: Table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def next_paragraph(cell: _Cell) -> Paragraph:
    """The cell's first paragraph while it is empty, then one more each time."""
    first: Paragraph = cell.paragraphs[0]
    if not first.text and len(cell.paragraphs) == 1:
        return first
    added: Paragraph = cell.add_paragraph()
    return added


def add_rule_below(cell: _Cell, *, width_mm: int, column_mm: int) -> None:
    """A rule of that length, centred."""
    set_rule(cell.add_paragraph(), width_mm=width_mm, column_mm=column_mm)


def set_rule(paragraph: Paragraph, *, width_mm: int, column_mm: int) -> None:
    """Make the paragraph a centred rule: a small empty line with a border below it."""
    side = Mm((column_mm - width_mm) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    paragraph._p.get_or_add_pPr().append(parse_xml(_RULE.format(names=nsdecls("w"))))
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.line_spacing = Pt(3)


def add_line(
    paragraph: Paragraph,
    words: str,
    size: int,
    *,
    style: str = "",
    align: WD_ALIGN_PARAGRAPH = _CENTER,
    before: int = 0,
    after: int = 0,
) -> None:
    """Words in the paragraph, set in that size and style."""
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    fill(paragraph, words, size=size, bold="bold" in style, italic="italic" in style)
