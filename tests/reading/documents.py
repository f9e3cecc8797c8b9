"""Invented plans of Phường Mẫu, and writers that give them every shape real files have."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape
from textwrap import wrap

import xlsxwriter

FIELDS = ("label", "content", "lead", "cooperating", "deadline", "product")
TITLES = {
    "label": "TT",
    "content": "Nội dung nhiệm vụ",
    "lead": "Đơn vị chủ trì",
    "cooperating": "Đơn vị phối hợp",
    "deadline": "Thời hạn hoàn thành",
    "product": "Sản phẩm",
}
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class PlanRow:
    """One printed row; `merged` names the cells that belong to the cell above."""

    label: str
    content: str
    lead: str = ""
    cooperating: str = ""
    deadline: str = ""
    product: str = ""
    merged: frozenset[str] = frozenset()
    wide: bool = False

    @property
    def is_heading(self) -> bool:
        return not (self.lead or self.deadline or self.merged)


@dataclass(frozen=True)
class Plan:
    """An invented plan: letterhead, columns in printed order, rows, what stands below."""

    rows: Sequence[PlanRow]
    order: Sequence[str] = FIELDS
    titles: dict[str, str] = field(default_factory=lambda: dict(TITLES))
    before: Sequence[str] = (
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG MẪU",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Phường Mẫu, ngày 05 tháng 01 năm 2026",
        "KẾ HOẠCH",
        "Chuyển đổi số phường Mẫu năm 2026",
        "Thực hiện Chương trình chuyển đổi số của thành phố, phường Mẫu xây dựng kế hoạch như sau:",
    )
    after: Sequence[str] = ("Nơi nhận:", "- Lưu: VT.", "CHỦ TỊCH", "Nguyễn Văn Mẫu")

    def cells(self, row: PlanRow) -> list[str]:
        return [getattr(row, name) for name in self.order]

    @property
    def header(self) -> list[str]:
        return [self.titles[name] for name in self.order]


OFFICE = "Văn phòng HĐND và UBND"
CULTURE = "Phòng Văn hóa - Xã hội"
CENTRE = "Trung tâm Phục vụ hành chính công"
ROWS = (
    PlanRow("I", "Công tác chỉ đạo, điều hành", wide=True),
    PlanRow(
        "1",
        "Ban hành quy chế quản lý kho dữ liệu dùng chung của phường",
        OFFICE,
        "Các phòng chuyên môn",
        "Trước 20/02/2026",
        "Quy chế được ban hành",
    ),
    PlanRow("2", "Họp giao ban chuyển đổi số", OFFICE, CENTRE, "Hàng tháng", "Thông báo kết luận"),
    PlanRow("II", "Phát triển chính quyền số", wide=True),
    PlanRow("1", "Số hóa giấy tờ lưu trữ"),
    PlanRow(
        "1.1",
        "Quét sổ hộ tịch từ năm 1990 trở lại đây",
        CENTRE,
        CULTURE,
        "Trong tháng 9/2026",
        "100% sổ được quét",
    ),
    PlanRow(
        "1.2",
        "Nhập dữ liệu hộ tịch vào phần mềm dùng chung",
        CENTRE,
        CULTURE,
        "Quý IV/2026",
        "Báo cáo kết quả nhập liệu",
    ),
    PlanRow(
        "2",
        "Hướng dẫn người dân dùng chữ ký số cá nhân",
        CULTURE,
        "Đoàn Thanh niên phường",
        "Thường xuyên",
        "Tỷ lệ người dân có chữ ký số",
    ),
    PlanRow(
        "3",
        "Xử lý sự cố an toàn thông tin",
        OFFICE,
        "Công an phường",
        "Khi có phát sinh",
        "Biên bản xử lý",
    ),
)
PLAN = Plan(ROWS)
TASKS = [row for row in ROWS if not row.is_heading]


def paragraph(text: str, *, number: tuple[int, int] | None = None, bold: bool = False) -> str:
    """A Word paragraph; a line feed in the text becomes a break, `number` is (list, level)."""
    numbering = ""
    if number:
        numbering = (
            f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
        )
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    middle = max(1, len(text) // 2)
    runs = "".join(_run(piece, style) for piece in (text[:middle], text[middle:]) if piece)
    return f"<w:p><w:pPr>{numbering}</w:pPr>{runs}</w:p>"


def _run(text: str, style: str) -> str:
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{style}{lines}</w:r>"


def cell(
    text: str = "",
    *,
    span: int = 1,
    merge: str | None = None,
    number: tuple[int, int] | None = None,
    inside: str = "",
) -> str:
    """A Word table cell; `merge` is "restart" or "continue"; `inside` is more XML."""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    properties = f'<w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>'
    return f"<w:tc>{properties}{paragraph(text, number=number)}{inside}</w:tc>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A Word table from rows of cells."""
    written = "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows)
    return f"<w:tbl><w:tblPr/>{written}</w:tbl>"


def docx(*blocks: str, numbering: str = "", more: dict[str, str] | None = None) -> bytes:
    """A Word package around the blocks of a body; `more` are other parts by name."""
    body = f'<w:document xmlns:w="{_W}"><w:body>{"".join(blocks)}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": body,
    }
    if numbering:
        parts["word/numbering.xml"] = f'<w:numbering xmlns:w="{_W}">{numbering}</w:numbering>'
    return package(parts | (more or {}))


def package(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def decimal_list(text: str, *, list_id: int = 1, second: str = "%1.%2") -> str:
    """A numbering definition of two decimal levels written as `text` and `second`."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{written}"/></w:lvl>'
        for level, written in enumerate((text, second))
    )
    return (
        f'<w:abstractNum w:abstractNumId="{list_id}">{levels}</w:abstractNum>'
        f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'
    )


def plan_as_docx(plan: Plan = PLAN) -> bytes:
    """The plan with its letterhead and signature as tables, headings merged, cells merged down."""
    width = len(plan.order)
    rows = [[cell(title) for title in plan.header]]
    for at, row in enumerate(plan.rows):
        following = plan.rows[at + 1].merged if at + 1 < len(plan.rows) else frozenset()
        if row.wide:
            rows.append([cell(f"{row.label} {row.content}", span=width)])
        else:
            rows.append([_docx_cell(row, name, following) for name in plan.order])
    letterhead = table([[cell("\n".join(plan.before[:3])), cell("\n".join(plan.before[3:6]))]])
    signature = table([[cell("\n".join(plan.after[:2])), cell("\n\n".join(plan.after[2:]))]])
    words = [paragraph(line) for line in plan.before[6:]]
    return docx(letterhead, *words, table(rows), signature)


def _docx_cell(row: PlanRow, name: str, following: frozenset[str]) -> str:
    if name in row.merged:
        return cell(merge="continue")
    return cell(getattr(row, name), merge="restart" if name in following else None)


def plan_as_xlsx(plan: Plan = PLAN, *, first_column: int = 0) -> bytes:
    """The plan on a sheet: letterhead above, recipients below, headings and cells merged."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Phụ lục")
    at = 0
    for line in plan.before:
        sheet.write(at, first_column, line)
        at += 1
    for column, title in enumerate(plan.header):
        sheet.write(at + 1, first_column + column, title)
    at += 2
    for number, row in enumerate(plan.rows):
        for column, name in enumerate(plan.order):
            if name in row.merged:
                continue
            _write_sheet_cell(sheet, plan, number, column + first_column, at, name)
        at += 1
    for line in plan.after:
        at += 1
        sheet.write(at, first_column, line)
    book.close()
    return buffer.getvalue()


def _write_sheet_cell(sheet, plan: Plan, number: int, column: int, at: int, name: str) -> None:  # type: ignore[no-untyped-def]
    rows, end = plan.rows, number
    while end + 1 < len(rows) and name in rows[end + 1].merged:
        end += 1
    value = getattr(rows[number], name)
    if end > number:
        sheet.merge_range(at, column, at + end - number, column, value)
    elif value:
        sheet.write(at, column, value)


def plan_as_rows(plan: Plan = PLAN, delimiter: str = "\t") -> str:
    """The plan as pasted rows or CSV, cells with line breaks or delimiters quoted."""
    lines = [plan.header, *(plan.cells(row) for row in plan.rows)]
    return "\r\n".join(delimiter.join(_quoted(value, delimiter) for value in row) for row in lines)


def _quoted(value: str, delimiter: str) -> str:
    if delimiter in value or "\n" in value or '"' in value:
        return '"' + value.replace('"', '""') + '"'
    return value


WIDTHS = {
    "label": 6,
    "content": 38,
    "lead": 19,
    "cooperating": 19,
    "deadline": 13,
    "product": 24,
}


def plan_as_text(
    plan: Plan = PLAN,
    *,
    spaced: bool = True,
    cut: dict[int, int] | None = None,
    repeat_header: bool = True,
) -> str:
    """The plan as a PDF extractor prints it: every printed line by itself, cell after cell.

    `spaced` puts an empty line after each line but between cells of one height. `cut` says after
    how many lines of each cell a row (by its position) is cut by the page.
    """
    header = [line for name in plan.order for line in wrap(plan.titles[name], WIDTHS[name])]
    printed = [*plan.before, "", *_printed(header, spaced)]
    for position, row in enumerate(plan.rows):
        cells = [_printed_cell(row, name) for name in plan.order]
        limit = (cut or {}).get(position)
        if limit is None:
            printed.extend(_printed_row(cells, spaced))
            continue
        printed.extend(_printed_row([lines[:limit] for lines in cells], spaced))
        printed.append("\f" + (header[0] if repeat_header else ""))
        printed.extend(_printed(header[1:], spaced) if repeat_header else [])
        printed.extend(_printed_row([lines[limit:] for lines in cells], spaced))
    return "\n".join([*printed, "", *plan.after])


def _printed_cell(row: PlanRow, name: str) -> list[str]:
    if name in row.merged:
        return []
    return [line for part in getattr(row, name).split("\n") for line in wrap(part, WIDTHS[name])]


def _printed_row(cells: Sequence[Sequence[str]], spaced: bool) -> list[str]:
    printed: list[str] = []
    for lines in cells:
        printed.extend(_printed(lines, spaced)[: -1 if spaced and lines else None])
    return [*printed, ""] if spaced and printed else printed


def _printed(lines: Sequence[str], spaced: bool) -> list[str]:
    return [piece for line in lines for piece in ((line + " ", "") if spaced else (line,))]


def long_plan(rows: int) -> Plan:
    """A plan of about so many rows in sections of twenty, no two contents alike."""
    roman = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
    written: list[PlanRow] = []
    for at in range(rows):
        section, position = divmod(at, 20)
        if position == 0:
            label = roman[section % 10]
            written.append(PlanRow(label, f"Nhóm nhiệm vụ thứ {section + 1}", wide=True))
            continue
        task = TASKS[at % len(TASKS)]
        content = f"{task.content} đợt {at} tại {at + 3} tổ dân phố"
        written.append(replace(task, label=str(position), content=content))
    return Plan(written)
