"""The administrator's list: new accounts, changes, a forgotten password, a leaver."""

from __future__ import annotations

import pytest

from tests.personas import Browser, Ward
from tracker.accounts.queries import find_user
from tracker.accounts.rules import Role
from tracker.audit.queries import entries_about
from tracker.core.db import db
from tracker.units.models import Unit


def new_account(unit: Unit | None = None) -> dict[str, str]:
    return {
        "username": "congchuc.moi",
        "password": "Tam-thoi-2026",
        "full_name": "Người thử mới",
        "job_title": "Công chức văn hóa",
        "email": "moi@phuongmau.example",
        "role": "officer",
        "unit": str(unit.id if unit else 0),
    }


def as_now(ward: Ward, **changes: str) -> dict[str, str]:
    """The form of the culture officer as the page shows it, with some fields changed."""
    user = ward.culture_officer
    shown = {
        "full_name": user.full_name,
        "job_title": user.job_title or "",
        "email": user.email or "",
        "role": user.role.value,
        "unit": str(user.unit_id),
        "is_enabled": "y",
        "version": str(user.version),
    }
    return {name: value for name, value in {**shown, **changes}.items() if value != "off"}


def test_a_new_officer_starts_with_a_temporary_password(ward: Ward, browser: Browser) -> None:
    data = new_account(ward.culture)
    answer = browser.as_(ward.administrator).post("/accounts/new", data=data)
    assert answer.headers["Location"] == "/accounts"
    user = find_user("congchuc.moi")
    assert user is not None
    assert (user.role, user.unit, user.job_title) == (
        Role.OFFICER,
        ward.culture,
        "Công chức văn hóa",
    )
    assert user.must_change_password
    assert [entry.user_name for entry in entries_about(user)] == ["Người thử quantri"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"unit": "0"}, "Vai trò này cần chọn đơn vị."),
        ({"username": "VanPhong"}, "Đã có tài khoản “VanPhong”."),
        ({"username": "đức"}, "Tên đăng nhập chỉ gồm chữ không dấu"),
        ({"password": "ngan"}, "Mật khẩu cần ít nhất 10 ký tự."),
        ({"email": "khong-phai-thu"}, "Địa chỉ thư điện tử không đúng."),
        ({"full_name": "  "}, "Hãy nhập họ tên."),
        ({"role": "emperor"}, "Lựa chọn không có trong danh sách"),
        ({"unit": "999"}, "Lựa chọn không có trong danh sách"),
        ({"full_name": "x" * 121}, "Dài quá 120 ký tự"),
    ],
)
def test_a_wrong_account_is_refused_at_its_field(
    ward: Ward, browser: Browser, changes: dict[str, str], sentence: str
) -> None:
    data = {**new_account(ward.culture), **changes}
    answer = browser.as_(ward.administrator).post("/accounts/new", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert find_user("congchuc.moi") is None


def test_the_form_shows_the_account_as_it_is(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.administrator).get(f"/accounts/{ward.culture_officer.id}").text
    assert f'<option selected value="{ward.culture.id}">' in page
    assert '<option selected value="officer">' in page


def test_saving_the_form_untouched_changes_nothing(ward: Ward, browser: Browser) -> None:
    client = browser.as_(ward.administrator)
    client.post(f"/accounts/{ward.culture_officer.id}", data=as_now(ward))
    assert ward.culture_officer.unit == ward.culture
    assert [entry.action for entry in entries_about(ward.culture_officer)] == ["user:created"]


def test_what_changed_is_in_the_journal_with_old_and_new(ward: Ward, browser: Browser) -> None:
    data = as_now(ward, unit=str(ward.economy.id), job_title="Phó trưởng phòng", role="unit_head")
    client = browser.as_(ward.administrator)
    assert client.post(f"/accounts/{ward.culture_officer.id}", data=data).status_code == 303
    assert ward.culture_officer.job_title == "Phó trưởng phòng"
    assert entries_about(ward.culture_officer)[0].changes == {
        "unit": ["Phòng Văn hóa - Xã hội", "Phòng Kinh tế, Hạ tầng và Đô thị"],
        "role": ["officer", "unit_head"],
        "job_title": [None, "Phó trưởng phòng"],
    }
    assert "Phòng Kinh tế, Hạ tầng và Đô thị" in client.get("/audit").text


def test_a_forgotten_password_is_replaced_by_a_temporary_one(ward: Ward, browser: Browser) -> None:
    elsewhere = browser.sign_in(ward.culture_officer)
    data = as_now(ward, password="Tam-thoi-2026")
    browser.as_(ward.administrator).post(f"/accounts/{ward.culture_officer.id}", data=data)
    assert elsewhere.get("/").status_code == 302
    again = browser.anonymous()
    again.post("/login", data={"username": "congchuc.vanhoa", "password": "Tam-thoi-2026"})
    assert again.get("/").headers["Location"] == "/account/password"


def test_a_weak_temporary_password_leaves_the_account_as_it_was(
    ward: Ward, browser: Browser
) -> None:
    data = as_now(ward, password="ngan", job_title="Khác")
    client = browser.as_(ward.administrator)
    answer = client.post(f"/accounts/{ward.culture_officer.id}", data=data)
    assert answer.status_code == 422
    assert "Mật khẩu cần ít nhất 10 ký tự." in answer.text
    assert ward.culture_officer.job_title is None
    assert browser.sign_in(ward.culture_officer)


def test_a_leaver_is_signed_out_and_stays_in_the_list(ward: Ward, browser: Browser) -> None:
    leaver = browser.as_(ward.culture_officer)
    client = browser.as_(ward.administrator)
    client.post(f"/accounts/{ward.culture_officer.id}", data=as_now(ward, is_enabled="off"))
    assert leaver.get("/").status_code == 302
    assert "Đã khóa" in client.get("/accounts").text


def test_someone_in_a_unit_that_no_longer_works_can_still_be_changed(
    ward: Ward, browser: Browser
) -> None:
    ward.culture.is_active = False
    db.session.commit()
    client = browser.as_(ward.administrator)
    answer = client.post(
        f"/accounts/{ward.culture_officer.id}", data=as_now(ward, is_enabled="off")
    )
    assert answer.status_code == 303
    assert not ward.culture_officer.is_enabled


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"is_enabled": "off"}, "Không thể tự khóa tài khoản của mình."),
        ({"role": "observer"}, "Không thể tự đổi vai trò của mình"),
    ],
)
def test_the_last_administrator_cannot_shut_the_door_behind_themselves(
    ward: Ward, browser: Browser, changes: dict[str, str], sentence: str
) -> None:
    admin = ward.administrator
    shown = {"full_name": admin.full_name, "role": "administrator", "unit": "0"}
    data = as_now(ward, **shown, version=str(admin.version)) | changes
    data = {name: value for name, value in data.items() if value != "off"}
    answer = browser.as_(admin).post(f"/accounts/{admin.id}", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert admin.is_enabled
    assert admin.role is Role.ADMINISTRATOR


def test_two_administrators_on_one_account_do_not_undo_each_other(
    ward: Ward, browser: Browser
) -> None:
    opened = as_now(ward, job_title="Người mở trước")
    client = browser.as_(ward.administrator)
    officer = f"/accounts/{ward.culture_officer.id}"
    assert client.post(officer, data=as_now(ward, job_title="Lưu trước")).status_code == 303
    answer = client.post(officer, data=opened)
    assert answer.status_code == 409
    assert "Có người vừa sửa tài khoản này." in answer.text
    assert 'value="Người mở trước"' in answer.text
    assert ward.culture_officer.job_title == "Lưu trước"
    again = opened | {"version": str(ward.culture_officer.version)}
    assert client.post(officer, data=again).status_code == 303
    assert ward.culture_officer.job_title == "Người mở trước"


def test_signing_in_meanwhile_is_no_conflict(ward: Ward, browser: Browser) -> None:
    opened = as_now(ward, job_title="Công chức một cửa")
    browser.sign_in(ward.culture_officer)
    client = browser.as_(ward.administrator)
    answer = client.post(f"/accounts/{ward.culture_officer.id}", data=opened)
    assert answer.status_code == 303
    assert ward.culture_officer.job_title == "Công chức một cửa"


def test_no_role_is_chosen_beforehand_and_none_is_taken_for_granted(
    ward: Ward, browser: Browser
) -> None:
    administrator = browser.as_(ward.administrator)
    assert "— Chọn vai trò —" in administrator.get("/accounts/new").text
    answer = administrator.post("/accounts/new", data={**new_account(ward.culture), "role": ""})
    assert answer.status_code == 422
    assert "Hãy chọn vai trò." in answer.text
    assert find_user("congchuc.moi") is None


def test_a_refused_form_says_that_the_password_is_typed_anew(ward: Ward, browser: Browser) -> None:
    """It is not written into the page; saved without it, a forgotten one would stay forgotten."""
    administrator = browser.as_(ward.administrator)
    again = "Hãy nhập lại mật khẩu này."
    new = administrator.post("/accounts/new", data={**new_account(), "email": "sai"}).text
    assert again in new
    assert "Tam-thoi-2026" not in new
    address = f"/accounts/{ward.culture_officer.id}"
    assert again not in administrator.get(address).text
    changed = as_now(ward, email="sai", password="Tam-thoi-2026")
    assert again in administrator.post(address, data=changed).text
    assert again not in administrator.post(address, data=as_now(ward, email="sai")).text
