"""Random courses of work through the real verbs: every as-of figure equals a slow recount.

At the end of each day the test writes down what the rules say of the living rows. Afterwards, with
the whole course in the database, the figures of any window must be those the days had shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import fixed, make_plan, make_task, regular
from tests.personas import Ward
from tests.progress.reports import reasons_for_silence
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.extensions import service as extensions
from tracker.figures.queries import rows_in
from tracker.figures.rules import CLASS_MEASURES, Basis, Measure, figures_of
from tracker.figures.windows import chosen_days
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.progress import service as progress
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus, TimingClass, days_late, timing_class
from tracker.reading.result import Rhythm
from tracker.settings.rules import DataWindow
from tracker.settings.service import change_setting
from tracker.tasks.moving import replace_due_day
from tracker.tasks.rules import OccurrenceKind

FIRST = date(2026, 7, 1)
DAYS = 40
OWED = ("begin", "submit", "submit", "extend", "extend", "move", "cancel")
POSSIBLE = {
    ContributionStatus.NOT_STARTED: OWED,
    ContributionStatus.IN_PROGRESS: OWED,
    ContributionStatus.RETURNED: OWED,
    ContributionStatus.SUBMITTED: ("accept", "give_back", "give_back", "move", "cancel"),
    ContributionStatus.ACCEPTED: ("close", "issue", "move"),
    ContributionStatus.CANCELLED: ("reopen",),
}


@dataclass(frozen=True)
class Seen:
    """What a page showed of one row at the end of a day."""

    status: ContributionStatus
    current: TimingClass | None
    original: TimingClass | None
    days_late: int
    was_updated: bool
    plan_state: PlanState


@dataclass
class Course:
    """Work, and what was seen of it day by day."""

    ward: Ward
    plan: Plan
    owed: list[Contribution] = field(default_factory=list)
    seen: dict[date, dict[int, Seen]] = field(default_factory=dict)
    key: int = 0

    def act(self, day: date, chance: Random) -> None:
        """Something that the state of some row invites, at a moment of its own."""
        self.key += 1
        item = chance.choice(self.owed)
        action = chance.choice(POSSIBLE[item.status])
        if self.plan.state is PlanState.CLOSED:
            action = "issue"
        moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        with clock.at(moment + timedelta(minutes=self.key)):
            try:
                self._act(action, item, day, chance.randrange(12))
            except TrackerError:
                return

    def _act(self, action: str, item: Contribution, day: date, shift: int) -> None:
        office, occurrence = self.ward.office, item.occurrence
        match action:
            case "begin" | "submit":
                status = ContributionStatus.IN_PROGRESS
                if action == "submit":
                    status = ContributionStatus.SUBMITTED
                silence = reasons_for_silence(item)
                told = progress.Report(
                    status, item.version, f"r{self.key}", note="Đã làm.", silence=silence
                )
                progress.report(item, told, actor=self.ward.culture_head)
            case "accept":
                progress.accept(item, version=item.version, actor=office)
            case "give_back":
                progress.give_back(item, reason="Thiếu.", version=item.version, actor=office)
            case "cancel":
                progress.cancel(item, reason="Không còn mốc này.", actor=office)
            case "reopen":
                former = next(iter(item.updates), None)
                if former is not None:
                    status = former.status_before
                    progress.reopen(item, status, reason="Khôi phục.", actor=office)
            case "extend":
                self._extend(item, day, shift)
            case "move" if occurrence.due_on is not None:
                replace_due_day(occurrence, occurrence.due_on + timedelta(days=shift - 6))
            case "close":
                change_state(self.plan, PlanState.CLOSED, actor=office)
            case "issue":
                change_state(self.plan, PlanState.ISSUED, actor=office)
        db.session.flush()

    def _extend(self, item: Contribution, day: date, shift: int) -> None:
        wanted = (item.occurrence.due_on or day) + timedelta(days=shift + 1)
        asked = extensions.Asked(wanted, "Chờ số liệu.", True, f"a{self.key}")
        request = extensions.ask(item, asked, actor=self.ward.culture_head)
        answer = extensions.Answer(wanted, None, True, request.version, f"d{self.key}")
        extensions.decide(request, answer, actor=self.ward.leader)

    def look(self, day: date) -> None:
        """What the pages say at the end of the day."""
        with clock.at(datetime(day.year, day.month, day.day, 16, 59, 59, 999999, tzinfo=UTC)):
            self.seen[day] = {item.id: self._seen(item, day) for item in self.owed}

    def _seen(self, item: Contribution, day: date) -> Seen:
        facts = item.facts
        return Seen(
            item.status,
            timing_class(facts, day),
            timing_class(facts.by_original_day, day),
            days_late(facts, day),
            facts.was_updated,
            self.plan.state,
        )

    def recount(self, first: date, last: date) -> dict[int, tuple[object, ...]]:
        """The window's rows, slowly: from what was seen on its last day and the day before it."""
        counted: dict[int, tuple[object, ...]] = {}
        for item in self.owed:
            then, period = self.seen[last][item.id], item.occurrence.period
            former = self.seen.get(first - timedelta(days=1), {}).get(item.id)
            open_in = former is None or former.status is not ContributionStatus.ACCEPTED
            has_begun = period is None or period.start <= last
            if then.status is ContributionStatus.CANCELLED:
                continue
            if item.occurrence.kind is OccurrenceKind.CHECK_IN:
                asked = then.was_updated or then.plan_state is PlanState.ISSUED
                if period and first <= period.end <= last and asked:
                    counted[item.id] = (None, None, 0, then.was_updated)
                continue
            if not open_in or not (has_begun or then.status is not ContributionStatus.NOT_STARTED):
                continue
            if then.status is ContributionStatus.ACCEPTED or then.plan_state is PlanState.ISSUED:
                counted[item.id] = (then.current, then.original, then.days_late, None)
            elif former is None or former.plan_state is PlanState.ISSUED:
                counted[item.id] = (None, None, 0, None)
        return counted


def live(ward: Ward, chance: Random) -> Course:
    """Forty days of work: dated, by periods, and asked about each month."""
    change_setting("extension_notice_days", 0, actor=None)
    change_setting("extension_limit", 9, actor=None)
    with clock.at(datetime(2026, 6, 30, 20, tzinfo=UTC)):
        plan = make_plan(tracked_from=FIRST)
        until = date(2026, 8, 31)
        make_task(plan, fixed(date(2026, 7, 15)), lead=ward.culture, cooperating=(ward.economy,))
        make_task(plan, regular(Rhythm.MONTHLY), lead=ward.culture, until=until)
        make_task(plan, regular(), lead=ward.culture, until=until)
        ward.office.unit = None
    course = Course(ward, plan, list(db.session.query(Contribution).order_by(Contribution.id)))
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        for _ in range(chance.randrange(3)):
            course.act(day, chance)
        course.look(day)
    return course


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 1_000_000))
def test_as_of_figures_equal_a_slow_recount_and_add_up(ward: Ward, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret hangs on it
    try:
        course = live(ward, chance)
        now = datetime(2026, 9, 1, tzinfo=UTC)
        for _ in range(8):
            ends = sorted(chance.randrange(DAYS) for _ in range(2))
            first, last = (FIRST + timedelta(days=number) for number in ends)
            rows = rows_in(chosen_days(first, last, DataWindow.CALENDAR), now)
            assert {
                row.contribution_id: (row.current, row.original, row.days_late, row.was_updated)
                for row in rows
            } == course.recount(first, last)
            for basis in Basis:
                figures = figures_of(rows, basis)
                assert sum(figures[m] for m in CLASS_MEASURES) == figures[Measure.TOTAL]
    finally:
        db.session.rollback()
