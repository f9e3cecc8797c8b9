"""One's own password: changed with the old one, and every other session ends."""

from __future__ import annotations

import pytest

from tests.personas import PASSWORD, Browser, Ward
from tracker.audit.queries import entries_about
from tracker.core.db import db

NEW = "Cam-buoi-nhan-2026"


def typed(old: str = PASSWORD, new: str = NEW, again: str | None = None) -> dict[str, str]:
    return {"old": old, "new": new, "again": new if again is None else again}


def test_it_ends_every_other_session_but_not_this_one(ward: Ward, browser: Browser) -> None:
    here, elsewhere = browser.sign_in(ward.office), browser.sign_in(ward.office)
    assert here.post("/account/password", data=typed()).status_code == 303
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert entries_about(ward.office)[0].action == "user:password_changed"


def test_afterwards_only_the_new_one_signs_in(ward: Ward, browser: Browser) -> None:
    browser.as_(ward.office).post("/account/password", data=typed())
    client = browser.anonymous()
    old = client.post("/login", data={"username": "vanphong", "password": PASSWORD})
    new = client.post("/login", data={"username": "vanphong", "password": NEW})
    assert (old.status_code, new.status_code) == (422, 303)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (typed(old="sai-mat-khau"), "Mật khẩu hiện tại không đúng."),
        (typed(again="khac-hoan-toan"), "Hai lần nhập mật khẩu mới không giống nhau."),
        (typed(new="ngan"), "Mật khẩu cần ít nhất 10 ký tự."),
        (typed(new=PASSWORD), "Mật khẩu mới phải khác mật khẩu hiện tại."),
        (typed(new="xxvanphong-99"), "Mật khẩu không được chứa tên đăng nhập."),
    ],
)
def test_a_wrong_one_changes_nothing(
    ward: Ward, browser: Browser, data: dict[str, str], sentence: str
) -> None:
    before = ward.office.password_hash
    answer = browser.as_(ward.office).post("/account/password", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ward.office.password_hash == before


def test_a_temporary_password_must_be_changed_first(ward: Ward, browser: Browser) -> None:
    ward.office.must_change_password = True
    db.session.commit()
    client = browser.as_(ward.office)
    assert client.get("/plans").headers["Location"] == "/account/password"
    assert "mật khẩu tạm" in client.get("/account/password").text
    client.post("/account/password", data=typed())
    assert client.get("/plans").status_code == 200


def test_no_password_stands_in_the_journal_or_the_page(ward: Ward, browser: Browser) -> None:
    answer = browser.as_(ward.office).post("/account/password", data=typed(again="khac"))
    assert NEW not in answer.text
    assert all(PASSWORD not in str(entry.changes) for entry in entries_about(ward.office))
