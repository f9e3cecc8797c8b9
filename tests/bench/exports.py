"""How long a plan takes to print, by rows and kind of file, and how much memory it needs."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import get_context

from tracker.exports.docx import render_docx
from tracker.exports.pdf import render_pdf
from tracker.exports.sheet import Align, Column, ColumnKind, Sheet, SheetRow
from tracker.exports.xlsx import render_xlsx
from tracker.reading.result import RowKind

ROWS = (100, 1_000, 5_000)
RENDERERS: dict[str, Callable[[Sheet], bytes]] = {
    "PDF": render_pdf,
    "DOCX": render_docx,
    "XLSX": render_xlsx,
}
_COLUMNS = (
    Column("TT", 1.2, Align.CENTER, least_mm=11),
    Column("Nội dung nhiệm vụ", 7),
    Column("Đơn vị chủ trì", 3.2),
    Column("Đơn vị phối hợp", 3.4),
    Column("Thời hạn", 3.2, Align.CENTER, ColumnKind.DATE),
    Column("Sản phẩm", 3.4),
    Column("Tình hình thực hiện", 6.2),
    Column("Trạng thái", 3.8),
)


def main() -> None:
    """Processor seconds by rows, the cost of a row against the smallest, and the peak memory."""
    print(
        f"{'kind':6}" + "".join(f"{f'{rows:,} rows':>14}" for rows in ROWS) + "   per row   memory"
    )
    for kind in RENDERERS:
        measured = [_apart(kind, rows) for rows in ROWS]
        seconds = [found for found, _ in measured]
        growth = seconds[-1] / ROWS[-1] / (seconds[0] / ROWS[0])
        times = "".join(f"{found:>12.2f} s" for found in seconds)
        print(f"{kind:6}{times}{f'x{growth:.2f}':>10}{measured[-1][1]:>6.0f} MB")


def _apart(kind: str, rows: int) -> tuple[float, float]:
    """Each measurement in a process of its own: a peak never sinks again."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (kind, rows))


def _measure(kind: str, rows: int) -> tuple[float, float]:
    render = RENDERERS[kind]
    render(_sheet(1))  # loads the library and its fonts
    sheet = _sheet(rows)
    start = time.process_time()
    render(sheet)
    seconds = time.process_time() - start
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _sheet(rows: int) -> Sheet:
    return Sheet(
        title="Kế hoạch cải cách hành chính năm 2026",
        columns=_COLUMNS,
        rows=tuple(_row(number) for number in range(rows)),
        as_of=datetime(2026, 8, 5, 1, 0, tzinfo=UTC),
    )


def _row(number: int) -> SheetRow:
    cells = (
        f"{number // 10 + 1}.{number % 10 + 1}",
        f"Rà soát, cập nhật thủ tục hành chính thuộc lĩnh vực thứ {number} và công khai kết quả",
        "Văn phòng HĐND và UBND",
        "Phòng Văn hóa - Xã hội; Phòng Kinh tế, Hạ tầng và Đô thị",
        "15/12/2026" if number % 3 else "Thường xuyên",
        "Báo cáo, danh mục thủ tục",
        f"Đã rà soát {number} thủ tục; còn vướng ở khâu lấy ý kiến, đang chờ trả lời.",
        "Đang thực hiện\nCòn 12 ngày",
    )
    return SheetRow(RowKind.TASK, 1, cells)
