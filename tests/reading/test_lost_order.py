"""Text taken out of a PDF in the wrong order: refused or doubted, never read as if it were sure."""

from __future__ import annotations

import pytest

from tests.reading.documents import PLAN, plan_as_text
from tracker.reading.document import read_pasted
from tracker.reading.result import UnreadableDocumentError

TITLES = ("TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian", "Sản phẩm")
UNITS = ("Công an phường", "Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND")
WORDS = ("Rà soát hồ sơ hộ tịch", "Tổ chức tập huấn", "Xây dựng quy chế")


def test_columns_printed_one_after_the_other_are_refused() -> None:
    """As `pdftotext` prints a narrow table: all labels, then all contents, then all units."""
    columns = [("1", "2", "3"), WORDS, UNITS, UNITS[::-1], ("Quý I/2026",) * 3, ("Báo cáo",) * 3]
    text = "\n\n".join("\n".join(column) for column in (TITLES, *columns))

    with pytest.raises(UnreadableDocumentError, match="pdftotext -layout"):
        read_pasted(text)


def test_prose_before_a_lost_table_is_read_and_the_loss_is_said() -> None:
    prose = (
        "KẾ HOẠCH\nII. NHIỆM VỤ\n1. Công an phường rà soát hồ sơ trước ngày 30/6/2026.\n"
        "2. Phòng Văn hóa - Xã hội tổ chức tập huấn trong quý II/2026.\n"
    )
    titles = "Nội dung nhiệm vụ TT Đơn vị chủ trì Thời gian\n"
    cells = "\n".join(("3", "4", *UNITS, *WORDS, "Quý I/2026"))

    document = read_pasted(prose + titles + cells, year=2026)

    assert [row.label for row in document.rows] == ["II.", "1.", "2."]
    assert "tiêu đề của một bảng nhiệm vụ" in document.findings[0].message


def test_cells_out_of_their_places_are_doubted_one_and_all() -> None:
    rows = [
        ("1", WORDS[0], UNITS[0], UNITS[1], "Quý I/2026", "Báo cáo"),
        ("2", UNITS[1], WORDS[1], UNITS[2], "Quý II/2026", "Báo cáo"),
        ("3", WORDS[2], UNITS[2], UNITS[0], "Quý III/2026", "Báo cáo"),
        ("4", WORDS[1], UNITS[0], UNITS[1], "Quý IV/2026", "Báo cáo"),
    ]
    text = "\n".join("\n".join(cells) for cells in (TITLES, *rows))

    document = read_pasted(text, year=2026)

    assert all({"content", "lead"} <= {f.field for f in row.findings} for row in document.rows)


def test_a_good_text_is_not_doubted() -> None:
    document = read_pasted(plan_as_text(PLAN), year=2026)

    assert not [found for found in document.findings if "xáo trộn" in found.message]


@pytest.mark.parametrize("title", ["Số\nthứ\ntự", "Số thứ\ntự", "Số\nTT", "ST\nT", "S\nT\nT"])
def test_the_label_title_may_be_broken_over_lines(title: str) -> None:
    row = ("1", WORDS[0], UNITS[0], UNITS[1], "Quý I/2026", "Báo cáo")
    text = "\n".join((title, *TITLES[1:], *row, "2", WORDS[1], *row[2:]))

    document = read_pasted(text, year=2026)

    assert [row.label for row in document.rows] == ["1", "2"]
    assert document.rows[0].lead == (UNITS[0],)
