"""What every action needs: the moment, a person, the row beside its note; what must hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.conftest import MORNING
from tests.figures.journal_recount import Journal
from tests.personas import PEOPLE as USERNAMES
from tests.robustness.course.paper import Job, Paper, Part
from tests.robustness.course.scene import FIELDS, TODAY, Scene
from tracker.accounts.models import User
from tracker.audit.models import AuditEntry
from tracker.audit.sealing import journal_problems
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.models import UrgingItem
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus, timing_class
from tracker.tasks.models import Occurrence, Task

PEOPLE = tuple(USERNAMES)
SEEN = re.compile(r'name="seen"[^>]*value="([^"]*)"')
REASON = {"reason": "Theo thông báo số 5."}
# Whoever the action is for, so that work goes on; drawn as often as all the others together.
THE_RIGHT_ONE = "the right one"
people = st.sampled_from((*(THE_RIGHT_ONE,) * len(PEOPLE), *PEOPLE))
places = st.integers(0, 11)


class Desk(RuleBasedStateMachine):
    """People at work, and the paper beside them. `scene` is set by `machine.course_in`."""

    scene: Scene

    def __init__(self) -> None:
        super().__init__()
        self.scene.reset()
        self.day, self.turn, self.written = 0, 0, 0
        self.paper: Paper = self.scene.paper()
        self.plans = dict(self.scene.plans)

    def teardown(self) -> None:
        """At the end the journal alone tells every row's course, and no entry was touched."""
        journal = Journal.of_everything()
        if journal.entries:
            journal.check_against_rows()
        assert list(journal_problems()) == []
        db.session.remove()

    @property
    def today(self) -> date:
        """The day of the course."""
        return TODAY + timedelta(days=self.day)

    def at_work(self) -> Any:
        """The moment of the next action: each comes after the one before it."""
        self.turn, self.written = self.turn + 1, self._written()
        return clock.at(MORNING + timedelta(days=self.day, seconds=self.turn))

    def answered(self, answer: TestResponse, status: int, why: str = "") -> None:
        """As it must be; what is refused says why, and nothing of it is written down."""
        assert answer.status_code == status, (answer.status_code, status, why, answer.text)
        assert why in unescape(answer.text), (why, answer.text)
        if status >= 400:
            assert self._written() == self.written, (status, why)

    def _written(self) -> int:
        return db.session.scalar(select(func.count(AuditEntry.id))) or 0

    def client(self, person: str) -> FlaskClient:
        """The person at a browser, signed in."""
        username = USERNAMES[person][0]
        user = db.session.scalars(select(User).where(User.username == username)).one()
        return self.scene.browser.as_(user)

    def head_of(self, unit: str) -> str:
        """A head who works in the unit; the office where nobody is left there."""
        found = (p for p, home in self.paper.homes.items() if home == unit and "head" in p)
        return next(found, "office")

    def pick(self, place: int, person: str, statuses: Iterable[str]) -> tuple[Contribution, Part]:
        """Any row; for whoever the action is for one that invites it, where there is one."""
        parts = self.paper.parts
        inviting = [
            part for part in parts if part.status in statuses and self.paper.is_running(part)
        ]
        if person != THE_RIGHT_ONE or not inviting:
            inviting = parts
        part = inviting[place % len(inviting)]
        return db.session.get_one(Contribution, part.number), part

    def amended(self, job: Job, **deadline: str) -> dict[str, object]:
        """The form that gives a task another deadline and nothing else."""
        task, units = db.session.get_one(Task, job.number), self.scene.units
        return {
            "wording": task.content,
            "product": task.product or "",
            "lead": str(units[job.lead]),
            "cooperating": [str(units[helper]) for helper in job.helpers],
            "weekday": "0",
            "due_point": "end",
            "due_month_shift": "0",
            "data_window": "",
            "version": str(task.version),
            "seen": "",
            **REASON,
            **deadline,
        }

    def send_amendment(self, person: str, job: Job, form: dict[str, object]) -> int:
        """What follows is shown first; gives how the last page answered."""
        with self.at_work():
            client, url = self.client(person), f"/tasks/{job.number}/amend"
            answer = client.post(url, data=form)
            if answer.status_code == 200:
                found = SEEN.search(answer.text)
                assert found is not None
                answer = client.post(url, data={**form, "seen": unescape(found[1])})
        return answer.status_code

    @invariant()
    def the_app_says_what_the_paper_says(self) -> None:
        """Whose each row is, how far it has come, its days, and both its classes."""
        db.session.expire_all()
        with clock.at(MORNING + timedelta(days=self.day, hours=8)):
            for part in self.paper.parts:
                self._agrees(part, db.session.get_one(Contribution, part.number))

    def _agrees(self, part: Part, row: Contribution) -> None:
        instance, facts = part.instance, row.facts
        noted = (part.unit, part.leads, part.status, part.returns)
        told = (FIELDS[row.unit.name], row.role == "lead", row.status.value, row.times_returned)
        # What was cancelled keeps the role in which it ended.
        assert told == noted or (part.status == "cancelled" and told[::2] == noted[::2])
        days = (row.occurrence.due_on, row.occurrence.original_due_on)
        assert days == (instance.due, instance.printed), (part, days)
        assert timing_class(facts, self.today) == part.judged(part.counts, self.today), part
        by_printed = timing_class(facts.by_original_day, self.today)
        assert by_printed == part.judged(instance.printed, self.today), part
        officer = row.officer.username if row.officer else None
        assert officer == (USERNAMES[part.officer][0] if part.officer else None), part

    @invariant()
    def nobody_owes_anything_else(self) -> None:
        """Every dated row of the app stands on the paper, once."""
        statement = (
            select(Contribution.id)
            .join(Occurrence)
            .where(
                Occurrence.due_on.is_not(None),
                Contribution.status != ContributionStatus.CANCELLED,
            )
        )
        noted = {
            part.number
            for part in self.paper.parts
            if part.instance.due is not None and part.status != "cancelled"
        }
        assert set(db.session.scalars(statement)) == noted

    @invariant()
    def letters_and_mails_are_told_once(self) -> None:
        """As many letters as were sent about each row; no mail twice."""
        urged = Counter(db.session.scalars(select(UrgingItem.contribution_id)))
        assert urged == Counter({p.number: p.urged for p in self.paper.parts if p.urged})
        mails = self.scene.post_office.message_ids
        assert len(set(mails)) == len(mails)
        db.session.rollback()
