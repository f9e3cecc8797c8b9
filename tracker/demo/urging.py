"""Letters of the Office about what is late in Phường Mẫu, and the answer of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.core.calendar_vn import NATIONAL_CALENDAR
from tracker.follow_up.overdue import overdue_now
from tracker.follow_up.service import Order, answer_letter, may_be_urged, send_letters
from tracker.follow_up.withdrawing import withdraw
from tracker.progress.queries import past_due
from tracker.settings.service import change_setting

FIRST_NUMBER = 118
DAYS_LATE = 5
WITHDRAWAL = "Đơn vị đã báo cáo bằng bản giấy trước ngày gửi công văn."
ANSWERS = (
    "Đã hoàn thành phần rà soát, đang chờ ý kiến của các tổ dân phố.",
    "Công chức phụ trách nghỉ ốm, đã bố trí người khác làm thay từ đầu tuần.",
)


def urge(people: Sequence[User], *, today: date, office: User) -> None:
    """Urge about everything late for days, at the clock's present moment; one unit answers."""
    change_setting("letter_signer", _head_of(people, office.unit_id).full_name, actor=office)
    late = [item for item in overdue_now(past_due(today), today) if item.days >= DAYS_LATE]
    owed = [item.contribution for item in late if may_be_urged(item.contribution)]
    if not owed:
        return
    order = Order(
        first_number=FIRST_NUMBER,
        answer_by=NATIONAL_CALENDAR.add_working_days(today, 3),
        request_key="demo-urging",
        by_mail=False,
    )
    letters = send_letters(owed, order, actor=office)
    letter = max(letters, key=lambda item: len(item.items))
    answers = {
        item.id: (words, today + timedelta(days=7))
        for item, words in zip(letter.items, ANSWERS, strict=False)
    }
    head = _head_of(people, letter.unit_id)
    answer_letter(letter, answers, version=letter.version, actor=head)
    by_mistake = next((item for item in letters if item is not letter), None)
    if by_mistake is not None:
        withdraw(by_mistake, WITHDRAWAL, version=by_mistake.version, actor=office)


def _head_of(people: Sequence[User], unit_id: int | None) -> User:
    return next(user for user in people if user.unit_id == unit_id and user.role is Role.UNIT_HEAD)
