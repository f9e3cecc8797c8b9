"""A letter as DOCX that Word can edit before it is signed: heading, text, signature, appendix."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tracker.exports.docx import (
    fill,
    fill_page_number,
    set_base_style,
    table_xml,
    with_fixed_times,
)
from tracker.exports.letter import Letter, LetterWithList, cleaned_letter
from tracker.exports.sheet import (
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    Sheet,
    cleaned,
)

HEADING_WIDTHS_MM = (66, 99)
FOOT_WIDTHS_MM = (75, 90)
_CENTER, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
# Word draws the rule below the motto as underlined blanks would be; a bordered line stays put.
_RULE = '<w:pBdr {names}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'


def render_letter_docx(paper: LetterWithList) -> bytes:
    """The letter and its appendix; the same letter gives the same bytes."""
    letter, sheet = cleaned_letter(paper.letter), cleaned(paper.appendix)
    document = docx.Document()
    set_base_style(document)
    _set_page(document.sections[0])
    _set_properties(document, letter, sheet.as_of)
    _add_heading(document, letter)
    _line(document.add_paragraph(), letter.addressee, 14, before=18, after=12)
    for words in letter.paragraphs:
        _add_text(document, words)
    _add_foot(document, letter)
    _add_appendix(document, sheet)
    return with_fixed_times(document)


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(MARGIN_TOP_MM), Mm(MARGIN_BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(MARGIN_LEFT_MM), Mm(MARGIN_RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    fill_page_number(section.header.paragraphs[0])


def _set_properties(document: Document, letter: Letter, moment: datetime) -> None:
    properties = document.core_properties
    properties.title = " ".join(letter.subject.split())
    properties.language = "vi-VN"
    properties.author = properties.comments = ""
    properties.created = properties.modified = moment.replace(tzinfo=None)


def _add_heading(document: Document, letter: Letter) -> None:
    """Two columns without borders: who writes, and the country's name."""
    table = _columns(document, HEADING_WIDTHS_MM, rows=2)
    issuer = [line.upper() for line in letter.issuer.splitlines()]
    left = table.cell(0, 0)
    if letter.superior:
        _line(_next(left), letter.superior.upper(), 12)
    for words in issuer:
        _line(_next(left), words, 12, style="bold")
    _rule_below(left, width_mm=22, column_mm=HEADING_WIDTHS_MM[0])
    right = table.cell(0, 1)
    _line(_next(right), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, style="bold")
    _line(_next(right), "Độc lập - Tự do - Hạnh phúc", 13, style="bold")
    _rule_below(right, width_mm=57, column_mm=HEADING_WIDTHS_MM[1])
    number = table.cell(1, 0)
    _line(_next(number), letter.number, 13)
    for words in letter.subject.splitlines():
        _line(_next(number), words, 12)
    _line(_next(table.cell(1, 1)), letter.place_and_day, 13, style="italic")


def _add_text(document: Document, words: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(12.7)
    paragraph.paragraph_format.space_after = Pt(6)
    fill(paragraph, words, size=14)


def _add_foot(document: Document, letter: Letter) -> None:
    """Who gets copies, and who signs; the two stay on one page."""
    document.add_paragraph()
    table = _columns(document, FOOT_WIDTHS_MM, rows=1)
    recipients, signing = table.cell(0, 0), table.cell(0, 1)
    _line(_next(recipients), "Nơi nhận:", 12, style="bold italic", align=_LEFT)
    for words in letter.recipients:
        _line(_next(recipients), f"- {words}", 11, align=_LEFT)
    for words in letter.signing:
        _line(_next(signing), words, 14, style="bold")
    _line(_next(signing), letter.signer, 14, style="bold", before=72)


def _add_appendix(document: Document, sheet: Sheet) -> None:
    """On pages of its own, numbered anew, with neither heading nor signature."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section._sectPr.append(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'))
    for footer in (section.first_page_footer, section.footer):
        footer.is_linked_to_previous = False
        fill(footer.paragraphs[0], sheet.foot, size=10, italic=True)
    if sheet.kicker:
        _line(document.add_paragraph(), sheet.kicker, 14, style="bold")
    _line(document.add_paragraph(), sheet.title_in_capitals, 14, style="bold")
    _line(document.add_paragraph(), sheet.attached_to or "", 14, style="italic", after=6)
    document.element.body.insert_element_before(parse_xml(table_xml(sheet)), "w:sectPr")
    _line(document.add_paragraph(), "./.", 12, align=WD_ALIGN_PARAGRAPH.RIGHT)


def _columns(document: Document, widths: Sequence[int], *, rows: int) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _next(cell: _Cell) -> Paragraph:
    """The cell's first paragraph while it is empty, then one more each time."""
    first: Paragraph = cell.paragraphs[0]
    if not first.text and len(cell.paragraphs) == 1:
        return first
    added: Paragraph = cell.add_paragraph()
    return added


def _rule_below(cell: _Cell, *, width_mm: int, column_mm: int) -> None:
    """A rule of that length, centred: a small empty line with a border below it."""
    paragraph = cell.add_paragraph()
    side = Mm((column_mm - width_mm) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    paragraph._p.get_or_add_pPr().append(parse_xml(_RULE.format(names=nsdecls("w"))))
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.line_spacing = Pt(3)


def _line(
    paragraph: Paragraph,
    words: str,
    size: int,
    *,
    style: str = "",
    align: WD_ALIGN_PARAGRAPH = _CENTER,
    before: int = 0,
    after: int = 0,
) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    fill(paragraph, words, size=size, bold="bold" in style, italic="italic" in style)
