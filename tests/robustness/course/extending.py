"""Later days: prepared, asked for, taken back by the unit, granted, refused, and revoked."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from tests.robustness.course.desk import THE_RIGHT_ONE, Desk, people, places
from tests.robustness.course.paper import ANSWERING, OFFICERS, STEPS, Asked, Part
from tracker.core.db import db
from tracker.extensions import queries
from tracker.extensions.models import ExtensionRequest

ALIVE = {"prepared", "asked"}
seldom = st.sampled_from([False, False, False, True])
steps = st.sampled_from(["next", "next", "next", "decide", "withdraw", "revoke"])


class Extending(Desk):
    """What becomes of requests for a later day."""

    @rule(person=people, place=places, days=st.integers(-1, 20), by_officer=seldom)
    def ask(self, person: str, place: int, days: int, *, by_officer: bool) -> None:
        """The leading unit asks, until the due day itself; an officer's words wait for the head."""
        row, part = self.pick(place, THE_RIGHT_ONE, STEPS)
        if person == THE_RIGHT_ONE:
            person = self.head_of(part.unit)
            if by_officer and self.paper.homes["culture_officer"] == part.unit:
                person = "culture_officer"
        due = part.instance.due
        wanted = (due or self.today) + timedelta(days=days)
        present = self.paper.waiting(part.instance)
        seen = 0
        if present is not None:
            seen = db.session.get_one(ExtensionRequest, present.number).version
        form = {
            "wanted_due_on": f"{wanted:%d/%m/%Y}",
            "reason": "Chờ số liệu của cấp trên.",
            "document": f"{self.turn}/TTr",
            "version": str(seen),
            "request_key": f"a{self.turn}",
        }
        with self.at_work():
            client = self.client(person)
            answer = client.post(f"/contributions/{row.id}/extension", data=form)
        status, why = self._said_to_asking(person, part, wanted)
        self.answered(answer, status, why)
        if status == 303:
            state = "prepared" if person in OFFICERS else "asked"
            if present is None:
                present = Asked(self._latest(), part, wanted, state)
                self.paper.asked.append(present)
            present.wanted, present.state = wanted, state

    def _said_to_asking(self, person: str, part: Part, wanted: date) -> tuple[int, str]:
        due, present = part.instance.due, self.paper.waiting(part.instance)
        if self.paper.homes.get(person) != part.unit or not self.paper.is_running(part):
            return 403, ""
        if present is not None and (present.part is not part or present.state == "asked"):
            return 409, "xin gia hạn"
        if due is None:
            return 422, "không có thời hạn cụ thể"
        if not part.leads:
            return 422, "Đơn vị chủ trì xin gia hạn"
        if part.status not in STEPS:
            return 422, "đã hủy" if part.status == "cancelled" else "Kết quả đã gửi"
        if self.today > due:
            return 422, "Đã quá hạn"
        if wanted < self.today:
            return 422, "đã qua"
        return (303, "") if wanted > due else (422, "Hạn mới phải sau hạn hiện tại")

    def _latest(self) -> int:
        made = db.session.query(ExtensionRequest).order_by(ExtensionRequest.id.desc()).first()
        assert made is not None
        return made.id

    @precondition(lambda self: self.paper.asked)
    @rule(person=people, place=places, what=steps, days=st.integers(-3, 6))
    def go_on(self, person: str, place: int, what: str, days: int) -> None:
        """Whatever comes next to a request, sooner to one that waits; or what cannot be."""
        waiting = [asked for asked in self.paper.asked if asked.state == "asked"]
        granted = [asked for asked in self.paper.asked if asked.state == "granted"]
        found = (waiting or granted if place < 8 else granted) or self.paper.asked
        asked = found[place % len(found)]
        request = db.session.get_one(ExtensionRequest, asked.number)
        if what == "withdraw":
            self._withdraw(person, asked, request)
        elif what == "next" and asked.state == "granted":
            self._revoke(person, asked, request, max(days, 0))
        elif what == "revoke":
            self._revoke(person, asked, request, days)
        else:
            self._decide(person, asked, request, 0 if what == "next" else days)

    def _withdraw(self, person: str, asked: Asked, request: ExtensionRequest) -> None:
        """Only the unit itself, while nobody has answered; pressed twice it is done once."""
        person = self.head_of(asked.part.unit) if person == THE_RIGHT_ONE else person
        with self.at_work():
            data = {"version": str(request.version)}
            client = self.client(person)
            answer = client.post(f"/extensions/{asked.number}/withdraw", data=data)
        is_own = self.paper.homes.get(person) == asked.part.unit
        if not is_own or not self.paper.is_running(asked.part):
            self.answered(answer, 403)
        elif asked.state in ALIVE:
            self.answered(answer, 303)
            asked.state = "withdrawn"
        else:
            self.answered(answer, 303 if asked.state == "withdrawn" else 409)

    def _decide(self, person: str, asked: Asked, request: ExtensionRequest, shift: int) -> None:
        """Granted, the later day counts for every unit of the instance; what nobody sent waits."""
        grants = bool(self.turn % 3)
        person = "leader" if person == THE_RIGHT_ONE else person
        part, day = asked.part, asked.wanted + timedelta(days=shift)
        form = {
            "decision": "grant" if grants else "refuse",
            "due_on": f"{day:%d/%m/%Y}",
            "note": "Cần làm sớm hơn.",
            "version": str(request.version),
            "request_key": f"d{self.turn}",
        }
        with self.at_work():
            answer = self.client(person).post(f"/extensions/{asked.number}/decide", data=form)
        due = part.instance.due
        assert due is not None
        if person not in ANSWERING or not self.paper.is_running(part):
            self.answered(answer, 403)
        elif asked.state != "asked":
            self.answered(answer, 404 if asked.state == "prepared" else 409)
        elif not grants:
            self.answered(answer, 303)
            asked.state = "refused"
        elif part.status not in STEPS:
            self.answered(answer, 422, "không gia hạn")
        elif day < self.today or day <= due:
            self.answered(answer, 422, "đã qua" if day < self.today else "Hạn mới phải sau")
        else:
            self.answered(answer, 303)
            self.paper.grant(asked, day, self.today)

    def _revoke(self, person: str, asked: Asked, request: ExtensionRequest, days: int) -> None:
        """A grant that was a mistake, while it makes nobody late: the former day, or one ahead."""
        person = "office" if person == THE_RIGHT_ONE else person
        base = self.paper.day_without(asked)
        day = max(base, self.today) + timedelta(days=days)
        form = {
            "due_on": f"{day:%d/%m/%Y}",
            "reason": "Gia hạn nhầm dòng.",
            "version": str(request.version),
        }
        with self.at_work():
            answer = self.client(person).post(f"/extensions/{asked.number}/revoke", data=form)
        status, why = self._said_to_revoking(person, asked, day)
        self.answered(answer, status, why)
        if status == 303 and asked.state == "granted":
            asked.state, asked.revoked = "revoked", (person, day)
            asked.part.instance.due = day

    def _said_to_revoking(self, person: str, asked: Asked, day: date) -> tuple[int, str]:
        part, due = asked.part, asked.part.instance.due
        if person not in ANSWERING or not self.paper.is_running(part):
            return 403, ""
        if asked.state != "granted":
            unknown = 404 if asked.state == "prepared" else 409
            return 303 if asked.revoked == (person, day) else unknown, ""
        if part.status not in STEPS:
            return 422, "không gia hạn"
        if due is None or due != asked.granted:
            return 422, "Hạn đã đổi sau lần gia hạn này"
        if due <= self.today:
            return 422, "đã đến"
        if day < self.today:
            return 422, "đã qua"
        if day < self.paper.day_without(asked):
            return 422, "Trước khi gia hạn, hạn là"
        return (303, "") if day < due else (422, "phải trước hạn đã gia hạn")

    @invariant()
    def requests_stand_as_noted(self) -> None:
        """Each request's state, what waits for an answer, what may still be revoked, each mark."""
        told = {made.id: made.state.value for made in db.session.query(ExtensionRequest)}
        assert told == {asked.number: asked.state for asked in self.paper.asked}
        owed = [
            asked
            for asked in self.paper.asked
            if asked.part.status in STEPS and self.paper.is_running(asked.part)
        ]
        waiting = {made.id for made in queries.waiting_for_decision()}
        assert waiting == {asked.number for asked in owed if asked.state == "asked"}
        assert queries.count_waiting_for_decision() == len(waiting)
        granted = {made.id for made in queries.granted_and_open()}
        assert granted == {asked.number for asked in owed if asked.state == "granted"}
        marks = {number: mark.id for number, mark in queries.latest_of_open_work().items()}
        assert marks == {asked.part.instance.number: asked.number for asked in owed}
