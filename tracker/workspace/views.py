"""Home, the plans, a plan as its printed appendix, a task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.accounts.queries import Colleague
from tracker.accounts.rules import Role
from tracker.audit.rules import ACTION_WORDS
from tracker.core import clock
from tracker.core.db import db
from tracker.core.kept_pages import kept_page
from tracker.core.paging import Pages
from tracker.core.web import go_to, render
from tracker.extensions.queries import requests_of_task
from tracker.follow_up.directives import directive_list, directives_of_task
from tracker.follow_up.queries import unanswered_letters
from tracker.plans.amendments import amendments_of_task, count_amendments
from tracker.plans.models import Plan
from tracker.plans.queries import all_plans
from tracker.plans.rules import last_year_to_end
from tracker.progress import queries as progress
from tracker.progress.counting import count_by_place
from tracker.progress.in_charge import MINE, NOBODY, Load, colleagues_of, loads
from tracker.progress.judged import judged_on
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.plain_parts import PlainPart, parts_of_plan
from tracker.progress.rules import NEED_WORDS, Need, TimingClass, need, unit_choices
from tracker.progress.summary import TaskSummary, count_check_ins, summaries_by_task
from tracker.progress.told import is_step_of_work, kept_until_told
from tracker.progress.unit_work import (
    ROWS_PER_PAGE,
    WorkFilter,
    count_by_need,
    page_of_work,
)
from tracker.progress.work_groups import NEED_TONES, work_groups
from tracker.reminders.queries import reminders_about
from tracker.targets.queries import targets_needing_figure, targets_of_plan
from tracker.tasks.codes import task_with
from tracker.tasks.models import Task
from tracker.tasks.queries import (
    AppendixRow,
    appendix_rows,
    count_dropped,
    task_of_page,
    tasks_of_plan,
)
from tracker.units.models import Unit
from tracker.units.queries import all_units
from tracker.workspace.coming import words_of_instances_to_come
from tracker.workspace.filters import PlanFilter, filtered_rows
from tracker.workspace.first_steps import first_steps_for
from tracker.workspace.plan_counts import PlanCounts, counts_of_plans
from tracker.workspace.task_journal import journal_of
from tracker.workspace.timeline import timeline

# More than most wards issue in a year.
PLANS_PER_PAGE = 50

blueprint = Blueprint("workspace", __name__)


@blueprint.get("/")
@kept_page
def home() -> Response:
    """What my unit owes, in order of need."""
    unit = current_user.unit
    wanted = WorkFilter.from_query(request.args, current_user)
    moment, colleagues = Moment.of(clock.now()), colleagues_of(unit.id) if unit else ()
    work = _UnitWork.of(unit, wanted, moment)
    return render(
        "workspace/home.html",
        unit=unit,
        total=sum(work.everything.values()),
        shown=work.pages.total,
        pages=work.pages,
        all_groups=work_groups(work.own),
        groups=work_groups(work.shown, work.pages.items),
        steps=first_steps_for(current_user),
        **_beside(unit, moment.today),
        role=wanted.role,
        words=wanted.words,
        need=wanted.need,
        need_options=[(kind.value, NEED_WORDS[kind]) for kind in NEED_TONES],
        officer=wanted.officer.partition(":")[0],
        officer_options=_officer_options(colleagues),
        loads=_loads(unit, moment, colleagues),
        choosing=request.args.get("many") == "1",
        today=moment.today,
    )


# What stands above and below the unit's work.
_BESIDE: dict[str, Callable[[int, date], Sequence[Any]]] = {
    "directed": lambda unit_id, _today: directive_list(unit_id=unit_id, only_open=True),
    "urged": lambda unit_id, _today: unanswered_letters(unit_id),
    "asked_targets": targets_needing_figure,
}


def _beside(unit: Unit | None, today: date) -> dict[str, Any]:
    wanted = _lists_beside(unit.id, today) if unit else frozenset()
    return {
        name: find(unit.id, today) if unit and name in wanted else []
        for name, find in _BESIDE.items()
    }


@kept_until_told(is_step_of_work)
def _lists_beside(unit_id: int, today: date) -> frozenset[str]:
    """Which of these lists hold anything: mostly none does, and none is then asked for."""
    return frozenset(name for name, find in _BESIDE.items() if find(unit_id, today))


@dataclass(frozen=True, slots=True)
class _UnitWork:
    """How much the unit owes, how much of it is a person's own, what of that was asked for."""

    everything: Mapping[Need, int]
    own: Mapping[Need, int]
    shown: Mapping[Need, int]
    pages: Pages

    @classmethod
    def of(cls, unit: Unit | None, wanted: WorkFilter, moment: Moment) -> _UnitWork:
        if unit is None:
            return cls({}, {}, {}, Pages(lambda _first: (), total=0, per_page=ROWS_PER_PAGE))
        shown = count_by_need(unit.id, wanted, moment)
        return cls(
            everything=count_by_need(unit.id, WorkFilter(), moment),
            own=count_by_need(unit.id, wanted.officer_only, moment),
            shown=shown,
            pages=Pages(
                lambda first: page_of_work(unit.id, wanted, moment, first=first),
                total=sum(shown.values()),
                per_page=ROWS_PER_PAGE,
            ),
        )


def _is_officer() -> bool:
    return current_user.role is Role.OFFICER


def _loads(unit: Unit | None, moment: Moment, colleagues: Sequence[Colleague]) -> list[Load]:
    """The head sees who has how much in hand, once anybody is in charge of anything."""
    if unit is None or current_user.role is not Role.UNIT_HEAD:
        return []
    counts = count_by_place(unit.id, moment)
    return loads(counts, colleagues) if any(number for number, _need in counts) else []


def _officer_options(colleagues: Sequence[Colleague]) -> list[tuple[str, str]]:
    """Whose work the list may be narrowed to; alone in a unit, one has nothing to choose."""
    if len(colleagues) < 2:
        return []
    own = [(MINE, "Của tôi và chưa giao")] if _is_officer() else []
    people = [(str(user.id), user.full_name) for user in colleagues]
    return [*own, ("", "Cả đơn vị"), (NOBODY, "Chưa giao ai"), *people]


@blueprint.get("/plans")
def plans() -> Response:
    """The plans that one may open, the newest first; those of a page are counted."""
    found = [
        plan for plan in all_plans(with_drafts=True) if policy.may(current_user, "plan:see", plan)
    ]
    pages = Pages.of(found, per_page=PLANS_PER_PAGE)
    counts = counts_of_plans(tuple(plan.id for plan in pages.items), Moment.of(clock.now()))
    return render(
        "workspace/plans.html",
        pages=pages,
        counts={plan.id: counts.get(plan.id, PlanCounts()) for plan in pages.items},
    )


@blueprint.get("/plans/<int:plan_id>")
def plan(plan_id: int) -> Response:
    """The appendix as it was printed, with the state of each row."""
    found = db.session.get(Plan, plan_id) or abort(404)
    policy.require("plan:see", found, visible=False)
    today = judged_on(found)
    owed = parts_of_plan(plan_id)
    summaries = summaries_by_task(owed, today)
    chosen = PlanFilter.from_query(request.args)
    rows: list[AppendixRow]
    if request.args.get("dropped"):
        rows = list(tasks_of_plan(plan_id, dropped=True))
    else:
        rows = appendix_rows(found)
    shown = filtered_rows(rows, chosen, summaries)
    return render(
        "workspace/plan.html",
        "matrix",
        plan=found,
        rows=shown,
        shown=sum(1 for row in shown if isinstance(row, Task)),
        total=sum(1 for row in rows if isinstance(row, Task)),
        summaries=summaries,
        chosen=chosen,
        targets=targets_of_plan(plan_id),
        dropped=count_dropped(plan_id),
        amended=count_amendments(plan_id),
        counts=_class_counts(summaries),
        original_counts=_class_counts(summaries, original_on=today),
        check_ins=count_check_ins(owed, today),
        unit_options=[("", "Tất cả"), *((unit.id, unit.name) for unit in all_units())],
        today=today,
        is_year_over=found.year <= last_year_to_end(today),
    )


@blueprint.get("/tasks/<int:task_id>")
@kept_page
def task(task_id: int) -> Response:
    """One task: the printed words, who leads and cooperates, every instance, its history."""
    found = task_of_page(task_id) or abort(404)
    policy.require("plan:see", found, visible=False)
    today = clock.today()
    contributions = progress.contributions_of_task(task_id)
    told = reminders_about([item.id for item in contributions])
    running = [item for item in contributions if need(item.facts, today) is not Need.DONE]
    return render(
        "workspace/task.html",
        task=found,
        running=sorted(running, key=_nearest_first),
        settled=[item for item in contributions if item not in running],
        directives=[
            item
            for item in directives_of_task(task_id)
            if policy.may(current_user, "directive:see", item)
        ],
        amendments=amendments_of_task(task_id),
        journal=journal_of(found, contributions) if _sees_journal(found) else [],
        action_words={action.value: words for action, words in ACTION_WORDS.items()},
        told_counts=Counter(item.contribution_id for item in told),
        stretches=timeline(
            contributions,
            requests_of_task(task_id),
            told,
            may_see=lambda item: policy.may(current_user, "contribution:see_papers", item),
            today=today,
        ),
        to_come=words_of_instances_to_come(found, today=today),
        colleagues=colleagues_of(current_user.unit_id) if current_user.unit_id else (),
        today=judged_on(found.plan),
    )


def _sees_journal(found: Task) -> bool:
    return policy.may(current_user, "task:see_journal", found)


@blueprint.get("/contributions/<int:contribution_id>")
def contribution(contribution_id: int) -> BaseResponse:
    """Where a reminder leads: the open form of whoever owes it, for others the row on its task.

    A place of its own, as signing in drops anchors.
    """
    found = db.session.get(Contribution, contribution_id) or abort(404)
    policy.require("plan:see", found, visible=False)
    anchor = f"contribution-{contribution_id}"
    row = url_for("workspace.task", task_id=found.occurrence.task_id, _anchor=anchor)
    if policy.may(current_user, "contribution:update", found) and unit_choices(found.status):
        return go_to(url_for("progress.update", contribution_id=contribution_id, next=row))
    return go_to(row)


@blueprint.get("/t/<code>")
def task_by_code(code: str) -> BaseResponse:
    """Where the square beside a printed row leads, or the short code below it."""
    found = db.session.get(Task, task_with(code) or 0) or abort(404)
    policy.require("plan:see", found, visible=False)
    return go_to(url_for("workspace.task", task_id=found.id))


def _nearest_first(contribution: Contribution) -> tuple[date, int, int]:
    occurrence = contribution.occurrence
    ends_on = occurrence.due_on or occurrence.period_end or date.max
    return ends_on, occurrence.id, contribution.id


def _class_counts(
    summaries: Mapping[int, TaskSummary[PlainPart]], *, original_on: date | None = None
) -> dict[TimingClass, int]:
    """How many tasks stand in each of the six classes; on that day by the original due days."""
    counts = dict.fromkeys(TimingClass, 0)
    for summary in summaries.values():
        timing = summary.timing if original_on is None else summary.original_timing(original_on)
        if timing is not None:
            counts[timing] += 1
    return counts
