"""No page asks the database more often because it has more rows to show."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from tests.conftest import MORNING
from tests.conversations.forms import say
from tests.counted_statements import counted_statements
from tests.extensions.requests import ask
from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.personas import Browser, Ward, person
from tests.progress.reports import send_report
from tests.targets.factories import make_measurement, make_target
from tracker.accounts.rules import Role
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_task
from tracker.reminders.deciding import decide_within
from tracker.tasks.models import Task
from tracker.units.service import create_unit

TODAY = date(2026, 8, 5)
FEW, MANY = 3, 9
# The plan is number 1; {task} has a further instance for each turn.
PAGES: dict[str, tuple[str, ...]] = {
    "office": (
        "/",
        "/plans",
        "/plans/{plan}",
        "/plans/{plan}/amendments",
        "/plans/{plan}/print",
        "/plans/{plan}/assign",
        "/plans/{plan}/copy",
        "/plans/{plan}/close",
        "/plans/{plan}/edit",
        "/tasks/{task}",
        "/tasks/{task}/conversation",
        "/tasks/{task}/amend",
        "/follow-up",
        "/follow-up?stage=both&by=days",
        "/review",
        "/extensions",
        "/difficulties?state=all",
        "/causes",
        "/urgings",
        "/directives",
        "/late-lists",
        "/briefing",
        "/overview",
        "/figures",
        "/figures?group=plan",
        "/figures?group=officer",
        "/figures/rows",
        "/figures/changes",
        "/reports",
        "/reports/new/chairman",
        "/reports/new/briefing",
        "/targets",
        "/targets/{target}",
        "/calendar",
        "/calendar/days",
        "/search?words=viec",
        "/units",
        "/reminders",
        "/imports",
        "/settings",
        "/audit",
    ),
    "administrator": ("/accounts", "/units", "/reminders", "/audit"),
    "culture_head": ("/", "/?many=1", "/notices", "/targets", "/figures", "/tasks/{task}"),
    "leader": ("/overview", "/follow-up", "/review", "/plans/{plan}"),
}
PATHS = [(name, path) for name, paths in PAGES.items() for path in paths]


def test_pages_ask_no_more_for_more_rows(ward: Ward, browser: Browser) -> None:
    plan = make_plan()
    task = make_task(plan, regular(), lead=ward.culture, until=TODAY)
    target = make_target(plan, ward.culture, ward.economy)
    db.session.commit()
    numbers = {"plan": plan.id, "task": task.id, "target": target.id}
    # What is shown is kept up afterwards: asking for the news takes a statement or two.
    _counts(ward, browser, numbers)
    for turn in range(FEW):
        _add_rows(ward, browser, plan, turn)
    few = _counts(ward, browser, numbers)
    for turn in range(FEW, MANY):
        _add_rows(ward, browser, plan, turn)
    many = _counts(ward, browser, numbers)
    more = {at: (few[at], many[at]) for at in few if many[at] > few[at]}
    assert more == {}


def _counts(ward: Ward, browser: Browser, numbers: dict[str, int]) -> dict[tuple[str, str], int]:
    found = {}
    for name, path in PATHS:
        client = browser.as_(getattr(ward, name))
        with counted_statements() as sent:
            answer = client.get(path.format(**numbers))
        assert answer.status_code == 200, path
        found[name, path] = len(sent)
    return found


def _add_rows(ward: Ward, browser: Browser, plan: Plan, turn: int) -> None:
    """One row more of everything."""
    head = browser.as_(ward.culture_head)
    late, handed_in, ahead, troubled = (
        make_task(
            plan,
            fixed(day),
            lead=ward.culture,
            cooperating=(ward.economy,),
            content=f"Việc số {turn}, hạn {day:%d/%m}",
        )
        for day in (
            TODAY - timedelta(days=3 + turn),
            TODAY + timedelta(days=1),
            TODAY + timedelta(days=20),
            TODAY + timedelta(days=6),
        )
    )
    unit = create_unit(f"Tổ dân phố số {turn}", actor=None, aliases=(f"Tổ {turn}",))
    person(f"to.{turn}", Role.UNIT_HEAD, unit)
    make_measurement(make_target(plan, ward.culture), ward.office)
    make_plan(f"Kế hoạch thêm {turn}", number=f"{turn}/KH-UBND")
    db.session.commit()
    send_report(head, _part(handed_in, ward), request_key=f"in-{turn}")
    send_report(
        head,
        _part(troubled, ward),
        status="in_progress",
        difficulty=f"Thiếu kinh phí {turn}",
        request_key=f"trouble-{turn}",
    )
    send_report(head, _part(late, ward), status="in_progress", request_key=f"late-{turn}")
    ask(head, _part(ahead, ward), request_key=f"ask-{turn}")
    say(head, late, f"Đã trao đổi lần {turn}", key=f"say-{turn}")
    with clock.at(MORNING + timedelta(minutes=turn)):
        decide_within(clock.now())
    db.session.commit()


def _part(task: Task, ward: Ward) -> Contribution:
    return contribution_of(db.session.get_one(Task, task.id), ward.culture)


def test_a_task_with_more_instances_asks_no_more(ward: Ward, browser: Browser) -> None:
    few, many = (_count_for_a_task(ward, browser, number) for number in (FEW, MANY))
    assert many - few == Counter()


def _count_for_a_task(ward: Ward, browser: Browser, number: int) -> Counter[str]:
    days = tuple(TODAY - timedelta(days=7 * turn + 1) for turn in range(number))
    task = make_task(make_plan(), fixed(*days), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    head, office = browser.as_(ward.culture_head), browser.as_(ward.office)
    # What is kept for every page is there before the reports, and is kept up with them.
    office.get(f"/tasks/{task.id}")
    for part in contributions_of_task(task.id):
        if part.unit_id == ward.culture.id:
            send_report(head, part, request_key=f"in-{part.id}")
    with counted_statements() as sent:
        assert office.get(f"/tasks/{task.id}").status_code == 200
    return Counter(" ".join(one.split())[:100] for one in sent)
