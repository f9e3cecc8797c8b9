"""Who may do what, over every route and every role. A route that nobody listed fails the test.

404 for what a person must not know of, 403 for what they see but may not do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.conftest import MORNING
from tests.extensions.requests import ask
from tests.factories import contribution_of, fixed, make_plan, make_task, on_occurrence
from tests.personas import Browser, Ward, person
from tests.progress.files import PDF
from tests.progress.reports import send_report
from tests.reading.documents import plan_as_docx
from tests.targets.factories import make_measurement, make_target
from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.accounts.sessions import begin_sign_in
from tracker.conversations.service import say
from tracker.core.db import db
from tracker.due_calendar.service import subscribe, token_of
from tracker.exports.choice import SheetChoice
from tracker.exports.jobs import ask as ask_for_file
from tracker.extensions.models import ExtensionRequest
from tracker.figures.windows import chosen_days
from tracker.follow_up.directives import Word, give
from tracker.follow_up.service import Order, send_letters
from tracker.imports.models import DraftRow
from tracker.imports.service import import_file
from tracker.late_lists.models import LateList, LateRow
from tracker.late_lists.rules import Facts, as_kept
from tracker.policy import POLICY, may
from tracker.progress.models import Contribution, Difficulty, Evidence
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.rules import MailKind
from tracker.reports.rules import ReportKind
from tracker.reports.service import make_report
from tracker.settings.rules import DataWindow
from tracker.tasks.codes import code_of
from tracker.units.service import create_unit

ROLES = (
    "administrator",
    "office",
    "leader",
    "coordinating_head",
    "owning_head",
    "owning_officer",
    "sharing_head",
    "other_head",
    "observer",
)
EVERYONE = frozenset(ROLES)
OWNERS = frozenset({"owning_head", "owning_officer"})
ANSWERING = frozenset({"office", "leader", "coordinating_head"})
OFFICE = frozenset({"office"})
SEEING_LETTERS = frozenset({"office", "leader", "observer", "administrator"})
KEEPERS = frozenset({"office", "administrator"})
ADMINISTRATOR = frozenset({"administrator"})


class Allowed(NamedTuple):
    """Who may; the status everyone else gets; who is told 403 where the others get 404."""

    roles: frozenset[str]
    refusal: int = 403
    seeing: frozenset[str] = frozenset()


NOBODY = Allowed(frozenset())

# The contribution is a draft of the culture division with one file; economy shares the task.
EXPECTED: dict[str, Allowed] = {
    "workspace.home": Allowed(EVERYONE),
    "workspace.plans": Allowed(EVERYONE),
    "workspace.plan": Allowed(EVERYONE),
    "workspace.task": Allowed(EVERYONE),
    "workspace.task_by_code": Allowed(EVERYONE),
    "workspace.contribution": Allowed(EVERYONE),
    "workspace.health": Allowed(EVERYONE),
    "static": Allowed(EVERYONE),
    "style_sheet": Allowed(EVERYONE),
    "accounts.sign_in": Allowed(EVERYONE),
    "accounts.sign_out": Allowed(EVERYONE),
    "accounts.change_password": Allowed(EVERYONE),
    "accounts.sign_ins": Allowed(EVERYONE),
    "accounts.end_others": Allowed(EVERYONE),
    "accounts.end_one": Allowed(ADMINISTRATOR | {"owning_officer"}, 404),
    "accounts.index": Allowed(ADMINISTRATOR),
    "accounts.new": Allowed(ADMINISTRATOR),
    "accounts.edit": Allowed(ADMINISTRATOR),
    "accounts.many": Allowed(ADMINISTRATOR),
    "accounts.many_template": Allowed(ADMINISTRATOR),
    "accounts.preview_many": Allowed(ADMINISTRATOR),
    "accounts.create_many": Allowed(ADMINISTRATOR),
    "audit.index": Allowed(KEEPERS),
    "audit.export": Allowed(KEEPERS),
    "search.page": Allowed(EVERYONE),
    "settings.index": Allowed(KEEPERS),
    "settings.letters": Allowed(KEEPERS),
    "due_dates.calendar": Allowed(EVERYONE),
    "due_dates.change_days": Allowed(KEEPERS),
    "due_dates.change_rule": Allowed(KEEPERS),
    "due_dates.check_year": Allowed(KEEPERS),
    "plans.edit": Allowed(OFFICE),
    "plan_life.amend": Allowed(OFFICE),
    "plan_life.weigh_product": Allowed(OFFICE),
    "plan_life.amendments": Allowed(EVERYONE),
    "plan_life.close": Allowed(OFFICE),
    "plan_life.reopen": Allowed(OFFICE),
    "plan_life.issue": Allowed(OFFICE),
    "plan_life.copy": Allowed(OFFICE),
    "plan_life.assign": Allowed(OFFICE),
    "progress.restore": Allowed(OFFICE),
    "exports.export": Allowed(EVERYONE),
    "exports.show": Allowed(EVERYONE),
    "exports.ask": Allowed(EVERYONE),
    "exports.job": Allowed(OFFICE, 404),
    "exports.again": Allowed(OFFICE, 404),
    "exports.fetch": Allowed(OFFICE, 404),
    "figures.index": Allowed(EVERYONE),
    "figures.rows": Allowed(EVERYONE),
    "figures.changes": Allowed(EVERYONE),
    "figures.corrections": Allowed(EVERYONE),
    "figures.workbook": Allowed(EVERYONE),
    "figures.seal": Allowed(OFFICE),
    "figures.seal_again": Allowed(OFFICE),
    "reports.index": Allowed(frozenset({"office", "leader"})),
    "reports.show": Allowed(frozenset({"office", "leader"})),
    "reports.download": Allowed(frozenset({"office", "leader"})),
    "reports.new": Allowed(OFFICE),
    "reports.make": Allowed(OFFICE),
    "reports.save": Allowed(OFFICE),
    "reports.take_anew": Allowed(OFFICE),
    "reports.put_away": Allowed(OFFICE),
    "figures.rating": Allowed(
        frozenset(
            {
                "office",
                "leader",
                "coordinating_head",
                "owning_head",
                "sharing_head",
                "other_head",
            }
        )
    ),
    "follow_up.index": Allowed(ANSWERING | {"observer", "administrator"}),
    "follow_up.review": Allowed(ANSWERING),
    "help.page": Allowed(EVERYONE),
    "overview.index": Allowed(SEEING_LETTERS),
    "overview.briefing": Allowed(SEEING_LETTERS),
    "directives.index": Allowed(SEEING_LETTERS),
    "directives.new": Allowed(frozenset({"leader", "office"})),
    "directives.show": Allowed(OWNERS | SEEING_LETTERS, 404),
    "directives.answer": Allowed(OWNERS, 404, seeing=SEEING_LETTERS),
    "directives.close": Allowed(frozenset({"leader"}), 404, seeing=OWNERS | SEEING_LETTERS),
    "late_lists.index": Allowed(EVERYONE),
    "late_lists.new": Allowed(OFFICE),
    "late_lists.show": Allowed(frozenset({"office", "leader"}), 404),
    "late_lists.download": Allowed(frozenset({"office", "leader"}), 404),
    "late_lists.judge": Allowed(OFFICE, 404, seeing=frozenset({"leader"})),
    "late_lists.anew": Allowed(OFFICE, 404, seeing=frozenset({"leader"})),
    "late_lists.release": Allowed(frozenset({"leader"}), 404, seeing=OFFICE),
    "urging.index": Allowed(ANSWERING | {"observer", "administrator"}),
    "urging.new": Allowed(frozenset({"office", "coordinating_head"})),
    "urging.show": Allowed(OWNERS | SEEING_LETTERS, 404),
    "urging.answer": Allowed(OWNERS, 404, seeing=SEEING_LETTERS),
    "urging.withdraw": Allowed(OFFICE, 404, seeing=OWNERS | SEEING_LETTERS),
    "urging.download": Allowed(OWNERS | SEEING_LETTERS, 404),
    "urging.download_all": Allowed(ANSWERING | {"observer", "administrator"}),
    "follow_up.accept_many": Allowed(ANSWERING),
    "progress.update": Allowed(OWNERS),
    "progress.row": Allowed(OWNERS),
    "many_reports.report": Allowed(EVERYONE),
    "many_reports.name_officers": Allowed(EVERYONE),
    "progress.accept": Allowed(ANSWERING),
    "progress.give_back": Allowed(ANSWERING),
    "progress.download": Allowed(OWNERS | ANSWERING, 404),
    "progress.read_document": Allowed(EVERYONE),
    "progress.preview": Allowed(OWNERS | ANSWERING, 404),
    "progress.open_event": Allowed(OWNERS | {"office", "coordinating_head"}),
    "targets.index": Allowed(EVERYONE),
    "targets.show": Allowed(EVERYONE),
    "targets.measure": Allowed(OWNERS | {"office"}),
    "targets.correct": Allowed(OWNERS | {"office"}),
    "targets.download": Allowed(OWNERS | ANSWERING | {"observer"}, 404),
    "targets.new": Allowed(OFFICE),
    "targets.edit": Allowed(OFFICE),
    "targets.drop": Allowed(OFFICE),
    "due_calendar.month": Allowed(EVERYONE),
    "due_calendar.account": Allowed(EVERYONE),
    "due_calendar.subscribe": Allowed(EVERYONE),
    "due_calendar.revoke": Allowed(EVERYONE),
    "due_calendar.feed": Allowed(EVERYONE),
    "difficulties.index": Allowed(ANSWERING),
    "difficulties.answer": Allowed(ANSWERING, 404, seeing=OWNERS),
    "difficulties.close": Allowed(OWNERS | ANSWERING, 404),
    "conversations.talk": Allowed(OWNERS | ANSWERING),
    "conversations.mention": Allowed(frozenset({"leader"}), 404),
    "conversations.open_mention": Allowed(frozenset({"leader"}), 404),
    "extensions.ask": Allowed(OWNERS),
    "extensions.withdraw": Allowed(OWNERS),
    "extensions.index": Allowed(ANSWERING),
    "extensions.decide": Allowed(ANSWERING),
    "extensions.revoke": Allowed(ANSWERING),
    "extensions.paper": Allowed(OWNERS | ANSWERING, 404),
    "reminders.index": Allowed(KEEPERS),
    "reminders.mail": Allowed(KEEPERS),
    "reminders.resend": Allowed(KEEPERS),
    "reminding.send_test": Allowed(KEEPERS),
    "reminding.leaders": Allowed(KEEPERS),
    "reminding.proof": Allowed(OWNERS | ANSWERING | {"administrator"}),
    "notices.index": Allowed(EVERYONE),
    "notices.choice": Allowed(EVERYONE),
    "notices.read_all": Allowed(EVERYONE),
    "notices.open_notice": Allowed(frozenset({"owning_head"}), 404),
    "units.index": Allowed(KEEPERS),
    "units.new": Allowed(KEEPERS),
    "units.edit": Allowed(KEEPERS),
    "unit_merging.merge_unit": Allowed(KEEPERS),
}
# Whatever a whole feature offers: nobody else knows that the Office's drafts are there.
EXPECTED_OF_FEATURE = {"imports": Allowed(OFFICE, 404)}
# Draft papers are hidden from strangers; those who oversee see them but may not take them back.
REMOVING = {
    **dict.fromkeys(OWNERS, 303),
    **dict.fromkeys(ANSWERING, 403),
    **dict.fromkeys(EVERYONE - OWNERS - ANSWERING, 404),
}
# Without the file it was asked about, or pages to picture, there is nothing for the office either.
ASKS_FIRST = {"imports.again", "imports.sources.page", "progress.preview"}
# These end a draft or a session: they come last, in this order.
LAST = ("late_lists.anew", "imports.discard", "accounts.sign_out")


@dataclass(frozen=True)
class Ids:
    """The rows that the addresses speak of."""

    plan_id: int
    task_id: int
    contribution_id: int
    evidence_id: int
    draft_id: int
    row_id: int
    message_id: int
    reminder_id: int
    request_id: int
    mention_id: int
    difficulty_id: int
    letter_id: int
    directive_id: int
    report_id: int
    job_id: int
    late_list_id: int
    late_row_id: int
    token: str
    unit_id: int
    user_id: int
    target_id: int
    measurement_id: int
    paper_id: int
    sign_in_id: int
    number: int = 1
    year: int = 2027
    field: str = "content"
    about: str = "chairman"
    format: str = "docx"
    role: str = "office"
    filename: str = "css/tokens.css"

    @property
    def code(self) -> str:
        """What is printed beside the task's row."""
        return code_of(self.task_id)

    def address(self, rule: Rule) -> str:
        """The rule's address with these rows in it."""
        values = {name: getattr(self, name) for name in rule.arguments}
        _domain, path = rule.build(values, append_unknown=False) or ("", "")
        return path


@pytest.fixture
def people(ward: Ward) -> dict[str, object]:
    """One person of each role, as the task at hand sees them."""
    clinic = create_unit("Trạm Y tế", actor=None)
    return {
        "administrator": ward.administrator,
        "office": ward.office,
        "leader": ward.leader,
        "coordinating_head": ward.centre_head,
        "owning_head": ward.culture_head,
        "owning_officer": ward.culture_officer,
        "sharing_head": ward.economy_head,
        "other_head": person("truong.tramyte", Role.UNIT_HEAD, clinic),
        "observer": ward.observer,
    }


def drafted_late_row(owed: Contribution, office: User) -> LateRow:
    """A row of a list that nobody has released."""
    facts = Facts("Phòng", "Người thử", "Việc", "12/KH", None, None, 3, False, "Không rõ", "")
    row = LateRow(contribution_id=owed.id, position=1, facts=as_kept(facts))
    late_list = LateList(
        first_day=date(2026, 6, 15),
        last_day=date(2026, 7, 14),
        name="Tháng 7/2026",
        drawn_up_by=office,
        drawn_up_at=MORNING,
        rows=[row],
    )
    db.session.add(late_list)
    db.session.flush()
    return row


@pytest.fixture
def ids(ward: Ward, browser: Browser) -> Ids:
    """One row of everything."""
    plan = make_plan()
    plan.coordinator_unit = ward.centre
    task = make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture, cooperating=(ward.economy,))
    other_task = make_task(plan, fixed(date(2026, 9, 30)), lead=ward.culture)
    event_task = make_task(plan, on_occurrence(5), lead=ward.culture)
    draft = import_file("ke-hoach.docx", plan_as_docx(), actor=ward.office)
    message = OutboxMessage(
        kind=MailKind.DIGEST,
        recipient_id=ward.culture_head.id,
        digest_on=date(2026, 8, 4),
        send_on=date(2026, 8, 4),
        address="truong@phuongmau.example",
        message_id="<1@phuongmau.example>",
        created_at=MORNING - timedelta(days=1),
        next_attempt_at=MORNING - timedelta(days=1),
    )
    measurement = make_measurement(make_target(plan, ward.culture), ward.culture_head, file=PDF)
    owed = contribution_of(task, ward.culture)
    reminder = Reminder(
        contribution=owed,
        step="before:7",
        due_version=1,
        recipient=ward.culture_head,
        decided_at=MORNING - timedelta(days=1),
        reason="Trước hạn 7 ngày làm việc",
        outbox_message=message,
    )
    db.session.add_all([message, reminder])
    db.session.commit()
    send_report(
        browser.as_(ward.culture_head),
        owed,
        ("nhap.pdf", PDF),
        status="in_progress",
        difficulty="Thiếu biểu mẫu.",
    )
    extended = contribution_of(other_task, ward.culture)
    answer = ask(
        browser.as_(ward.culture_head),
        extended,
        wanted_due_on="30/10/2026",
        file=(BytesIO(PDF), "cong-van.pdf"),
    )
    assert answer.status_code == 303
    feed = subscribe(ward.observer, covers_all=True)
    order = Order(first_number=1, answer_by=date(2026, 8, 10), request_key="letters")
    (letter,) = send_letters([extended], order, actor=ward.office)
    signed_in = begin_sign_in(ward.culture_officer, agent="", remote_address=None)
    db.session.commit()
    word = Word("Báo cáo ngay.", None, "word")
    (directive,) = give(task, [ward.culture], word, actor=ward.leader)
    called = say(event_task, f"@{ward.leader.username}", request_key="k", actor=ward.office)
    mention = called.mentions[0]
    days = chosen_days(date(2026, 7, 1), date(2026, 8, 5), DataWindow.REPORT)
    report = make_report(ReportKind.CHAIRMAN, days, request_key="report", actor=ward.office)
    job = ask_for_file(plan, SheetChoice(), "pdf", rows=1, request_key="f", actor=ward.office)
    job.content, job.size, job.file_name = PDF, len(PDF), "tien-do.pdf"
    late_row = drafted_late_row(owed, ward.office)
    db.session.commit()
    return Ids(
        plan_id=plan.id,
        task_id=event_task.id,
        contribution_id=owed.id,
        evidence_id=db.session.query(Evidence).one().id,
        draft_id=draft.id,
        row_id=db.session.query(DraftRow).filter_by(draft_id=draft.id, kind="task").first().id,  # type: ignore[union-attr]
        message_id=message.id,
        reminder_id=reminder.id,
        difficulty_id=db.session.query(Difficulty).one().id,
        mention_id=mention.id,
        request_id=db.session.query(ExtensionRequest).one().id,
        letter_id=letter.id,
        directive_id=directive.id,
        report_id=report.id,
        job_id=job.id,
        late_list_id=late_row.late_list_id,
        late_row_id=late_row.id,
        token=token_of(feed) or "",
        unit_id=ward.centre.id,
        user_id=ward.culture_officer.id,
        target_id=measurement.target_id,
        measurement_id=measurement.id,
        paper_id=measurement.evidence[0].id,
        sign_in_id=signed_in.id,
    )


def expected(endpoint: str) -> Allowed | None:
    """What the tables say of a route; None when nobody has thought of it."""
    return EXPECTED.get(endpoint) or EXPECTED_OF_FEATURE.get(endpoint.partition(".")[0])


def in_order(app: Flask) -> list[Rule]:
    def place(rule: Rule) -> tuple[int, str]:
        last = LAST.index(rule.endpoint) + 1 if rule.endpoint in LAST else 0
        return last, rule.endpoint

    return sorted(app.url_map.iter_rules(), key=place)


def test_every_route_is_listed_here(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {route for route in routes if not expected(route)} == {"progress.remove_evidence"}
    assert routes >= set(EXPECTED)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(
    app: Flask, people: dict[str, object], browser: Browser, ids: Ids, role: str
) -> None:
    wrong: list[str] = []
    for rule in in_order(app):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            client = browser.as_(people[role])  # type: ignore[arg-type]
            with client.open(ids.address(rule), method=method) as answer:
                found = answer.status_code
            if rule.endpoint == "progress.remove_evidence":
                is_right = found == REMOVING[role]
            elif role in (allowed := expected(rule.endpoint) or NOBODY).roles:
                is_right = found not in {302, 401, 403, 404, 405} or rule.endpoint in ASKS_FIRST
            else:
                is_right = found == (403 if role in allowed.seeing else allowed.refusal)
            if not is_right:
                wrong.append(f"{method} {rule.endpoint}: {found}")
    assert wrong == []


def test_actions_are_known_and_nobody_signed_out_may_anything(ward: Ward) -> None:
    class Stranger:
        is_authenticated = False

    for action in POLICY:
        assert may(Stranger(), action) is False
    with pytest.raises(KeyError):
        may(ward.office, "plan:burn")


def test_every_action_of_the_page_is_asked_for_somewhere() -> None:
    root = Path(__file__).resolve().parent.parent
    sources = [*root.glob("tracker/**/*.py"), *root.glob("templates/**/*.html")]
    text = "\n".join(path.read_text("utf-8") for path in sources if path.name != "policy.py")
    unused = [action for action in POLICY if f'"{action}"' not in text]
    assert unused == []
