"""Who fetched which file is noted, and shown to administrators and the Office."""

from __future__ import annotations

from sqlalchemy import select

from tests.personas import Browser, Ward
from tests.progress.files import PDF, PNG
from tests.progress.reports import send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.evidence.models import FileDownload
from tracker.progress.models import Contribution


def noted() -> list[tuple[str, str]]:
    statement = select(FileDownload).order_by(FileDownload.id)
    return [(row.user_name, row.file_name) for row in db.session.scalars(statement)]


def test_each_download_is_noted_and_a_refused_one_is_not(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    send_report(browser.as_(ward.culture_head), owed, ("a.pdf", PDF), ("b.png", PNG))
    paper, picture = owed.current_evidence
    browser.as_(ward.office).get(f"/evidence/{paper.id}")
    browser.as_(ward.centre_head).get(f"/evidence/{paper.id}")
    browser.as_(ward.observer).get(f"/evidence/{picture.id}")
    browser.as_(ward.observer).get(f"/evidence/{picture.id}/preview")
    assert noted() == [
        (ward.office.full_name, "a.pdf"),
        (ward.observer.full_name, "b.png"),
    ]
    first, _second = db.session.scalars(select(FileDownload).order_by(FileDownload.id))
    assert (first.about, first.paper_id, first.at) == ("evidence", paper.id, clock.now())
    assert (first.sha256, first.remote_address) == (paper.sha256, "127.0.0.1")


def test_a_restricted_file_is_noted_when_it_is_looked_at_too_and_not_named(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit = browser.as_(ward.culture_head)
    send_report(unit, owed, ("bi-mat.png", PNG), sensitivity="restricted")
    (paper,) = owed.current_evidence
    unit.get(f"/evidence/{paper.id}/preview")
    unit.get(f"/evidence/{paper.id}")
    assert [name for _person, name in noted()] == [f"tệp hạn chế {(paper.sha256 or '')[:12]}"] * 2


def test_the_page_lists_them(ward: Ward, browser: Browser, owed: Contribution) -> None:
    administrator = browser.as_(ward.administrator)
    assert "Chưa có lượt tải nào" in administrator.get("/downloads").text
    send_report(browser.as_(ward.culture_head), owed, ("Báo cáo.pdf", PDF))
    browser.as_(ward.leader).get(f"/evidence/{owed.current_evidence[0].id}")
    page = administrator.get("/downloads").text
    assert "Báo cáo.pdf" in page
    assert ward.leader.full_name in page
    assert "Báo cáo.pdf" in administrator.get("/downloads?words=Báo+cáo").text
    assert "Không có lượt tải nào khớp" in administrator.get("/downloads?words=100%25").text
    assert browser.as_(ward.observer).get("/downloads").status_code == 403


def test_on_a_shared_machine_a_kept_picture_is_asked_for_anew(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit = browser.as_(ward.culture_head)
    send_report(unit, owed, ("bi-mat.png", PNG), sensitivity="restricted")
    (paper,) = owed.current_evidence
    url = f"/evidence/{paper.id}/preview"
    shown = unit.get(url)
    assert shown.headers["Cache-Control"] == "private, no-cache"
    kept = {"If-None-Match": shown.headers["ETag"]}
    assert unit.get(url, headers=kept).status_code == 304
    assert browser.as_(ward.centre_head).get(url, headers=kept).status_code == 404
    assert [person for person, _name in noted()] == [ward.culture_head.full_name] * 2
