"""Files that show what was done: opened by those who may, taken back while the unit still works."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from tests.robustness.course.desk import PEOPLE, THE_RIGHT_ONE, Desk, people, places
from tests.robustness.course.paper import ANSWERING, HANDED_IN, STEPS, Part, Sheet
from tracker.core.db import db
from tracker.progress.models import Evidence


class Showing(Desk):
    """What becomes of the files that units send with their reports."""

    def _sheets(self) -> list[tuple[Part, Sheet]]:
        return [(part, sheet) for part in self.paper.parts for sheet in part.sheets]

    def _sees_file(self, person: str, part: Part) -> bool:
        """A draft is the unit's own and its overseers'; handed in, all who share the job see it."""
        home = self.paper.homes.get(person)
        if home == part.unit or person in ANSWERING:
            return True
        job = self.paper.jobs[part.instance.job]
        shares = home is not None and home in {job.lead, *job.helpers}
        return part.status in HANDED_IN and (shares or person == "observer")

    @precondition(lambda self: self._sheets())
    @rule(person=people, place=places)
    def take_back(self, person: str, place: int) -> None:
        """Only the unit, only before it has handed in; a second time changes nothing."""
        sheets = self._sheets()
        part, sheet = sheets[place % len(sheets)]
        person = self.head_of(part.unit) if person == THE_RIGHT_ONE else person
        with self.at_work():
            answer = self.client(person).post(f"/evidence/{sheet.number}/remove")
        if not self._sees_file(person, part):
            self.answered(answer, 404)
        elif self.paper.homes.get(person) != part.unit or not self.paper.is_running(part):
            self.answered(answer, 403)
        elif not sheet.is_there:
            self.answered(answer, 303)
        elif part.status not in STEPS:
            self.answered(answer, 422, "không gỡ minh chứng được nữa")
        else:
            self.answered(answer, 303)
            sheet.is_there = False

    @precondition(lambda self: self._sheets())
    @rule(person=st.sampled_from(PEOPLE), place=places)
    def open_file(self, person: str, place: int) -> None:
        """What was taken back opens for nobody, whatever it had replaced neither."""
        sheets = self._sheets()
        part, sheet = sheets[place % len(sheets)]
        with self.at_work(), self.client(person).get(f"/evidence/{sheet.number}") as answer:
            is_open = self._sees_file(person, part) and not sheet.is_taken_back
            assert answer.status_code == (200 if is_open else 404), (person, part, sheet)
            assert not is_open or answer.data == sheet.content

    @invariant()
    def each_row_shows_its_files(self) -> None:
        """No file is lost, none hangs on another row, each stands or is gone as noted."""
        told = {
            (item.contribution_id, item.id, item.file_name, item.removed_at is None)
            for item in db.session.query(Evidence)
        }
        noted = {
            (part.number, sheet.number, sheet.name, sheet.is_there)
            for part, sheet in self._sheets()
        }
        assert told == noted
