"""The Chairman of Phường Mẫu speaks on two tasks, once at a briefing; one unit has answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.core.calendar_vn import NATIONAL_CALENDAR
from tracker.follow_up.directives import Word, answer, give
from tracker.follow_up.overdue import overdue_now
from tracker.progress.queries import past_due
from tracker.progress.rules import UNIT_OWES_STATUSES

WORDS = (
    "Việc này đã chậm nhiều ngày. Trưởng đơn vị trực tiếp chỉ đạo, báo cáo tôi nguyên nhân và "
    "ngày hoàn thành.",
    "Phối hợp với Văn phòng gỡ vướng mắc ngay trong tuần, không chờ họp giao ban.",
)
DOCUMENT = "Thông báo kết luận giao ban số 15/TB-UBND"
ANSWER = "Đơn vị đã họp phân công lại, sẽ hoàn thành trong tuần tới."


def direct(people: Sequence[User], *, today: date, leader: User, office: User) -> None:
    """Speak on the work that is late longest, at the clock's present moment.

    The second word was said at a briefing: the Office writes it down.
    """
    late = [
        item.contribution
        for item in sorted(overdue_now(past_due(today), today), key=lambda item: -item.days)
        if item.contribution.status in UNIT_OWES_STATUSES
    ]
    for number, (words, contribution) in enumerate(zip(WORDS, late, strict=False)):
        answer_by = NATIONAL_CALENDAR.add_working_days(today, 2)
        word = Word(words, answer_by, f"demo-directive-{number}")
        if number:
            word = replace(word, said_by=leader, said_on=today, document=DOCUMENT)
        task = contribution.occurrence.task
        (directive,) = give(task, [contribution.unit], word, actor=office if number else leader)
        if number:
            head = next(
                user
                for user in people
                if user.unit_id == contribution.unit_id and user.role is Role.UNIT_HEAD
            )
            answer(directive, ANSWER, version=directive.version, actor=head)
