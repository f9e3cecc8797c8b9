"""Old Excel workbooks: an invented plan saved by an office suite (nothing here writes .xls)."""

from __future__ import annotations

import random
import struct

import pytest

from tests.reading.documents import CENTRE, CULTURE, OFFICE
from tests.reading.helpers import OLD_WORKBOOK, labels, messages
from tracker.reading.document import read_document
from tracker.reading.readers.compound_file import CompoundFile
from tracker.reading.readers.xls_formats import scan_workbook
from tracker.reading.result import ReadRow, UnreadableDocumentError


def rows() -> list[ReadRow]:
    return read_document(OLD_WORKBOOK, "ke-hoach.xls").rows


def test_rows_and_letterhead() -> None:
    document = read_document(OLD_WORKBOOK, "ke-hoach.xls")

    assert document.title == "Kế hoạch chuyển đổi số phường Mẫu năm 2026"
    assert document.number == "12/KH-UBND"
    assert [row.content for row in document.rows] == [
        "Công tác chỉ đạo, điều hành",
        "Họp giao ban chuyển đổi số",
        "Ban hành quy chế",
        "Số hóa sổ hộ tịch",
    ]
    assert document.rows[3].cooperating == (OFFICE, CULTURE)


def test_merged_cells() -> None:
    _, first, second, third = rows()

    assert (first.lead_text, second.lead_text, third.lead_text) == (OFFICE, OFFICE, CENTRE)
    assert "lấy từ dòng 1" in messages(second, "lead")[0]


def test_dates_and_numbers_as_the_sheet_shows_them() -> None:
    """A day that shows only its month is the month; 2.1 in the format 0.00 is 2.10."""
    _, first, second, _ = rows()

    assert first.deadline_text == "Tháng 4/2026"
    assert second.deadline_text == "20/02/2026"
    assert labels(read_document(OLD_WORKBOOK, "a.xls")) == ["I", "1", "2", "2.10"]


def test_a_cell_far_away_is_refused_before_the_sheet_is_laid_out() -> None:
    stream = CompoundFile(OLD_WORKBOOK).stream("Workbook") or b""
    number = struct.pack("<HHHHHd", 0x203, 14, 65_000, 250, 0, 1.0)
    at = stream.rfind(struct.pack("<HH", 0x0A, 0))

    with pytest.raises(UnreadableDocumentError, match="quá lớn"):
        scan_workbook(stream[:at] + number + stream[at:])


def test_a_password() -> None:
    stream = CompoundFile(OLD_WORKBOOK).stream("Workbook") or b""
    lock = struct.pack("<HH", 0x2F, 2) + b"\0\0"

    with pytest.raises(UnreadableDocumentError, match="mật khẩu"):
        scan_workbook(stream[:20] + lock + stream[20:])


@pytest.mark.parametrize("seed", range(60))
def test_damaged_files_end_in_a_reading_or_a_sentence(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    data = bytearray(OLD_WORKBOOK)
    for _ in range(chance.choice((1, 3, 10))):
        at = chance.randrange(len(data) if seed % 2 else 2500)
        data[at : at + chance.choice((0, 1, 1, 40))] = bytes([chance.randrange(256)])
    sentence, balanced = "", True
    try:
        document = read_document(bytes(data), "ke-hoach.xls")
        balanced = document.rows_in_file == len(document.rows) + len(document.unread)
    except UnreadableDocumentError as error:
        sentence = str(error)

    assert balanced
    assert not sentence or sentence.endswith(".")


def test_cells_whose_font_is_struck_out_are_left_out_and_said() -> None:
    """The second font strikes out now, and the style of dates as days has it."""
    font = bytes.fromhex("c8000000ff7f9001")
    style = struct.pack("<HHHH", 0xE0, 20, 0, 165)
    assert style in OLD_WORKBOOK
    struck = OLD_WORKBOOK.replace(font, bytes.fromhex("c8000800ff7f9001"), 1)
    struck = struck.replace(style, struct.pack("<HHHH", 0xE0, 20, 1, 165))
    rows = read_document(struck, "ke-hoach.xls").rows

    assert [row.deadline_text for row in rows[1:3]].count(None) == 1
    assert any("gạch ngang" in message for row in rows for message in messages(row, "deadline"))
