"""Which steps towards due days are to be told now, and to whom: of very much work, in lots.

Most work stands like other work and was told like it; the rules are asked once for all that do.
`tests/reminders/test_steps_in_lots.py` holds it against the rules asked of each piece of work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.core.calendar_vn import WorkingCalendar
from tracker.reminders import owed, queries
from tracker.reminders.circle import Circle
from tracker.reminders.digests import Due
from tracker.reminders.owed import NOTHING_HEARD, Owed, State, ToldPair, Whose
from tracker.reminders.rules import Escalation, Steps, Told, escalations, steps_to_tell
from tracker.reminders.step_words import dated_step_words, step_words

# Answers remembered at a time; so many different ones are seldom among a ward's work.
MOST_REMEMBERED = 20_000


def steps_due(today: date, steps: Steps, calendar: WorkingCalendar) -> Iterator[tuple[int, Due]]:
    """Each person with a step to tell them now, a part of the work after another."""
    asking = _Asking(today, steps, calendar)
    circle, states = Circle.of_everybody(), dict[tuple[Any, ...], State]()
    for ids in queries.may_have_steps(today, steps, calendar):
        # What ended plans left undone is late for ever: nothing is read of what was said of it.
        still_owed = list(owed.owed_among(ids, states))
        heard = owed.heard_of([work.contribution_id for work in still_owed])
        found: list[tuple[int, Owed, str]] = []
        for work in still_owed:
            heard_of_it = heard.get(work.contribution_id, NOTHING_HEARD)
            found += asking.steps_of(work, heard_of_it, circle)
        yield from _with_words(found, asking)
        if len(states) > MOST_REMEMBERED:
            states.clear()


def _with_words(
    found: Sequence[tuple[int, Owed, str]], asking: _Asking
) -> Iterator[tuple[int, Due]]:
    """The same is said to everybody: of tens of thousands of late rows each is kept once."""
    titles = owed.titles_of(list({work.contribution_id for _user, work, _step in found}))
    said: dict[tuple[int, str], Due] = {}
    for user_id, work, step in found:
        number, state = work.contribution_id, work.state
        if (number, step) not in said:
            said[number, step] = Due(
                contribution_id=number,
                due_version=state.due_version,
                facts=state.facts,
                step=step,
                reason=asking.reason(state, step),
                title=titles[number],
            )
        yield user_id, said[number, step]


@dataclass(slots=True)
class _Asking:
    """The rules of the day, and what they have answered."""

    today: date
    steps: Steps
    calendar: WorkingCalendar
    answers: dict[tuple[object, ...], list[str]] = field(default_factory=dict)
    people: dict[tuple[object, ...], list[int]] = field(default_factory=dict)
    reasons: dict[tuple[object, ...], str] = field(default_factory=dict)

    def steps_of(
        self, work: Owed, heard: owed.Heard, circle: Circle
    ) -> Iterator[tuple[int, Owed, str]]:
        """Everybody who is to be told of the work, and what."""
        state = work.state
        for user_id in self._recipients(work.whose, circle):
            for step in self._to_tell(state, heard.of(user_id)):
                yield user_id, work, step
        for level in self._escalations(state, heard.urgings(state.due_version)):
            told = level, state.due_version
            for user_id in self._made_known_to(work.whose, level, circle):
                if told not in heard.of(user_id):
                    yield user_id, work, level

    def reason(self, state: State, step: str) -> str:
        """Why somebody was told, as the ledger keeps it: "Đến hạn; hạn 27/08/2026"."""
        key = state.due_on, state.period_end, step
        if key not in self.reasons:
            _make_room(self.reasons)
            self.reasons[key] = self._reason(state, step)
        return self.reasons[key]

    def _reason(self, state: State, step: str) -> str:
        due_on = state.due_on
        if due_on is None:
            words = step_words(step)
        else:
            words = dated_step_words(step, due_on, self.today, self.calendar)
        if step in set(Escalation) and due_on:
            late = self.calendar.working_days_between(due_on, self.today)
            words = f"{words}: quá hạn {late} ngày làm việc"
        day = due_on or state.period_end
        kind = "hạn" if due_on else "hết kỳ"
        return f"{words}; {kind} {day:%d/%m/%Y}" if day else words

    def _recipients(self, whose: Whose, circle: Circle) -> list[int]:
        key = whose.unit_id, whose.officer_id
        if key not in self.people:
            _make_room(self.people)
            self.people[key] = circle.recipients_of(whose)
        return self.people[key]

    def _made_known_to(self, whose: Whose, level: str, circle: Circle) -> list[int]:
        key = whose, level
        if key not in self.people:
            _make_room(self.people)
            self.people[key] = circle.escalation_recipients(whose, Escalation(level))
        return self.people[key]

    def _to_tell(self, state: State, told: tuple[ToldPair, ...]) -> list[str]:
        key = state, told
        if key not in self.answers:
            _make_room(self.answers)
            self.answers[key] = steps_to_tell(
                state.facts,
                self.today,
                steps=self.steps,
                calendar=self.calendar,
                told=[Told(step, version) for step, version in told],
                due_version=state.due_version,
                times_returned=state.times_returned,
            )
        return self.answers[key]

    def _escalations(self, state: State, urgings: int) -> list[str]:
        key = state, urgings
        if key not in self.answers:
            _make_room(self.answers)
            self.answers[key] = [
                level.value
                for level in escalations(
                    state.facts,
                    self.today,
                    steps=self.steps,
                    calendar=self.calendar,
                    urgings=urgings,
                )
            ]
        return self.answers[key]


def _make_room(remembered: dict[tuple[object, ...], Any]) -> None:
    if len(remembered) >= MOST_REMEMBERED:
        remembered.clear()
