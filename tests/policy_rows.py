"""The people and the rows that `test_policy.py` walks every route with."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

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
from tracker.progress.models import Contribution, Difficulty, Evidence, ProgressUpdate
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.rules import MailKind
from tracker.reports.rules import ReportKind
from tracker.reports.service import make_report
from tracker.settings.rules import DataWindow
from tracker.tasks.codes import code_of
from tracker.units.service import create_unit


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
    update_id: int
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


def people_of(ward: Ward) -> dict[str, User]:
    """One person of each role, as the task at hand sees them.

    The last head's unit follows up a plan too: another one.
    """
    clinic, school = (create_unit(name, actor=None) for name in ("Trạm Y tế", "Trường Tiểu học"))
    make_plan("Kế hoạch khác").coordinator_unit = school
    return {
        "administrator": ward.administrator,
        "office": ward.office,
        "leader": ward.leader,
        "coordinating_head": ward.centre_head,
        "owning_head": ward.culture_head,
        "owning_officer": ward.culture_officer,
        "sharing_head": ward.economy_head,
        "other_head": person("truong.tramyte", Role.UNIT_HEAD, clinic),
        "elsewhere_head": person("hieutruong", Role.UNIT_HEAD, school),
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


def rows_of(ward: Ward, browser: Browser) -> Ids:
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
    # Of nobody who ends their sign-ins on the way.
    feed = subscribe(person("nguoi.xem.lich", Role.OBSERVER), covers_all=True)
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
    told = ProgressUpdate(
        contribution=owed,
        at=MORNING,
        status_before=owed.status,
        status_after=owed.status,
        late_reason="Bão.",
        late_is_objective=True,
    )
    db.session.add(told)
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
        update_id=told.id,
        token=token_of(feed) or "",
        unit_id=ward.centre.id,
        user_id=ward.culture_officer.id,
        target_id=measurement.target_id,
        measurement_id=measurement.id,
        paper_id=measurement.evidence[0].id,
        sign_in_id=signed_in.id,
    )
