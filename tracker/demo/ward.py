"""Phường Mẫu itself: settings, units, accounts."""

from __future__ import annotations

from tracker.accounts.models import User
from tracker.accounts.service import create_user
from tracker.demo.people import (
    ADMINISTRATOR,
    MAIL_DOMAIN,
    PASSWORD,
    PEOPLE,
    UNITS,
    WARD_NAME,
    SamplePerson,
)
from tracker.settings.service import change_setting
from tracker.units.models import Unit
from tracker.units.service import create_unit


def make_ward() -> list[User]:
    """Add settings, units and accounts; gives the people."""
    administrator = next(person for person in PEOPLE if person.username == ADMINISTRATOR)
    keeper = _make_person(administrator, {}, actor=None)
    change_setting("ward_name", WARD_NAME, actor=keeper)
    # Whoever tries the demo signs in with the printed password alone, the administrator too.
    change_setting("second_step_roles", (), actor=keeper)
    units = _make_units(keeper)
    others = [person for person in PEOPLE if person is not administrator]
    return [keeper, *(_make_person(person, units, actor=keeper) for person in others)]


def _make_units(actor: User) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for sample in UNITS:
        units[sample.name] = create_unit(
            sample.name,
            sample.kind,
            actor=actor,
            short_name=sample.short_name,
            aliases=sample.aliases,
            members=[units[name] for name in sample.members],
        )
    return units


def _make_person(person: SamplePerson, units: dict[str, Unit], *, actor: User | None) -> User:
    return create_user(
        person.username,
        full_name=person.full_name,
        role=person.role,
        password=PASSWORD,
        actor=actor,
        unit=units[person.unit] if person.unit else None,
        job_title=person.job_title,
        email=f"{person.username}@{MAIL_DOMAIN}",
    )
