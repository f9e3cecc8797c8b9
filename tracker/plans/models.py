"""Plans and sections."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict

from sqlalchemy import JSON, ForeignKey, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime
from tracker.plans.rules import PlanState
from tracker.reading.result import Rhythm
from tracker.settings.rules import DataWindow
from tracker.units.models import Unit


class Plan(Model):
    """A plan with an appendix. `columns` keeps the printed header: [{"field", "heading"}, …]."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    number: Mapped[str | None]
    issued_on: Mapped[date | None]
    issuer: Mapped[str | None]
    signer: Mapped[str | None]
    year: Mapped[int]
    # Instances due before this day are taken as past: they are not made, so never late.
    tracked_from: Mapped[date]
    state: Mapped[PlanState] = mapped_column(default=PlanState.ISSUED)
    # How often a regular task without rhythm is asked about.
    check_in_rhythm: Mapped[Rhythm] = mapped_column(default=Rhythm.MONTHLY)
    # Of which days reports' figures are; None: as the ward has it.
    data_window: Mapped[DataWindow | None]
    coordinator_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    columns: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    source_name: Mapped[str | None]
    source_sha256: Mapped[str | None] = mapped_column(index=True)
    # Whom a directive is addressed to ("Kính gửi"), and the documents it cites as its basis:
    # [{"number", "issued_on", "issuer"}, …].
    addressees: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    basis: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The plan of another year that this one was copied from; the form that did so, once.
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    request_key: Mapped[str | None] = mapped_column(unique=True, index=True)
    version: Mapped[int] = mapped_column(default=1)

    coordinator_unit: Mapped[Unit | None] = relationship()
    sections: Mapped[list[Section]] = relationship(
        back_populates="plan", cascade="all, delete-orphan", order_by="Section.position"
    )

    __mapper_args__ = {"version_id_col": version}


class Section(Model):
    """A heading row. `position` counts all rows of the appendix, headings and tasks alike."""

    __tablename__ = "section"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"), index=True)
    position: Mapped[int]
    level: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    # Printed in one cell over all columns, the label with it.
    is_wide: Mapped[bool] = mapped_column(default=False, server_default=false())
    # What the other cells of the row say, by the printed heading of their column.
    extra: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")

    plan: Mapped[Plan] = relationship(back_populates="sections")
    parent: Mapped[Section | None] = relationship(remote_side="Section.id")


class AmendedField(TypedDict):
    """One field of an amendment, in the words of its day: a later rename leaves them."""

    field: str
    old: str
    new: str


class Amendment(Model):
    """What was changed of a plan after its issue, of itself or of one task, why and by what paper.

    Kept for ever. `task_name` is how the task read then.
    """

    __tablename__ = "amendment"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    task_name: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str | None]
    document_on: Mapped[date | None]
    changes: Mapped[list[AmendedField]] = mapped_column(JSON)

    user: Mapped[User | None] = relationship()
