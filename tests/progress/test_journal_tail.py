"""What the journal told between two marks is read once for all who ask."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.counted_statements import counted_statements
from tests.personas import Ward
from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.db import db
from tracker.progress import journal_tail
from tracker.progress.journal_tail import entries_since
from tracker.progress.marks import Mark, current_mark


def told(ward: Ward, times: int = 1) -> Mark:
    """The mark after so many more entries."""
    for _ in range(times):
        record(AuditAction.REPORT_MADE, ward.culture, name="Báo cáo tuần", actor=None)
    db.session.commit()
    return current_mark()


def numbers(mark: Mark, now: Mark) -> list[int] | None:
    found = entries_since(mark, now)
    return None if found is None else [entry.number for entry in found]


def test_between_any_two_marks_stands_what_the_journal_holds(ward: Ward, app: Flask) -> None:
    reached = [told(ward, times) for times in (1, 2, 1, 3, 1)]
    pairs = list(combinations(range(len(reached)), 2))
    in_journal = db.session.scalars(select(AuditEntry.number).order_by(AuditEntry.number)).all()
    for order in (pairs, pairs[::-1]):
        # Another app begins without a tail.
        app.extensions.pop("tail_of_the_journal", None)
        for first, last in order:
            mark, now = reached[first], reached[last]
            expected = [n for n in in_journal if n and mark.number < n <= now.number]
            with app.test_request_context("/"):
                assert numbers(mark, now) == expected


def test_others_read_only_what_came_since(ward: Ward, app: Flask) -> None:
    first, second = told(ward), told(ward)
    with app.test_request_context("/"):
        assert numbers(first, second) == [second.number]
    third = told(ward, 2)
    with app.test_request_context("/"), counted_statements() as sent:
        assert numbers(second, third) == [third.number - 1, third.number]
        assert len(sent) == 1
        # And who comes after, whatever they saw last.
        assert numbers(first, third) == [second.number, third.number - 1, third.number]
        assert numbers(first, second) == [second.number]
        assert len(sent) == 1


def test_who_writes_is_told_and_leaves_nothing_behind(ward: Ward, app: Flask) -> None:
    first, second = told(ward), told(ward)
    with app.test_request_context("/", method="POST"):
        assert numbers(first, second) == [second.number]
    with app.test_request_context("/"), counted_statements() as sent:
        assert numbers(first, second) == [second.number]
        assert len(sent) == 1


@pytest.mark.parametrize("asked_before", [True, False])
def test_marks_of_another_journal_fit_nowhere(ward: Ward, app: Flask, asked_before: bool) -> None:
    first, second = told(ward), told(ward)
    other_first, other_second = replace(first, seal="0" * 64), replace(second, seal="0" * 64)
    with app.test_request_context("/"):
        if asked_before:
            assert entries_since(first, second)
        assert entries_since(other_first, second) is None
        assert entries_since(first, other_second) is None
        assert entries_since(first, other_first) is None
        assert entries_since(second, first) is None
        assert entries_since(first, first) == ()


def test_a_journal_that_begins(ward: Ward, app: Flask) -> None:
    last = told(ward)
    empty = Mark(0, None, last.pieces, last.last_piece, None)
    with app.test_request_context("/"):
        assert numbers(empty, last) == list(range(1, last.number + 1))
        later = told(ward)
        assert numbers(last, later) == [later.number]
        assert numbers(empty, later) == list(range(1, later.number + 1))


def test_too_much_is_not_told_one_by_one(
    ward: Ward, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_tail, "MOST_NEWS", 4)
    # Made anew, as it holds the number.
    monkeypatch.setattr(journal_tail, "_entries_from", journal_tail._entries_from.__wrapped__)
    first, second, third, fourth, fifth = (told(ward, times) for times in (1, 3, 1, 9, 1))
    with app.test_request_context("/"):
        assert numbers(first, second) == list(range(first.number + 1, second.number + 1))
        assert numbers(second, third) == [third.number]
        assert entries_since(first, third) is None
        assert entries_since(third, fourth) is None
        assert numbers(fourth, fifth) == [fifth.number]
