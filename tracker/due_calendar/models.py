"""Personal feeds of due dates."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime


class CalendarSubscription(Model):
    """A person's secret address. The token itself is not kept, only its hash.

    It is made anew from the nonce and the installation's key whenever its owner asks for it, so a
    copy of the database alone opens no feed.
    """

    __tablename__ = "calendar_subscription"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), unique=True)
    nonce: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    covers_all: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The account's when the address was made: a new password ends it, as it ends every sign-in.
    session_key: Mapped[str] = mapped_column(server_default="")

    user: Mapped[User] = relationship()

    @property
    def has_ended(self) -> bool:
        """Whether the password was changed or every sign-in ended since: whoever saw the address
        may have been meant."""
        return self.session_key != self.user.session_key
