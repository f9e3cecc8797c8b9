"""Searching everything, as each person may."""

from __future__ import annotations

from datetime import date

import pytest

from tests.counted_statements import counted_statements
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.files import PDF
from tests.progress.reports import send_report
from tests.search.pages import found
from tests.targets.factories import JULY, JUNE, make_measurement, make_target
from tracker.conversations.service import say
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.search.finding import find
from tracker.search.rules import Wanted
from tracker.tasks.models import Task

DUE = fixed(date(2026, 8, 20))


@pytest.fixture
def plan(ward: Ward) -> Plan:
    """Two tasks that read alike without accents."""
    plan = make_plan()
    make_task(plan, DUE, lead=ward.culture, content="Chăm sóc, phụng dưỡng người có công")
    content, sharing = "Mở rộng đường làng", (ward.economy,)
    make_task(plan, DUE, lead=ward.culture, cooperating=sharing, content=content, label="2.1")
    db.session.commit()
    return plan


def task_of(plan: Plan, label: str) -> Task:
    return db.session.query(Task).filter_by(plan_id=plan.id, label=label).one()


@pytest.mark.usefixtures("plan")
def test_typed_accents_rank_first(ward: Ward, browser: Browser) -> None:
    client = browser.as_(ward.observer)
    texts = [text for _url, text in found(client, "đường")]
    assert texts == ["2.1 Mở rộng đường làng", "1 Chăm sóc, phụng dưỡng người có công"]
    assert {text for _url, text in found(client, "duong")} == set(texts)


def test_tasks_are_found_by_label_product_and_printed_units(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    task = task_of(plan, "2.1")
    task.cooperating_text = "Phòng Kinh tế, Hạ tầng và Đô thị"
    db.session.commit()
    client, address = browser.as_(ward.culture_officer), f"/tasks/{task.id}"
    assert found(client, "2.1")[0][0] == address
    assert address in [url for url, _text in found(client, "bao cao")]
    assert address in [url for url, _text in found(client, "đường đô thị")]
    assert address in [url for url, _text in found(client, "ha tang")]


def test_plans_targets_and_units_lead_to_their_pages(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    target = make_target(plan, ward.culture)
    db.session.commit()
    client = browser.as_(ward.economy_head)
    assert found(client, "12/kh-ubnd")[0][0] == f"/plans/{plan.id}"
    assert (f"/targets/{target.id}", target.indicator) in found(client, "dung han")
    unit = f"/plans/{plan.id}?unit={ward.culture.id}"
    assert unit in [url for url, _text in found(client, "van hoa")]


def test_drafts_are_found_by_those_who_may_see_them(ward: Ward, browser: Browser) -> None:
    draft = make_plan("Kế hoạch chưa ban hành")
    draft.state = PlanState.DRAFT
    make_task(draft, DUE, lead=ward.culture, content="Việc mật")
    make_target(draft, ward.culture, indicator="chỉ tiêu mật")
    db.session.commit()
    seen = {text for _url, text in found(browser.as_(ward.office), "mat")}
    assert seen == {"1 Việc mật", "chỉ tiêu mật"}
    assert len(found(browser.as_(ward.office), "chua ban hanh")) == 1
    for words in ("mat", "chua ban hanh"):
        page = browser.as_(ward.culture_head).get(f"/search?words={words}").text
        assert "Không tìm thấy gì khớp" in page


def test_papers_are_found_by_those_who_may_see_them(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    task = task_of(plan, "2.1")
    owed = contribution_of(task, ward.culture)
    files = [("Bien_ban-đường.pdf", PDF)]
    document = {"document_number": "77/BC-UBND", "document_date": "03/08/2026"}
    send_report(browser.as_(ward.culture_head), owed, *files, status="in_progress", **document)
    address = f"/tasks/{task.id}#contribution-{owed.id}"

    def sees(name: str, words: str) -> bool:
        client = browser.as_(getattr(ward, name))
        return address in [url for url, _text in found(client, words, "paper")]

    for words in ("bien ban", "77/bc"):
        assert [name for name in SEEKERS if sees(name, words)] == ["culture_officer", "leader"]
    db.session.refresh(owed)
    send_report(browser.as_(ward.culture_head), owed)
    assert [name for name in SEEKERS if sees(name, "77/bc")] == list(SEEKERS[:-1])


SEEKERS = ("culture_officer", "economy_head", "leader", "observer", "centre_head")


def test_papers_of_figures_follow_their_own_rule(ward: Ward, browser: Browser, plan: Plan) -> None:
    target = make_target(plan, ward.culture)
    make_measurement(target, ward.culture_head, file=PDF)
    db.session.commit()
    line = (f"/targets/{target.id}", "so-lieu.pdf")
    assert line in found(browser.as_(ward.culture_head), "số liệu")
    assert line in found(browser.as_(ward.observer), "so lieu")
    assert found(browser.as_(ward.economy_head), "so lieu") == []


def test_far_too_many_papers_are_not_all_judged_and_it_is_said(ward: Ward, plan: Plan) -> None:
    target = make_target(plan, ward.culture)
    for period in (JUNE, JULY):
        make_measurement(target, ward.culture_head, period=period, file=PDF)
    db.session.commit()
    wanted = Wanted.from_text("so lieu")
    (all_of_them,) = find(wanted, ward.observer, [plan])
    (some,) = find(wanted, ward.observer, [plan], most_papers=1)
    (none,) = find(wanted, ward.economy_head, [plan], most_papers=1)
    assert (len(all_of_them.items), all_of_them.is_cut) == (2, False)
    assert (len(some.items), some.is_cut) == (1, True)
    assert (none.items, none.is_cut) == ([], True)


def test_each_kind_is_short_and_says_how_many_are_left(ward: Ward, browser: Browser) -> None:
    plan = make_plan()
    for _ in range(9):
        make_task(plan, DUE, lead=ward.culture)
    db.session.commit()
    client = browser.as_(ward.office)
    page = client.get("/search?words=ra+soat").text
    assert "Còn 3 kết quả" in page
    assert "kind=task" in page
    assert len(found(client, "ra soat")) == 6
    assert len(found(client, "ra soat", "task")) == 9


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/search", "Gõ vài từ để tìm"),
        ("/search?words=%20..%20", "Gõ vài từ để tìm"),
        ("/search?words=%25_%27", "Gõ vài từ để tìm"),
        ("/search?words=khongcogi", "Không tìm thấy gì khớp “khongcogi”"),
        ("/search?words=lang&kind=nothing", "Mở rộng đường làng"),
        ("/search?words=lang&kind=target", "Xem mọi kết quả"),
        ("/search?words=%3Cb%3Elang", "&lt;b&gt;lang"),
    ],
)
def test_the_page_says_what_to_do(ward: Ward, browser: Browser, address: str, told: str) -> None:
    assert told in browser.as_(ward.culture_head).get(address).text


def test_every_page_offers_the_search(ward: Ward, browser: Browser) -> None:
    assert browser.as_(ward.culture_head).get("/plans").text.count('action="/search"') == 2
    assert browser.anonymous().get("/search?words=a").status_code == 302


def test_more_things_ask_the_database_no_more(ward: Ward, browser: Browser, plan: Plan) -> None:
    def statements() -> int:
        with counted_statements() as sent:
            assert browser.as_(ward.economy_head).get("/search?words=lam").status_code == 200
        return len(sent)

    def add(number: int) -> None:
        lead, content = ward.divisions, f"Việc làm {number}"
        task = make_task(plan, DUE, lead=lead, cooperating=(ward.centre,), content=content)
        make_measurement(
            make_target(plan, ward.divisions, indicator=content), ward.culture_head, file=PDF
        )
        owed = contribution_of(task, ward.culture)
        db.session.commit()
        report = (f"lam-{number}.pdf", PDF)
        send_report(browser.as_(ward.culture_head), owed, report, difficulty="Chưa làm hết.")
        say(task, "Nhờ làm giúp.", request_key=f"say-{number}", actor=ward.office)
        db.session.commit()

    add(1)
    # Whoever looks again asks the journal what happened since: in both that are counted.
    statements()
    add(2)
    few = statements()
    for number in range(3, 9):
        add(number)
    assert statements() == few
