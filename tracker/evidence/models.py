"""The columns that every kind of evidence has; each feature hangs them on rows of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, event
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime
from tracker.core.text_vn import search_key
from tracker.evidence.rules import EvidenceKind, ScanState, Sensitivity


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
    sensitivity: Mapped[Sensitivity] = mapped_column(default=Sensitivity.INTERNAL)
    scan_state: Mapped[ScanState] = mapped_column(default=ScanState.NOT_ASKED)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @declared_attr
    def added_by(self) -> Mapped[User | None]:
        """Who put it there."""
        return relationship()

    @property
    def name(self) -> str:
        """How pages call it."""
        return self.file_name or self.document_number or ""

    @property
    def older_versions(self) -> Sequence[EvidenceColumns]:
        """The versions before this one that can still be opened; where there are any."""
        return ()

    @property
    def is_restricted(self) -> bool:
        """Whether only the unit, the lead, the Office and leaders may know what it is."""
        return self.sensitivity is Sensitivity.RESTRICTED

    @property
    def journal_name(self) -> str:
        """How the journal calls it: more people read the journal than restricted papers."""
        if not self.is_restricted:
            return self.name
        return f"tệp hạn chế {self.sha256[:12]}" if self.sha256 else "văn bản hạn chế"


class FileDownload(Model):
    """Who fetched which file, when, from where; beside the journal, as nothing was changed.

    A row of its own and no entry of the sealed journal: sealing would make every download wait for
    every write. `about` is the table of the paper, `paper_id` its row there.
    """

    __tablename__ = "file_download"
    __table_args__ = (Index("ix_file_download_paper", "about", "paper_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    user_name: Mapped[str]
    remote_address: Mapped[str | None]
    about: Mapped[str]
    paper_id: Mapped[int]
    file_name: Mapped[str]
    sha256: Mapped[str]
    sensitivity: Mapped[Sensitivity]


def kinds_of_evidence() -> list[type[EvidenceColumns]]:
    """Every table of evidence; features above hang their own on `EvidenceColumns`."""
    return [kind for kind in EvidenceColumns.__subclasses__() if hasattr(kind, "__table__")]


@event.listens_for(EvidenceColumns, "before_insert", propagate=True)
@event.listens_for(EvidenceColumns, "before_update", propagate=True)
def _keep_search_key(_mapper: object, _connection: object, paper: EvidenceColumns) -> None:
    paper.search_key = search_key(
        paper.file_name, paper.document_number, paper.document_issuer, paper.document_summary
    )
