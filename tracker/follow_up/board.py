"""The board of what is late and about to be: filters, groups. Pure: rows and today in."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
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

    @property
    def is_narrow(self) -> bool:
        """Whether there is anything of the stage that it does not let through."""
        return self != BoardFilter(stage=self.stage, grouping=self.grouping)

    def lets_through(self, row: BoardRow) -> bool:
        """Whether the row belongs on the page, whatever was said about it by letter."""
        if self.unit_id not in {None, row.unit.id} or self.plan_id not in {None, row.plan.id}:
            return False
        return row.verdict.days >= self.days


class RowUnit(NamedTuple):
    """Whose it is."""

    id: int
    name: str


class RowPlan(NamedTuple):
    """Where it stands: for a narrow place, and in full."""

    id: int
    name: str
    title: str


class Verdict(NamedTuple):
    """How many calendar days it is late; what is about to be due has 0."""

    days: int
    is_late: bool = True
    is_soon: bool = False


class BoardRow(NamedTuple):
    """A piece of work; few of its parts are different among many rows."""

    contribution_id: int
    unit: RowUnit
    plan: RowPlan
    verdict: Verdict


# Of work: whole numbers as large as the database gives, not an object each.
_NUMBERS = "i"


@dataclass(frozen=True, slots=True)
class Group:
    """Work that stands together by the numbers of it, the longest late first."""

    title: str
    pieces: array[int]
    # The unit all of it belongs to, if the rows stand by units.
    unit_id: int | None
    late: int
    longest: int

    @property
    def words(self) -> str:
        """What a band says beside the title: "2 việc quá hạn, lâu nhất 20 ngày"."""
        soon = len(self.pieces) - self.late
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


@dataclass(slots=True)
class _Lot:
    """What is as late, of units of one name: by its numbers, with the plan of each."""

    verdict: Verdict
    # Of the first piece: two units may have one name.
    unit: RowUnit
    pieces: array[int] = field(default_factory=lambda: array(_NUMBERS))
    plans: list[RowPlan] = field(default_factory=list)

    @property
    def place(self) -> tuple[bool, int, str]:
        """In the order of the board."""
        return not self.verdict.is_late, -self.verdict.days, self.unit.name

    def by_title(self, by: Grouping) -> Mapping[str, array[int]]:
        """The numbers of each group, the one of the first piece first."""
        if by is Grouping.UNIT:
            return {self.unit.name: self.pieces}
        if by is Grouping.DAYS:
            return {_band(self.verdict): self.pieces}
        found: dict[str, array[int]] = {}
        for piece, plan in zip(self.pieces, self.plans, strict=True):
            found.setdefault(plan.title, array(_NUMBERS)).append(piece)
        return found


def grouped(rows: Iterable[BoardRow], by: Grouping) -> list[Group]:
    """The rows, which come in the order of their numbers, in groups, the longest late first."""
    found: dict[str, list[tuple[_Lot, array[int]]]] = {}
    for lot in _in_order(rows):
        for title, pieces in lot.by_title(by).items():
            found.setdefault(title, []).append((lot, pieces))
    return [_group(title, parts, by) for title, parts in found.items()]


def _group(title: str, parts: Sequence[tuple[_Lot, array[int]]], by: Grouping) -> Group:
    whole = array(_NUMBERS)
    for _lot, pieces in parts:
        whole.extend(pieces)
    return Group(
        title,
        whole,
        unit_id=parts[0][0].unit.id if by is Grouping.UNIT else None,
        late=sum(len(pieces) for lot, pieces in parts if lot.verdict.is_late),
        longest=max(lot.verdict.days for lot, _pieces in parts),
    )


def _in_order(rows: Iterable[BoardRow]) -> list[_Lot]:
    """The rows in lots, the longest late first: as rows they would take many times as much."""
    lots: dict[tuple[Verdict, RowUnit], _Lot] = {}
    for piece, unit, plan, verdict in rows:
        lot = lots.get((verdict, unit))
        if lot is None:
            lot = lots[verdict, unit] = _Lot(verdict, unit)
        lot.pieces.append(piece)
        lot.plans.append(plan)
    ordered = sorted(lots.values(), key=lambda lot: lot.place)
    return [_merged(list(alike)) for _place, alike in groupby(ordered, lambda lot: lot.place)]


def _merged(lots: Sequence[_Lot]) -> _Lot:
    """Units of one name stand among each other."""
    if len(lots) == 1:
        return lots[0]
    first = min(lots, key=lambda lot: lot.pieces[0])
    pieces = sorted(each for lot in lots for each in zip(lot.pieces, lot.plans, strict=True))
    numbers = array(_NUMBERS, (piece for piece, _plan in pieces))
    return _Lot(first.verdict, first.unit, numbers, [plan for _piece, plan in pieces])


def _band(verdict: Verdict) -> str:
    found = (words for least, words in _BANDS if verdict.is_late and verdict.days >= least)
    return next(found, _TODAY)
