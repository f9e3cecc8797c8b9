"""The board of what is late and about to be: filters, groups. Pure: rows and today in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tracker.core.numbers import whole_number


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

    def lets_through(self, row: BoardRow) -> bool:
        """Whether the row belongs on the page, whatever was said about it by letter."""
        if self.unit_id not in {None, row.unit_id} or self.plan_id not in {None, row.plan_id}:
            return False
        return row.days >= self.days


class BoardRow(NamedTuple):
    """A piece of work, and how many calendar days it is late; one about to be due has 0."""

    contribution_id: int
    unit_id: int
    unit_name: str
    plan_id: int
    plan_name: str
    plan_title: str
    days: int
    is_late: bool = True
    is_soon: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that stand together, the longest late first."""

    title: str
    rows: tuple[BoardRow, ...]
    # The unit all of it belongs to, if the rows stand by units.
    unit_id: int | None
    late: int
    longest: int

    @property
    def words(self) -> str:
        """What a band says beside the title: "2 việc quá hạn, lâu nhất 20 ngày"."""
        soon = len(self.rows) - self.late
        parts = [
            f"{self.late} việc quá hạn" if self.late else "",
            f"lâu nhất {self.longest} ngày" if self.late and self.longest else "",
            f"{soon} việc sắp đến hạn" if soon else "",
        ]
        return ", ".join(filter(None, parts))


def contact_state(answered: bool | None) -> ContactState:
    """What has passed between the office and the unit by letter; None where there was none."""
    if answered is None:
        return ContactState.NOT_URGED
    return ContactState.ANSWERED if answered else ContactState.UNANSWERED


def grouped(rows: Sequence[BoardRow], by: Grouping) -> list[Group]:
    """The rows in groups, the group that is longest late first."""
    groups: dict[str, list[BoardRow]] = {}
    for row in sorted(rows, key=_longest_first):
        groups.setdefault(_title(row, by), []).append(row)
    return [
        Group(
            title,
            tuple(found),
            unit_id=found[0].unit_id if by is Grouping.UNIT else None,
            late=sum(row.is_late for row in found),
            longest=max(row.days for row in found),
        )
        for title, found in groups.items()
    ]


def _longest_first(row: BoardRow) -> tuple[bool, int, str, int]:
    return not row.is_late, -row.days, row.unit_name, row.contribution_id


def _title(row: BoardRow, by: Grouping) -> str:
    if by is Grouping.UNIT:
        return row.unit_name
    if by is Grouping.PLAN:
        return row.plan_title
    found = (words for least, words in _BANDS if row.is_late and row.days >= least)
    return next(found, _TODAY)
