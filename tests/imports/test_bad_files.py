"""What cannot be read is refused with one sentence at its field, and nothing is written."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.imports.documents import plan_docx
from tests.imports.reviewing import upload, words_of
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.imports.models import ImportDraft
from tracker.imports.service import import_file
from tracker.imports.taking_in import LARGEST_MEGABYTES

OLE_CONTAINER = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600


def docx_without_table() -> bytes:
    document = Document()
    document.add_paragraph("Kế hoạch không có phụ lục")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def zip_of_something_else() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("ghi-chu.txt", "không phải văn bản")
    return stream.getvalue()


BAD_FILES = {
    "empty": (b"", "rong.docx", "rỗng"),
    "blank": (b" \n ", "trang.txt", "rỗng"),
    "damaged": (plan_docx()[:900], "hong.docx", ""),
    "old Word or encrypted": (OLE_CONTAINER, "cu.doc", ""),
    "picture renamed": (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "anh.docx", ""),
    "another archive": (zip_of_something_else(), "goi.docx", ""),
    "no task table": (docx_without_table(), "khong-bang.docx", "bảng"),
    "plain words": ("Kính gửi các đơn vị".encode(), "cong-van.txt", "bảng"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    office: FlaskClient, tmp_path: Path, case: str
) -> None:
    content, name, expected = BAD_FILES[case]
    entries = len(db.session.scalars(select(AuditEntry)).all())

    answer = upload(office, content, name)

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    sentence = answer.text.split('id="file-error"')[1].split("</ul>")[0]
    assert expected in sentence
    assert db.session.scalars(select(ImportDraft)).all() == []
    assert len(db.session.scalars(select(AuditEntry)).all()) == entries
    kept = [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]
    assert kept == []


def test_a_file_above_the_limit_is_refused(app: Flask) -> None:
    content = b"x" * (LARGEST_MEGABYTES * 1024 * 1024 + 1)
    with pytest.raises(RuleError, match=f"lớn hơn {LARGEST_MEGABYTES} MB") as refused:
        import_file("lon.docx", content)
    assert refused.value.field == "file"
    assert app.config["MAX_CONTENT_LENGTH"] > len(content)


def test_a_request_larger_than_the_server_takes_is_refused(app: Flask, office: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1024
    answer = upload(office, b"x" * 4096, "lon.docx")
    assert answer.status_code == 413
    assert "Tệp quá lớn" in words_of(answer)


def test_nothing_sent_asks_for_a_file_or_rows(office: FlaskClient) -> None:
    answer = office.post("/imports", data={})
    assert answer.status_code == 422
    assert "Hãy chọn tệp hoặc dán bảng nhiệm vụ." in words_of(answer)


def test_pasted_words_without_a_table_are_refused_and_stay_in_the_box(office: FlaskClient) -> None:
    answer = office.post("/imports", data={"pasted": "Kính gửi các đơn vị thuộc phường"})
    assert answer.status_code == 422
    assert 'id="pasted-error"' in answer.text
    assert "Kính gửi các đơn vị thuộc phường</textarea>" in answer.text


def test_a_wrong_year_is_said_at_its_field(office: FlaskClient) -> None:
    answer = office.post("/imports", data={"pasted": "TT", "year": "năm nay"})
    assert answer.status_code == 422
    assert "Hãy nhập một số" in words_of(answer)
