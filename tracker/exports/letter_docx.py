"""A letter as DOCX that Word can edit before it is signed: heading, text, signature, appendix."""

from __future__ import annotations

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tracker.exports.docx import set_base_style, table_xml, with_fixed_times
from tracker.exports.letter import LetterWithList, cleaned_letter
from tracker.exports.official_docx import (
    Heading,
    Signature,
    add_heading,
    add_line,
    add_signature,
    add_text,
    set_foot,
    set_properties,
    set_upright_page,
)
from tracker.exports.sheet import Sheet, cleaned


def render_letter_docx(paper: LetterWithList) -> bytes:
    """The letter and its appendix; the same letter gives the same bytes."""
    letter, sheet = cleaned_letter(paper.letter), cleaned(paper.appendix)
    document = docx.Document()
    set_base_style(document)
    set_upright_page(document.sections[0])
    set_properties(document, " ".join(letter.subject.split()), sheet.as_of)
    heading = Heading(
        superior=letter.superior.splitlines(),
        issuer=letter.issuer.splitlines(),
        number=letter.number,
        place_and_day=letter.place_and_day,
        subject=letter.subject.splitlines(),
    )
    add_heading(document, heading)
    add_line(document.add_paragraph(), letter.addressee, 14, before=18, after=12)
    for words in letter.paragraphs:
        add_text(document, words)
    add_signature(document, Signature(letter.recipients, letter.signing, letter.signer))
    _add_appendix(document, sheet)
    return with_fixed_times(document)


def _add_appendix(document: Document, sheet: Sheet) -> None:
    """On pages of its own, numbered anew, with neither heading nor signature."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section._sectPr.append(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'))
    set_foot(section, sheet.foot)
    if sheet.kicker:
        add_line(document.add_paragraph(), sheet.kicker, 14, style="bold")
    add_line(document.add_paragraph(), sheet.title_in_capitals, 14, style="bold")
    add_line(document.add_paragraph(), sheet.attached_to or "", 14, style="italic", after=6)
    document.element.body.insert_element_before(parse_xml(table_xml(sheet)), "w:sectPr")
    add_line(document.add_paragraph(), "./.", 12, align=WD_ALIGN_PARAGRAPH.RIGHT)
