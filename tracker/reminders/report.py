"""What one pass of reminding did, or would do, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.core import clock


@dataclass(frozen=True, slots=True)
class PersonTold:
    """One person, why they are told, and in which mail; `obstacle` says why there is none."""

    name: str
    address: str | None
    reasons: Sequence[str]
    subject: str | None = None
    obstacle: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Whom a day's decision tells; on a day off nobody."""

    day: date
    is_working_day: bool
    people: Sequence[PersonTold] = ()

    @property
    def mails(self) -> int:
        """How many digests were put into the outbox."""
        return sum(1 for person in self.people if person.subject is not None)


@dataclass(slots=True)
class Sending:
    """What became of the mails of one round."""

    has_server: bool = True
    sent: int = 0
    later: int = 0
    refused: int = 0
    dropped: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PassReport:
    """One whole pass: instances made, people told, mails sent. Without sending: a dry run."""

    moment: datetime
    made: int
    decision: Decision
    waiting: int
    sending: Sending | None

    def as_text(self) -> str:
        """The report as the command line prints it."""
        lines = [self._heading(), f"Kỳ, mốc mới mở: {self.made}", *self._decision_lines()]
        return "\n".join([*lines, *self._sending_lines()])

    def _heading(self) -> str:
        local = clock.in_vietnam(self.moment)
        dry = " (chạy thử: không ghi, không gửi)" if self.sending is None else ""
        return f"Lượt nhắc việc lúc {local:%H:%M ngày %d/%m/%Y}{dry}"

    def _decision_lines(self) -> list[str]:
        if not self.decision.is_working_day:
            return [f"Không nhắc: {self.decision.day:%d/%m/%Y} không phải ngày làm việc."]
        if not self.decision.people:
            return ["Không có ai cần nhắc thêm."]
        lines = [f"Nhắc {len(self.decision.people)} người:"]
        for person in self.decision.people:
            lines.append(f"  {person.name} <{person.address or 'chưa có địa chỉ thư'}>")
            lines.append(f"    {person.subject or person.obstacle}")
            lines += [f"    - {reason}" for reason in person.reasons]
        return lines

    def _sending_lines(self) -> list[str]:
        if self.sending is None:
            return [f"Thư sẽ gửi: {self.waiting}"]
        if not self.sending.has_server:
            return [f"Chưa đặt TRACKER_SMTP_URL: {self.waiting} thư nằm chờ, chưa gửi."]
        sending = self.sending
        summary = (
            f"Thư: đã gửi {sending.sent}, gửi lại sau {sending.later}, "
            f"bị từ chối {sending.refused}, thôi gửi {sending.dropped}"
        )
        return [summary, *(f"  {problem}" for problem in sending.problems)]
