"""Accounts for a whole ward from one sheet: faults in place, all or none, slips once."""

from __future__ import annotations

import html
import re
from io import BytesIO

import pytest
import python_calamine
from sqlalchemy import select
from xlsxwriter import Workbook

from tests.personas import Browser, Ward
from tracker.accounts.models import User
from tracker.accounts.queries import find_user
from tracker.accounts.rules import Role
from tracker.core.db import db

HEADINGS = ("STT", "Họ và tên", "Tài khoản", "Chức vụ", "Phòng, ban", "Quyền", "Email")
PEOPLE = (
    ("1", "Nguyễn Thử An", "", "Chuyên viên", "Phòng Văn hoá - Xã hội", "", "an@phuongmau.example"),
    ("2", "Lê Thử Bình", "binh.le", "", "Phòng Kinh tế, Hạ tầng và Đô thị", "Trưởng đơn vị", ""),
    ("3", "Đỗ Thử Đạt", "", "", "", "Giám sát", ""),
)


def sheet(*rows: tuple[str, ...]) -> bytes:
    """A workbook with a letterhead above its headings, as offices keep them."""
    target = BytesIO()
    workbook = Workbook(target)
    page = workbook.add_worksheet()
    for at, row in enumerate([("UBND PHƯỜNG MẪU",), (), HEADINGS, *rows]):
        for column, words in enumerate(row):
            page.write_string(at, column, words)
    workbook.close()
    return target.getvalue()


def fields_of(page: str) -> dict[str, str]:
    """The preview's form as a browser would send it back."""
    found = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        picked = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = picked[1] if picked else ""
    return found


def preview(browser: Browser, ward: Ward, data: bytes, name: str = "ds.xlsx") -> str:
    answer = browser.as_(ward.administrator).post(
        "/accounts/many", data={"file": (BytesIO(data), name)}
    )
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_sheet_becomes_accounts_whose_passwords_work_once(ward: Ward, browser: Browser) -> None:
    fields = fields_of(preview(browser, ward, sheet(*PEOPLE)))
    assert fields["row0-username"] == "annt"
    assert fields["row0-role"] == "officer"
    assert fields["row0-unit"] == str(ward.culture.id)
    assert fields["row2-username"] == "datdt"
    admin = browser.as_(ward.administrator)
    slips = admin.post("/accounts/many/create", data=fields)
    assert slips.status_code == 200
    head = find_user("binh.le")
    assert head is not None
    assert (head.role, head.unit, head.must_change_password) == (Role.UNIT_HEAD, ward.economy, True)
    passwords = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", slips.text)
    assert len(set(passwords)) == 3
    signed_in = browser.sign_in(head, passwords[1])
    assert signed_in.get("/").headers["Location"] == "/account/password"
    again = admin.post("/accounts/many/create", data=fields)
    assert re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", again.text) == passwords
    fields["request_key"] = "another"
    refused = admin.post("/accounts/many/create", data=fields)
    assert refused.status_code == 422
    assert "Đã có tài khoản “binh.le”" in refused.text


def test_faults_stand_in_their_cells_and_nothing_is_made_until_all_are_mended(
    ward: Ward, browser: Browser
) -> None:
    rows = (
        ("1", "Nguyễn Thử An", "vanphong", "", "Phòng Không Có", "Công chức", "sai"),
        ("2", "", "trùng", "", "", "Ông Từ", ""),
        ("3", "Người thử truong.vanhoa", "x1", "", "Phòng Văn hóa - Xã hội", "Trưởng đơn vị", ""),
        ("4", "Hoàng Thử Em", "x1", "", "", "Giám sát", ""),
    )
    page = preview(browser, ward, sheet(*rows))
    for words in (
        "Đã có tài khoản “vanphong”",
        "Không nhận ra “Phòng Không Có”",
        "Vai trò này cần chọn đơn vị.",
        "Địa chỉ thư điện tử không đúng.",
        "Hãy nhập họ tên.",
        "Tên đăng nhập chỉ gồm chữ không dấu",
        "Không nhận ra “Ông Từ”",
        "Có thể đã có tài khoản: Người thử truong.vanhoa (truong.vanhoa).",
        "“x1” có ở nhiều dòng.",
    ):
        assert words in page, words
    fields = fields_of(page)
    admin = browser.as_(ward.administrator)
    before = len(db.session.scalars(select(User)).all())
    assert admin.post("/accounts/many/create", data=fields).status_code == 422
    assert len(db.session.scalars(select(User)).all()) == before
    mended = fields | {"row0-username": "an.nt", "row0-unit": str(ward.culture.id)}
    mended |= {"row0-email": "", "row1-left_out": "y", "row2-left_out": "y"}
    assert admin.post("/accounts/many/create", data=mended).status_code == 200
    assert find_user("an.nt") is not None
    assert find_user("x1") is not None
    assert len(db.session.scalars(select(User)).all()) == before + 2


def test_rows_are_pasted_and_csv_is_read(ward: Ward, browser: Browser) -> None:
    lines = ["Họ tên\tVai trò\tĐơn vị", "Trần Thử Giang\tCông chức\tVăn phòng HĐND và UBND"]
    answer = browser.as_(ward.administrator).post(
        "/accounts/many", data={"pasted": "\r\n".join(lines)}
    )
    assert fields_of(answer.text)["row0-unit"] == str(ward.office_unit.id)
    csv = "\n".join(line.replace("\t", ";") for line in lines).encode("utf-8-sig")
    assert fields_of(preview(browser, ward, csv, "ds.csv"))["row0-username"] == "giangtt"


def test_a_unit_is_known_by_its_short_name_and_by_what_its_name_ends_in(
    ward: Ward, browser: Browser
) -> None:
    lines = (
        "Họ tên\tVai trò\tĐơn vị",
        "Trần Thử Giang\tVăn phòng\tVăn phòng",
        "Lê Thử Hà\tCông chức\tVăn hóa - Xã hội",
        "Vũ Thử Khôi\tCông chức\tPhòng",
    )
    answer = browser.as_(ward.administrator).post(
        "/accounts/many", data={"pasted": "\n".join(lines)}
    )
    fields = fields_of(answer.text)
    assert fields["row0-unit"] == str(ward.office_unit.id)
    assert fields["row1-unit"] == str(ward.culture.id)
    assert "Không nhận ra “Phòng”: hãy chọn." in answer.text


def test_the_template_is_read_back(ward: Ward, browser: Browser) -> None:
    admin = browser.as_(ward.administrator)
    answer = admin.get("/accounts/many/template.xlsx")
    workbook = python_calamine.load_workbook(BytesIO(answer.data))
    first = workbook.get_sheet_by_index(0).to_python()
    assert first[0][:4] == ["Họ tên", "Tên đăng nhập", "Vai trò", "Đơn vị"]
    refused = admin.post("/accounts/many", data={"file": (BytesIO(answer.data), "mau.xlsx")})
    assert refused.status_code == 422
    assert "Bảng chưa có người nào" in refused.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Hãy chọn tệp hoặc dán bảng danh sách."),
        ({"pasted": "Một\thai\tba\n1\t2\t3"}, "Không thấy bảng có cột “Họ tên”"),
    ],
)
def test_what_is_no_list_gets_its_sentence(
    ward: Ward, browser: Browser, data: dict[str, str], sentence: str
) -> None:
    answer = browser.as_(ward.administrator).post("/accounts/many", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
