"""Rows pasted from a sheet, and CSV files as offices save them."""

from __future__ import annotations

import pytest

from tests.reading.helpers import HEADER, labels, messages, task_row
from tracker.reading.document import read_document, read_pasted
from tracker.reading.result import RowKind


def _joined(delimiter: str, *rows: tuple[str, ...]) -> str:
    return "\r\n".join(delimiter.join(row) for row in (HEADER, *rows))


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_delimiters(delimiter: str) -> None:
    document = read_pasted(_joined(delimiter, task_row("1"), task_row("2")), year=2026)

    assert labels(document) == ["1", "2"]
    assert document.rows[0].anchor.row == 2
    assert document.rows[0].anchor.line == 2


def test_quoted_cells_hold_delimiters_and_line_breaks() -> None:
    row = ("1", '"Rà soát; lập\r\nhồ sơ"', "Công an phường", "", "Quý I/2026", '"Hồ sơ ""A"""')
    document = read_pasted(_joined(";", row, task_row("2")), year=2026)

    assert document.rows[0].content == "Rà soát; lập hồ sơ"
    assert document.rows[0].product == 'Hồ sơ "A"'
    assert document.rows[1].anchor.line == 4


def test_a_lone_quotation_mark_does_not_swallow_the_rest() -> None:
    row = ("1", 'Cuộc thi "Dân vận khéo', "Công an phường", "", "Quý I/2026", "")
    document = read_pasted(_joined("\t", row, task_row("2")), year=2026)

    assert labels(document) == ["1", "2"]


def test_a_byte_order_mark_is_no_letter() -> None:
    data = ("\ufeff" + _joined(";", task_row("1"))).encode()

    assert read_document(data, "ke-hoach.csv").columns[0] == "TT"


def test_a_header_row_in_two_rows_of_a_csv() -> None:
    text = "\n".join(
        [
            "TT;Nội dung;Đơn vị thực hiện;;Thời hạn",
            ";;Chủ trì;Phối hợp;",
            "1;Lập hồ sơ;Công an phường;Đoàn Thanh niên phường;Quý I/2026",
        ]
    )
    row = read_pasted(text, year=2026).rows[0]

    assert row.lead_text == "Công an phường"
    assert row.cooperating_text == "Đoàn Thanh niên phường"


def test_merged_cells_left_empty_are_flagged_not_filled() -> None:
    gone = ("1.2", "Đạt 60%", "", "", "", "")
    document = read_pasted(_joined("\t", task_row("1.1"), gone, task_row("1.3")), year=2026)

    assert document.rows[1].kind is RowKind.TASK
    assert document.rows[1].lead == ()
    assert messages(document.rows[1], "lead")


def test_commas_in_prose_make_no_table() -> None:
    header = "TT\nNội dung\nĐơn vị chủ trì\nThời gian\n"
    body = "1\nRà soát, lập, gửi hồ sơ\nCông an phường\nQuý I/2026\n"
    document = read_pasted(header + body, year=2026)

    assert document.rows[0].content == "Rà soát, lập, gửi hồ sơ"
