"""The columns that every kind of evidence has; each feature hangs them on rows of its own."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, event
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime
from tracker.core.text_vn import search_key
from tracker.evidence.rules import EvidenceKind


class EvidenceColumns(Model):
    """A file (by the hash of its content), an official document, or a link."""

    __abstract__ = True

    kind: Mapped[EvidenceKind]
    file_name: Mapped[str | None]
    media_type: Mapped[str | None]
    size: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(index=True)
    document_number: Mapped[str | None]
    document_date: Mapped[date | None]
    document_issuer: Mapped[str | None]
    document_summary: Mapped[str | None]
    link: Mapped[str | None]
    # What it is called by, without accents and as typed (`text_vn.search_key`): found fast.
    search_key: Mapped[str] = mapped_column(Text, default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @declared_attr
    def added_by(self) -> Mapped[User | None]:
        """Who put it there."""
        return relationship()

    @property
    def name(self) -> str:
        """How the journal names it."""
        return self.file_name or self.document_number or ""


@event.listens_for(EvidenceColumns, "before_insert", propagate=True)
@event.listens_for(EvidenceColumns, "before_update", propagate=True)
def _keep_search_key(_mapper: object, _connection: object, paper: EvidenceColumns) -> None:
    paper.search_key = search_key(
        paper.file_name, paper.document_number, paper.document_issuer, paper.document_summary
    )
