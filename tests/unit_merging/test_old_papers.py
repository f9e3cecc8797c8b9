"""What a merged unit kept in plans that have ended, its heir reads as the unit itself could."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.files import PDF, PNG
from tests.progress.reports import send_report
from tests.targets.factories import make_measurement, make_target
from tests.unit_merging.forms import confirmed
from tracker.core.db import db
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.policy import may, may_see_paper
from tracker.progress.models import Contribution, Evidence
from tracker.progress.service import accept
from tracker.targets.models import Target
from tracker.tasks.models import Task

PEOPLE = ("culture_head", "centre_head", "economy_head", "observer")


@pytest.fixture
def task(ward: Ward, browser: Browser) -> Task:
    """Led by the culture division, which kept a draft paper and a restricted one; the economy
    division, which shares it, handed one in. Its plan has ended."""
    plan = make_plan()
    task = make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    lead, helper = browser.as_(ward.culture_head), browser.as_(ward.economy_head)
    owed, shared = contribution_of(task, ward.culture), contribution_of(task, ward.economy)
    send_report(lead, owed, ("nhap.pdf", PDF), status="in_progress", note="Còn đang bàn.")
    send_report(lead, owed, ("rieng.pdf", PDF), status="in_progress", sensitivity="restricted")
    send_report(helper, shared, ("phan-cua-kinh-te.png", PNG), sensitivity="restricted")
    change_state(plan, PlanState.CLOSED, actor=ward.office)
    db.session.commit()
    return task


def readers(ward: Ward, browser: Browser, paper: Evidence) -> set[str]:
    """Who gets the file, asked at its address."""
    found = set()
    for name in PEOPLE:
        with browser.as_(getattr(ward, name)).get(f"/evidence/{paper.id}") as answer:
            assert answer.status_code in {200, 404}
            if answer.status_code == 200:
                found.add(name)
    return found


def merge_culture_into_centre(ward: Ward, browser: Browser) -> None:
    url = f"/units/{ward.culture.id}/merge"
    form = confirmed(ward, ward.centre.id)
    assert browser.as_(ward.office).post(url, data=form).status_code == 303


def papers(task: Task, ward: Ward) -> dict[str, Evidence]:
    of_both = (contribution_of(task, ward.culture), contribution_of(task, ward.economy))
    return {item.file_name or "": item for part in of_both for item in part.current_evidence}


def test_the_heir_gets_every_file_that_the_unit_got(
    ward: Ward, browser: Browser, task: Task
) -> None:
    found = papers(task, ward)
    before = {name: readers(ward, browser, paper) for name, paper in found.items()}
    assert before == {
        "nhap.pdf": {"culture_head"},
        "rieng.pdf": {"culture_head"},
        "phan-cua-kinh-te.png": {"culture_head", "economy_head"},
    }
    merge_culture_into_centre(ward, browser)
    after = {name: readers(ward, browser, paper) for name, paper in found.items()}
    # The people of the unit work in its heir by now.
    assert after == {name: who | {"centre_head"} for name, who in before.items()}


def test_the_pages_show_the_heir_what_they_showed_the_unit(
    ward: Ward, browser: Browser, task: Task
) -> None:
    url = f"/tasks/{task.id}"
    unseen = words_of(browser.as_(ward.centre_head).get(url))
    assert "nhap.pdf" not in unseen
    assert "Trao đổi" not in unseen
    merge_culture_into_centre(ward, browser)
    seen = words_of(browser.as_(ward.centre_head).get(url))
    for words in ("nhap.pdf", "rieng.pdf", "Còn đang bàn.", "Trao đổi"):
        assert words in seen


def test_reading_is_all_the_heir_may(ward: Ward, browser: Browser, task: Task) -> None:
    merge_culture_into_centre(ward, browser)
    part = contribution_of(task, ward.culture)
    paper = papers(task, ward)["nhap.pdf"]
    heir = browser.as_(ward.centre_head)
    assert heir.get(f"/contributions/{part.id}/update").status_code == 403
    assert heir.post(f"/evidence/{paper.id}/remove").status_code == 403
    sent = heir.post(f"/evidence/{paper.id}/class", data={"sensitivity": "public"})
    assert sent.status_code == 403


def test_an_heir_s_heir_reads_too(ward: Ward, task: Task) -> None:
    ward.culture.merged_into, ward.culture.is_active = ward.centre, False
    ward.centre.merged_into, ward.centre.is_active = ward.office_unit, False
    ward.culture_officer.unit = ward.office_unit
    db.session.commit()
    part: Contribution = contribution_of(task, ward.culture)
    assert all(may_see_paper(ward.culture_officer, paper) for paper in part.current_evidence)
    assert not may(ward.centre_head, "contribution:see_papers", part)


def test_figures_of_targets_are_read_alike(ward: Ward, browser: Browser) -> None:
    target: Target = make_target(make_plan("Kế hoạch khác"), ward.culture)
    measurement = make_measurement(target, ward.culture_head, file=PDF)
    change_state(target.plan, PlanState.CLOSED, actor=ward.office)
    db.session.commit()
    (paper,) = measurement.evidence
    url = f"/measurement-evidence/{paper.id}"
    assert browser.as_(ward.centre_head).get(url).status_code == 404
    merge_culture_into_centre(ward, browser)
    with browser.as_(ward.centre_head).get(url) as answer:
        assert answer.status_code == 200
    assert browser.as_(ward.economy_head).get(url).status_code == 404


def test_what_it_has_done_can_be_extracted_under_its_own_name(
    ward: Ward, browser: Browser, task: Task
) -> None:
    """In a plan that goes on the task is the heir's; what was accepted before stays the unit's."""
    running = make_plan("Kế hoạch đang làm")
    done = make_task(running, fixed(date(2026, 8, 20)), lead=ward.culture, content="Đã làm xong")
    make_task(running, fixed(date(2026, 12, 20)), lead=ward.culture, content="Còn phải làm")
    part = contribution_of(done, ward.culture)
    send_report(browser.as_(ward.culture_head), part, note="Đã xong.")
    accept(part, version=part.version, actor=ward.office)
    db.session.commit()
    merge_culture_into_centre(ward, browser)
    office = browser.as_(ward.office)
    address = f"/plans/{running.id}/print?sheet=unit"
    option = f'<option value="{ward.culture.id}"'
    assert option in office.get(address).text
    sheet = office.get(f"{address}&unit={ward.culture.id}").text
    assert "Đã làm xong" in sheet
    assert "Còn phải làm" not in sheet
    assert "Còn phải làm" in office.get(f"{address}&unit={ward.centre.id}").text
    old = office.get(f"/plans/{task.plan_id}/print?sheet=unit&unit={ward.culture.id}").text
    assert f"{option} selected" in old


def test_a_unit_that_has_done_nothing_of_a_plan_is_not_offered(
    ward: Ward, browser: Browser
) -> None:
    running = make_plan("Kế hoạch đang làm")
    make_task(running, fixed(date(2026, 12, 20)), lead=ward.culture)
    db.session.commit()
    merge_culture_into_centre(ward, browser)
    page = browser.as_(ward.office).get(f"/plans/{running.id}/print?sheet=unit").text
    assert f'<option value="{ward.culture.id}"' not in page
