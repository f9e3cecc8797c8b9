"""The instances of a task that the scheduler has still to make, by its rule."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.plans.rules import PlanState
from tracker.settings.queries import ward_settings
from tracker.tasks.making import wanted_of
from tracker.tasks.models import Task
from tracker.tasks.rules import WantedOccurrence, occurrence_words
from tracker.working_calendar.rules import DueDayRule
from tracker.workspace.kept_calendar import kept_calendar

LOOKED_AHEAD = timedelta(days=400)
MOST_SHOWN = 4


def words_of_instances_to_come(task: Task, *, today: date) -> list[str]:
    """The next ones beyond the horizon: "Tháng 12/2026, hạn 31/12/2026"."""
    if task.dropped_on is not None or task.plan.state is not PlanState.ISSUED:
        return []
    made = {occurrence.key for occurrence in task.occurrences}
    due_days = DueDayRule(kept_calendar(), ward_settings().due_on_day_off)
    wanted = wanted_of(task, until=today + LOOKED_AHEAD, due_days=due_days)
    coming = [item for item in wanted if item.key not in made and _last_day(item) >= today]
    return [_words(item) for item in coming[:MOST_SHOWN]]


def _words(item: WantedOccurrence) -> str:
    name = occurrence_words(item.key, period=item.period, due_on=item.due_on, event_title=None)
    due = f"hạn {item.due_on:%d/%m/%Y}" if item.due_on and item.period else ""
    return ", ".join(part for part in (name, due) if part)


def _last_day(item: WantedOccurrence) -> date:
    return item.due_on or (item.period.end if item.period else date.max)
