"""The plan that Phường Mẫu works on: four sections, about forty tasks, all kinds of deadline."""

from __future__ import annotations

from tracker.demo import rows_digital, rows_procedures, rows_reform, rows_reporting
from tracker.demo.plan import SampleRow

TITLE = (
    "Kế hoạch cải cách hành chính, kiểm soát thủ tục hành chính và chuyển đổi số "
    "của phường Mẫu năm {year}"
)
NUMBER = "07/KH-UBND"
ROWS: tuple[SampleRow, ...] = (
    *rows_reform.ROWS,
    *rows_procedures.ROWS,
    *rows_digital.ROWS,
    *rows_reporting.ROWS,
)
