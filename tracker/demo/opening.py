"""The Office opens some of what was handed in: the page of downloads has something to tell."""

from __future__ import annotations

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import db
from tracker.evidence.models import FileDownload
from tracker.progress.models import Evidence

OPENED = 24


def open_files(reader: User) -> None:
    """Note the reader's downloads of the latest files, as the pages note them."""
    latest = select(Evidence).where(Evidence.sha256.is_not(None)).order_by(Evidence.id.desc())
    for paper in db.session.scalars(latest.limit(OPENED)):
        db.session.add(
            FileDownload(
                at=clock.now(),
                user_id=reader.id,
                user_name=reader.full_name,
                about=Evidence.__tablename__,
                paper_id=paper.id,
                file_name=paper.journal_name,
                sha256=paper.sha256 or "",
                sensitivity=paper.sensitivity,
            )
        )
    db.session.flush()
