"""A sheet as DOCX that Word can edit: real table, header row on each page, page numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Emu, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tracker.exports.cells import Cell, cells_by_row, codes_in
from tracker.exports.scanned import picture_of
from tracker.exports.sheet import (
    CODE_MM,
    COUNTRY,
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    MOTTO,
    SHARE_KEPT_TOGETHER,
    TURNED_HEADING_MM,
    Align,
    ColumnKind,
    Letterhead,
    Orientation,
    Sheet,
    SheetRow,
    Style,
    cleaned,
)
from tracker.exports.text_size import FONT_SIZE_MM, usual_lines

_FONT = "Times New Roman"
_LINES_FOR_SIGNATURE = 4
_LINE_MM = 1.15 * FONT_SIZE_MM
_INSET_MM = 3.0
_TWIPS_PER_MM = 1440 / 25.4
_EARLIEST_IN_ZIP = (1980, 1, 1, 0, 0, 0)
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
NO_SQUARES: Mapping[str, str] = {}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def render_docx(sheet: Sheet) -> bytes:
    """The sheet as a Word document; the same sheet gives the same bytes."""
    clean = cleaned(sheet)
    document = docx.Document()
    set_base_style(document)
    _set_page(document.sections[0], clean)
    _set_properties(document, clean)
    if clean.letterhead:
        _add_head(document, clean.letterhead)
    _add_opening(document, clean)
    squares = _add_squares(document, clean)
    document.element.body.insert_element_before(parse_xml(table_xml(clean, squares)), "w:sectPr")
    if clean.legend:
        _add_line(document, clean.legend, size=11, italic=True)
    if clean.letterhead:
        _add_close(document, clean.letterhead)
    _add_line(document, "", size=1)
    return with_fixed_times(document)


def set_base_style(document: Document) -> None:
    """Times New Roman 12 without spacing, in Vietnamese, wherever nothing else is said."""
    normal = document.styles["Normal"]
    normal.font.name = _FONT
    normal.font.size = Pt(12)
    fonts = normal.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), _FONT)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def _set_page(section: Section, sheet: Sheet) -> None:
    width, height = sheet.size_mm
    landscape = sheet.orientation is Orientation.LANDSCAPE
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(MARGIN_TOP_MM), Mm(MARGIN_BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(MARGIN_LEFT_MM), Mm(MARGIN_RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    fill_page_number(section.header.paragraphs[0])
    for footer in (section.first_page_footer, section.footer):
        fill(footer.paragraphs[0], sheet.foot, size=10, italic=True)


def fill_page_number(paragraph: Paragraph) -> None:
    """The number of the page, centred, as it stands in the top margin."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = '<w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:t>2</w:t></w:r>'
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE">{run}</w:fldSimple>'
    paragraph._p.append(parse_xml(field))


def _set_properties(document: Document, sheet: Sheet) -> None:
    moment = sheet.as_of.replace(tzinfo=None)
    properties = document.core_properties
    properties.title = sheet.title
    properties.language = "vi-VN"
    properties.author = properties.comments = ""
    properties.created = properties.modified = moment


def _add_opening(document: Document, sheet: Sheet) -> None:
    for text, style in sheet.opening_lines:
        is_italic = style is Style.ITALIC
        _add_line(document, text, size=14, bold=not is_italic, italic=is_italic)
    _add_line(document, "", size=6)


def _add_head(document: Document, letterhead: Letterhead) -> None:
    """Nghị định 30/2020, Phụ lục I: the agency on the left, the country on the right."""
    table = _add_unruled_table(document, (5, 6), rows=2)
    left, right = table.rows[0].cells
    _fill_lines(left, letterhead.agency, size=13, bold=True)
    _fill_lines(right, (COUNTRY,), size=13, bold=True)
    _fill_lines(right, (MOTTO,), size=14, bold=True)
    for cell, share in ((left, 0.30), (right, 0.42)):
        _add_rule_below(cell, share)
    left, right = table.rows[1].cells
    _fill_lines(left, (letterhead.number,), size=13)
    _fill_lines(right, (letterhead.place_and_day,), size=14, italic=True)
    _add_line(document, "", size=8)


def _add_close(document: Document, letterhead: Letterhead) -> None:
    _add_line(document, "", size=10)
    left, right = _add_unruled_table(document, (1, 1)).rows[0].cells
    _fill_lines(left, ("Nơi nhận:",), size=12, bold=True, italic=True, centred=False)
    _fill_lines(left, letterhead.recipients, size=11, centred=False)
    _fill_lines(right, letterhead.signature, size=14, bold=True)
    _fill_lines(right, ("",) * _LINES_FOR_SIGNATURE, size=14)
    _fill_lines(right, (letterhead.signer,), size=14, bold=True)


def _add_unruled_table(document: Document, shares: tuple[int, int], *, rows: int = 1) -> Table:
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    table: Table = document.add_table(rows=rows, cols=2)
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Emu(room * share // sum(shares))
    return table


def _fill_lines(
    cell: _Cell,
    lines: tuple[str, ...],
    *,
    size: int,
    bold: bool = False,
    italic: bool = False,
    centred: bool = True,
) -> None:
    for line in lines:
        is_first = len(cell.paragraphs) == 1 and not cell.paragraphs[0].runs
        paragraph = cell.paragraphs[0] if is_first else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        fill(paragraph, line, size=size, bold=bold, italic=italic)


def _add_rule_below(cell: _Cell, share: float) -> None:
    """A centred line of part of the width: the border of an empty paragraph that is set in."""
    paragraph = cell.add_paragraph()
    side = Emu(int(cell.width * (1 - share) / 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    fill(paragraph, "", size=4)
    border = '<w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/>'
    paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"))


def _add_line(
    document: Document, text: str, *, size: int, bold: bool = False, italic: bool = False
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(15)
    fill(paragraph, text, size=size, bold=bold, italic=italic)


def fill(
    paragraph: Paragraph, text: str, *, size: int, bold: bool = False, italic: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic


def _add_squares(document: Document, sheet: Sheet) -> dict[str, str]:
    """Put the picture of each code into the package; by the code, what the table calls it."""
    codes = codes_in(sheet)
    part = document.part
    return {
        code: part.get_or_add_image(BytesIO(picture_of(sheet.code_address + code)))[0]
        for code in codes
    }


def table_xml(sheet: Sheet, squares: Mapping[str, str] = NO_SQUARES) -> str:
    """The whole table as one piece; row by row through python-docx takes ten times longer."""
    widths = [round(width * _TWIPS_PER_MM) for width in sheet.widths_mm]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    cells_of_rows = cells_by_row(sheet)
    low = _low_rows(sheet, cells_of_rows)
    rows = "".join(
        _row_xml(row, cells, sheet, widths, squares, stays_whole=is_low)
        for row, cells, is_low in zip(sheet.rows, cells_of_rows, low, strict=True)
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_header_xml(sheet, widths)}{rows}</w:tbl>"
    )


def _header_xml(sheet: Sheet, widths: list[int]) -> str:
    cells = (
        _cell_xml(
            Cell(column.heading, place), widths, Align.CENTER, bold=True, turned=column.is_turned
        )
        for place, column in enumerate(sheet.columns)
    )
    turned = any(column.is_turned for column in sheet.columns)
    height = f'<w:trHeight w:val="{round(TURNED_HEADING_MM * _TWIPS_PER_MM)}"/>' if turned else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row_xml(
    row: SheetRow,
    cells: Sequence[Cell],
    sheet: Sheet,
    widths: list[int],
    squares: Mapping[str, str],
    *,
    stays_whole: bool,
) -> str:
    written = (
        _code_xml(cell.text, widths[cell.column], squares[cell.text])
        if cell.text in squares and sheet.columns[cell.column].kind is ColumnKind.CODE
        else _cell_xml(
            cell, widths, _align_of(cell, sheet), bold=row.is_strong, leads=row.is_heading
        )
        for cell in cells
    )
    kept = "<w:cantSplit/>" if stays_whole else ""
    return f"<w:tr><w:trPr>{kept}</w:trPr>{''.join(written)}</w:tr>"


def _low_rows(sheet: Sheet, cells_of_rows: Sequence[Sequence[Cell]]) -> list[bool]:
    """Which rows are surely lower than a good part of a page, and may be kept from breaking."""
    widths = sheet.widths_mm
    room = SHARE_KEPT_TOGETHER * (sheet.size_mm[1] - MARGIN_TOP_MM - MARGIN_BOTTOM_MM)
    return [_usual_height(cells, widths) <= room for cells in cells_of_rows]


def _usual_height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    lines = (
        usual_lines(cell.text, sum(widths[cell.column : cell.column + cell.span]) - _INSET_MM)
        for cell in cells
        if cell.rows == 1
    )
    return max(lines, default=1) * _LINE_MM


def _align_of(cell: Cell, sheet: Sheet) -> Align:
    return Align.LEFT if cell.span > 1 else sheet.columns[cell.column].align


def _cell_xml(
    cell: Cell,
    widths: list[int],
    align: Align,
    *,
    bold: bool,
    leads: bool = True,
    turned: bool = False,
) -> str:
    width = sum(widths[cell.column : cell.column + cell.span])
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    joined = {0: "<w:vMerge/>", 1: ""}.get(cell.rows, '<w:vMerge w:val="restart"/>')
    direction = '<w:textDirection w:val="btLr"/>' if turned else ""
    align = Align.LEFT if turned else align
    lines = cell.text.splitlines() if cell.rows else []
    stays_with_next = "<w:keepNext/>" if leads else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{joined}{direction}'
        '<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr>{stays_with_next}<w:jc w:val="{align}"/></w:pPr>'
        f"{_run_xml(lines, bold=bold, small=turned)}</w:p></w:tc>"
    )


def _code_xml(code: str, width: int, picture: str) -> str:
    """The square over its code; `wp` and the others are named where they are used."""
    side = Mm(CODE_MM)
    extent = f'cx="{side}" cy="{side}"'
    properties = (
        f'<wp:docPr id="{int(picture.removeprefix("rId"))}" name="{code}" descr="Mã QR {code}"/>'
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        f"<w:r><w:drawing><wp:inline {nsdecls('wp', 'a', 'pic', 'r')}><wp:extent {extent}/>"
        f'{properties}<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="0" name="{code}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{picture}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        f"</a:graphic></wp:inline></w:drawing></w:r><w:r><w:br/><w:t>{code}</w:t></w:r></w:p></w:tc>"
    )


def _run_xml(lines: list[str], *, bold: bool, small: bool) -> str:
    looks = ("<w:b/>" if bold else "") + ('<w:sz w:val="20"/>' if small else "")
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    texts = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{properties}{'<w:br/>'.join(texts)}</w:r>"


def with_fixed_times(document: Document) -> bytes:
    """The package with one and the same time on each part, instead of the present moment."""
    written, fixed = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as parts, ZipFile(fixed, "w", ZIP_DEFLATED) as package:
        for name in parts.namelist():
            part = ZipInfo(name, _EARLIEST_IN_ZIP)
            part.compress_type = ZIP_DEFLATED
            package.writestr(part, parts.read(name))
    return fixed.getvalue()
