"""Reports with what they took from the data and what the office added."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime
from tracker.figures.windows import Window
from tracker.reading.result import Rhythm
from tracker.reports.content import Content
from tracker.reports.rules import ReportKind
from tracker.settings.rules import DataWindow


class Report(Model):
    """A report of some days; `content` is the very text and tables taken from the data.

    Kept, not derived: the office writes about these numbers, somebody signs them, and the same
    report prints the same in ten years. `words` are the office's own, by the key of the part;
    `left_out` names the parts that are not printed.
    """

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ReportKind]
    first_day: Mapped[date]
    last_day: Mapped[date]
    window_kind: Mapped[Rhythm | None]
    window_by: Mapped[DataWindow]
    window_name: Mapped[str]
    as_of: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    words: Mapped[dict[str, str]] = mapped_column(JSON)
    left_out: Mapped[list[str]] = mapped_column(JSON)
    superior: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(Text)
    number: Mapped[str]
    code: Mapped[str]
    place: Mapped[str]
    issued_on: Mapped[date | None]
    addressee: Mapped[str]
    recipients: Mapped[str] = mapped_column(Text)
    signing: Mapped[str] = mapped_column(Text)
    signer: Mapped[str]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Taken off the list; the row stays, as the journal speaks of it.
    put_away_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Made with the form: the same form sent twice is one report.
    request_key: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    created_by: Mapped[User] = relationship(foreign_keys=created_by_id)
    changed_by: Mapped[User] = relationship(foreign_keys=changed_by_id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def window(self) -> Window:
        """The days it reports about."""
        return Window(
            self.first_day, self.last_day, self.window_kind, self.window_by, self.window_name
        )

    @property
    def taken(self) -> Content:
        """What it took from the data."""
        return Content.from_stored(self.content)

    @property
    def name(self) -> str:
        """How lists and the journal name it."""
        number = f"{self.number}/{self.code}: " if self.number else ""
        return f"{number}{self.taken.subject}"


HEADING_FIELDS = (
    "superior",
    "issuer",
    "number",
    "code",
    "place",
    "issued_on",
    "addressee",
    "recipients",
    "signing",
    "signer",
)
