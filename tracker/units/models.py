"""Units, the names they are printed under, and the members of collectives."""

from __future__ import annotations

from sqlalchemy import ForeignKey
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
    version: Mapped[int] = mapped_column(default=1)

    aliases: Mapped[list[UnitAlias]] = relationship(
        back_populates="unit", cascade="all, delete-orphan", order_by="UnitAlias.id"
    )
    memberships: Mapped[list[UnitMembership]] = relationship(
        foreign_keys="UnitMembership.collective_id",
        back_populates="collective",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def display_name(self) -> str:
        """The short name where one is set, for narrow places."""
        return self.short_name or self.name

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


class UnitMembership(Model):
    """A unit that belongs to a collective."""

    __tablename__ = "unit_membership"

    collective_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)

    collective: Mapped[Unit] = relationship(
        foreign_keys=[collective_id], back_populates="memberships"
    )
    member: Mapped[Unit] = relationship(foreign_keys=[member_id])
