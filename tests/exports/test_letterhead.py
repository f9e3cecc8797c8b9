"""A plan as a document of its own: agency, Quốc hiệu, number, signature, Nơi nhận."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import openpyxl
import pdfplumber
import pytest

from tests.factories import make_plan
from tests.personas import Ward
from tracker.exports.docx import render_docx
from tracker.exports.letterhead import letterhead_of
from tracker.exports.pdf import render_pdf
from tracker.exports.sheet import COUNTRY, MOTTO, Letterhead, Sheet
from tracker.exports.xlsx import render_xlsx

LETTERHEAD = Letterhead(
    agency=("ỦY BAN NHÂN DÂN", "PHƯỜNG MẪU"),
    number="Số: 12/KH-UBND",
    place_and_day="Mẫu, ngày 05 tháng 01 năm 2026",
    kind="KẾ HOẠCH",
    signature=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    signer="Người ký Mẫu",
    recipients=("- Các phòng chuyên môn;", "- Lưu: VT."),
)


@pytest.fixture
def document(make_sheet: Callable[..., Sheet]) -> Sheet:
    """A plan with its letterhead."""
    return make_sheet(title="Kế hoạch số hóa hồ sơ năm 2026", letterhead=LETTERHEAD)


class TestWhatItSays:
    """The words, from what the plan knows."""

    def test_committee_issues_by_its_chairman(self, ward: Ward) -> None:  # noqa: ARG002
        plan = make_plan(signer="Người ký Mẫu", addressees=["Thường trực Đảng ủy"])
        assert letterhead_of(plan, "UBND phường Mẫu") == Letterhead(
            agency=("ỦY BAN NHÂN DÂN", "PHƯỜNG MẪU"),
            number="Số: 12/KH-UBND",
            place_and_day="Mẫu, ngày 05 tháng 01 năm 2026",
            kind="KẾ HOẠCH",
            signature=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            signer="Người ký Mẫu",
            recipients=("- Thường trực Đảng ủy;", "- Lưu: VT."),
        )

    def test_chairman_who_decides_himself_signs_for_nobody(self, ward: Ward) -> None:  # noqa: ARG002
        plan = make_plan(issuer="Chủ tịch UBND xã Mẫu Thượng", number="7/QĐ-UBND")
        letterhead = letterhead_of(plan, "UBND phường Mẫu")
        assert letterhead.agency == ("ỦY BAN NHÂN DÂN", "XÃ MẪU THƯỢNG")
        assert letterhead.signature == ("CHỦ TỊCH",)
        assert letterhead.kind == "QUYẾT ĐỊNH"
        assert letterhead.place_and_day.startswith("Mẫu Thượng, ngày 05 tháng 01")

    @pytest.mark.parametrize("spelling", ["Ủy ban nhân dân", "Uỷ ban nhân dân", "UBND"])
    def test_committee_is_written_in_full(self, ward: Ward, spelling: str) -> None:  # noqa: ARG002
        plan = make_plan(issuer=f"{spelling} phường Mẫu")
        assert letterhead_of(plan, "").agency == ("ỦY BAN NHÂN DÂN", "PHƯỜNG MẪU")

    def test_blanks_stand_where_nothing_is_known(self, ward: Ward) -> None:  # noqa: ARG002
        plan = make_plan(issuer=None, number=None, issued_on=None)
        letterhead = letterhead_of(plan, "Trường Mẫu")
        assert letterhead.agency == ("TRƯỜNG MẪU",)
        assert letterhead.number == "Số: ……"
        assert letterhead.place_and_day == "……, ngày …… tháng …… năm 2026"
        assert letterhead.recipients == ("- Lưu: VT.",)

    def test_march_takes_no_nought(self, ward: Ward) -> None:  # noqa: ARG002
        plan = make_plan(issued_on=date(2026, 3, 9))
        assert letterhead_of(plan, "").place_and_day == "Mẫu, ngày 09 tháng 3 năm 2026"


def test_kind_of_document_is_not_said_twice(document: Sheet) -> None:
    assert [words for words, _style in document.opening_lines][:2] == [
        "KẾ HOẠCH",
        "Số hóa hồ sơ năm 2026",
    ]
    other = replace(document, title="Phân công nhiệm vụ")
    assert other.subject == "Phân công nhiệm vụ"


def test_pdf_has_the_head_above_and_the_signature_below(document: Sheet) -> None:
    with pdfplumber.open(BytesIO(render_pdf(document))) as opened:
        words = "\n".join(page.extract_text() for page in opened.pages)
    places = [
        words.index(part) for part in (COUNTRY, MOTTO, "KẾ HOẠCH", "TUYÊN TRUYỀN", "Nơi nhận")
    ]
    assert places == sorted(places)
    for part in ("Số: 12/KH-UBND", "TM. ỦY BAN NHÂN DÂN", "Người ký Mẫu", "- Lưu: VT."):
        assert part in words
    assert "Phụ lục" not in words


def test_docx_has_the_same_in_tables_without_rules(document: Sheet) -> None:
    head, _rows, close = docx.Document(BytesIO(render_docx(document))).tables
    left, right = (cell.text.split("\n") for cell in head.rows[0].cells)
    assert left[:2] == ["ỦY BAN NHÂN DÂN", "PHƯỜNG MẪU"]
    assert right[:2] == [COUNTRY, MOTTO]
    assert head.rows[1].cells[1].paragraphs[0].runs[0].italic
    assert close.rows[0].cells[0].text.split("\n") == ["Nơi nhận:", *LETTERHEAD.recipients]
    assert "Người ký Mẫu" in close.rows[0].cells[1].text


def test_xlsx_prints_head_and_signature_too(document: Sheet) -> None:
    worksheet = openpyxl.load_workbook(BytesIO(render_xlsx(document))).worksheets[0]
    words = [str(value) for row in worksheet.values for value in row if value]
    for part in (COUNTRY, MOTTO, "Số: 12/KH-UBND", "Nơi nhận:", "CHỦ TỊCH", "Người ký Mẫu"):
        assert part in words
    last_row = int(worksheet.print_area.rsplit("$", 1)[1])
    assert last_row == worksheet.max_row


def test_same_sheet_gives_the_same_bytes(document: Sheet) -> None:
    for render in (render_pdf, render_docx, render_xlsx):
        assert render(document) == render(document)
