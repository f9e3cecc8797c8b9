"""The page of figures: every number opens as many rows as it says; who sees whose."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, send_report
from tracker.audit.models import AuditEntry
from tracker.core import clock
from tracker.core.db import db
from tracker.figures.models import SealedFigures
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.settings.service import change_setting
from tracker.tasks.models import Task

NUMBER = re.compile(r'href="(/figures/rows\?[^"]+)">(\d+)</a>')
JULY = "/figures?kind=days&first=01/07/2026&last=31/07/2026"
FORMULA = '=HYPERLINK("http://x.example","bấm")'


@pytest.fixture
def tasks(ward: Ward, browser: Browser) -> list[Task]:
    """Done in time, done late after a return, overdue, with a collective; and a regular one."""
    with clock.at(datetime(2026, 6, 15, 1, tzinfo=UTC)):
        plan = make_plan()
        made = [
            make_task(plan, fixed(date(2026, 7, 10)), lead=ward.culture, content=FORMULA),
            make_task(plan, fixed(date(2026, 7, 20)), lead=ward.economy),
            make_task(
                plan, fixed(date(2026, 7, 25)), lead=ward.centre, cooperating=(ward.divisions,)
            ),
            make_task(plan, regular(), lead=ward.culture, until=date(2026, 8, 31)),
        ]
        db.session.commit()
    done, late = contribution_of(made[0], ward.culture), contribution_of(made[1], ward.economy)
    with clock.at(datetime(2026, 7, 10, 2, tzinfo=UTC)):
        send_report(browser.as_(ward.culture_head), done)
        accept(browser.as_(ward.office), done)
    with clock.at(datetime(2026, 7, 21, 2, tzinfo=UTC)):
        send_report(browser.as_(ward.economy_head), late)
        give_back(browser.as_(ward.office), late)
    with clock.at(datetime(2026, 7, 24, 2, tzinfo=UTC)):
        send_report(browser.as_(ward.economy_head), late)
        accept(browser.as_(ward.office), late)
    return made


def numbers_of(text: str) -> list[tuple[str, int]]:
    """Each number that can be pressed, and where it leads."""
    return [(url.replace("&amp;", "&"), int(number)) for url, number in NUMBER.findall(text)]


def seal(client: FlaskClient, key: str = "seal-1") -> int:
    url = JULY.replace("/figures?", "/figures/seal?")
    return client.post(url, data={"request_key": key}).status_code


@pytest.mark.usefixtures("tasks")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("group", ["unit", "plan", "section", "officer", "period"])
def test_every_number_opens_as_many_rows(ward: Ward, browser: Browser, group: str) -> None:
    client = browser.as_(ward.office)
    found = set(numbers_of(client.get(f"{JULY}&group={group}").text))
    assert len(found) > 15
    for url, number in found:
        assert f"{number} phần việc</span>" in client.get(url).text, url


@pytest.mark.usefixtures("tasks")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "asked",
    [
        "kind=monthly&on=31/07/2026",
        "kind=monthly&by=calendar&on=31/07/2026&basis=original",
        "kind=weekly&on=21/07/2026",
        "kind=quarterly&on=31/07/2026&basis=original",
        "kind=half_yearly&on=31/07/2026",
        "kind=yearly&on=31/07/2026",
    ],
)
def test_a_head_opens_the_rows_of_their_own_numbers_in_every_window(
    ward: Ward, browser: Browser, asked: str
) -> None:
    client = browser.as_(ward.economy_head)
    found = set(numbers_of(client.get(f"/figures?{asked}").text))
    assert len(found) > 3
    for url, number in found:
        text = client.get(url).text
        assert f"{number} phần việc</span>" in text, url
        assert text.count('data-label="Đơn vị"') == number, url
        assert ward.culture.name not in text, url


@pytest.mark.usefixtures("tasks")
def test_the_numbers_of_july(ward: Ward, browser: Browser) -> None:
    text = browser.as_(ward.office).get(f"{JULY}&basis=original").text
    counts = {
        url.partition("measure=")[2].partition("&")[0]: number
        for url, number in numbers_of(text)
        if "line=" not in url
    }
    assert counts["total"] == 5
    assert counts["done_on_time"] == 1
    assert counts["done_late"] == 1
    assert counts["open_overdue"] == 3
    assert counts["not_updated"] == 1
    assert counts["returned"] == 1
    shared = [number for url, number in numbers_of(text) if "measure=shared" in url]
    assert sum(shared) == 2
    assert "20\u00a0%" in text
    assert "Số liệu đến hết ngày 31/07/2026" in text


def test_an_empty_ward_is_told_so_and_zero_is_no_share(ward: Ward, browser: Browser) -> None:
    text = browser.as_(ward.office).get("/figures").text
    assert "chưa có phần việc nào" in text
    assert "Năm 2026" in text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("first=31/02/2026&last=01/03/2026", "Nhập hai ngày"),
        ("first=01/03/2026&last=01/02/2026", "Ngày đầu phải trước ngày cuối"),
        ("first=01/01/2001&last=01/02/2026", "quá 5 năm"),
        ("first=01/01/1950&last=01/02/1951", "Nhập hai ngày"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_two_wrong_days_are_named_and_lose_nothing(
    ward: Ward, browser: Browser, asked: str, sentence: str
) -> None:
    text = browser.as_(ward.office).get(f"/figures?kind=days&{asked}").text
    assert sentence in text
    assert asked.split("&", maxsplit=1)[0].partition("=")[2] in text


@pytest.mark.usefixtures("tasks")
def test_a_unit_sees_its_own_by_name_and_the_others_only_when_opened(
    ward: Ward, browser: Browser
) -> None:
    client = browser.as_(ward.culture_officer)
    text = client.get(JULY).text
    assert ward.culture.name in text
    assert ward.economy.name not in text
    assert "đơn vị khác (không nêu tên)" not in text
    hidden = client.get(f"/figures/rows?{JULY.partition('?')[2]}&line={ward.economy.id}").text
    assert "Không có phần việc nào" in hidden
    change_setting("figures_open_to_units", True, actor=None)
    db.session.commit()
    assert ward.economy.name in client.get(JULY).text


@pytest.mark.usefixtures("tasks")
def test_sealed_figures_stay_and_later_corrections_are_shown_beside(
    ward: Ward, browser: Browser, tasks: list[Task]
) -> None:
    office = browser.as_(ward.office)
    assert browser.as_(ward.leader).post("/figures/seal").status_code == 403
    assert seal(office) == 303
    assert seal(office) == 303
    assert seal(office, "seal-2") == 409
    before = numbers_of(office.get(JULY).text)
    # Somebody enters the officer's unit anew: the task was the Office's all along.
    owed = contribution_of(tasks[2], ward.economy)
    owed.unit = ward.office_unit
    db.session.commit()
    text = office.get(JULY).text
    assert numbers_of(text) == before
    assert "Đã chốt" in text
    assert "1 phần việc được đính chính" in text
    corrected = office.get(f"/figures/corrections?{JULY.partition('?')[2]}").text
    assert "1 phần việc thay đổi" in corrected
    entry = db.session.query(AuditEntry).filter_by(action="figures:sealed").one()
    assert entry.changes["total"] == [None, 5]


def seal_again(client: FlaskClient, reason: str, *, edition: int = 1, key: str = "k") -> Any:
    url = JULY.replace("/figures?", "/figures/seal-again?")
    form = {"reason": reason, "edition": str(edition), "request_key": key}
    return client.post(url, data=form)


def test_corrected_figures_are_sealed_again_and_the_first_ones_stay(
    ward: Ward, browser: Browser, tasks: list[Task]
) -> None:
    office = browser.as_(ward.office)
    assert seal_again(office, "Nhầm đơn vị.").status_code == 422
    seal(office)
    unchanged = seal_again(office, "Nhầm đơn vị.")
    assert unchanged.status_code == 422
    assert "không cần chốt lại" in unchanged.text
    assert "Chốt lại số liệu đã đính chính" not in office.get(JULY).text
    reported = numbers_of(office.get(JULY).text)
    # Somebody else in charge corrects nothing.
    contribution_of(tasks[0], ward.culture).officer = ward.culture_officer
    db.session.commit()
    assert "Chốt lại số liệu đã đính chính" not in office.get(JULY).text
    contribution_of(tasks[2], ward.economy).unit = ward.office_unit
    db.session.commit()
    assert "Chốt lại số liệu đã đính chính" in office.get(JULY).text
    assert "Hãy ghi lý do chốt lại" in seal_again(office, " ").text
    assert seal_again(browser.as_(ward.leader), "Nhầm đơn vị.").status_code == 403
    office = browser.as_(ward.office)
    assert seal_again(office, "Nhầm đơn vị.").status_code == 303
    assert seal_again(office, "Nhầm đơn vị.").status_code == 303
    other = seal_again(office, "Lý do của tôi", key="other")
    assert other.status_code == 409
    assert "Lý do của tôi" in other.text
    assert sorted(item.edition for item in db.session.query(SealedFigures)) == [1, 2]

    now, former = office.get(JULY).text, office.get(f"{JULY}&edition=1").text
    assert "<b>Đã chốt lần 2</b>" in now
    assert "Lý do chốt lại: Nhầm đơn vị." in now
    assert "Chưa có đính chính nào" in now
    assert "nay đã được thay bằng lần chốt 2" in former
    assert "1 phần việc được đính chính ở lần chốt 2" in former
    without = [(url.replace("&edition=1", ""), number) for url, number in numbers_of(former)]
    assert without == reported
    assert numbers_of(now) != reported
    line = next(url for url, number in numbers_of(former) if f"line={ward.economy.id}&" in url)
    assert "edition=1" in line
    corrected = office.get(f"/figures/corrections?{JULY.partition('?')[2]}&edition=1").text
    assert "Lần chốt 2 so với lần chốt 1" in corrected
    entry = db.session.query(AuditEntry).filter_by(action="figures:sealed_again").one()
    assert entry.changes == {"edition": [1, 2], "reason": [None, "Nhầm đơn vị."]}


@pytest.mark.usefixtures("tasks")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_workbook_names_the_edition(ward: Ward, browser: Browser, tasks: list[Task]) -> None:
    office = browser.as_(ward.office)
    seal(office)
    contribution_of(tasks[2], ward.economy).unit = ward.office_unit
    db.session.commit()
    seal_again(office, "Nhầm đơn vị.")
    url = JULY.replace("/figures?", "/figures/xlsx?")
    for edition, words in ((1, "thay bằng lần chốt 2"), (2, "lý do chốt lại: Nhầm đơn vị.")):
        book = load_workbook(BytesIO(office.get(f"{url}&edition={edition}").data))
        head = [str(row[0]) for row in book["Số liệu"].iter_rows(max_row=5, values_only=True)]
        assert any(f"Đã chốt lần {edition} " in line and words in line for line in head), head


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_running_window_is_not_sealed(ward: Ward, browser: Browser) -> None:
    answer = browser.as_(ward.office).post("/figures/seal?kind=monthly&on=05/08/2026")
    assert answer.status_code == 422
    assert "mới chốt được" in answer.text


@pytest.mark.usefixtures("tasks")
def test_what_changed_since_the_window_before(ward: Ward, browser: Browser) -> None:
    client = browser.as_(ward.office)
    text = client.get(f"/figures/changes?{JULY.partition('?')[2]}").text
    assert "5 phần việc thay đổi" in text
    assert "Mới quá hạn" in text
    assert "Mới hoàn thành" in text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_changed_is_set_against_the_report_as_it_was_sealed(
    ward: Ward, browser: Browser, tasks: list[Task]
) -> None:
    """July's figures are sealed in August; what is entered anew afterwards is August's news."""
    office = browser.as_(ward.office)
    august = "/figures/changes?kind=days&first=01/08/2026&last=31/08/2026"
    assert "So với từ 01/07/2026 đến 31/07/2026" in office.get(august).text
    seal(office)
    contribution_of(tasks[2], ward.economy).unit = ward.office_unit
    db.session.commit()
    text = office.get(august).text
    assert "báo cáo từ 01/07/2026 đến 31/07/2026 (đã chốt)" in text
    assert "1 phần việc thay đổi" in text
    assert seal_again(office, "Nhầm đơn vị.").status_code == 303
    assert "Không có gì thay đổi" in office.get(august).text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_ended_with_its_plan_in_the_window_before_is_no_news(
    ward: Ward, browser: Browser, tasks: list[Task]
) -> None:
    with clock.at(datetime(2026, 7, 30, 2, tzinfo=UTC)):
        change_state(tasks[0].plan, PlanState.CLOSED, actor=ward.office)
        db.session.commit()
    august = "/figures/changes?kind=days&first=01/08/2026&last=31/08/2026"
    assert "Không có gì thay đổi" in browser.as_(ward.office).get(august).text


@pytest.mark.usefixtures("tasks")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_workbook_holds_numbers_as_numbers_and_words_as_words(
    ward: Ward, browser: Browser
) -> None:
    answer = browser.as_(ward.office).get(JULY.replace("/figures?", "/figures/xlsx?"))
    book = load_workbook(BytesIO(answer.data))
    table = [list(row) for row in book["Số liệu"].iter_rows(min_row=5, values_only=True)]
    total = dict(zip(table[0], table[1], strict=True))
    assert total["Tổng số"] == 5
    assert total["Quá hạn / có thời hạn"] == 0.6
    assert total["Số ngày chậm bình quân"] == 5.5
    cells = [cell for row in book["Danh sách"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == FORMULA] == ["s"]
    assert date(2026, 7, 10) in {
        cell.value.date() for cell in cells if isinstance(cell.value, datetime)
    }


def test_htmx_gets_the_whole_page_too(ward: Ward, browser: Browser) -> None:
    answer = browser.as_(ward.office).get("/figures", headers={"HX-Request": "true"})
    assert answer.status_code == 200
