"""Numbers from rows: they add up, a zero denominator is a dash, both due days are counted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.figures.rules import (
    CLASS_MEASURES,
    MEASURE_WORDS,
    NOTHING,
    Basis,
    FigureRow,
    Measure,
    average_words,
    counts_in,
    figures_of,
    grouped,
    share_words,
)
from tracker.progress.rules import TimingClass

CLASSES = st.sampled_from(list(TimingClass))


@st.composite
def rows(draw: st.DrawFn) -> FigureRow:
    """Work, a check-in, or what a closed plan left."""
    base = {"contribution_id": draw(st.integers(1, 9)), "unit_id": draw(st.integers(1, 3))}
    kind = draw(st.sampled_from(["work", "check_in", "ended"]))
    if kind == "check_in":
        return FigureRow(**base, plan_id=1, was_updated=draw(st.booleans()))
    if kind == "ended":
        return FigureRow(**base, plan_id=1, has_ended=True)
    return FigureRow(
        **base,
        plan_id=draw(st.integers(1, 2)),
        current=draw(CLASSES),
        original=draw(CLASSES),
        days_late=draw(st.integers(0, 40)),
        is_carried_over=draw(st.booleans()),
        times_returned=draw(st.integers(0, 3)),
    )


@given(st.lists(rows(), max_size=12), st.sampled_from(list(Basis)))
def test_the_classes_sum_to_the_total_and_groups_to_the_whole(
    found: list[FigureRow], basis: Basis
) -> None:
    whole = figures_of(found, basis)
    assert sum(whole[measure] for measure in CLASS_MEASURES) == whole[Measure.TOTAL]
    assert whole[Measure.DONE] + whole[Measure.OPEN] == whole[Measure.TOTAL]
    assert whole[Measure.UPDATED] + whole[Measure.NOT_UPDATED] == whole[Measure.CHECK_INS]
    assert whole[Measure.WITH_DEADLINE] == (
        whole[Measure.TOTAL] - whole[Measure.DONE_NO_DEADLINE] - whole[Measure.OPEN_NO_DEADLINE]
    )
    parts = [figures_of(part, basis) for part in grouped(found, lambda r: str(r.unit_id)).values()]
    for measure in Measure:
        assert sum(part[measure] for part in parts) == whole[measure]
        assert whole[measure] == sum(counts_in(row, measure, basis) for row in found)


def test_every_measure_has_its_words() -> None:
    assert MEASURE_WORDS.keys() == set(Measure)


def test_the_denominators_are_all_and_those_with_a_deadline() -> None:
    """As a city printed it: 258 overdue are 2,1 % of 12.160 and 3 % of those with a deadline."""
    found = [
        FigureRow(1, 1, 1, current=TimingClass.OPEN_OVERDUE, original=TimingClass.OPEN_OVERDUE),
        FigureRow(2, 1, 1, current=TimingClass.DONE_ON_TIME, original=TimingClass.DONE_LATE),
        FigureRow(3, 1, 1, current=TimingClass.DONE_NO_DEADLINE, original=None),
        FigureRow(4, 1, 1, was_updated=False),
    ]
    figures = figures_of(found, Basis.CURRENT)
    assert figures.share(Measure.OPEN_OVERDUE, Measure.TOTAL) == Fraction(1, 3)
    assert figures.share(Measure.OPEN_OVERDUE, Measure.WITH_DEADLINE) == Fraction(1, 2)
    assert figures_of(found, Basis.ORIGINAL)[Measure.DONE_LATE] == 1


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (None, NOTHING),
        (Fraction(0), "0 %"),
        (Fraction(1), "100 %"),
        (Fraction(837, 1000), "83,7 %"),
        (Fraction(1, 2), "50 %"),
        (Fraction(1, 100_000), "0,1 %"),
        (Fraction(99_999, 100_000), "99,9 %"),
    ],
)
def test_shares_are_never_rounded_to_all_or_nothing(share: Fraction | None, words: str) -> None:
    assert share_words(share).replace("\u00a0", " ") == words


def test_days_late_are_averaged_over_what_is_late() -> None:
    late = TimingClass.DONE_LATE
    found = [
        FigureRow(1, 1, 1, current=late, original=late, days_late=4),
        FigureRow(2, 1, 1, current=late, original=late, days_late=5),
        FigureRow(3, 1, 1, current=TimingClass.DONE_ON_TIME, original=TimingClass.DONE_ON_TIME),
    ]
    assert average_words(figures_of(found, Basis.CURRENT).average_days_late) == "4,5"
    assert average_words(figures_of([], Basis.CURRENT).average_days_late) == NOTHING
