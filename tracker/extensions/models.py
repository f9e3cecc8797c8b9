"""Requests for a later due day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, Table, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime
from tracker.extensions.rules import OPEN_STATES, ExtensionState
from tracker.progress.models import Contribution
from tracker.tasks.models import Occurrence

_OPEN_ONCE = "uq_extension_request_open"
_IS_OPEN = text("state IN ('prepared', 'asked')")


class ExtensionRequest(Model):
    """A lead unit asks for a later due day of one instance, for all its units together.

    `due_on` is the day that counted when it was asked. One instance has at most one open request.
    The objective cause is what the unit says; whether it is one, whoever decides confirms
    (Nghị định 335/2025/NĐ-CP takes no points off for a confirmed one).
    """

    __tablename__ = "extension_request"
    __table_args__ = (
        Index(_OPEN_ONCE, "occurrence_id", unique=True, sqlite_where=_IS_OPEN),
        Index("ix_extension_request_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    state: Mapped[ExtensionState]
    due_on: Mapped[date]
    wanted_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    is_objective: Mapped[bool]
    document: Mapped[str | None]
    file_name: Mapped[str | None]
    media_type: Mapped[str | None]
    size: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(index=True)
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Granted or refused by the office or a leader, or withdrawn by the unit.
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    granted_due_on: Mapped[date | None]
    is_cause_confirmed: Mapped[bool | None]
    note: Mapped[str | None] = mapped_column(Text)
    # A grant made by mistake is revoked: what was granted stays to be seen beside it.
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_due_on: Mapped[date | None]
    revocation_reason: Mapped[str | None] = mapped_column(Text)
    # Made with the form: the same form sent twice is one request, one answer.
    request_key: Mapped[str] = mapped_column(unique=True)
    answer_key: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    occurrence: Mapped[Occurrence] = relationship()
    contribution: Mapped[Contribution] = relationship()
    prepared_by: Mapped[User] = relationship(foreign_keys=[prepared_by_id])
    sent_by: Mapped[User | None] = relationship(foreign_keys=[sent_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])
    revoked_by: Mapped[User | None] = relationship(foreign_keys=[revoked_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        """Whether it is still to be sent or decided."""
        return self.state in OPEN_STATES


@event.listens_for(ExtensionRequest.__table__, "before_create")
def _narrow_the_index(table: Table, connection: Connection, **_told: Any) -> None:
    """On PostgreSQL too; said above, it would load the library's whole part on PostgreSQL."""
    if connection.dialect.name == "postgresql":
        for index in table.indexes:
            if index.name == _OPEN_ONCE:
                index.dialect_kwargs["postgresql_where"] = _IS_OPEN
