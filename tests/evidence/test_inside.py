"""What is hard to look into: PDFs packed into an archive, and a machine without its readers."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from tests.personas import Browser, Ward
from tests.progress.files import PDF, zipped_parts
from tests.progress.reports import send_report
from tracker.core.errors import RuleError
from tracker.evidence import inspecting
from tracker.evidence.files import media_type_of
from tracker.health import check_installation
from tracker.progress.models import Contribution

BROKEN_LIBRARY = 'raise ImportError("libqpdf.so.30: cannot open shared object file")\n'


def scripted(*, password: str = "") -> bytes:
    """A PDF that would run something when it is opened; with a password nobody could tell."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(90, 120))
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    target = io.BytesIO()
    lock = pikepdf.Encryption(user=password, owner="owner") if password else False
    document.save(target, encryption=lock)
    return target.getvalue()


@pytest.mark.usefixtures("broken_reader")
def test_only_the_very_content_that_the_program_made_is_not_looked_into() -> None:
    made = PDF + b"\n% made here\n%%EOF"
    inspecting.vouch_for(made, "application/pdf")
    assert media_type_of("a.pdf", made, max_megabytes=1) == "application/pdf"
    assert refusal("a.pdf", made + b"\n")


@pytest.fixture
def broken_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As after an upgrade of the system that took a library away from under pikepdf."""
    (tmp_path / "pikepdf.py").write_text(BROKEN_LIBRARY, "ascii")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    inspecting._look_into_own_files.cache_clear()
    yield
    inspecting._look_into_own_files.cache_clear()


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(RuleError) as refused:
        media_type_of(name, content, max_megabytes=20)
    return refused.value.message


def test_pdfs_in_an_archive_are_opened_before_it_is_taken() -> None:
    fine = {"a.txt": b"a word about %PDF- files", "b.pdf": PDF, "c.pdf": b"<a/>"}
    assert media_type_of("a.zip", zipped_parts(fine), max_megabytes=20) == "application/zip"
    late = {"Báo cáo.pdf": b"\n" * 200 + scripted()}
    assert refusal("a.zip", zipped_parts(late)).startswith(
        "Tệp “a.zip” chứa tệp “Báo cáo.pdf” có đoạn mã tự chạy"
    )
    deeper = {"trong.zip": zipped_parts({"khoa.bin": scripted(password="1234")})}
    assert "chứa tệp “khoa.bin” đang đặt mật khẩu" in refusal("a.zip", zipped_parts(deeper))


@pytest.mark.usefixtures("broken_reader")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_machine_without_its_reader_says_so_and_blames_no_file(
    app: Flask, ward: Ward, browser: Browser, owed: Contribution, caplog: pytest.LogCaptureFixture
) -> None:
    content = PDF + b"% seen by no other test\n%%EOF\n"
    refused = send_report(browser.as_(ward.culture_head), owed, ("a.pdf", content))
    assert refused.status_code == 422
    assert (
        "máy chủ chưa đọc được loại tệp này (lỗi của máy chủ, không phải của tệp)" in refused.text
    )
    assert "quá phức tạp" not in refused.text
    assert "libqpdf.so.30" in caplog.text
    problems = {item.subject: item.problem for item in check_installation(app)}
    found = problems["Đọc tệp gửi lên"] or ""
    assert "libqpdf.so.30" in found
    assert "hãy cài lại chương trình" in found


def test_what_was_not_read_is_read_when_the_machine_can_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = PDF + b"% another file\n%%EOF\n"
    with monkeypatch.context() as without:
        without.setattr(sys, "executable", "no-such-python")
        assert "lỗi của máy chủ" in refusal("a.pdf", content)
    assert media_type_of("a.pdf", content, max_megabytes=20) == "application/pdf"
    assert inspecting.reader_problem() is None
