"""What cannot be read is refused with one sentence at its field, and nothing is written."""

from __future__ import annotations

import io
import socket
import zipfile
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from docx import Document
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.browser.serving import served
from tests.conftest import config_for
from tests.imports.documents import OFFICE, plan_docx
from tests.imports.reviewing import only_draft, upload, words_of
from tests.reading.pdf_documents import bare_pdf, plan_as_pdf
from tracker import create_app
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.imports.models import ImportDraft
from tracker.imports.service import import_file
from tracker.imports.taking_in import LARGEST_MEGABYTES
from tracker.settings.service import change_setting

LOCKED = (
    "/Encrypt <</Filter /Standard /V 1 /R 2 /P -4 "
    f"/O <{'28' * 32}> /U <{'17' * 32}>>> /ID [<00> <00>]"
)
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
    "scanned": (bare_pdf(b"0 0 m 9 9 l S"), "quet.pdf", "bản quét"),
    "locked PDF": (bare_pdf(b"", trailer=LOCKED), "khoa.pdf", "mật khẩu"),
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


@pytest.mark.parametrize("year", ["20266", "năm nay"])
def test_a_wrong_year_does_not_lose_the_chosen_file(office: FlaskClient, year: str) -> None:
    """A browser leaves the file field empty when a form comes back."""
    data = {"file": (io.BytesIO(plan_docx()), "ke-hoach.docx"), "year": year}
    answer = office.post("/imports", data=data, follow_redirects=True)

    assert answer.status_code == 200
    assert only_draft().year == 2026  # as the document says
    assert "Năm đã nhập không đúng nên không dùng; tệp “ke-hoach.docx” đã được đọc." in words_of(
        answer
    )


def test_two_task_tables_are_read_one_after_the_other_and_the_page_says_so(
    office: FlaskClient,
) -> None:
    document = Document(io.BytesIO(plan_docx()))
    document.add_paragraph("PHỤ LỤC II")
    second = document.add_table(rows=0, cols=4)
    for row in (
        ("TT", "Nội dung", "Cơ quan chủ trì", "Thời hạn"),
        ("1", "Kiểm tra công tác văn thư", OFFICE, "Trước 30/11/2026"),
    ):
        for cell, text in zip(second.add_row().cells, row, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)

    upload(office, stream.getvalue(), "hai-bang.docx")

    page = words_of(office.get(f"/imports/{only_draft().id}"))
    assert "Văn bản có 2 bảng nhiệm vụ; các dòng được đọc nối tiếp." in page
    assert "Kiểm tra công tác văn thư" in page


def test_pages_beyond_the_limit_are_named_as_left_out(office: FlaskClient) -> None:
    change_setting("reading_max_pages", 2, actor=None)
    db.session.commit()
    upload(office, plan_as_pdf(height=90), "dai.pdf")
    assert "chỉ đọc 2 trang đầu" in words_of(office.get(f"/imports/{only_draft().id}"))


def test_an_upload_that_breaks_off_never_reaches_the_page(
    database_url: str, tmp_path: Path
) -> None:
    """The line was lost in the middle: less came than was announced, so nothing is begun."""
    seen: list[str] = []
    app = create_app(config_for(database_url, tmp_path))
    app.before_request(lambda: seen.append(request.method))
    with served(app) as address:
        place = urlsplit(address)
        with socket.create_connection((place.hostname, place.port), timeout=120) as line:
            head = f"POST /imports HTTP/1.1\r\nHost: {place.netloc}\r\n"
            head += "Content-Length: 40000\r\n\r\n"
            line.sendall(head.encode() + plan_docx()[:900])
        with urlopen(f"{address}/login", timeout=120) as answer:  # noqa: S310 - our own server
            assert answer.status == 200
    assert seen == ["GET"]
