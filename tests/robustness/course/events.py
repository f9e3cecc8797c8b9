"""Work that waits until something arises: opened event by event, each with a due day of its own."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.robustness.course.desk import THE_RIGHT_ONE, Desk, people
from tests.robustness.course.paper import Job, Term
from tests.robustness.course.scene import parts_of
from tracker.core.db import db
from tracker.progress.queries import contributions_of_task
from tracker.tasks.models import Task

# None: the document's own term, or no day named by hand.
terms = st.sampled_from(
    [None, None, Term(0, True), Term(3, True), Term(9, False), Term(-2, False), Term(-3, True)]
)
distances = st.sampled_from([None, None, None, 0, 6, -1])


class Events(Desk):
    """A case arises; the office or whoever leads writes it down, and its units owe their part."""

    @rule(
        person=people,
        ago=st.integers(-2, 4),
        term=terms,
        distance=distances,
        ticked=st.booleans(),
    )
    def open_event(
        self, person: str, ago: int, term: Term | None, distance: int | None, ticked: bool
    ) -> None:
        """A day named by hand goes before a term, the event's own term before the document's."""
        job, arose = self.paper.jobs["cases"], self.today - timedelta(days=ago)
        person = self.head_of(job.lead) if person == THE_RIGHT_ONE else person
        named = None if distance is None else arose + timedelta(days=distance)
        form = {
            "title": f"Việc thứ {self.turn}" if self.turn % 6 else " ",
            "happened_on": f"{arose:%d/%m/%Y}",
            "term_days": "" if term is None else str(term.days),
            "due_on": f"{named:%d/%m/%Y}" if named else "",
            "request_key": f"e{self.turn}",
        }
        if term is not None and term.of_work:
            form["term_counts_working_days"] = "y"
        if ticked:
            form["may_be_overdue"] = "y"
        url = f"/tasks/{job.number}/events/new"
        with self.at_work():
            client = self.client(person)
            answers = [client.post(url, data=form).status_code for _copy in range(2)]
        may = person == "office" or self.paper.homes.get(person) == job.lead
        may = may and self.paper.is_running(job)
        term = (term or job.term) if named is None else None
        day = named if term is None else self.paper.after(arose, term)
        is_sound = bool(form["title"].strip()) and (named is None or named >= arose)
        # Late as soon as it is opened: only who says so means it.
        is_sound = is_sound and (ticked or day is None or day >= self.today)
        expected = (303 if is_sound else 422) if may else 403
        assert answers == [expected, expected], (answers, person, form)
        if expected == 303:
            self._note_event(job, arose, term, named)

    def _note_event(self, job: Job, arose: date, term: Term | None, named: date | None) -> None:
        """Sent twice, it has arisen once; whoever is in charge of the work has this too."""
        known = {instance.number for instance in self.paper.instances()}
        owed = contributions_of_task(job.number)
        rows = [row for row in owed if row.occurrence_id not in known]
        day = named if term is None else self.paper.after(arose, term)
        parts = parts_of(job, rows, day, arose=arose, term=term)
        for part in parts:
            officer = self.paper.in_charge.get((job.name, part.unit))
            part.officer = officer if self.paper.homes.get(officer or "") == part.unit else None
        self.paper.parts += parts

    @rule(person=people, days=st.integers(1, 15), of_work=st.booleans())
    def amend_term(self, person: str, days: int, of_work: bool) -> None:
        """The document names another term: what arose before keeps the one it was opened with."""
        job = self.paper.jobs["cases"]
        person, term = ("office" if person == THE_RIGHT_ONE else person), Term(days, of_work)
        task = db.session.get_one(Task, job.number)
        form = self.amended(
            job,
            deadline_text=f"{days} ngày sau khi phát sinh",
            kind=task.deadline_kind.value,
            days_after_event=str(days),
            **({"counts_working_days": "y"} if of_work else {}),
        )
        status = self.send_amendment(person, job, form)
        expected = 303 if self.paper.is_running(job) else 422
        assert status == (expected if person == "office" else 403), (status, person)
        if status == 303:
            job.term = term
