"""What keeps the ward going: units are renamed and merged, days off decided; time and reminders."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from tests.robustness.course.desk import PEOPLE, REASON, THE_RIGHT_ONE, Desk, people, places
from tests.robustness.course.paper import KEEPERS, STEPS
from tests.robustness.course.scene import WORKING
from tracker import scheduler
from tracker.core import clock
from tracker.core.db import db
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.rules import OutboxState
from tracker.units.models import Unit
from tracker.working_calendar.queries import calendar_version

# Steps of a day that is still to come or has passed: told only of what the unit still owes.
ABOUT_THE_DAY = ("before", "due", "late", "to_")
SEES_DRAFTS = {"office", "leader", "administrator"}
SEES_LETTERS = {*SEES_DRAFTS, "observer"}


class Upkeep(Desk):
    """The ward's own affairs."""

    @precondition(lambda self: self.turn % 4 == 1)
    @rule(person=people)
    def rename(self, person: str) -> None:
        """A unit's short name says nothing about its work."""
        person = "office" if person == THE_RIGHT_ONE else person
        with self.at_work():
            unit = db.session.get_one(Unit, self.scene.units["centre"])
            form = {"name": unit.name, "kind": "internal", "short_name": f"Tên {self.turn}"}
            if unit.is_active:
                form["is_active"] = "y"
            form["version"] = str(unit.version)
            answer = self.client(person).post(f"/units/{unit.id}", data=form)
        assert (answer.status_code == 303) is (person in KEEPERS), answer.text

    @precondition(lambda self: self.turn % 5 == 4 and len(self.paper.heirs) < 2)
    @rule(person=people, ends=st.sampled_from(WORKING), heir=st.sampled_from(WORKING))
    def merge(self, person: str, ends: str, heir: str) -> None:
        """One unit goes into another; seen first, then done."""
        if ends == heir or {ends, heir} & self.paper.heirs.keys():
            return
        person = "office" if person == THE_RIGHT_ONE else person
        with self.at_work():
            units = self.scene.units
            version = db.session.get_one(Unit, units[ends]).version
            form = {"heir": str(units[heir]), "version": str(version), **REASON}
            client, url = self.client(person), f"/units/{units[ends]}/merge"
            answer = client.post(url, data=form)
            assert answer.status_code == (200 if person in KEEPERS else 403), answer.text
            if answer.status_code == 200:
                answer = client.post(url, data={**form, "seen": str(units[heir])})
                assert answer.status_code == 303, answer.text
                self.paper.merge(ends, heir)

    @precondition(lambda self: self.turn % 3 == 0)
    @rule(person=people, place=places)
    def decide_days_off(self, person: str, place: int) -> None:
        """The day some work is due becomes a day off, or the last such decision is taken back."""
        dues = sorted({i.due for i in self.paper.instances() if i.due})
        day, is_off = dues[place % len(dues)], bool(place % 4)
        if not is_off and self.paper.days_off:
            day = max(self.paper.days_off)
        elif not self.paper.works_on(day) or len(self.paper.days_off) > 2:
            return
        is_off = day not in self.paper.days_off
        person = "administrator" if person == THE_RIGHT_ONE else person
        with self.at_work():
            decision, version = "off" if is_off else "as_package", calendar_version()
            form = {"decision": decision, "first": f"{day:%d/%m/%Y}", "version": str(version)}
            client = self.client(person)
            answer = client.post("/calendar/days", data={**form, **REASON})
            assert answer.status_code == (200 if person in KEEPERS else 403), answer.text
            if answer.status_code != 200:
                return
            seen = {"seen": f"{day}/{day}/{decision}/{version}"}
            answer = client.post("/calendar/days", data={**form, **REASON, **seen})
            assert answer.status_code == 303, answer.text
        self.paper.change_days_off(self.paper.days_off ^ {day}, self.today)

    @precondition(lambda self: self.paper.plans["running"] != "closed")
    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        """Time goes by."""
        self.day += days

    @rule(times=st.integers(1, 2))
    def remind(self, times: int) -> None:
        """The scheduler's jobs run, once or twice: nobody is told twice, nor of what is done."""
        with self.at_work():
            now, before = clock.now(), len(self.scene.post_office.mails)
            for _ in range(times):
                scheduler.make_instances()
                scheduler.decide_reminders()
                scheduler.send_outbox()
        mails = self.scene.post_office.mails[before:]
        said = [(str(mail["To"]), mail.get_body(("plain",))) for mail in mails]
        assert len({(to, str(body)) for to, body in said}) == len(said)
        # What missed its own day waits for the digest of the next working day.
        waiting = select(OutboxMessage).where(
            OutboxMessage.state.in_([OutboxState.WAITING, OutboxState.SENDING])
        )
        left = list(db.session.scalars(waiting))
        assert not (left and self.paper.works_on(self.today)), left
        notes = {part.number: part for part in self.paper.parts}
        for told in db.session.scalars(select(Reminder).where(Reminder.decided_at >= now)):
            part = notes.get(told.contribution_id)
            if part is None or not told.step.startswith(ABOUT_THE_DAY):
                continue
            assert part.status in STEPS, (told.step, part)
            assert self.paper.is_running(part), (told.step, part)
            # The day itself may be told after it has passed, when no later step has come yet.
            is_overdue = part.judged(part.counts, self.today) == "open_overdue"
            assert is_overdue or not told.step.startswith(("late", "to_")), (told.step, part)
            assert not (is_overdue and told.step.startswith("before")), (told.step, part)
        db.session.rollback()

    @rule(person=st.sampled_from(PEOPLE), place=places)
    def look(self, person: str, place: int) -> None:
        """Who sees which page: 404 for what one must not know of, 403 for what one may not do."""
        jobs = list(self.paper.jobs.values())
        job = jobs[place % len(jobs)]
        sees = self.paper.plans[job.plan] != "draft" or person in SEES_DRAFTS
        hidden = 200 if sees else 404
        letters = 200 if person in SEES_LETTERS else 403
        amends = (422 if self.paper.plans[job.plan] == "closed" else 200) if sees else 404
        pages = (
            (f"/tasks/{job.number}", hidden),
            (f"/plans/{self.plans[job.plan]}", hidden),
            ("/imports", 200 if person == "office" else 404),
            ("/urgings", letters),
            (f"/tasks/{job.number}/amend", amends if person == "office" or not sees else 403),
        )
        address, expected = pages[place % len(pages)]
        with self.at_work():
            answer = self.client(person).get(address)
        assert answer.status_code == expected, (person, address, answer.status_code)
