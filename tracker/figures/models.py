"""Figures as they were reported."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime


class SealedFigures(Model):
    """A window whose figures were reported: they stay, whatever is corrected afterwards.

    Sealed again after a correction, the window has another edition with the reason; the editions
    before it stay as they were reported.
    `rows` are the rows behind the numbers (`sealing.as_kept`), so that every sealed number can
    still be opened, and set against what the same window would give now.
    """

    __tablename__ = "sealed_figures"
    __table_args__ = (UniqueConstraint("first_day", "last_day", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    # 1 is what was reported first; each later one names why.
    edition: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str]
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sealed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    # Made with the form: the same form sent twice seals once.
    request_key: Mapped[str]

    sealed_by: Mapped[User] = relationship()
