"""The month's list with its rows as they were drawn up; sealed once it is released."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime


class LateList(Model):
    """Who was late in a month of reports: a draft of the Office until a leader releases it.

    `printed` is what surrounds the list on paper, kept at the release with everything else.
    """

    __tablename__ = "late_list"
    __table_args__ = (UniqueConstraint("first_day", "last_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    name: Mapped[str]
    drawn_up_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    drawn_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    printed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    version: Mapped[int] = mapped_column(default=1)

    drawn_up_by: Mapped[User] = relationship(foreign_keys=[drawn_up_by_id])
    released_by: Mapped[User | None] = relationship(foreign_keys=[released_by_id])
    rows: Mapped[list[LateRow]] = relationship(
        back_populates="late_list", cascade="all, delete-orphan", order_by="LateRow.position"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_released(self) -> bool:
        """Whether others may see it and nothing of it changes any more."""
        return self.released_at is not None

    @property
    def standing(self) -> list[LateRow]:
        """The rows that were not struck out."""
        return [row for row in self.rows if row.struck_reason is None]

    @property
    def struck(self) -> list[LateRow]:
        """The rows that the Office struck out."""
        return [row for row in self.rows if row.struck_reason is not None]


class LateRow(Model):
    """One unit's late part, in the words of the day it was drawn up."""

    __tablename__ = "late_row"
    __table_args__ = (UniqueConstraint("late_list_id", "contribution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    late_list_id: Mapped[int] = mapped_column(ForeignKey("late_list.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    position: Mapped[int]
    # `rules.Facts` in words and days, as `rules.as_kept` writes them.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    added_words: Mapped[str | None] = mapped_column(Text)
    struck_reason: Mapped[str | None] = mapped_column(Text)
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    late_list: Mapped[LateList] = relationship(back_populates="rows")
    judged_by: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
