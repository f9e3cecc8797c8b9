"""Which process keeps the backups: of several schedulers one at a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.db import Model, UtcDateTime


class BackupHour(Model):
    """An hour whose backup some scheduler has taken upon itself; what failed waits for the next."""

    __tablename__ = "backup_hour"

    id: Mapped[int] = mapped_column(primary_key=True)
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime, unique=True)
