"""Parts read as plain columns tell what the objects tell, and the plan's page says the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from random import Random
from typing import Any

import pytest
from flask import Flask

from tests.factories import make_task, on_occurrence, regular
from tests.figures.course import begun_in_time, moments_of
from tests.personas import Browser, Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.progress.plain_parts import parts_of_plan
from tracker.progress.queries import contributions_of_plan
from tracker.progress.summary import count_check_ins, summaries_by_task
from tracker.tasks.models import Task
from tracker.tasks.queries import count_dropped, tasks_of_plan
from tracker.workspace import views

OF_PART = attrgetter("id", "role", "status", "facts", "standing_due_on")
OF_INSTANCE = attrgetter(
    "id",
    "task_id",
    "kind",
    "due_on",
    "original_due_on",
    "period",
    "period_start",
    "period_end",
    "name",
)
OF_SUMMARY = attrgetter("timing", "due_words", "done", "total", "status_words")
_TOKEN = re.compile(r'"X-CSRFToken": "[^"]+"|name="csrf_token" value="[^"]+"')


def told(parts: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All that anybody reads of them."""
    return [(*OF_PART(part), *OF_INSTANCE(part.occurrence)) for part in parts]


@pytest.mark.parametrize("seed", range(2))
def test_they_tell_what_the_objects_tell(
    app: Flask, ward: Ward, browser: Browser, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, looks = Random(seed), 0  # noqa: S311 - no secret hangs on it
    course = begun_in_time(ward, chance)
    plan_id = course.plan.id
    make_task(course.plan, regular(), lead=ward.divisions, until=date(2026, 9, 30))
    make_task(course.plan, on_occurrence(5), lead=ward.centre)
    db.session.commit()
    office, address = browser.as_(ward.office), f"/plans/{plan_id}"
    for now in moments_of(course, range(12, 33, 4), chance):
        today = clock.day_in_vietnam(now)
        with app.test_request_context("/"):
            plain, objects = parts_of_plan(plan_id), contributions_of_plan(plan_id)
            assert told(plain) == told(objects)
            assert count_check_ins(plain, today) == count_check_ins(objects, today)
            of_plain, of_objects = (summaries_by_task(each, today) for each in (plain, objects))
            assert of_plain.keys() == of_objects.keys()
            for number, summary in of_plain.items():
                other = of_objects[number]
                assert OF_SUMMARY(summary) == OF_SUMMARY(other)
                assert summary.original_timing(today) == other.original_timing(today)
        page = _TOKEN.sub("", office.get(address).text)
        with monkeypatch.context() as slow:
            slow.setattr(views, "parts_of_plan", contributions_of_plan)
            assert _TOKEN.sub("", office.get(address).text) == page
        looks += 1
    assert looks


def test_dropped_tasks_are_counted_and_their_parts_left_out(app: Flask, ward: Ward) -> None:
    course = begun_in_time(ward, Random(0))  # noqa: S311 - no secret hangs on it
    plan_id = course.plan.id
    task = db.session.get_one(Task, course.owed[0].occurrence.task_id)
    before = len(tasks_of_plan(plan_id))
    task.dropped_on = date(2026, 8, 1)
    db.session.commit()
    with app.test_request_context("/"):
        assert told(parts_of_plan(plan_id)) == told(contributions_of_plan(plan_id))
        assert all(part.occurrence.task_id != task.id for part in parts_of_plan(plan_id))
        assert count_dropped(plan_id) == len(tasks_of_plan(plan_id, dropped=True)) == 1
        assert len(tasks_of_plan(plan_id)) == before - 1
