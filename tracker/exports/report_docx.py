"""A report as DOCX that the office can go on editing in Word before it is signed."""

from __future__ import annotations

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml

from tracker.exports.docx import set_base_style, table_xml, with_fixed_times
from tracker.exports.official_docx import (
    Heading,
    Signature,
    add_heading,
    add_line,
    add_signature,
    add_text,
    set_foot,
    set_properties,
    set_rule,
    set_upright_page,
)
from tracker.exports.report import KIND, Report, ReportPart, cleaned_report
from tracker.exports.sheet import Sheet

_TEXT_MM = 165
_LEFT = WD_ALIGN_PARAGRAPH.LEFT


def render_report_docx(report: Report) -> bytes:
    """The report as a Word document; the same report gives the same bytes."""
    clean = cleaned_report(report)
    document = docx.Document()
    set_base_style(document)
    set_upright_page(document.sections[0])
    set_foot(document.sections[0], clean.foot)
    set_properties(document, f"Báo cáo: {clean.subject}", clean.as_of)
    heading = Heading(clean.superior, clean.issuer, clean.number_line, clean.place_and_day)
    add_heading(document, heading)
    _add_title(document, clean)
    for words in clean.opening:
        add_text(document, words)
    for numbered, part in clean.numbered_parts:
        _add_part(document, numbered, part)
    if clean.closing:
        add_text(document, clean.closing)
    add_signature(document, Signature(clean.recipients, clean.signing, clean.signer))
    return with_fixed_times(document)


def _add_title(document: Document, report: Report) -> None:
    add_line(document.add_paragraph(), KIND, 14, style="bold", before=14)
    add_line(document.add_paragraph(), report.subject, 14, style="bold")
    set_rule(document.add_paragraph(), width_mm=50, column_mm=_TEXT_MM)
    if report.addressee:
        add_line(document.add_paragraph(), report.addressee, 14, before=8, after=8)


def _add_part(document: Document, numbered: str, part: ReportPart) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    add_line(
        paragraph, numbered, 14, style="bold", align=WD_ALIGN_PARAGRAPH.LEFT, before=6, after=6
    )
    for words in part.paragraphs:
        add_text(document, words)
    if part.table is not None:
        _add_table(document, part.table)


def _add_table(document: Document, table: Sheet) -> None:
    document.element.body.insert_element_before(parse_xml(table_xml(table)), "w:sectPr")
    add_line(document.add_paragraph(), "", 6)
