"""The board of what is late and about to be: filters, groups. Pure: rows and today in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.core.numbers import whole_number
from tracker.follow_up.overdue import Overdue
from tracker.follow_up.queries import Contact
from tracker.units.models import Unit


class Stage(StrEnum):
    """What the board shows: what is late, what is due within days, or both."""

    LATE = "late"
    SOON = "soon"
    BOTH = "both"


class Grouping(StrEnum):
    """By what the rows stand together."""

    UNIT = "unit"
    PLAN = "plan"
    DAYS = "days"


class ContactState(StrEnum):
    """What has passed between the office and the unit."""

    ANY = ""
    NOT_URGED = "not_urged"
    UNANSWERED = "unanswered"
    ANSWERED = "answered"


STAGE_WORDS = {
    Stage.LATE: "Quá hạn",
    Stage.SOON: "Đến hạn trong 7 ngày",
    Stage.BOTH: "Quá hạn và sắp đến hạn",
}
GROUPING_WORDS = {
    Grouping.UNIT: "Đơn vị",
    Grouping.PLAN: "Kế hoạch",
    Grouping.DAYS: "Số ngày quá hạn",
}
CONTACT_WORDS = {
    ContactState.ANY: "Tất cả",
    ContactState.NOT_URGED: "Chưa có công văn",
    ContactState.UNANSWERED: "Chưa trả lời công văn",
    ContactState.ANSWERED: "Đã trả lời công văn",
}
# The least days of each band, the longest first.
_BANDS = (
    (30, "Quá hạn từ 30 ngày"),
    (15, "Quá hạn từ 15 đến 29 ngày"),
    (7, "Quá hạn từ 7 đến 14 ngày"),
    (1, "Quá hạn dưới 7 ngày"),
)
_TODAY = "Quá hạn trong ngày, sắp đến hạn"


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the office wants to see; empty values let everything through."""

    stage: Stage = Stage.LATE
    grouping: Grouping = Grouping.UNIT
    unit_id: int | None = None
    plan_id: int | None = None
    days: int = 0
    contact: ContactState = ContactState.ANY

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> BoardFilter:
        """The filter an address asks for; what cannot be understood asks for nothing."""
        stage, by, contact = (query.get(name, "") for name in ("stage", "by", "contact"))
        return cls(
            stage=Stage(stage) if stage in set(Stage) else Stage.LATE,
            grouping=Grouping(by) if by in set(Grouping) else Grouping.UNIT,
            unit_id=whole_number(query.get("unit", "")),
            plan_id=whole_number(query.get("plan", "")),
            days=whole_number(query.get("days", "")) or 0,
            contact=ContactState(contact) if contact in set(ContactState) else ContactState.ANY,
        )

    def lets_through(self, item: Overdue, contact: Contact) -> bool:
        """Whether the row belongs on the page."""
        contribution = item.contribution
        if self.unit_id not in {None, contribution.unit_id}:
            return False
        if self.plan_id not in {None, contribution.occurrence.task.plan_id}:
            return False
        if item.days < self.days:
            return False
        return self.contact in {ContactState.ANY, contact_state(contact)}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that stand together, the longest late first."""

    title: str
    items: list[Overdue]
    unit: Unit | None = None

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(item.is_late for item in self.items)

    @property
    def words(self) -> str:
        """What a band says beside the title: "2 việc quá hạn, lâu nhất 20 ngày"."""
        soon = len(self.items) - self.late
        longest = max(item.days for item in self.items)
        parts = [
            f"{self.late} việc quá hạn" if self.late else "",
            f"lâu nhất {longest} ngày" if self.late and longest else "",
            f"{soon} việc sắp đến hạn" if soon else "",
        ]
        return ", ".join(filter(None, parts))


def contact_state(contact: Contact) -> ContactState:
    """What has passed between the office and the unit by letter."""
    if contact.urged is None:
        return ContactState.NOT_URGED
    answered = contact.urged.answered_at is not None
    return ContactState.ANSWERED if answered else ContactState.UNANSWERED


def grouped(items: Sequence[Overdue], by: Grouping) -> list[Group]:
    """The rows in groups, the group that is longest late first."""
    groups: dict[str, list[Overdue]] = {}
    for item in sorted(items, key=_longest_first):
        groups.setdefault(_title(item, by), []).append(item)
    return [
        Group(title, rows, rows[0].contribution.unit if by is Grouping.UNIT else None)
        for title, rows in groups.items()
    ]


def _longest_first(item: Overdue) -> tuple[bool, int, str, int]:
    contribution = item.contribution
    return not item.is_late, -item.days, contribution.unit.name, contribution.id


def _title(item: Overdue, by: Grouping) -> str:
    if by is Grouping.UNIT:
        return item.contribution.unit.name
    if by is Grouping.PLAN:
        plan = item.contribution.occurrence.task.plan
        return f"{plan.number}: {plan.title}" if plan.number else plan.title
    found = (words for least, words in _BANDS if item.is_late and item.days >= least)
    return next(found, _TODAY)
