"""The office brings plans in, issues, amends, closes and reopens them."""

from __future__ import annotations

import io
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from tests.robustness.course.desk import REASON, THE_RIGHT_ONE, Desk, people, places
from tests.robustness.course.paper import Job
from tests.robustness.course.scene import IMPORTED_DAY, parts_of
from tracker.core.db import db
from tracker.imports.models import ImportDraft
from tracker.plans.models import Plan
from tracker.progress.queries import contributions_of_task
from tracker.tasks.models import Task


class Planning(Desk):
    """What only the office may do with plans."""

    @precondition(lambda self: "imported" not in self.paper.plans and self.turn % 3 == 2)
    @rule(person=people)
    def bring_in(self, person: str) -> None:
        """A plan from a file: read, looked through, made; nobody else knows of the draft."""
        person = "office" if person == THE_RIGHT_ONE else person
        with self.at_work():
            client = self.client(person)
            file = (io.BytesIO(self.scene.document), "ke-hoach.docx")
            answer = client.post("/imports", data={"file": file})
            assert answer.status_code == (303 if person == "office" else 404)
            if person != "office":
                return
            draft = db.session.scalars(select(ImportDraft)).one()
            mark = {"state_mark": draft.state_mark, "doubts_seen": "y"}
            number = draft.id
            assert self.client("leader").get(f"/imports/{number}").status_code == 404
            made = client.post(f"/imports/{number}/apply", data=mark)
            assert made.status_code == 303, made.text
        self._note_import(number)

    def _note_import(self, number: int) -> None:
        """The document's names mean the units that go on with their work."""
        plan = db.session.get_one(ImportDraft, number).plan
        assert plan is not None
        task = db.session.scalars(select(Task).where(Task.plan_id == plan.id)).one()
        lead, helper = self.paper.heir("culture"), self.paper.heir("economy")
        helpers = (helper,) if helper != lead else ()
        job = Job("imported", "imported", lead, helpers, number=task.id, day=IMPORTED_DAY)
        self.paper.plans["imported"] = "issued"
        self.plans["imported"] = plan.id
        self._note_parts(job)

    def _note_parts(self, job: Job) -> None:
        assert job.day is not None
        day = self.paper.settle(job.day)
        self.paper.jobs[job.name] = job
        self.paper.parts += parts_of(job, contributions_of_task(job.number), day)

    @precondition(lambda self: self.paper.plans["drafted"] == "draft" and self.turn % 3 == 1)
    @rule(person=people)
    def issue(self, person: str) -> None:
        """Nobody owes anything for a draft; once it is issued they do.

        A day that passed before, also by an amendment, was never followed: nothing would be owed.
        """
        day = self.paper.jobs["drafted"].day
        if day is None or self.today > day:
            return
        person, number = (
            "office" if person == THE_RIGHT_ONE else person,
            self.plans["drafted"],
        )
        with self.at_work():
            version = db.session.get_one(Plan, number).version
            form = {"tracked_from": f"{self.today:%d/%m/%Y}", "version": str(version)}
            answer = self.client(person).post(f"/plans/{number}/issue", data=form)
        sees = person in {"office", "leader", "administrator"}
        expected = 303 if person == "office" else 403 if sees else 404
        assert answer.status_code == expected, answer.text
        if expected == 303:
            self.paper.plans["drafted"] = "issued"
            self._note_parts(self.paper.jobs["drafted"])

    @precondition(lambda self: self.turn % 2)
    @rule(person=people, place=places, days=st.integers(1, 30))
    def amend(self, person: str, place: int, days: int) -> None:
        """The document names another day for a task; what follows is shown first."""
        dated = [job for job in self.paper.jobs.values() if job.day]
        job = dated[place % len(dated)]
        person = "office" if person == THE_RIGHT_ONE else person
        day = self.today + timedelta(days=days)
        words = f"Trước {day:%d/%m/%Y}"
        form = self.amended(job, deadline_text=words, kind="fixed", dates=f"{day:%d/%m/%Y}")
        status = self.send_amendment(person, job, form)
        state = self.paper.plans[job.plan]
        sees = state != "draft" or person in {"leader", "administrator"}
        expected = 422 if state == "closed" else 303
        expected = expected if person == "office" else 403 if sees else 404
        assert status == expected, (status, job, day)
        if expected == 303:
            self.paper.amend_day(job, day)

    @precondition(lambda self: self.paper.plans["running"] == "closed" or self.turn % 4 == 3)
    @rule(person=people)
    def close_or_reopen(self, person: str) -> None:
        """Only the office; a closed plan takes nothing until it is opened again."""
        is_closed, number = self.paper.plans["running"] == "closed", self.plans["running"]
        person = "office" if person == THE_RIGHT_ONE and is_closed else person
        # Seldom, for little else goes on while the plan is closed.
        person = "observer" if person == THE_RIGHT_ONE else person
        act = "reopen" if is_closed else "close"
        with self.at_work():
            version = db.session.get_one(Plan, number).version
            data = {"version": str(version), **REASON}
            answer = self.client(person).post(f"/plans/{number}/{act}", data=data)
        assert answer.status_code == (303 if person == "office" else 403), answer.text
        if person == "office" and is_closed:
            self.paper.reopen("running")
        elif person == "office":
            self.paper.plans["running"] = "closed"
