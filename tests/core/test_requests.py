"""What comes in is text of real letters; a file is no text, a body of another kind is no form."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask, request
from sqlalchemy import select

from tests.personas import Browser, Ward
from tracker.core.db import db
from tracker.core.request_keys import sent_key
from tracker.core.requests import MOST_FIELDS, content_of, letters_only
from tracker.units.models import Unit


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Báo cáo\x00 quý III", "Báo cáo quý III"),
        ("\x01\x08\x1f\x7f\x9f\ufffe\U0010ffff", ""),
        ("dòng một\x0bdòng hai\x85dòng ba", "dòng một\ndòng hai\ndòng ba"),
        ("giữ\tnguyên\r\nmọi thứ — “đúng” 👨‍👩‍👧", "giữ\tnguyên\r\nmọi thứ — “đúng” 👨‍👩‍👧"),
    ],
)
def test_only_letters_are_kept(typed: str, kept: str) -> None:
    assert letters_only(typed) == kept


def test_what_was_pasted_with_control_characters_is_kept_without_them(
    ward: Ward, browser: Browser
) -> None:
    form = {"name": "Trạm\x00 Y tế\x1f", "kind": "internal"}
    assert browser.as_(ward.administrator).post("/units/new", data=form).status_code == 303
    assert "Trạm Y tế" in db.session.scalars(select(Unit.name)).all()


def test_names_of_all_files_of_a_field_are_of_letters(app: Flask) -> None:
    files = [(BytesIO(b"1"), "mot\x7f.pdf"), (BytesIO(b"2"), "hai\x7f.pdf")]
    with app.test_request_context("/", method="POST", data={"files": files}):
        names = [upload.filename for upload in request.files.getlist("files")]
    assert names == ["mot.pdf", "hai.pdf"]


def test_a_form_s_key_is_the_same_before_and_after_its_file_was_taken(app: Flask) -> None:
    form = {"request_key": "one-form", "file": (BytesIO(b"ten people"), "danh-sach.csv")}
    with app.test_request_context("/", method="POST", data=form):
        upload = request.files["file"]
        before = sent_key()
        assert content_of(upload) == content_of(upload) == b"ten people"
        assert sent_key() == before


def test_a_file_in_the_place_of_text_is_no_text(ward: Ward, browser: Browser) -> None:
    form = {"name": (BytesIO(b"x"), "ten.txt"), "kind": "internal"}
    answer = browser.as_(ward.administrator).post(
        "/units/new", data=form, content_type="multipart/form-data"
    )
    assert answer.status_code == 422
    assert "Hãy nhập tên đơn vị." in answer.text


@pytest.mark.parametrize("body", [b"[1]", b'{"name": {"a": 1}, "kind": "internal"}', b"{"])
def test_a_body_of_another_kind_is_no_form(ward: Ward, browser: Browser, body: bytes) -> None:
    answer = browser.as_(ward.administrator).post(
        "/units/new", data=body, content_type="application/json"
    )
    assert answer.status_code == 422
    assert "Hãy nhập tên đơn vị." in answer.text


@pytest.mark.parametrize(
    "body", [b"a=&" * MOST_FIELDS, b"name=" + b"%ff" * 1_500_000], ids=["many", "large"]
)
def test_a_form_that_no_page_of_ours_sends_is_not_taken_apart(
    ward: Ward, browser: Browser, body: bytes
) -> None:
    answer = browser.as_(ward.office).post(
        "/settings", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413


def test_of_strangers_only_a_name_and_a_password_are_read(browser: Browser) -> None:
    stranger, form = browser.anonymous(), {"file": (BytesIO(b"x" * 70_000), "a.pdf")}
    assert stranger.post("/login", data=form).status_code == 413
    form = {"file": (BytesIO(b"x" * 70_000), "a.pdf")}
    assert stranger.post("/imports", data=form).headers["Location"] == "/login"
    # Nor is a form that would be refused.
    flood = {"data": b"a=&" * MOST_FIELDS, "content_type": "application/x-www-form-urlencoded"}
    assert stranger.post("/settings", **flood).headers["Location"] == "/login?next=/settings"


def test_a_form_as_large_as_the_largest_page_is_read(app: Flask) -> None:
    form = {"tasks": list(map(str, range(MOST_FIELDS - 1))), "note": "ấ" * 100_000}
    with app.test_request_context("/", method="POST", data=form):
        assert len(request.form.getlist("tasks")) == MOST_FIELDS - 1
        assert request.form["note"] == form["note"]


@pytest.mark.parametrize("query", [b"words=\xff\xfe", b"words=%ff%00", b"\x00=\x00&&="])
def test_an_address_of_no_text_breaks_no_page(ward: Ward, browser: Browser, query: bytes) -> None:
    answer = browser.as_(ward.office).get(
        "/search", environ_overrides={"QUERY_STRING": query.decode("latin-1")}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("address", ["/t/%00", "/calendar/feed/a%00b.ics", "/t/%ff"])
def test_an_address_with_control_characters_is_not_there(
    ward: Ward, browser: Browser, address: str
) -> None:
    assert browser.as_(ward.office).get(address).status_code == 404


@pytest.mark.parametrize("typed", ["9" * 400, "1" * 5_000, "-" + "9" * 20, "2147483648"])
def test_a_number_no_row_can_hold_is_refused(ward: Ward, browser: Browser, typed: str) -> None:
    answer = browser.as_(ward.office).post("/settings", data={"idle_minutes": typed})
    assert answer.status_code == 422
    assert "Hãy nhập một số nguyên." in answer.text
