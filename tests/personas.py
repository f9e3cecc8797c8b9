"""The people of every test, by their role, and how they sign in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.accounts.service import create_user
from tracker.core.db import db
from tracker.units.models import Unit
from tracker.units.rules import UnitKind
from tracker.units.service import create_unit

PASSWORD = "Mau-phuong-2026"


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
    office_unit = create_unit("Văn phòng HĐND và UBND", short_name="Văn phòng", actor=None)
    culture = create_unit("Phòng Văn hóa - Xã hội", actor=None)
    economy = create_unit("Phòng Kinh tế, Hạ tầng và Đô thị", actor=None)
    centre = create_unit("Trung tâm Phục vụ hành chính công", actor=None)
    leadership = create_unit("Lãnh đạo UBND phường", UnitKind.LEADERSHIP, actor=None)
    city = create_unit("UBND thành phố", UnitKind.EXTERNAL, actor=None)
    divisions = create_unit(
        "Các phòng chuyên môn", UnitKind.COLLECTIVE, actor=None, members=[culture, economy]
    )
    return Ward(
        office_unit=office_unit,
        culture=culture,
        economy=economy,
        centre=centre,
        leadership=leadership,
        city=city,
        divisions=divisions,
        administrator=person("quantri", Role.ADMINISTRATOR),
        office=person("vanphong", Role.OFFICE, office_unit),
        leader=person("chutich", Role.LEADER, leadership),
        culture_head=person("truong.vanhoa", Role.UNIT_HEAD, culture),
        culture_officer=person("congchuc.vanhoa", Role.OFFICER, culture),
        economy_head=person("truong.kinhte", Role.UNIT_HEAD, economy),
        centre_head=person("giamdoc.trungtam", Role.UNIT_HEAD, centre),
        observer=person("giamsat", Role.OBSERVER),
    )


def person(username: str, role: Role, unit: Unit | None = None) -> User:
    """An account whose name says what it is for."""
    return create_user(
        username,
        full_name=f"Người thử {username}",
        role=role,
        unit=unit,
        password=PASSWORD,
        email=f"{username}@phuongmau.example",
        actor=None,
    )


class PersonaClient(FlaskClient):
    """A client whose requests share nothing through `g` although the test holds a context open."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request; afterwards the test reads fresh rows."""
        for name in list(g):
            g.pop(name)
        answer = super().open(*args, **kwargs)
        db.session.expire_all()
        return answer


class Browser:
    """Test clients, one per person."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        app.test_client_class = PersonaClient

    def as_(self, user: User) -> FlaskClient:
        """A client signed in as the person."""
        client = self._app.test_client()
        answer = client.post("/login", data={"username": user.username, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    def anonymous(self) -> FlaskClient:
        """A client that nobody signed in."""
        return self._app.test_client()
