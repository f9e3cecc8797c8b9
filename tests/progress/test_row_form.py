"""The form opens in the row and comes back as the row; without htmx it is a page of its own."""

from __future__ import annotations

from tests.personas import Browser, Ward
from tests.progress.files import PDF
from tests.progress.reports import HTMX, send_report
from tracker.progress.models import Contribution


def is_row(html: str, owed: Contribution) -> bool:
    start = html.strip()
    return start.startswith("<li") and f'id="contribution-{owed.id}"' in start[:200]


def test_htmx_gets_the_open_row_only(ward: Ward, browser: Browser, owed: Contribution) -> None:
    client = browser.as_(ward.culture_officer)
    answer = client.get(f"/contributions/{owed.id}/update", headers=HTMX)
    assert is_row(answer.text, owed)
    assert "<html" not in answer.text
    assert "HX-Request" in answer.headers["Vary"]
    assert f'hx-target="#contribution-{owed.id}"' in answer.text
    assert "data-focus-first" in answer.text


def test_without_htmx_it_is_a_whole_page(ward: Ward, browser: Browser, owed: Contribution) -> None:
    page = browser.as_(ward.culture_officer).get(f"/contributions/{owed.id}/update").text
    assert "<h1>Cập nhật tiến độ</h1>" in page
    assert f'value="{owed.version}"' in page
    assert "mỗi tệp không quá 20 MB" in page


def test_going_back_in_the_browser_gets_the_whole_page(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    client = browser.as_(ward.culture_officer)
    assert "<html" in client.get(f"/contributions/{owed.id}/update", headers=headers).text


def test_the_first_report_is_offered_as_started_the_next_as_done(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    client = browser.as_(ward.culture_officer)
    url = f"/contributions/{owed.id}/update"
    assert 'checked id="status-' in client.get(url, headers=HTMX).text
    checked = f'checked id="status-{owed.id}-0"'
    assert checked in client.get(url, headers=HTMX).text
    send_report(client, owed, status="in_progress")
    assert checked.replace("-0", "-1") in client.get(url, headers=HTMX).text


def test_closing_brings_the_plain_row_back(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    client = browser.as_(ward.culture_officer)
    answer = client.get(f"/contributions/{owed.id}/row", headers=HTMX)
    assert is_row(answer.text, owed)
    assert "<form" not in answer.text
    plain = client.get(f"/contributions/{owed.id}/row")
    assert plain.headers["Location"] == f"/#contribution-{owed.id}"


def test_a_saved_answer_carries_the_row_the_counters_and_a_message(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    answer = send_report(browser.as_(ward.culture_officer), owed, htmx=True)
    assert answer.status_code == 200
    assert is_row(answer.text, owed)
    assert "work-item--saved" in answer.text
    assert "Chờ xác nhận" in answer.text
    assert '<hx-partial hx-target="#figures"' in answer.text
    assert '<hx-partial hx-target="#messages"' in answer.text
    assert "Đã gửi kết quả, chờ xác nhận." in answer.text


def test_a_refused_report_comes_back_as_the_row_with_the_error_at_its_field(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    answer = send_report(
        browser.as_(ward.culture_officer),
        owed,
        htmx=True,
        note="Đã xong",
        document_number="1/BC",
        document_date="31/02/2026",
    )
    assert answer.status_code == 422
    assert is_row(answer.text, owed)
    assert f'id="document_date-{owed.id}-error"' in answer.text
    assert 'value="31/02/2026"' in answer.text
    assert "Đã xong</textarea>" in answer.text
    assert '<details class="disclosure" open' in answer.text


def test_saving_without_htmx_leads_back_to_the_page_with_a_message(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    client = browser.as_(ward.culture_officer)
    task_page = f"/tasks/{owed.occurrence.task_id}"
    answer = client.post(
        f"/contributions/{owed.id}/update?next={task_page}",
        data={"status": "in_progress", "note": "Đang làm", "version": str(owed.version)},
    )
    assert answer.headers["Location"] == task_page
    assert "Đã lưu cập nhật." in client.get(task_page).text


def test_the_way_back_never_leads_to_another_site(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    answer = browser.as_(ward.culture_officer).post(
        f"/contributions/{owed.id}/update?next=//elsewhere.example",
        data={"status": "in_progress", "version": str(owed.version)},
    )
    assert answer.headers["Location"] == "/"


def test_a_wrong_paper_is_taken_back_before_handing_in(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    client = browser.as_(ward.culture_officer)
    send_report(client, owed, ("nham.pdf", PDF), status="in_progress")
    (paper,) = owed.current_evidence
    task_page = client.get(f"/tasks/{owed.occurrence.task_id}").text
    assert f'action="/evidence/{paper.id}/remove' in task_page
    for _ in range(2):
        assert client.post(f"/evidence/{paper.id}/remove").status_code == 303
    assert owed.current_evidence == []
    assert client.get(f"/evidence/{paper.id}").status_code == 404
    assert "nham.pdf" not in client.get(f"/tasks/{owed.occurrence.task_id}").text


def test_a_paper_handed_in_stays(ward: Ward, browser: Browser, owed: Contribution) -> None:
    client = browser.as_(ward.culture_officer)
    send_report(client, owed, ("a.pdf", PDF))
    (paper,) = owed.current_evidence
    answer = client.post(f"/evidence/{paper.id}/remove")
    assert answer.status_code == 422
    assert "không gỡ minh chứng được nữa" in answer.text
    assert owed.current_evidence == [paper]
