"""Units report and put people in charge; the office and the leaders answer."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import func, select

from tests.personas import PEOPLE as USERNAMES
from tests.progress.files import png
from tests.progress.reports import accept, give_back, send_report
from tests.robustness.course.desk import THE_RIGHT_ONE, Desk, people, places
from tests.robustness.course.paper import ANSWERING, HANDED_IN, OPEN, STEPS, Part, Sheet
from tracker.accounts.models import User
from tracker.core.db import db
from tracker.progress.models import Evidence

COLLEAGUES = ("culture_officer", "economy_head")
File = tuple[str, bytes]
# Pictures: a PDF is looked into by a process of its own, which takes its time.
FILES = [("bao-cao.png", png()), ("bao-cao.png", png(2)), ("phu-luc.png", png())]
files = st.sampled_from([None, None, None, *FILES])
words = st.sampled_from([True, True, False])


class Reporting(Desk):
    """What goes to and fro between a unit and whoever follows its work up."""

    @rule(
        person=people,
        place=places,
        status=st.sampled_from(["submitted", "in_progress"]),
        file=files,
        has_words=words,
    )
    def report(
        self,
        person: str,
        place: int,
        status: str,
        file: tuple[str, bytes] | None,
        *,
        has_words: bool,
    ) -> None:
        """A unit says how far it has come and shows it; with a difficulty now and then."""
        with self.at_work():
            row, part = self.pick(place, person, STEPS)
            person = self.head_of(part.unit) if person == THE_RIGHT_ONE else person
            answer = send_report(
                self.client(person),
                row,
                *([file] if file else []),
                status=status,
                note="Đã trình ký ban hành." if has_words else " ",
                difficulty="Thiếu biểu mẫu." if self.turn % 3 == 0 else "",
                request_key=f"r{self.turn}",
            )
        is_own = self.paper.homes.get(person) == part.unit
        if not is_own or not self.paper.is_running(part):
            self.answered(answer, 403)
        elif status not in STEPS.get(part.status, set()):
            self.answered(answer, 422, "Phần việc đang ở trạng thái")
        elif status == "submitted" and not (has_words or file or part.standing):
            self.answered(answer, 422, "đính kèm minh chứng trước khi gửi")
        else:
            self.answered(answer, 303)
            self._note_file(part, file)
            part.status = status
            if status == "submitted":
                part.handed_in, part.late_for = self.today, None

    def _note_file(self, part: Part, file: File | None) -> None:
        """The same file again is none; another of the same name takes the place of the first."""
        older = part.same_name(file[0]) if file else None
        if file is None or (older is not None and older.content == file[1]):
            return
        number = db.session.query(func.max(Evidence.id)).scalar()
        newer = Sheet(number, *file)
        if older is not None:
            older.is_there, older.newer = False, newer
        part.sheets.append(newer)

    @rule(person=people, place=places, is_fine=st.booleans())
    def answer(self, person: str, place: int, is_fine: bool) -> None:
        """The office or a leader accepts what was handed in, or gives it back."""
        with self.at_work():
            row, part = self.pick(place, person, {"submitted"})
            person = "leader" if person == THE_RIGHT_ONE else person
            client = self.client(person)
            sent = accept(client, row) if is_fine else give_back(client, row)
        may = person in ANSWERING and self.paper.is_running(part)
        is_taken = may and part.status == "submitted"
        assert (sent.status_code == 303) is is_taken, (sent.status_code, part)
        if is_taken:
            part.status = "accepted" if is_fine else "returned"
            part.returns += not is_fine

    @rule(person=people, place=places, whom=st.sampled_from([*COLLEAGUES, None]))
    def put_in_charge(self, person: str, place: int, whom: str | None) -> None:
        """Only the head of the unit, only somebody of the unit or nobody; for the whole task."""
        with self.at_work():
            row, part = self.pick(place, person, OPEN)
            person = self.head_of(part.unit) if person == THE_RIGHT_ONE else person
            officer = ""
            if whom is not None:
                named = select(User).where(User.username == USERNAMES[whom][0])
                officer = str(db.session.scalars(named).one().id)
            chosen = {"chosen": f"{row.id}:{row.version}", "officer": officer}
            answer = self.client(person).post("/contributions/officer", data=chosen)
        heads = "head" in person and self.paper.homes.get(person) == part.unit
        may = heads and self.paper.is_running(part)
        is_sound = whom is None or self.paper.homes[whom] == part.unit
        expected = (303 if is_sound else 422) if may else 403
        assert answer.status_code == expected, (answer.status_code, part)
        if expected == 303:
            self.paper.put_in_charge(part, whom)

    @rule(person=people, place=places)
    def urge(self, person: str, place: int) -> None:
        """The office urges two rows; a letter goes to each unit that still owes one by a day."""
        with self.at_work():
            rows = dict(self.pick(place + step, person, STEPS) for step in (0, 1))
            person = "office" if person == THE_RIGHT_ONE else person
            form = {
                "first_number": str(10 * self.turn),
                "answer_by": f"{self.today + timedelta(days=5):%d/%m/%Y}",
                "by_mail": "y",
                "request_key": f"u{self.turn}",
                "chosen": [str(row.id) for row in rows],
            }
            answer = self.client(person).post("/urgings/new", data=form)
        urged = [
            part
            for part in rows.values()
            if part.status in STEPS and part.instance.due and self.paper.is_running(part)
        ]
        expected = (303 if urged else 422) if person == "office" else 403
        assert answer.status_code == expected, (answer.status_code, list(rows.values()))
        if expected == 303:
            for part in urged:
                part.urged += 1

    def is_handed_in(self, number: int) -> bool:
        """Whether the note of that row says so."""
        return any(p.number == number and p.status in HANDED_IN for p in self.paper.parts)
