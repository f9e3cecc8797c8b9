"""A slow recount of figures from the journal alone: its entries one by one, from the first.

Of the tables only what never changes is taken: which row is of which unit, instance and period.
Every entry must begin where the one before it ended, and the last must lead to the living row. The
verdicts are worded here anew, not taken from the rules that they check.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from tests.figures.course import Seen, end_of
from tracker.audit.models import AuditEntry
from tracker.core.clock import in_vietnam
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus, TimingClass
from tracker.tasks.models import Occurrence
from tracker.tasks.rules import OccurrenceKind

S = ContributionStatus
HANDED_IN = {S.SUBMITTED, S.ACCEPTED}


@dataclass(frozen=True)
class Due:
    """The due day and hour of an instance, and the day the document names."""

    due_on: date | None
    original_due_on: date | None
    due_time: time | None


@dataclass(frozen=True)
class State:
    """How far a row has come."""

    status: ContributionStatus = S.NOT_STARTED
    submitted: datetime | None = None
    late_for: date | None = None
    was_updated: bool = False


@dataclass
class Ledger:
    """Everything at one moment, by the numbers of rows, instances and plans."""

    due: dict[int, Due]
    plans: dict[int, PlanState]
    states: dict[int, State] = field(default_factory=dict)
    returns: dict[int, list[datetime]] = field(default_factory=dict)
    # By the request: whose it was, and when it was granted.
    granted: dict[int, tuple[int, datetime]] = field(default_factory=dict)


@dataclass
class Journal:
    """The entries about work, oldest first, and the rows they speak of."""

    rows: list[Contribution]
    entries: list[AuditEntry]

    @classmethod
    def of_everything(cls) -> Journal:
        return cls(
            list(db.session.query(Contribution).order_by(Contribution.id)),
            list(db.session.query(AuditEntry).order_by(AuditEntry.at, AuditEntry.id)),
        )

    def at(self, moment: datetime) -> Ledger:
        """Everything as the entries up to the moment leave it."""
        ledger = self._beginning()
        for entry in self.entries:
            if entry.at <= moment:
                self._apply(entry, ledger)
        return ledger

    def check_against_rows(self) -> None:
        """The last entry leads to what the rows say now."""
        ledger = self.at(datetime.max.replace(tzinfo=self.entries[0].at.tzinfo))
        for row in self.rows:
            occurrence = row.occurrence
            assert ledger.states.get(row.id, State()).status is row.status
            assert len(ledger.returns.get(row.id, ())) == row.times_returned
            assert ledger.due[occurrence.id] == _due_of(occurrence)

    def _beginning(self) -> Ledger:
        """Where the first entry about an instance or a plan begins; else what never changed."""
        due = {row.occurrence_id: _due_of(row.occurrence) for row in self.rows}
        plans = {row.occurrence.task.plan_id: row.occurrence.task.plan.state for row in self.rows}
        for entry in reversed(self.entries):
            number = _instance_of(entry)
            if number is not None:
                due[number] = _with(due[number], {k: v[0] for k, v in entry.changes.items()})
            elif entry.action == "plan:changed" and "state" in entry.changes:
                plans[entry.subject_id or 0] = PlanState(entry.changes["state"][0])
        return Ledger(due, plans)

    def _apply(self, entry: AuditEntry, ledger: Ledger) -> None:
        number = _instance_of(entry)
        if number is not None:
            self._move(entry, number, ledger)
        elif entry.action == "plan:changed" and "state" in entry.changes:
            before, after = entry.changes["state"]
            assert ledger.plans[entry.subject_id or 0] == before
            ledger.plans[entry.subject_id or 0] = PlanState(after)
        elif "instead_of" in entry.changes:
            self._take_over(entry, ledger)
        elif entry.subject_type == "contribution" and "status" in entry.changes:
            self._turn(entry, ledger)

    def _turn(self, entry: AuditEntry, ledger: Ledger) -> None:
        number = entry.subject_id or 0
        state = ledger.states.get(number, State())
        before, after = (S(word) for word in entry.changes["status"])
        assert state.status is before
        state = replace(state, status=after)
        if entry.action == "contribution:submitted":
            state = replace(state, submitted=entry.at, late_for=None, was_updated=True)
        elif entry.action == "contribution:updated" and before is not S.CANCELLED:
            state = replace(state, was_updated=True)
        elif entry.action == "contribution:returned":
            ledger.returns.setdefault(number, []).append(entry.at)
        ledger.states[number] = state

    def _take_over(self, entry: AuditEntry, ledger: Ledger) -> None:
        """A merged unit's part goes on as its heir's, with how far it had come; reopened next."""
        own, former = entry.subject_id or 0, int(str(entry.changes["instead_of"][1]))
        before = ledger.states.get(own, State())
        if "status" in entry.changes:
            assert before.status is S(entry.changes["status"][0])
        ledger.states[own] = replace(ledger.states.get(former, State()), status=S.CANCELLED)
        ledger.returns.setdefault(own, []).extend(ledger.returns.get(former, ()))

    def _move(self, entry: AuditEntry, number: int, ledger: Ledger) -> None:
        former = ledger.due[number]
        assert former == _with(former, {k: v[0] for k, v in entry.changes.items()})
        if entry.action == "extension:granted":
            request = db.session.get(ExtensionRequest, entry.subject_id)
            assert request is not None
            ledger.granted[request.id] = (request.contribution_id, entry.at)
            for row in (row for row in self.rows if row.occurrence_id == number):
                state = ledger.states.get(row.id, State())
                judged = replace(former, due_on=_judged_by(state, former))
                if state.status in HANDED_IN and is_late(state, judged, entry.at):
                    ledger.states[row.id] = replace(state, late_for=judged.due_on)
        elif entry.action == "extension:revoked":
            ledger.granted.pop(entry.subject_id or 0, None)
        ledger.due[number] = _with(former, {k: v[1] for k, v in entry.changes.items()})

    def seen_on(self, day: date) -> dict[int, Seen]:
        """What a page must have shown at the end of the day."""
        ledger = self.at(end_of(day))
        return {row.id: self._seen(row, ledger, day) for row in self.rows}

    def _seen(self, row: Contribution, ledger: Ledger, day: date) -> Seen:
        state, due = ledger.states.get(row.id, State()), ledger.due[row.occurrence_id]
        judged = replace(due, due_on=_judged_by(state, due))
        has_named_day = due.original_due_on is not None
        named = replace(due, due_on=due.original_due_on) if has_named_day else judged
        moment = end_of(day)
        return Seen(
            state.status,
            class_of(state, judged, moment),
            class_of(state, named, moment),
            days_past(state, judged, moment),
            state.was_updated,
            ledger.plans[row.occurrence.task.plan_id],
        )

    def window(self, first: date, last: date) -> dict[int, tuple[object, ...]]:
        """The rows of a window: class, class by the named day, days late, and what else counts."""
        then, former = self.seen_on(last), self.seen_on(first - timedelta(days=1))
        ledger, beginning = self.at(end_of(last)), end_of(first - timedelta(days=1))
        counted: dict[int, tuple[object, ...]] = {}
        for row in self.rows:
            due_on = ledger.due[row.occurrence_id].due_on
            verdict = _verdict(row, former[row.id], then[row.id], due_on, (first, last))
            if verdict is None:
                continue
            returned = [at for at in ledger.returns.get(row.id, ()) if at > beginning]
            granted = [
                at for whose, at in ledger.granted.values() if whose == row.id and at > beginning
            ]
            is_work = verdict[0] is not None
            counted[row.id] = (*verdict, *((len(returned), len(granted)) if is_work else (0, 0)))
        return counted


def _verdict(
    row: Contribution, former: Seen, then: Seen, due_on: date | None, days: tuple[date, date]
) -> tuple[object, ...] | None:
    period, (first, last) = row.occurrence.period, days
    if then.status is S.CANCELLED:
        return None
    if row.occurrence.kind is OccurrenceKind.CHECK_IN:
        asked = then.was_updated or then.plan_state is PlanState.ISSUED
        counts = period is not None and first <= period.end <= last and asked
        return (None, None, 0, then.was_updated) if counts else None
    is_to_come = period is not None and period.start > last and (due_on or date.max) > last
    if (then.status is S.ACCEPTED is former.status) or (
        is_to_come and then.status is S.NOT_STARTED
    ):
        return None
    if then.status is S.ACCEPTED or then.plan_state is PlanState.ISSUED:
        return (then.current, then.original, then.days_late, None)
    return (None, None, 0, None) if former.plan_state is PlanState.ISSUED else None


def class_of(state: State, due: Due, moment: datetime) -> TimingClass | None:
    """One of the six, in the plainest words."""
    if state.status is S.CANCELLED:
        return None
    done = state.status is S.ACCEPTED
    if due.due_on is None:
        return TimingClass.DONE_NO_DEADLINE if done else TimingClass.OPEN_NO_DEADLINE
    if is_late(state, due, moment):
        return TimingClass.DONE_LATE if done else TimingClass.OPEN_OVERDUE
    return TimingClass.DONE_ON_TIME if done else TimingClass.OPEN_IN_TIME


def is_late(state: State, due: Due, moment: datetime) -> bool:
    """Handed in, or still owed, after the day; on the day after its hour."""
    judged = in_vietnam(_judged_at(state, moment))
    if due.due_on is None or judged.date() < due.due_on:
        return False
    return judged.date() > due.due_on or (
        due.due_time is not None and judged.time().replace(tzinfo=None) > due.due_time
    )


def days_past(state: State, due: Due, moment: datetime) -> int:
    """Calendar days after the due day."""
    if due.due_on is None or state.status is S.CANCELLED:
        return 0
    return max(0, (in_vietnam(_judged_at(state, moment)).date() - due.due_on).days)


def _judged_at(state: State, moment: datetime) -> datetime:
    return state.submitted if state.status in HANDED_IN and state.submitted else moment


def _judged_by(state: State, due: Due) -> date | None:
    return (state.late_for if state.status in HANDED_IN else None) or due.due_on


def _instance_of(entry: AuditEntry) -> int | None:
    """The instance whose due day the entry moves."""
    if entry.action == "occurrence:moved":
        return entry.subject_id
    if entry.action in {"extension:granted", "extension:revoked"}:
        request = db.session.get(ExtensionRequest, entry.subject_id)
        return request.occurrence_id if request else None
    return None


def _due_of(occurrence: Occurrence) -> Due:
    return Due(occurrence.due_on, occurrence.original_due_on, occurrence.due_time)


def _with(due: Due, values: dict[str, str | None]) -> Due:
    days = {
        name: date.fromisoformat(value) if value else None
        for name, value in values.items()
        if name in {"due_on", "original_due_on"}
    }
    hours = {
        name: time.fromisoformat(value) if value else None
        for name, value in values.items()
        if name == "due_time"
    }
    return replace(due, **days, **hours)
