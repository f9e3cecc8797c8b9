"""Random actions by random people against a simple model, which knows nothing of the app's code.

The model holds for each contribution what a person would note on paper: how far it has come, how
often it was returned, on which day it was handed in, the day that counts and the printed one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from tests.conftest import MORNING
from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.figures.journal_recount import Journal
from tests.personas import PEOPLE as USERNAMES
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, send_report
from tracker.accounts.models import User
from tracker.audit.sealing import journal_problems
from tracker.core import clock
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.progress.rules import timing_class
from tracker.settings.service import change_setting
from tracker.units.models import Unit

TODAY = MORNING.date()
PEOPLE = (
    "leader",
    "culture_head",
    "culture_officer",
    "economy_head",
    "observer",
    "administrator",
    "office",
)
OWN = {"culture": ("culture_head", "culture_officer"), "economy": ("economy_head",)}
# Whoever the action is for, so that work goes on; drawn as often as all the others together.
THE_RIGHT_ONE = "the right one"
ANSWERING = {"office", "leader"}
# What a unit may say of its work, by how far the work has come.
STEPS = {
    "not_started": {"in_progress", "submitted"},
    "in_progress": {"in_progress", "submitted"},
    "returned": {"in_progress", "submitted"},
}
HANDED_IN = {"submitted", "accepted"}


@dataclass
class Noted:
    """One contribution as somebody would keep it on paper."""

    unit: str
    leads: bool
    instance: int
    due: date | None
    printed: date | None
    status: str = "not_started"
    returns: int = 0
    handed_in: date | None = None
    # Handed in past this day, which another unit's later day does not make good.
    late_for: date | None = None

    def judged(self, due: date | None, today: date) -> str:
        """One of the six classes."""
        state = "done" if self.status == "accepted" else "open"
        if due is None:
            return f"{state}_no_deadline"
        day = self.handed_in if self.status in HANDED_IN and self.handed_in else today
        words = {"done": ("on_time", "late"), "open": ("in_time", "overdue")}[state]
        return f"{state}_{words[day > due]}"


@dataclass
class Asked:
    """A request for a later day that waits for its answer."""

    number: int
    instance: int
    unit: str
    wanted: date


@dataclass(frozen=True)
class Scene:
    """The ward with its plan, and how to go back to its beginning."""

    app: Flask
    browser: Browser
    reset: Callable[[], None]
    beginning: tuple[tuple[int, Noted], ...]
    plan_id: int
    renamed_id: int


def make_scene(app: Flask, ward: Ward, browser: Browser, kept: Path) -> Scene:
    """Three tasks: with a cooperating unit, without a deadline, due soon. On SQLite."""
    change_setting("extension_notice_days", 0, actor=None)
    change_setting("extension_limit", 9, actor=None)
    plan = make_plan(tracked_from=TODAY)
    shared = make_task(
        plan, fixed(date(2026, 8, 20)), lead=ward.culture, cooperating=(ward.economy,)
    )
    steady = make_task(plan, regular(), lead=ward.economy, until=date(2026, 8, 31))
    soon = make_task(plan, fixed(date(2026, 8, 10)), lead=ward.culture)
    noted = {}
    for task, unit, name, leads, due in (
        (shared, ward.culture, "culture", True, date(2026, 8, 20)),
        (shared, ward.economy, "economy", False, date(2026, 8, 20)),
        (steady, ward.economy, "economy", True, None),
        (soon, ward.culture, "culture", True, date(2026, 8, 10)),
    ):
        item = contribution_of(task, unit)
        noted[item.id] = Noted(name, leads, item.occurrence_id, due, due)
    plan_id, renamed_id = plan.id, ward.economy.id
    db.session.commit()
    file = Path(str(db.engine.url.database))

    def close() -> None:
        db.session.remove()
        db.engine.dispose()

    close()
    shutil.copy(file, kept)

    def reset() -> None:
        close()
        for beside in file.parent.glob(f"{file.name}-*"):
            beside.unlink()
        shutil.copy(kept, file)

    return Scene(app, browser, reset, tuple(noted.items()), plan_id, renamed_id)


def machine_of(scene: Scene) -> type[RuleBasedStateMachine]:
    """The machine for one scene; each example begins at its beginning."""
    places = st.integers(0, len(scene.beginning) - 1)
    people = st.sampled_from((*(THE_RIGHT_ONE,) * len(PEOPLE), *PEOPLE))

    class Work(RuleBasedStateMachine):
        """People at work, and the paper beside them."""

        def __init__(self) -> None:
            super().__init__()
            scene.reset()
            self.day, self.turn, self.is_closed = 0, 0, False
            self.noted = {number: Noted(**vars(noted)) for number, noted in scene.beginning}
            self.asked: list[Asked] = []

        @property
        def today(self) -> date:
            return TODAY + timedelta(days=self.day)

        def at_work(self) -> Any:
            """The moment of the next action: each comes after the one before it."""
            self.turn += 1
            return clock.at(MORNING + timedelta(days=self.day, seconds=self.turn))

        def client(self, person: str) -> Any:
            username = USERNAMES[person][0]
            user = db.session.scalars(select(User).where(User.username == username)).one()
            return scene.browser.as_(user)

        def row(
            self, place: int, person: str, statuses: Iterable[str]
        ) -> tuple[Contribution, Noted]:
            """Any row; for whoever the action is for one that invites it, where there is one."""
            inviting = [n for n, noted in self.noted.items() if noted.status in statuses]
            if person != THE_RIGHT_ONE or not inviting:
                inviting = list(self.noted)
            number = inviting[place % len(inviting)]
            return db.session.get_one(Contribution, number), self.noted[number]

        @rule(person=people, place=places, status=st.sampled_from(["submitted", "in_progress"]))
        def report(self, person: str, place: int, status: str) -> None:
            """A unit says how far it has come; with a difficulty now and then."""
            with self.at_work():
                item, noted = self.row(place, person, STEPS)
                person = OWN[noted.unit][0] if person == THE_RIGHT_ONE else person
                answer = send_report(
                    self.client(person),
                    item,
                    status=status,
                    difficulty="Thiếu biểu mẫu." if self.turn % 3 == 0 else "",
                    request_key=f"r{self.turn}",
                )
            may = person in OWN[noted.unit] and not self.is_closed
            is_taken = may and status in STEPS.get(noted.status, set())
            assert (answer.status_code == 303) is is_taken, (answer.status_code, noted)
            if is_taken:
                noted.status = status
                if status == "submitted":
                    noted.handed_in, noted.late_for = self.today, None

        @rule(person=people, place=places, is_fine=st.booleans())
        def answer(self, person: str, place: int, is_fine: bool) -> None:
            """The office or a leader accepts what was handed in, or gives it back."""
            with self.at_work():
                item, noted = self.row(place, person, {"submitted"})
                person = "leader" if person == THE_RIGHT_ONE else person
                client = self.client(person)
                sent = accept(client, item) if is_fine else give_back(client, item)
            may = person in ANSWERING and not self.is_closed
            is_taken = may and noted.status == "submitted"
            assert (sent.status_code == 303) is is_taken, (sent.status_code, noted)
            if is_taken:
                noted.status = "accepted" if is_fine else "returned"
                noted.returns += not is_fine

        @precondition(lambda self: not self.is_closed)
        @rule(place=places, days=st.integers(1, 20))
        def ask(self, place: int, days: int) -> None:
            """The head of a leading unit asks for a later day, in time and once at a time."""
            item, noted = self.row(place, THE_RIGHT_ONE, STEPS)
            waits = any(asked.instance == noted.instance for asked in self.asked)
            if not noted.leads or noted.due is None or noted.status not in STEPS or waits:
                return
            if self.today >= noted.due:
                return
            wanted = noted.due + timedelta(days=days)
            form = {
                "wanted_due_on": f"{wanted:%d/%m/%Y}",
                "reason": "Chờ số liệu của cấp trên.",
                "document": f"{self.turn}/TTr",
                "version": "0",
                "request_key": f"a{self.turn}",
            }
            with self.at_work():
                client = self.client(f"{noted.unit}_head")
                answer = client.post(f"/contributions/{item.id}/extension", data=form)
            assert answer.status_code == 303, answer.text
            made = db.session.query(ExtensionRequest).order_by(ExtensionRequest.id.desc()).first()
            assert made is not None
            self.asked.append(Asked(made.id, noted.instance, noted.unit, wanted))

        @precondition(lambda self: self.asked and not self.is_closed)
        @rule(person=people, grants=st.booleans())
        def decide(self, person: str, grants: bool) -> None:
            """Granted, the later day counts for every unit of the instance."""
            asked, person = self.asked[0], "leader" if person == THE_RIGHT_ONE else person
            owner = next(n for n in self.noted.values() if n.instance == asked.instance and n.leads)
            if asked.wanted <= self.today or owner.status not in STEPS:
                return
            request = db.session.get_one(ExtensionRequest, asked.number)
            form = {
                "decision": "grant" if grants else "refuse",
                "due_on": f"{asked.wanted:%d/%m/%Y}",
                "note": "Cần làm sớm hơn.",
                "version": str(request.version),
                "request_key": f"d{self.turn}",
            }
            with self.at_work():
                client = self.client(person)
                answer = client.post(f"/extensions/{asked.number}/decide", data=form)
            assert (answer.status_code == 303) is (person in ANSWERING), answer.text
            if person not in ANSWERING:
                return
            self.asked.remove(asked)
            for noted in self.noted.values():
                if grants and noted.instance == asked.instance:
                    due = noted.late_for or noted.due
                    was_late = noted.judged(due, self.today) in {"done_late", "open_overdue"}
                    noted.late_for = due if noted.status in HANDED_IN and was_late else None
                    noted.due = asked.wanted

        @precondition(lambda self: self.is_closed or self.turn % 4 == 3)
        @rule(person=people)
        def close_or_reopen(self, person: str) -> None:
            """Only the office; a closed plan takes nothing until it is opened again."""
            person = "office" if person == THE_RIGHT_ONE and self.is_closed else person
            # Seldom, for nothing else goes on while the plan is closed.
            person = "observer" if person == THE_RIGHT_ONE else person
            act = "reopen" if self.is_closed else "close"
            with self.at_work():
                version = db.session.get_one(Plan, scene.plan_id).version
                answer = self.client(person).post(
                    f"/plans/{scene.plan_id}/{act}",
                    data={"version": str(version), "reason": "Theo thông báo số 5."},
                )
            assert (answer.status_code == 303) is (person == "office"), answer.text
            self.is_closed ^= person == "office"

        @precondition(lambda self: self.turn % 4 == 1)
        @rule(person=people)
        def rename(self, person: str) -> None:
            """A unit's name says nothing about its work."""
            person = "office" if person == THE_RIGHT_ONE else person
            with self.at_work():
                unit = db.session.get_one(Unit, scene.renamed_id)
                form = {"name": f"Phòng Kinh tế {self.turn}", "kind": "internal", "is_active": "y"}
                answer = self.client(person).post(
                    f"/units/{unit.id}", data={**form, "version": str(unit.version)}
                )
            may = person in {"office", "administrator"}
            assert (answer.status_code == 303) is may, answer.text

        @precondition(lambda self: not self.is_closed)
        @rule(days=st.integers(1, 9))
        def wait(self, days: int) -> None:
            """Time goes by."""
            self.day += days

        @invariant()
        def the_app_says_what_the_paper_says(self) -> None:
            """Status, returns, and both classes of each row."""
            db.session.expire_all()
            with clock.at(MORNING + timedelta(days=self.day, hours=8)):
                for number, noted in self.noted.items():
                    item = db.session.get_one(Contribution, number)
                    facts = item.facts
                    counts = noted.late_for or noted.due
                    assert (item.status.value, item.times_returned) == (noted.status, noted.returns)
                    assert timing_class(facts, self.today) == noted.judged(counts, self.today)
                    printed = timing_class(facts.by_original_day, self.today)
                    assert printed == noted.judged(noted.printed, self.today)

        @invariant()
        def the_journal_tells_the_same_and_is_whole(self) -> None:
            """Every row's course can be told from the journal alone; no entry was touched."""
            journal = Journal.of_everything()
            if journal.entries:
                journal.check_against_rows()
            assert list(journal_problems()) == []
            db.session.rollback()

        def teardown(self) -> None:
            db.session.remove()

    return Work


def work(scene: Scene, *, examples: int, steps: int) -> None:
    """So many courses of work of so many steps each."""
    run_state_machine_as_test(
        machine_of(scene),
        settings=settings(
            settings.get_profile("house"),
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
        ),
    )
