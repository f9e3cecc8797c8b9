"""Requests for a later due day in Phường Mẫu: one granted, one refused, one still to be decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.core.db import db
from tracker.extensions.service import Answer, Asked, ask, decide, problem_with_asking
from tracker.progress.models import Contribution
from tracker.tasks.models import Occurrence
from tracker.tasks.rules import OccurrenceKind

REASONS = (
    "Chờ hướng dẫn của sở chuyên ngành; phường đã có văn bản hỏi nhưng chưa được trả lời.",
    "Công chức phụ trách được cử đi tập huấn hai tuần.",
    "Cần thêm số liệu của các tổ dân phố, một số tổ gửi chậm.",
)
REFUSAL = "Việc gắn với thời điểm báo cáo thành phố: bố trí công chức khác làm thay."
CONSENT = "Đồng ý, không gia hạn thêm."


def ask_for_later_days(people: Sequence[User], *, today: date, decider: User) -> None:
    """Let three heads ask and the decider answer two of them, at the clock's present moment."""
    for number, (contribution, head) in enumerate(_could_ask(people, today)):
        due_on = contribution.occurrence.due_on
        if number == len(REASONS) or due_on is None:
            return
        asked = Asked(
            wanted_due_on=due_on + timedelta(days=14),
            reason=REASONS[number],
            is_objective=number == 0,
            document="Công văn số 45/UBND-VHXH" if number == 0 else None,
            request_key=f"demo-{number}",
        )
        request = ask(contribution, asked, actor=head)
        if number < len(REASONS) - 1:
            granted = number == 0
            answer = Answer(
                due_on=request.wanted_due_on if granted else None,
                note=CONSENT if granted else REFUSAL,
                is_cause_confirmed=granted,
                version=request.version,
                request_key=f"demo-answer-{number}",
            )
            decide(request, answer, actor=decider)


def _could_ask(people: Sequence[User], today: date) -> Iterator[tuple[Contribution, User]]:
    heads = {user.unit_id: user for user in people if user.role is Role.UNIT_HEAD}
    statement = (
        select(Contribution)
        .join(Contribution.occurrence)
        .where(Occurrence.due_on > today, Occurrence.kind == OccurrenceKind.DUE_DATE)
        .order_by(Occurrence.due_on, Contribution.id)
    )
    for contribution in db.session.scalars(statement).all():
        head = heads.get(contribution.unit_id)
        if head is not None and problem_with_asking(contribution, today) is None:
            yield contribution, head
