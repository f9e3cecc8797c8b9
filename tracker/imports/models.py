"""Documents waiting for review, row by row."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime
from tracker.core.leases import LeasedRow
from tracker.imports.rules import DraftRowKind, DraftState, RowFacts
from tracker.imports.values import deadline_from_json, findings_from_json
from tracker.plans.models import Plan
from tracker.reading.result import DeadlineReading
from tracker.units.models import Unit


class ImportDraft(Model):
    """An uploaded document as read; the file itself lies in the file store under its hash.

    `columns` is the printed header: [{"field", "heading"}, …]; `findings` are doubts about the
    whole document. `request_key` makes the same form sent twice one draft.
    """

    __tablename__ = "import_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    media_type: Mapped[str]
    size: Mapped[int]
    is_pasted: Mapped[bool] = mapped_column(default=False)
    request_key: Mapped[str | None] = mapped_column(unique=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[DraftState] = mapped_column(default=DraftState.REVIEWING, index=True)
    title: Mapped[str | None]
    number: Mapped[str | None]
    issued_on: Mapped[date | None]
    issuer: Mapped[str | None]
    signer: Mapped[str | None]
    year: Mapped[int | None]
    coordinator_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    tracked_from: Mapped[date | None]
    columns: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    rows_in_file: Mapped[int]
    addressees: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    basis: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    # The plan in force that this document amends; None for a plan of its own. Without a constraint
    # of the database: SQLite adds one only by making the table anew. Plans are never deleted.
    amends_plan_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    reading: Mapped[ImportReading | None] = relationship(cascade="all, delete-orphan")
    uploaded_by: Mapped[User | None] = relationship()
    coordinator_unit: Mapped[Unit | None] = relationship()
    plan: Mapped[Plan | None] = relationship()
    amends_plan: Mapped[Plan | None] = relationship(
        primaryjoin="foreign(ImportDraft.amends_plan_id) == Plan.id"
    )
    rows: Mapped[list[DraftRow]] = relationship(
        back_populates="draft", cascade="all, delete-orphan", order_by="DraftRow.position"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """How the draft is named in lists."""
        return self.title or self.file_name

    @property
    def state_mark(self) -> str:
        """Changes with every change of the draft or of a row: what a confirmation speaks of."""
        rows = "|".join(f"{row.id}.{row.version}" for row in self.rows)
        return f"{self.version}.{hashlib.sha256(rows.encode()).hexdigest()[:16]}"

    def tracked_from_on(self, today: date) -> date:
        """The day from which deadlines count: as set, else the signing day (R10), else today."""
        return self.tracked_from or self.issued_on or today


class ImportReading(LeasedRow):
    """A document that is being read in the background; gone once it has been.

    The right to read it is renewed with the pages.
    """

    __tablename__ = "import_reading"
    lease = timedelta(minutes=10)

    draft_id: Mapped[int] = mapped_column(ForeignKey("import_draft.id"), primary_key=True)


class DraftRow(Model):
    """One row of the file: the printed words beside what was understood of them.

    `lead` and `cooperating` are unit names; `confirmed` names the cells a person has looked at
    or corrected. `as_read` keeps the printed words as they came, whatever is corrected later.
    """

    __tablename__ = "import_draft_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("import_draft.id"), index=True)
    position: Mapped[int]
    kind: Mapped[DraftRowKind]
    label: Mapped[str] = mapped_column(default="")
    content: Mapped[str]
    lead_text: Mapped[str | None]
    cooperating_text: Mapped[str | None]
    deadline_text: Mapped[str | None]
    product: Mapped[str | None]
    lead: Mapped[list[str]] = mapped_column(JSON, default=list)
    cooperating: Mapped[list[str]] = mapped_column(JSON, default=list)
    deadline: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    extra: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    anchor: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # The numbers the row asks for (`imports.targets.DraftTarget`).
    targets: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    confirmed: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Added by hand out of the row above it: no row of the file.
    is_split_off: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Which task of the amended plan the row continues, where a person has said so.
    paired_task_id: Mapped[int | None]
    is_paired_by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())
    as_read: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)

    draft: Mapped[ImportDraft] = relationship(back_populates="rows")

    __mapper_args__ = {"version_id_col": version}

    @property
    def short_name(self) -> str:
        """What it is called in one word: its label, its place where that says nothing ("-")."""
        return self.label if any(map(str.isalnum, self.label)) else f"thứ {self.position}"

    @property
    def deadline_reading(self) -> DeadlineReading | None:
        """The deadline as understood."""
        return deadline_from_json(self.deadline)

    @property
    def facts(self) -> RowFacts:
        """What the rules look at."""
        return RowFacts(
            kind=self.kind,
            content=self.content,
            lead=tuple(self.lead),
            cooperating=tuple(self.cooperating),
            deadline=self.deadline_reading,
            findings=findings_from_json(self.findings),
            confirmed=frozenset(self.confirmed),
        )


class ImportChange(Model):
    """One correction of a draft, with what was there before; those not undone are taken back last
    first.

    `what` names it to people ("sửa thời hạn dòng 3.2"). `before` and `after` hold only what
    differs (`changes.States`); `made` are the units and spellings that came with it
    (`made_units.Made`).
    """

    __tablename__ = "import_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("import_draft.id"), index=True)
    what: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    made: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    made_by: Mapped[User | None] = relationship(foreign_keys=[made_by_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])
