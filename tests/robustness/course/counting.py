"""What the office and the units see at a glance: kept up from step to step, and yet as it is."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis.stateful import invariant

from tests.conftest import MORNING
from tests.robustness.course.desk import Desk
from tests.robustness.course.paper import STEPS, Part
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.board import BoardFilter, Stage
from tracker.follow_up.board_keeping import kept_board
from tracker.progress.counting import count_by_place
from tracker.progress.moment import Moment
from tracker.progress.queries import waiting_for_review
from tracker.progress.waiting import count_waiting

SOON = timedelta(days=7)
# Work without a deadline is asked about month by month; what is over is history for its unit.
MONTH_END = date(2026, 8, 31)


class Counting(Desk):
    """Lists and numbers over all the work."""

    def _need_of(self, part: Part) -> str | None:
        """Where it stands among what its unit has to do; None for what has no day."""
        if part.status == "submitted":
            return "waiting_review"
        due = part.instance.due
        if due is None or part.status not in STEPS:
            return None
        if self.today > due:
            return "overdue"
        if part.status == "returned":
            return "returned"
        return "due_soon" if due - self.today <= SOON else "later"

    @invariant()
    def lists_and_numbers_are_those_of_the_paper(self) -> None:
        """The board, what waits for an answer, and each unit's own numbers."""
        running = [part for part in self.paper.parts if self.paper.is_running(part)]
        needs = {part.number: self._need_of(part) for part in running}
        late = {p.number for p in running if p.judged(p.counts, self.today) == "open_overdue"}
        soon = {p.number for p in running if p.status in STEPS and self._is_soon(p)}
        waiting = {number for number, need in needs.items() if need == "waiting_review"}
        with clock.at(MORNING + timedelta(days=self.day, seconds=self.turn)):
            moment = Moment.of(clock.now())
            for stage, noted in ((Stage.LATE, late), (Stage.SOON, soon)):
                board = kept_board(BoardFilter(stage=stage), None, moment)
                shown = [number for group in board.groups for number in group.pieces]
                assert sorted(shown) == sorted(noted), stage
            assert {item.id for item in waiting_for_review()} == waiting
            assert count_waiting(coordinated_by=None) == len(waiting)
            for unit, number in self.scene.units.items():
                self._agree_on_unit(unit, Counter(count_by_place(number, moment)), needs)
        db.session.rollback()

    def _is_soon(self, part: Part) -> bool:
        due = part.instance.due
        return due is not None and timedelta(0) <= due - self.today <= SOON

    def _agree_on_unit(
        self, unit: str, places: Counter[tuple[int | None, str]], needs: dict[int, str | None]
    ) -> None:
        told: Counter[str] = Counter()
        for (_officer, need), count in places.items():
            told[need] += count
        own = [
            needs.get(part.number)
            for part in self.paper.parts
            if part.unit == unit and (part.instance.due or self.today <= MONTH_END)
        ]
        for need in ("overdue", "due_soon", "waiting_review"):
            assert told[need] == own.count(need), (unit, need, told, own)
