"""Everything a report may speak of, as of the moment of its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from tracker.core.clock import day_in_vietnam
from tracker.figures import queries as figures_queries
from tracker.figures.page import WindowFigures
from tracker.figures.rules import Basis, FigureRow, Grouping, Measure, counts_in
from tracker.figures.sight import Sight
from tracker.figures.windows import MOMENT, ONE_DAY, Window, after
from tracker.follow_up.models import UrgingItem
from tracker.follow_up.queries import urging_answers
from tracker.plans.rules import PlanState
from tracker.progress.causes import cause_words
from tracker.progress.history import facts_at
from tracker.progress.models import Contribution, Difficulty, ProgressUpdate
from tracker.progress.past import late_reasons, plan_ids_in_force, return_reasons
from tracker.progress.rules import (
    UNIT_OWES_STATUSES,
    ContributionFacts,
    ContributionStatus,
    TimingClass,
    is_due_soon,
    timing_class,
)
from tracker.reports import queries
from tracker.targets.queries import targets_of_plans
from tracker.targets.standing import Standing

NO_REASON = "Chưa báo cáo nguyên nhân"


@dataclass(frozen=True, slots=True)
class LateWork:
    """A piece of work that is overdue, how long, and why, as far as the unit has said."""

    contribution: Contribution
    due_on: date | None
    days: int
    reason: str
    is_explained: bool


@dataclass(kw_only=True)
class ReportFacts:
    """The figures of the window, and the work behind them."""

    figures: WindowFigures

    @property
    def window(self) -> Window:
        """The days reported about."""
        return self.figures.window

    @property
    def as_of(self) -> datetime:
        """The moment of the figures."""
        return self.figures.as_of

    @property
    def day(self) -> date:
        """The day of that moment."""
        return day_in_vietnam(self.as_of)

    @property
    def rows(self) -> list[FigureRow]:
        """Every row that counts."""
        return self.figures.rows

    def counted_in(self, measure: Measure) -> list[FigureRow]:
        """The rows behind a number."""
        return [row for row in self.rows if counts_in(row, measure, Basis.CURRENT)]

    @cached_property
    def contributions(self) -> dict[int, Contribution]:
        """The work of every row, and of what is still to come."""
        ids = dict.fromkeys(row.contribution_id for row in self.rows)
        ids |= dict.fromkeys(number for number, _facts in self._open)
        return figures_queries.contributions_by_id(list(ids))

    @cached_property
    def overdue(self) -> list[LateWork]:
        """What is overdue, by unit as printed, the longest late first."""
        rows = self.counted_in(Measure.OPEN_OVERDUE)
        ids = [row.contribution_id for row in rows]
        reasons = late_reasons(ids, self.as_of)
        answers = urging_answers(ids, self.as_of)
        found = []
        for row in rows:
            number = row.contribution_id
            said = [
                *_late_words(reasons.get(number), self.as_of),
                *_difficulty_words(self.standing.get(number)),
                *_answer_words(answers.get(number)),
            ]
            reason = "\n".join(said) or NO_REASON
            work = self.contributions[number]
            found.append(LateWork(work, row.due_on, row.days_late, reason, bool(said)))
        return sorted(found, key=_by_unit)

    @cached_property
    def newly_overdue(self) -> list[LateWork]:
        """What is overdue now and was not when the window began."""
        before = self.window.starts_at - MOMENT
        day = day_in_vietnam(before)
        was_overdue = {
            history.contribution_id
            for history in self.figures.histories
            if history.created_at <= before
            and timing_class(facts_at(history, before), day) is TimingClass.OPEN_OVERDUE
        }
        return [item for item in self.overdue if item.contribution.id not in was_overdue]

    @cached_property
    def at_risk(self) -> list[tuple[Contribution, ContributionFacts]]:
        """What is due within days and not even begun, or hindered; the nearest first."""
        found = [
            (number, facts)
            for number, facts in self._open
            if is_due_soon(facts, self.day)
            and (facts.status is ContributionStatus.NOT_STARTED or number in self.standing)
        ]
        return self._with_work(found)

    @property
    def coming_days(self) -> tuple[date, date]:
        """From the day after the figures to the end of the window that follows."""
        return self.day + ONE_DAY, after(self.window).last

    @cached_property
    def coming(self) -> list[tuple[Contribution, ContributionFacts]]:
        """What is due next, the nearest first."""
        first, last = self.coming_days
        found = [
            (number, facts)
            for number, facts in self._open
            if facts.due_on is not None and first <= facts.due_on <= last
        ]
        return self._with_work(found)

    @cached_property
    def finished(self) -> list[tuple[Contribution, FigureRow]]:
        """What was done in the window, with the verdict on it."""
        rows = self.counted_in(Measure.DONE)
        return [(self.contributions[row.contribution_id], row) for row in rows]

    @cached_property
    def returned(self) -> list[tuple[Contribution, FigureRow, str | None]]:
        """What was given back in the window and was not done by its end, and why."""
        rows = self.counted_in(Measure.RETURNED)
        still_open = [row for row in rows if counts_in(row, Measure.OPEN, Basis.CURRENT)]
        reasons = return_reasons([row.contribution_id for row in still_open], self.as_of)
        return [
            (self.contributions[row.contribution_id], row, reasons.get(row.contribution_id))
            for row in still_open
        ]

    @cached_property
    def difficulties(self) -> Sequence[Difficulty]:
        """What stood in the way in the window."""
        return queries.difficulties_known(self.window.starts_at, self.as_of)

    @cached_property
    def standing(self) -> dict[int, Difficulty]:
        """The difficulty that stood at the moment, by the work."""
        return {
            item.contribution_id: item
            for item in self.difficulties
            if item.closed_at is None or item.closed_at > self.as_of
        }

    @cached_property
    def targets(self) -> list[Standing]:
        """The targets of plans in force then, with the figures known by the moment."""
        return targets_of_plans(plan_ids_in_force(self.as_of), self.day)

    @cached_property
    def _open(self) -> list[tuple[int, ContributionFacts]]:
        """What units still owed at the moment in running plans, whether its period has begun."""
        found = []
        for history in self.figures.histories:
            if history.plan_state_at(self.as_of) is not PlanState.ISSUED:
                continue
            facts = facts_at(history, self.as_of)
            if facts.status in UNIT_OWES_STATUSES and facts.due_on is not None:
                found.append((history.contribution_id, facts))
        return found

    def _with_work(
        self, found: Sequence[tuple[int, ContributionFacts]]
    ) -> list[tuple[Contribution, ContributionFacts]]:
        with_work = [(self.contributions[number], facts) for number, facts in found]
        return sorted(
            with_work, key=lambda item: (item[1].due_on or date.max, item[0].unit.position)
        )


def facts_of(window: Window, now: datetime) -> ReportFacts:
    """The facts of a window for those who see the whole ward."""
    figures = WindowFigures(
        window=window,
        basis=Basis.CURRENT,
        grouping=Grouping.UNIT,
        now=now,
        sight=Sight(is_everything=True),
        sealed=figures_queries.sealed_for(window),
    )
    return ReportFacts(figures=figures)


def _by_unit(item: LateWork) -> tuple[int, int, int, int]:
    unit = item.contribution.unit
    return unit.position, unit.id, -item.days, item.contribution.id


def _late_words(update: ProgressUpdate | None, moment: datetime) -> Iterator[str]:
    if update is not None:
        yield f"{_without_stop(update.late_reason)} ({cause_words(update, moment)})"


def _difficulty_words(difficulty: Difficulty | None) -> Iterator[str]:
    if difficulty is not None:
        yield f"Vướng mắc: {_without_stop(difficulty.words)}"


def _answer_words(item: UrgingItem | None) -> Iterator[str]:
    if item is not None:
        promised = f"; hẹn xong {item.promised_on:%d/%m/%Y}" if item.promised_on else ""
        yield f"Trả lời đôn đốc: {_without_stop(item.answer)}{promised}"


def _without_stop(words: str | None) -> str:
    return (words or "").strip().rstrip(".;,")
