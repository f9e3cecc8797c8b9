"""The people of every test, by their role, and how they sign in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.html_checks import problems_of
from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.accounts.service import create_user
from tracker.accounts.sessions import begin_sign_in
from tracker.accounts.signing_in import SEEN, SIGN_IN
from tracker.core import clock
from tracker.core.db import db
from tracker.units.models import Unit
from tracker.units.rules import UnitKind
from tracker.units.service import create_unit

PASSWORD = "Mau-phuong-2026"


# Field of the ward, name, kind.
UNITS = {
    "office_unit": ("Văn phòng HĐND và UBND", UnitKind.INTERNAL),
    "culture": ("Phòng Văn hóa - Xã hội", UnitKind.INTERNAL),
    "economy": ("Phòng Kinh tế, Hạ tầng và Đô thị", UnitKind.INTERNAL),
    "centre": ("Trung tâm Phục vụ hành chính công", UnitKind.INTERNAL),
    "leadership": ("Lãnh đạo UBND phường", UnitKind.LEADERSHIP),
    "city": ("UBND thành phố", UnitKind.EXTERNAL),
    "divisions": ("Các phòng chuyên môn", UnitKind.COLLECTIVE),
}
SHORT_NAMES = {"office_unit": "Văn phòng"}
MEMBERS = {"divisions": ("culture", "economy")}
# Field of the ward, name to sign in with, role, unit.
PEOPLE: dict[str, tuple[str, Role, str | None]] = {
    "administrator": ("quantri", Role.ADMINISTRATOR, None),
    "office": ("vanphong", Role.OFFICE, "office_unit"),
    "leader": ("chutich", Role.LEADER, "leadership"),
    "culture_head": ("truong.vanhoa", Role.UNIT_HEAD, "culture"),
    "culture_officer": ("congchuc.vanhoa", Role.OFFICER, "culture"),
    "economy_head": ("truong.kinhte", Role.UNIT_HEAD, "economy"),
    "centre_head": ("giamdoc.trungtam", Role.UNIT_HEAD, "centre"),
    "observer": ("giamsat", Role.OBSERVER, None),
}


@dataclass(frozen=True, slots=True)
class Ward:
    """Phường Mẫu: three divisions and the Office, leaders, a body outside, a collective."""

    office_unit: Unit
    culture: Unit
    economy: Unit
    centre: Unit
    leadership: Unit
    city: Unit
    divisions: Unit
    administrator: User
    office: User
    leader: User
    culture_head: User
    culture_officer: User
    economy_head: User
    centre_head: User
    observer: User


def make_ward() -> Ward:
    """Add the units and the people; flushed, not committed."""
    units: dict[str, Unit] = {}
    for field, (name, kind) in UNITS.items():
        members = [units[member] for member in MEMBERS.get(field, ())]
        short_name = SHORT_NAMES.get(field)
        units[field] = create_unit(name, kind, short_name=short_name, members=members, actor=None)
    people = {
        field: person(username, role, units[unit] if unit else None)
        for field, (username, role, unit) in PEOPLE.items()
    }
    return Ward(**units, **people)


def present_ward() -> Ward:
    """The ward that `make_ward` put into the database."""
    units = {unit.name: unit for unit in db.session.scalars(select(Unit))}
    people = {user.username: user for user in db.session.scalars(select(User))}
    return Ward(
        **{field: units[name] for field, (name, _kind) in UNITS.items()},
        **{field: people[username] for field, (username, _role, _unit) in PEOPLE.items()},
    )


def person(username: str, role: Role, unit: Unit | None = None) -> User:
    """An account whose name says what it is for, signed in somewhere."""
    user = create_user(
        username,
        full_name=f"Người thử {username}",
        role=role,
        unit=unit,
        password=PASSWORD,
        email=f"{username}@phuongmau.example",
        actor=None,
    )
    begun = begin_sign_in(user, agent="", remote_address=None)
    # Past the second step, so that administrators' pages open too.
    begun.key, begun.second_step_at = f"key of {username}", clock.now()
    return user


class PersonaClient(FlaskClient):
    """A client whose requests share nothing through `g` although the test holds a context open.

    It takes no answer that is broken: no unexpected error, no faulty page. Whoever `never_leaves`
    is not signed out when a test moves the clock on.
    """

    never_leaves = False

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request; afterwards the test reads fresh rows."""
        if self.never_leaves:
            with self.session_transaction() as session:
                session.pop(SEEN, None)
        for name in list(g):
            g.pop(name)
        answer = super().open(*args, **kwargs)
        # A large upload is a temporary file of the client's, which nobody else closes.
        answer.request.environ["wsgi.input"].close()
        db.session.expire_all()
        assert answer.status_code < 500, answer.text
        if answer.mimetype == "text/html" and not 300 <= answer.status_code < 400:
            problems = problems_of(answer.text)
            assert not problems, f"{answer.request.path}: {problems}\n{answer.text}"
        return answer


class Browser:
    """Test clients, one per person."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        app.test_client_class = PersonaClient

    def as_(self, user: User) -> FlaskClient:
        """A client that holds the person's session; `sign_in` goes through the form instead."""
        client = self._app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = user.get_id()
            session["_fresh"] = True
            session[SIGN_IN] = f"key of {user.username}"
        client.never_leaves = True  # type: ignore[attr-defined]
        return client

    def sign_in(self, user: User, password: str = PASSWORD) -> FlaskClient:
        """A client signed in through the form."""
        client = self.anonymous()
        data = {"username": user.username, "password": password}
        answer = client.post("/login", data=data)
        assert answer.status_code == 303, answer.text
        return client

    def anonymous(self) -> FlaskClient:
        """A client that nobody signed in."""
        return self._app.test_client()
