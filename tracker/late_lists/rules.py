"""What a row of the list says, and what is different now from what it said. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

_DAYS = ("original_due_on", "due_on")
NO_REASON = "Đơn vị chưa nêu"
NO_PERSON = "Chưa giao"
# Behind the name of whoever answers for work that nobody was named for.
AS_HEAD = " (trưởng đơn vị)"


@dataclass(frozen=True, slots=True)
class Facts:
    """One late part in words and days: who, what, when due, how late, why, who confirmed it."""

    unit: str
    person: str
    task: str
    plan: str
    original_due_on: date | None
    due_on: date | None
    days_late: int
    is_done: bool
    reason: str
    cause: str

    @property
    def lateness(self) -> str:
        """ "Hoàn thành, chậm 4 ngày", "Chưa xong, quá hạn 4 ngày"; hours count as the same day."""
        days = f"{self.days_late} ngày" if self.days_late else "trong ngày"
        return f"Hoàn thành, chậm {days}" if self.is_done else f"Chưa xong, quá hạn {days}"

    @property
    def due_words(self) -> str:
        """The day that counts, and the document's own where an extension moved it."""
        due = f"{self.due_on:%d/%m/%Y}" if self.due_on else ""
        if self.original_due_on is None or self.original_due_on == self.due_on:
            return due
        return f"{due}\n(hạn gốc {self.original_due_on:%d/%m/%Y})"


def as_kept(facts: Facts) -> dict[str, Any]:
    """The facts as JSON."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(facts).items()
    }


def from_kept(kept: Mapping[str, Any]) -> Facts:
    """The facts as they were kept."""
    values = {field.name: kept[field.name] for field in fields(Facts)}
    for name in _DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return Facts(**values)


@dataclass(frozen=True, slots=True)
class Correction:
    """A part that stands otherwise now than on the list; None where it is not on one of them."""

    contribution_id: int
    listed: Facts | None
    now: Facts | None

    @property
    def words(self) -> str:
        """What is different, as a sentence."""
        if self.listed is None:
            return "Không có trong danh sách; tính lại thì có chậm."
        if self.now is None:
            return "Tính lại thì không chậm trong tháng này."
        parts = [
            f"{words}: {before or NO_REASON} → {after or NO_REASON}"
            for words, before, after in _compared(self.listed, self.now)
            if before != after
        ]
        return "; ".join(parts)


def corrections(listed: Mapping[int, Facts], now: Mapping[int, Facts]) -> list[Correction]:
    """What would stand otherwise were the list drawn up now."""
    found = [
        Correction(number, listed.get(number), now.get(number))
        for number in dict.fromkeys([*listed, *now])
    ]
    return [item for item in found if not _is_same(item.listed, item.now)]


def by_unit(rows: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """Rows with `facts` under the name of their unit, in the order they stand."""
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.facts["unit"], []).append(row)
    return list(groups.items())


def _is_same(listed: Facts | None, now: Facts | None) -> bool:
    if listed is None or now is None:
        return listed is now
    return all(before == after for _words, before, after in _compared(listed, now))


def _compared(listed: Facts, now: Facts) -> tuple[tuple[str, str, str], ...]:
    """What is compared; whoever heads the unit since is not answerable for what was late before."""
    answered_by_heads = listed.person.endswith(AS_HEAD) and now.person.endswith(AS_HEAD)
    return (
        ("Người thực hiện", listed.person, listed.person if answered_by_heads else now.person),
        ("Thời hạn", listed.due_words, now.due_words),
        ("Mức chậm", listed.lateness, now.lateness),
        ("Lý do", listed.reason, now.reason),
        ("Nguyên nhân", listed.cause, now.cause),
    )
