"""Urging: letters to units, recorded as steps, and the units' answers to their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.follow_up import queries
from tracker.follow_up.letter_text import Occasion, UrgedRow, urging_letter
from tracker.follow_up.models import UrgingItem, UrgingLetter
from tracker.plans.rules import PlanState, document_reference
from tracker.progress.guards import lock
from tracker.progress.models import Contribution
from tracker.progress.rules import (
    UNIT_OWES_STATUSES,
    TimingClass,
    due_words,
    timing_class,
)
from tracker.reminders.by_hand import URGED
from tracker.reminders.telling import tell
from tracker.settings.queries import ward_settings
from tracker.units.models import Unit

LONGEST_ANSWER = 4000


@dataclass(frozen=True, slots=True)
class Order:
    """What the office orders: the first number, the days, a sentence of its own, mail or not."""

    first_number: int
    answer_by: date
    request_key: str
    note: str | None = None
    by_mail: bool = True


def may_be_urged(contribution: Contribution) -> bool:
    """Whether the unit still owes it by a day, in a plan that runs."""
    plan = contribution.occurrence.task.plan
    return (
        contribution.status in UNIT_OWES_STATUSES
        and contribution.occurrence.due_on is not None
        and plan.state is PlanState.ISSUED
    )


def by_unit(contributions: Sequence[Contribution]) -> list[tuple[Unit, list[Contribution]]]:
    """What each unit's letter will list, in the units' printed order, the longest late first."""
    owed: dict[Unit, list[Contribution]] = {}
    for item in sorted(contributions, key=lambda item: (item.due_on or date.max, item.id)):
        owed.setdefault(item.unit, []).append(item)
    return sorted(owed.items(), key=lambda group: (group[0].position, group[0].id))


def send_letters(
    contributions: Sequence[Contribution], order: Order, *, actor: User
) -> Sequence[UrgingLetter]:
    """One numbered letter per unit about what it still owes; the same form twice sends once."""
    made = queries.letters_of_request(order.request_key)
    if made:
        return made
    today = clock.today()
    if order.answer_by < today:
        raise RuleError("Hạn trả lời đã qua: hãy chọn ngày từ hôm nay.", field="answer_by")
    groups = by_unit([item for item in contributions if may_be_urged(item)])
    if not groups:
        raise RuleError("Không còn việc nào phải đôn đốc: các đơn vị đã gửi kết quả.")
    numbers = range(order.first_number, order.first_number + len(groups))
    taken = queries.taken_numbers(today.year, ward_settings().letter_code, numbers)
    if taken:
        raise RuleError(
            f"Số {', '.join(map(str, taken))} đã dùng trong năm {today.year}: hãy nhập số khác.",
            field="first_number",
        )
    return [
        _send(unit, owed, number, order, actor)
        for (unit, owed), number in zip(groups, numbers, strict=True)
    ]


def row_of(contribution: Contribution, today: date) -> UrgedRow:
    """The contribution as the letter's list prints it."""
    task, due_on = contribution.occurrence.task, contribution.occurrence.due_on
    plan = task.plan
    day = f"{plan.issued_on:%d/%m/%Y}" if plan.issued_on else None
    name = contribution.occurrence.name if contribution.occurrence.kind != "due_date" else None
    place = f"{plan.number or plan.title}{f', mục {task.label}' if task.label else ''}"
    return UrgedRow(
        plan=f"{plan.title} ({document_reference(plan.number, day)})",
        cells=(
            f"{task.content} ({name})" if name else task.content,
            place,
            f"{due_on:%d/%m/%Y}" if due_on else "",
            due_words(contribution.facts, today),
            task.product or "",
        ),
        is_late=timing_class(contribution.facts, today) is TimingClass.OPEN_OVERDUE,
    )


def answer_letter(
    letter: UrgingLetter,
    answers: Mapping[int, tuple[str, date | None]],
    *,
    version: int,
    actor: User,
) -> int:
    """Take the unit's words on the rows (by item number); gives how many rows changed."""
    lock(letter)
    if letter.is_withdrawn:
        raise ConflictError("Công văn này đã được thu hồi: không phải trả lời nữa.")
    if letter.version != version:
        raise ConflictError(
            "Có người trong đơn vị vừa trả lời công văn này. Nội dung bạn nhập vẫn còn ở dưới: "
            "hãy xem lại rồi gửi lần nữa."
        )
    changed = 0
    for item in letter.items:
        words, promised_on = answers.get(item.id, ("", None))
        if not words or (item.answer, item.promised_on) == (words, promised_on):
            continue
        before = (item.answer, item.promised_on)
        item.answer, item.promised_on = words, promised_on
        item.answered_by, item.answered_at = actor, clock.now()
        changed += 1
        _record_answer(item, before, actor)
    if not changed:
        raise RuleError("Hãy ghi tình hình của ít nhất một việc.")
    # The version must rise although only rows changed.
    flag_modified(letter, "code")
    db.session.flush()
    return changed


def _send(
    unit: Unit, owed: Sequence[Contribution], number: int, order: Order, actor: User
) -> UrgingLetter:
    today, settings = clock.today(), ward_settings()
    rows = [row_of(item, today) for item in owed]
    occasion = Occasion(unit.name, number, today, order.answer_by, order.note)
    letter = UrgingLetter(
        unit=unit,
        year=today.year,
        code=settings.letter_code,
        number=number,
        issued_on=today,
        answer_by=order.answer_by,
        printed=urging_letter(rows, occasion, settings).as_stored(),
        sent_by=actor,
        sent_at=clock.now(),
        request_key=f"{order.request_key}:{unit.id}",
        items=[
            UrgingItem(contribution=item, position=place, cells=list(row.cells))
            for place, (item, row) in enumerate(zip(owed, rows, strict=True))
        ],
    )
    db.session.add(letter)
    db.session.flush()
    reason = f"Công văn {letter.reference}, trả lời chậm nhất {order.answer_by:%d/%m/%Y}"
    told = tell(dict.fromkeys(owed, reason), step=f"{URGED}{letter.id}", mail_now=order.by_mail)
    letter.people_told = len(told)
    db.session.flush()
    record(
        AuditAction.URGING_SENT,
        letter,
        name=f"{letter.reference}: {unit.name}",
        actor=actor,
        changes={"rows": (None, len(owed)), "answer_by": (None, order.answer_by)},
    )
    return letter


def _record_answer(item: UrgingItem, before: tuple[str | None, date | None], actor: User) -> None:
    task = item.contribution.occurrence.task
    record(
        AuditAction.URGING_ANSWERED,
        item.letter,
        name=f"{item.letter.reference}: {task.label} {task.content}"[:200],
        actor=actor,
        plan_id=task.plan_id,
        changes={
            "answer": (before[0], item.answer),
            "promised_on": (before[1], item.promised_on),
        },
    )
