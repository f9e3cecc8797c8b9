"""Files of a report: several at once, sent again, a newer version, looked at in the page."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from itertools import islice

import docx
import pytest
import typst
from docx.table import _Row

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.files import DOCX, PDF, PNG, letter_as_docx
from tests.progress.reports import send_report
from tests.reading.pdf_documents import plan_as_pdf
from tracker.core.db import db
from tracker.core.paths import static_folder
from tracker.evidence.first_page import _lines_of_docx
from tracker.progress.models import Contribution, Evidence
from tracker.progress.sent_before import reusable_evidence

NEWER = PDF + b"% newer\n"


def draft(contribution: Contribution, **said: str) -> dict[str, str]:
    return {"status": "in_progress", "request_key": f"key-{len(contribution.updates)}", **said}


def test_a_file_of_the_same_name_replaces_the_older_one_which_stays_reachable(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit = browser.as_(ward.culture_head)
    for content in (PDF, PDF, NEWER):
        send_report(unit, owed, ("Bao-cao.pdf", content), **draft(owed))
    current = owed.current_evidence
    assert len(current) == 1
    older = current[0].older_versions
    assert [item.size for item in older] == [len(PDF)]
    page = unit.get(f"/tasks/{owed.occurrence.task_id}").text
    assert "Bản trước" in page
    assert unit.get(f"/evidence/{older[0].id}").data == PDF
    assert unit.get(f"/evidence/{current[0].id}").data == NEWER
    assert browser.as_(ward.observer).get(f"/evidence/{older[0].id}").status_code == 404
    told = next(entry for entry in latest_entries() if entry.action == "evidence:added")
    assert told.changes == {"sha256": [older[0].sha256, current[0].sha256]}


def test_what_is_taken_back_goes_with_the_versions_before_it(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit, office = browser.as_(ward.culture_head), browser.as_(ward.office)
    for content in (PDF, NEWER, PDF + b"% newest\n"):
        send_report(unit, owed, ("Bao-cao.pdf", content), **draft(owed))
    numbers = [item.id for item in owed.evidence]
    assert [office.get(f"/evidence/{number}").status_code for number in numbers] == [200] * 3
    (newest,) = owed.current_evidence
    unit.post(f"/evidence/{newest.id}/remove")
    for client in (unit, office):
        for number in numbers:
            assert client.get(f"/evidence/{number}").status_code == 404
            assert client.get(f"/evidence/{number}/preview").status_code == 404
    # The same name once more is a new paper: what was taken back stays away.
    send_report(unit, owed, ("Bao-cao.pdf", PDF), **draft(owed))
    (again,) = owed.current_evidence
    assert again.older_versions == []
    assert office.get(f"/evidence/{again.id}").status_code == 200
    assert office.get(f"/evidence/{numbers[0]}").status_code == 404


def test_a_file_sent_before_is_offered_to_the_other_tasks_of_the_unit(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    task = make_task(make_plan(), fixed(date(2026, 9, 1)), lead=ward.culture, content="Việc khác")
    db.session.commit()
    other, unit = contribution_of(task, ward.culture), browser.as_(ward.culture_head)
    send_report(unit, owed, ("Danh-sach.pdf", PDF), ("anh.png", PNG), **draft(owed))
    source = owed.current_evidence[0]
    assert "Dùng lại tệp đã gửi" not in unit.get(f"/contributions/{owed.id}/update").text
    assert "Danh-sach.pdf (05/08/2026)" in unit.get(f"/contributions/{other.id}/update").text
    answer = send_report(unit, other, note="", reused_evidence=str(source.id))
    assert answer.status_code == 303
    again = other.current_evidence[0]
    assert (again.sha256, again.file_name) == (source.sha256, "Danh-sach.pdf")
    assert [item.file_name for item in reusable_evidence(ward.culture.id)] == [
        "Danh-sach.pdf",
        "anh.png",
    ]


def test_nobody_takes_a_file_of_another_unit(
    ward: Ward, browser: Browser, owed: Contribution, shared: Contribution
) -> None:
    send_report(browser.as_(ward.culture_head), owed, ("rieng.pdf", PDF), **draft(owed))
    stolen = str(owed.current_evidence[0].id)
    send_report(browser.as_(ward.economy_head), shared, note="Xong.", reused_evidence=stolen)
    assert shared.current_evidence == []


def test_a_file_is_looked_at_in_the_page(ward: Ward, browser: Browser, owed: Contribution) -> None:
    unit = browser.as_(ward.culture_head)
    files = (("trang.pdf", plan_as_pdf()), ("bang.docx", DOCX), ("anh.png", PNG))
    send_report(unit, owed, *files, **draft(owed))
    whole, sheet, picture = owed.current_evidence
    shown = unit.get(f"/evidence/{whole.id}/preview")
    assert (shown.status_code, shown.mimetype) == (200, "image/png")
    assert shown.data.startswith(b"\x89PNG")
    assert unit.get(f"/evidence/{sheet.id}/preview").status_code == 404
    drawn = unit.get(f"/evidence/{picture.id}/preview")
    assert (drawn.mimetype, drawn.data[8:12]) == ("image/webp", b"WEBP")
    assert browser.as_(ward.economy_head).get(f"/evidence/{whole.id}/preview").status_code == 404
    assert "Xem trước" in unit.get(f"/tasks/{owed.occurrence.task_id}").text


def test_of_a_long_list_only_the_beginning_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    document, target, read = docx.Document(), BytesIO(), []
    table = document.add_table(rows=200, cols=1)
    for number, row in enumerate(table.rows):
        row.cells[0].text = f"Người thứ {number}"
    document.save(target)
    cells = _Row.cells.fget

    def noted(row: _Row) -> object:
        read.append(row)
        return cells(row)

    monkeypatch.setattr(_Row, "cells", property(noted))
    lines = list(islice(_lines_of_docx(target.getvalue()), 3))
    assert lines == ["Người thứ 0", "Người thứ 1", "Người thứ 2"]
    assert len(read) == 3


def test_number_and_day_are_read_from_the_first_page_and_proposed(
    ward: Ward, browser: Browser
) -> None:
    unit = browser.as_(ward.culture_officer)

    def read(name: str, content: bytes) -> object:
        data = {"file": (BytesIO(content), name)}
        return unit.post("/evidence/read", data=data, content_type="multipart/form-data").json

    letter = '#set text(font: "Tinos")\nSố: 45/BC-UBND\n\nPhường Mẫu, ngày 03 tháng 8 năm 2026'
    as_pdf = typst.compile(letter.encode(), font_paths=[static_folder() / "fonts" / "tinos"])
    said = {"number": "45/BC-UBND", "date": "03/08/2026"}
    for name, content in (("a.docx", letter_as_docx()), ("a.pdf", as_pdf)):
        found = read(name, content)
        assert isinstance(found, dict)
        assert {key: found[key] for key in said} == said, name
    for name, content in (("hong.pdf", PDF), ("anh.png", PNG), ("la.docx", DOCX), ("x.exe", b"MZ")):
        assert read(name, content) == {}, name
    assert db.session.query(Evidence).count() == 0


def test_a_file_whose_name_says_something_else_is_told_of(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit = browser.as_(ward.culture_head)
    told = "Tệp “anh.jpg” thực ra là PNG nên được lưu tên “anh.jpg.png”."
    send_report(unit, owed, ("anh.jpg", PNG), ("a.pdf", PDF), **draft(owed))
    page = unit.get("/").text
    assert told in page
    assert page.count("thực ra là") == 1
    answer = send_report(unit, owed, ("anh.jpg", PNG), htmx=True, **draft(owed))
    assert told in answer.text
