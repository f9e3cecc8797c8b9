"""Figures of what plans ask for: entered by those who owe them, corrected, taken back."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import func

from tests.robustness.course.desk import PEOPLE, REASON, THE_RIGHT_ONE, Desk, people, places
from tests.robustness.course.goals import WEEK, Figure, Goal
from tracker.core.db import db
from tracker.targets import queries
from tracker.targets.models import Measurement, Target
from tracker.targets.standing import Standing, in_force

values = st.sampled_from([3, 4, 90, 95, 97, -1])
weeks = st.sampled_from([1, 1, 1, 2, 3, 0])


class Measuring(Desk):
    """Targets and their figures."""

    def _may_measure(self, person: str, goal: Goal) -> bool:
        is_owing = self.paper.homes.get(person) in goal.owners or person == "office"
        return is_owing and self.paper.plans[goal.plan] == "issued"

    def _who_owes(self, person: str, goal: Goal) -> str:
        return self.head_of(goal.owners[0]) if person == THE_RIGHT_ONE else person

    @rule(person=people, place=places, ago=weeks, value=values)
    def measure(self, person: str, place: int, ago: int, value: int) -> None:
        """The figure of a week that is over, once; sent twice it is one."""
        goal = self.paper.goals[place % len(self.paper.goals)]
        person = self._who_owes(person, goal)
        monday = self.today - timedelta(days=self.today.weekday() + 7 * ago)
        form = {
            "period": f"{monday}/{monday + WEEK}",
            "value": str(value),
            "request_key": f"m{self.turn}",
        }
        with self.at_work():
            client, url = self.client(person), f"/targets/{goal.number}/measurements"
            for _copy in range(2):
                answer = client.post(url, data=form)
        present = goal.of_week(monday)
        if not self._may_measure(person, goal):
            self.answered(answer, 403)
        elif goal.is_dropped:
            self.answered(answer, 422, "Chỉ tiêu đã bỏ")
        elif monday + WEEK > self.today:
            self.answered(answer, 422, "Kỳ số liệu chưa kết thúc")
        elif value < 0:
            self.answered(answer, 422, "Số liệu không thể nhỏ hơn 0")
        elif present is not None and present.value is not None:
            self.answered(answer, 409, "đã có số liệu")
        else:
            self.answered(answer, 303)
            self._note_figure(goal, monday, value)

    def _note_figure(self, goal: Goal, monday: date, value: int | None) -> None:
        number = db.session.query(func.max(Measurement.id)).scalar()
        goal.figures.append(Figure(number, monday, value))

    @precondition(lambda self: any(goal.figures for goal in self.paper.goals))
    @rule(person=people, place=places, value=values, takes_back=st.booleans())
    def correct(self, person: str, place: int, value: int, *, takes_back: bool) -> None:
        """Only the figure in force; the earlier one stays on record."""
        pairs = [(goal, item) for goal in self.paper.goals for item in goal.figures]
        goal, wrong = pairs[place % len(pairs)]
        person = self._who_owes(person, goal)
        form = {"value": str(value), "request_key": f"c{self.turn}", **REASON}
        if takes_back:
            form["is_withdrawn"] = "y"
        with self.at_work():
            client, url = self.client(person), f"/measurements/{wrong.number}/correct"
            for _copy in range(2):
                answer = client.post(url, data=form)
        if not self._may_measure(person, goal):
            self.answered(answer, 403)
        elif goal.is_dropped:
            self.answered(answer, 422, "Chỉ tiêu đã bỏ")
        elif goal.of_week(wrong.monday) is not wrong:
            self.answered(answer, 409, "Người khác vừa sửa số liệu")
        elif value < 0 and not takes_back:
            self.answered(answer, 422, "Số liệu không thể nhỏ hơn 0")
        else:
            self.answered(answer, 303)
            self._note_figure(goal, wrong.monday, None if takes_back else value)

    @precondition(lambda self: self.turn % 4 == 3 and self.paper.plans["running"] == "issued")
    @rule(person=people, place=places)
    def drop_goal(self, person: str, place: int) -> None:
        """Only the office; its figures stay, and nobody is asked for more."""
        goal = self.paper.goals[place % len(self.paper.goals)]
        person = "office" if person == THE_RIGHT_ONE else person
        with self.at_work():
            answer = self.client(person).post(f"/targets/{goal.number}/drop", data=REASON)
        self.answered(answer, 303 if person == "office" else 403)
        goal.is_dropped = goal.is_dropped or person == "office"

    @rule(person=st.sampled_from(PEOPLE), place=places)
    def read_goal(self, person: str, place: int) -> None:
        """Everybody reads how it stands."""
        goal = self.paper.goals[place % len(self.paper.goals)]
        with self.at_work():
            answer = self.client(person).get(f"/targets/{goal.number}")
        assert answer.status_code == 200
        for item in goal.in_force:
            space = "" if goal.measure == "%" else " "
            assert f"{item.value}{space}{goal.measure}" in answer.text, item

    @invariant()
    def goals_stand_as_noted(self) -> None:
        """Every figure, each goal's state, and what each unit is asked for."""
        made = db.session.query(Measurement)
        told = {(m.target_id, m.id, m.period_start, m.value, m.is_withdrawn) for m in made}
        assert told == {
            (goal.number, item.number, item.monday, item.value, item.value is None)
            for goal in self.paper.goals
            for item in goal.figures
        }
        for goal in self.paper.goals:
            self._agrees_on(goal, db.session.get_one(Target, goal.number))
        for unit, number in self.scene.units.items():
            asked = queries.targets_needing_figure(number, self.today)
            found = {item.standing.target.id: item.asked.key for item in asked}
            assert unit in self.paper.heirs or found == self._asked_of(unit)

    def _agrees_on(self, goal: Goal, target: Target) -> None:
        standing = Standing(target, tuple(in_force(target.measurements)))
        assert [m.id for m in standing.measurements] == [item.number for item in goal.in_force]
        assert standing.state.value == goal.state, goal
        assert (target.dropped_on is not None) is goal.is_dropped, goal
        owners = {self.scene.units[owner] for owner in goal.owners}
        assert {unit.id for unit in target.units} == owners, goal

    def _asked_of(self, unit: str) -> dict[int, str | None]:
        return {
            goal.number: goal.asked(self.today)
            for goal in self.paper.goals
            if unit in goal.owners
            and not goal.is_dropped
            and self.paper.plans[goal.plan] == "issued"
            and goal.asked(self.today)
        }
