"""The board's groups are those of the rows in order; kept rows are those that were put in."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from tracker.follow_up.board import (
    BoardRow,
    Group,
    Grouping,
    RowPlan,
    RowUnit,
    Verdict,
    _band,
    grouped,
)
from tracker.follow_up.kept_rows import KeptRows


def a_row(chance: Random, number: int) -> BoardRow:
    """Two units and two plans go by one name."""
    unit, plan = chance.randrange(5), chance.randrange(6)
    late = chance.randrange(45) if chance.random() < 0.8 else 0
    is_late = late > 0 or chance.random() < 0.3
    return BoardRow(
        number,
        RowUnit(unit, f"Đơn vị {unit // 2}"),
        RowPlan(plan, f"{plan}/KH", f"Kế hoạch {plan // 2}"),
        Verdict(late, is_late=is_late, is_soon=chance.random() < 0.2 or not is_late),
    )


def some_rows(chance: Random) -> list[BoardRow]:
    numbers = chance.sample(range(1, 2000), 600)
    return [a_row(chance, number) for number in numbers]


def title_of(row: BoardRow, by: Grouping) -> str:
    if by is Grouping.DAYS:
        return _band(row.verdict)
    return row.unit.name if by is Grouping.UNIT else row.plan.title


def plainly_grouped(rows: list[BoardRow], by: Grouping) -> Iterator[tuple[object, ...]]:
    """Put in order and told apart, row by row."""
    groups: dict[str, list[BoardRow]] = {}

    def place(row: BoardRow) -> tuple[object, ...]:
        verdict = row.verdict
        return not verdict.is_late, -verdict.days, row.unit.name, row.contribution_id

    for row in sorted(rows, key=place):
        groups.setdefault(title_of(row, by), []).append(row)
    for title, found in groups.items():
        yield (
            title,
            [row.contribution_id for row in found],
            found[0].unit.id if by is Grouping.UNIT else None,
            sum(row.verdict.is_late for row in found),
            max(row.verdict.days for row in found),
        )


def said_of(group: Group) -> tuple[object, ...]:
    return group.title, list(group.pieces), group.unit_id, group.late, group.longest


@pytest.mark.parametrize("by", Grouping)
@pytest.mark.parametrize("seed", range(3))
def test_groups_are_those_of_the_rows_put_in_order(by: Grouping, seed: int) -> None:
    rows = some_rows(Random(seed))  # noqa: S311 - no secret hangs on it
    assert [said_of(group) for group in grouped(sorted(rows), by)] == list(
        plainly_grouped(rows, by)
    )


def test_kept_rows_are_those_put_in_and_no_others() -> None:
    chance = Random(5)  # noqa: S311 - no secret hangs on it
    rows = some_rows(chance)
    plain = {row.contribution_id: row for row in rows}
    kept = KeptRows(iter(rows))
    for _turn in range(500):
        number = chance.randrange(1, 2500)
        row = a_row(chance, number) if chance.random() < 0.6 else None
        assert kept.get(number) == plain.get(number)
        kept.put(number, row)
        if row is None:
            plain.pop(number, None)
        else:
            plain[number] = row
    assert list(kept) == [plain[number] for number in sorted(plain)]
    assert [kept.get(number) for number in range(2600)] == [plain.get(n) for n in range(2600)]


def test_nothing_kept_is_no_row() -> None:
    assert list(KeptRows(())) == []
    assert KeptRows(()).get(3) is None
