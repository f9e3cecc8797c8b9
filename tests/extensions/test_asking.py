"""The unit asks in its row; an officer prepares, the head sends; it is seen wherever the row is."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

from tests.extensions.requests import ask, on, the_request
from tests.imports.reviewing import words_of
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.files import PDF
from tests.progress.reports import send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.progress.models import Contribution
from tracker.settings.service import change_setting
from tracker.tasks.models import Task


def requests() -> int:
    return db.session.query(ExtensionRequest).count()


def test_the_head_s_request_goes_out_at_once(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    head = browser.as_(ward.culture_head)
    page = head.get(f"/contributions/{owed.id}/extension").text
    assert "Gửi đề nghị chậm nhất ngày 17/08/2026" in page
    assert "áp dụng cho mọi đơn vị" in page
    assert ask(head, owed, is_objective="y", document="12/BC-SNV").status_code == 303
    request = the_request()
    assert request.state is ExtensionState.ASKED
    assert (request.due_on, request.wanted_due_on) == (date(2026, 8, 20), date(2026, 9, 10))
    assert request.is_objective is True
    assert owed.occurrence.due_on == date(2026, 8, 20)
    assert latest_entries()[0].action == "extension:asked"


@pytest.mark.parametrize("page", ["/", "/plans/{plan}", "/tasks/{task}"])
def test_it_is_seen_wherever_the_row_is(
    ward: Ward, browser: Browser, owed: Contribution, task: Task, page: str
) -> None:
    head = browser.as_(ward.culture_head)
    ask(head, owed)
    address = page.format(plan=task.plan_id, task=task.id)
    assert "Xin gia hạn đến 10/09/2026" in words_of(head.get(address))


def test_those_who_cooperate_see_it_too(
    ward: Ward, browser: Browser, owed: Contribution, shared: Contribution
) -> None:
    ask(browser.as_(ward.culture_head), owed)
    assert shared.occurrence_id == owed.occurrence_id
    assert "Xin gia hạn đến 10/09/2026" in words_of(browser.as_(ward.economy_head).get("/"))


def test_an_officer_s_request_waits_for_the_head(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    officer, head = browser.as_(ward.culture_officer), browser.as_(ward.culture_head)
    assert "Lập dự thảo" in officer.get(f"/contributions/{owed.id}/extension").text
    ask(officer, owed)
    assert the_request().state is ExtensionState.PREPARED
    assert "Dự thảo xin gia hạn" in words_of(head.get("/"))
    assert "Dự thảo xin gia hạn" not in words_of(browser.as_(ward.office).get("/plans/1"))
    assert "chờ" in words_of(browser.as_(ward.office).get("/extensions"))
    page = head.get(f"/contributions/{owed.id}/extension").text
    assert "Chờ số liệu của cấp trên." in page
    sent = ask(head, owed, version="1", request_key="head", reason="Đã sửa lý do.")
    assert sent.status_code == 303
    request = the_request()
    assert (request.state, request.reason) == (ExtensionState.ASKED, "Đã sửa lý do.")
    assert (request.prepared_by.id, request.sent_by_id) == (
        ward.culture_officer.id,
        ward.culture_head.id,
    )


def test_where_nobody_heads_the_unit_its_officer_sends(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    ward.culture_head.is_enabled = False
    db.session.commit()
    officer = browser.as_(ward.culture_officer)
    page = officer.get(f"/contributions/{owed.id}/extension").text
    assert "Gửi đề nghị gia hạn" in page
    assert "Lập dự thảo" not in page
    assert ask(officer, owed).status_code == 303
    assert the_request().state is ExtensionState.ASKED
    assert "1 đề nghị đang chờ" in words_of(browser.as_(ward.office).get("/extensions"))


def test_through_htmx_the_row_comes_back_with_its_mark(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    answer = ask(browser.as_(ward.culture_head), owed, htmx=True)
    assert answer.status_code == 200
    assert f'id="contribution-{owed.id}"' in answer.text
    assert "Xin gia hạn đến 10/09/2026" in answer.text
    assert "Đã gửi đề nghị gia hạn." in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"wanted_due_on": ""}, "Hãy nhập ngày xin gia hạn đến."),
        ({"wanted_due_on": "31/02/2026"}, "Ngày không đúng"),
        ({"wanted_due_on": "01/08/2026"}, "Hạn mới 01/08/2026 đã qua"),
        ({"wanted_due_on": "20/08/2026"}, "Hạn mới phải sau hạn hiện tại 20/08/2026."),
        ({"reason": "  "}, "Hãy ghi lý do xin gia hạn."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    ward: Ward, browser: Browser, owed: Contribution, changes: dict[str, str], sentence: str
) -> None:
    answer = ask(browser.as_(ward.culture_head), owed, document="12/BC-SNV", **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="12/BC-SNV"' in answer.text
    assert requests() == 0


def test_too_late_is_refused_with_the_last_day(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    head = browser.as_(ward.culture_head)
    with clock.at(on(date(2026, 8, 18))):
        assert "chậm nhất ngày 17/08/2026" in head.get(f"/contributions/{owed.id}/extension").text
        assert ask(head, owed).status_code == 422
    assert requests() == 0
    change_setting("extension_notice_days", 1, actor=None)
    db.session.commit()
    with clock.at(on(date(2026, 8, 18))):
        assert ask(head, owed).status_code == 303


def test_work_handed_in_or_of_a_cooperating_unit_cannot_be_extended(
    ward: Ward, browser: Browser, owed: Contribution, shared: Contribution
) -> None:
    answer = ask(browser.as_(ward.economy_head), shared)
    assert answer.status_code == 422
    assert "Đơn vị chủ trì xin gia hạn" in answer.text
    head = browser.as_(ward.culture_head)
    send_report(head, owed)
    answer = ask(head, owed)
    assert answer.status_code == 422
    assert "Kết quả đã gửi ngày 05/08/2026" in answer.text
    assert requests() == 0


def test_a_request_whose_result_was_handed_in_asks_for_nothing(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    head, office = browser.as_(ward.culture_head), browser.as_(ward.office)
    ask(head, owed)
    assert "1 đề nghị đang chờ" in words_of(office.get("/extensions"))
    send_report(head, owed)
    assert "Không có đề nghị gia hạn nào" in words_of(office.get("/extensions"))


def test_the_unit_may_take_it_back_and_ask_again(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    head = browser.as_(ward.culture_head)
    ask(head, owed)
    request = the_request()
    url = f"/extensions/{request.id}/withdraw"
    for _pressed_twice in range(2):
        assert head.post(url, data={"version": "1"}).status_code == 303
    assert the_request().state is ExtensionState.WITHDRAWN
    assert "Xin gia hạn đến" not in words_of(head.get("/"))
    assert ask(head, owed, request_key="again").status_code == 303
    assert requests() == 2


@pytest.mark.parametrize("version", ["", "²", "-1", "1" * 5_000])
def test_taken_back_with_a_version_that_is_none_is_as_if_it_were_an_old_one(
    ward: Ward, browser: Browser, owed: Contribution, version: str
) -> None:
    head = browser.as_(ward.culture_head)
    ask(head, owed)
    url = f"/extensions/{the_request().id}/withdraw"
    assert head.post(url, data={"version": version}).status_code == 409
    assert the_request().state is ExtensionState.ASKED


def test_the_same_form_twice_is_one_request_and_another_one_is_told(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    head = browser.as_(ward.culture_head)
    assert ask(head, owed).status_code == 303
    assert ask(head, owed).status_code == 303
    other = ask(head, owed, request_key="other", reason="Lý do khác hẳn.")
    assert other.status_code == 409
    assert "Đang xin gia hạn: Người thử truong.vanhoa" in other.text
    assert requests() == 1


def test_the_paper_is_for_those_who_may_see_papers(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    head = browser.as_(ward.culture_head)
    ask(head, owed, file=(BytesIO(PDF), "cong-van.pdf"))
    request = the_request()
    assert request.file_name == "cong-van.pdf"
    url = f"/extensions/{request.id}/paper"
    with browser.as_(ward.office).get(url) as answer:
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("inline")
    assert browser.as_(ward.centre_head).get(url).status_code == 404
    refused = ask(head, owed, request_key="bad", file=(BytesIO(b"MZ"), "chay.exe"))
    assert refused.status_code == 409


def test_a_bad_file_gets_its_sentence(ward: Ward, browser: Browser, owed: Contribution) -> None:
    answer = ask(browser.as_(ward.culture_head), owed, file=(BytesIO(b"MZ"), "chay.exe"))
    assert answer.status_code == 422
    assert "không thuộc loại được nhận" in answer.text
    assert requests() == 0
