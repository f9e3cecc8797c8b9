"""How long a plan takes to print, by rows and kind of file, and how much memory it needs."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context

from tracker.exports.docx import render_docx
from tracker.exports.long_pdf import render_long_pdf
from tracker.exports.pdf import render_pdf
from tracker.exports.service import is_long
from tracker.exports.sheet import Align, Column, ColumnKind, Sheet, SheetRow
from tracker.exports.xlsx import render_xlsx
from tracker.reading.result import RowKind

ROWS = (100, 1_000, 5_000)
ROWS_OF_AIM = 1_000
AIMS = {"PDF": 1.5, "DOCX": 0.5, "XLSX": 0.5}
MOST_MEGABYTES = 1024
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


@dataclass(frozen=True, slots=True)
class Cost:
    """What making one file took."""

    elapsed: float
    processor: float
    megabytes: float


def main() -> None:
    """Seconds on the clock and of the processor by rows, and the peak memory, beside the aims."""
    print("seconds elapsed / of the processor; per row: processor, 5,000 rows against 100")
    print(f"{'kind':6}" + "".join(f"{f'{rows:,} rows':>16}" for rows in ROWS) + "   per row")
    costs = {kind: {rows: _apart(kind, rows) for rows in ROWS} for kind in AIMS}
    for kind, by_rows in costs.items():
        first, *_, last = (cost.processor / rows for rows, cost in by_rows.items())
        times = (f"{cost.elapsed:.2f} / {cost.processor:.2f}" for cost in by_rows.values())
        print(
            f"{kind:6}"
            + "".join(f"{found:>16}" for found in times)
            + f"{f'x{last / first:.2f}':>10}"
        )
    for kind, by_rows in costs.items():
        cost, aim = by_rows[ROWS_OF_AIM], AIMS[kind]
        _judge(f"{kind} {ROWS_OF_AIM:,} rows, processor", cost.processor, aim, "s")
        _judge(f"{kind} {ROWS_OF_AIM:,} rows, elapsed", cost.elapsed, aim, "s")
        _judge(
            f"{kind} {ROWS[-1]:,} rows, peak memory",
            by_rows[ROWS[-1]].megabytes,
            MOST_MEGABYTES,
            "MB",
        )


def _judge(what: str, found: float, aim: float, unit: str) -> None:
    verdict = "holds" if found < aim else "MISSED"
    print(f"{what:32}{found:>9.2f} {unit:2} of {aim:g} {unit:2}  x{found / aim:.2f}  {verdict}")


def _apart(kind: str, rows: int) -> Cost:
    """Each measurement in a process of its own: a peak never sinks again."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (kind, rows))


def _measure(kind: str, rows: int) -> Cost:
    _render(kind, _sheet(1))  # loads the library and its fonts
    sheet = _sheet(rows)
    start, processor_start = time.perf_counter(), time.process_time()
    _render(kind, sheet)
    return Cost(
        elapsed=time.perf_counter() - start,
        processor=time.process_time() - processor_start,
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _render(kind: str, sheet: Sheet) -> None:
    """As the pages make it: a long PDF in pieces."""
    if is_long(len(sheet.rows), kind.lower()):
        render_long_pdf(sheet, lambda _done, _total: None)
        return
    {"PDF": render_pdf, "DOCX": render_docx, "XLSX": render_xlsx}[kind](sheet)


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
