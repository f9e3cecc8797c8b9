"""Units, the names they are printed under, and the members of collectives."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.db import Model
from tracker.units.rules import UnitKind, owes_work


class Unit(Model):
    """A unit as the ward knows it."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str | None]
    kind: Mapped[UnitKind] = mapped_column(default=UnitKind.INTERNAL)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    # Where its open work went, and since when it is no more.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    aliases: Mapped[list[UnitAlias]] = relationship(
        back_populates="unit", cascade="all, delete-orphan", order_by="UnitAlias.id"
    )
    former_names: Mapped[list[FormerName]] = relationship(
        back_populates="unit", cascade="all, delete-orphan", order_by="FormerName.last_day"
    )
    merged_into: Mapped[Unit | None] = relationship(remote_side="Unit.id")
    memberships: Mapped[list[UnitMembership]] = relationship(
        foreign_keys="UnitMembership.collective_id",
        back_populates="collective",
        cascade="all, delete-orphan",
        order_by="UnitMembership.member_id",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def display_name(self) -> str:
        """The short name where one is set, for narrow places."""
        return self.short_name or self.name

    @property
    def heir(self) -> Unit:
        """The unit that goes on with the work: itself, or where it was merged to in the end."""
        return self.merged_into.heir if self.merged_into is not None else self

    def name_on(self, day: date) -> str:
        """How it was called that day."""
        former = (item.name for item in self.former_names if day <= item.last_day)
        return next(former, self.name)

    def display_name_on(self, day: date) -> str:
        """For narrow places; today's short name is not that of a former name."""
        name = self.name_on(day)
        return self.display_name if name == self.name else name

    @property
    def members(self) -> list[Unit]:
        """The active units behind the name: itself, or a collective's members that owe work."""
        if self.kind is not UnitKind.COLLECTIVE:
            return [self] if self.is_active and owes_work(self.kind) else []
        units = (membership.member for membership in self.memberships)
        owing = [unit for unit in units if unit.is_active and owes_work(unit.kind)]
        return sorted(owing, key=lambda unit: (unit.position, unit.id))


class UnitAlias(Model):
    """Another spelling under which a unit is printed; `key` is what spellings are compared by."""

    __tablename__ = "unit_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)

    unit: Mapped[Unit] = relationship(back_populates="aliases")


class FormerName(Model):
    """A name the unit bore until a day, that day counted; reports of that time show it."""

    __tablename__ = "former_name"
    __table_args__ = (UniqueConstraint("unit_id", "last_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str]
    last_day: Mapped[date]

    unit: Mapped[Unit] = relationship(back_populates="former_names")


class UnitMembership(Model):
    """A unit that belongs to a collective."""

    __tablename__ = "unit_membership"

    collective_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)

    collective: Mapped[Unit] = relationship(
        foreign_keys=[collective_id], back_populates="memberships"
    )
    member: Mapped[Unit] = relationship(foreign_keys=[member_id])
