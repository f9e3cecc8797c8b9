"""Each move of a due day is a new version; an extension outlives a change that names less."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.tasks.models import Occurrence
from tracker.tasks.moving import extend_due_day, replace_due_day

FIRST, SECOND, THIRD = date(2026, 8, 5), date(2026, 8, 20), date(2026, 9, 10)


@pytest.fixture
def instance() -> Occurrence:
    """Due on the first day."""
    return Occurrence(due_on=FIRST, original_due_on=FIRST, due_version=1)


def days(instance: Occurrence) -> tuple[date | None, date | None, int]:
    return instance.original_due_on, instance.due_on, instance.due_version


def test_an_extension_keeps_the_original_day(instance: Occurrence) -> None:
    extend_due_day(instance, SECOND)
    assert days(instance) == (FIRST, SECOND, 2)
    assert instance.is_extended
    extend_due_day(instance, THIRD)
    assert days(instance) == (FIRST, THIRD, 3)


def test_another_day_in_the_document_is_the_original_from_then_on(instance: Occurrence) -> None:
    replace_due_day(instance, SECOND)
    assert days(instance) == (SECOND, SECOND, 2)
    assert not instance.is_extended


def test_the_same_day_named_again_changes_nothing_and_takes_no_extension_back(
    instance: Occurrence,
) -> None:
    extend_due_day(instance, SECOND)
    replace_due_day(instance, FIRST)
    assert days(instance) == (FIRST, SECOND, 2)


@pytest.mark.parametrize(
    ("named", "counts", "version"), [(date(2026, 8, 10), SECOND, 2), (THIRD, THIRD, 3)]
)
def test_of_an_extension_and_a_new_day_in_the_document_the_later_counts(
    instance: Occurrence, named: date, counts: date, version: int
) -> None:
    extend_due_day(instance, SECOND)
    replace_due_day(instance, named)
    assert days(instance) == (named, counts, version)
