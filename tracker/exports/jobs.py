"""Long exports are made in a thread after the answer: the page shows how far they are.

The queue is the table `export_job`: whoever makes a file claims the row by a conditional UPDATE,
so several processes may run beside one another; what a process left unfinished the scheduler takes
up, and what is older than a day it forgets.
"""

from __future__ import annotations

import logging
import secrets
import threading
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, delete, or_, select, update

from tracker import policy
from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import db, insert_missing, read, write
from tracker.core.errors import RuleError
from tracker.exports.choice import SheetChoice
from tracker.exports.models import KEPT_HOURS, STALE_MINUTES, ExportJob
from tracker.exports.progress_words import MaySee
from tracker.exports.service import ReadSheet, read_plan
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.progress.parts import Part
from tracker.targets.models import Target

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
FAILED = "Hệ thống gặp lỗi khi lập tệp này: hãy bấm Lập lại, hoặc tải bản Word, Excel."


class _TakenOverError(Exception):
    """Somebody else makes the file now, or nobody wants it any more."""


def sees_papers(user: Any) -> MaySee:
    """What the person may see, by the living row: what was handed in may have come back since."""

    def may_see(thing: Part | Target) -> bool:
        if isinstance(thing, Target):
            return policy.may(user, "target:see_papers", thing)
        living = db.session.get(Contribution, thing.id)
        return policy.may(user, "contribution:see_papers", living)

    return may_see


def ask(
    plan: Plan, choice: SheetChoice, file_format: str, *, rows: int, request_key: str, actor: User
) -> ExportJob:
    """Have the file made; asked again while it is being made it is the same one."""
    wanted = choice.as_query
    running = select(ExportJob).where(
        ExportJob.asked_by_id == actor.id,
        ExportJob.plan_id == plan.id,
        ExportJob.file_format == file_format,
        or_(
            ExportJob.request_key == request_key,
            ExportJob.size.is_(None) & ExportJob.problem.is_(None),
        ),
    )
    for job in db.session.scalars(running.order_by(ExportJob.id.desc())):
        if job.request_key == request_key or job.choice == wanted:
            return job
    now = clock.now()
    values = {
        "plan_id": plan.id,
        "asked_by_id": actor.id,
        "asked_at": now,
        "file_format": file_format,
        "choice": wanted,
        "done": 0,
        "total": rows,
        "seen_at": now,
        "attempts": 0,
        "request_key": request_key,
    }
    insert_missing(ExportJob, [values])
    return db.session.scalars(select(ExportJob).where(ExportJob.request_key == request_key)).one()


def ask_again(job: ExportJob) -> None:
    """Let it be made anew after it failed or stopped."""
    if job.has_stopped(clock.now()):
        job.problem, job.claim, job.attempts, job.done = None, None, 0, 0
        job.seen_at = clock.now()


def start(app: Flask, job_id: int) -> threading.Thread:
    """Make the file in a thread; whatever becomes of it, the row says so."""
    thread = threading.Thread(target=_make_in, args=(app, job_id), daemon=True)
    thread.start()
    return thread


def make_waiting_files() -> int:
    """Make what nobody makes: for the scheduler; gives how many were taken up."""
    with read():
        waiting = list(db.session.scalars(select(ExportJob.id).where(*_unclaimed(clock.now()))))
    return sum(make_claimed(job_id) for job_id in waiting)


def forget_old_files() -> None:
    """Forget files a day after they were asked for."""
    oldest = clock.now() - timedelta(hours=KEPT_HOURS)
    with write():
        db.session.execute(delete(ExportJob).where(ExportJob.asked_at < oldest))


def make_claimed(job_id: int) -> bool:
    """Make the file unless another process does; False when it does."""
    claim = _claim(job_id)
    if claim is None:
        return False
    try:
        file = _read(job_id).as_file(lambda done, total: _renew(job_id, claim, done, total))
    except _TakenOverError:
        return False
    except RuleError as error:
        _finish(job_id, claim, {"problem": error.message})
    except Exception:
        log.exception("making the export %d failed", job_id)
        _finish(job_id, claim, {"problem": FAILED})
    else:
        values = {"file_name": file.name, "content": file.data, "size": len(file.data)}
        _finish(job_id, claim, {**values, "done": ExportJob.total})
    return True


def _make_in(app: Flask, job_id: int) -> None:
    with app.app_context():
        try:
            make_claimed(job_id)
        except Exception:
            log.exception("making the export %d failed", job_id)


def _read(job_id: int) -> ReadSheet:
    """Read first, then let go: what is open while others write could not report what is done."""
    with read():
        job = db.session.get_one(ExportJob, job_id)
        return read_plan(
            job.plan_id,
            job.file_format,
            choice=SheetChoice.from_query(job.choice),
            may_see=sees_papers(job.asked_by),
        )


def _unclaimed(now: datetime) -> tuple[ColumnElement[bool], ...]:
    stale = now - timedelta(minutes=STALE_MINUTES)
    return (
        ExportJob.size.is_(None),
        ExportJob.problem.is_(None),
        ExportJob.attempts < MOST_ATTEMPTS,
        or_(ExportJob.claim.is_(None), ExportJob.seen_at < stale),
    )


def _claim(job_id: int) -> str | None:
    """The right to make the file: of several that ask at once, one gets it."""
    claim, now = secrets.token_hex(8), clock.now()
    statement = (
        update(ExportJob)
        .where(ExportJob.id == job_id, *_unclaimed(now))
        .values(claim=claim, seen_at=now, done=0, attempts=ExportJob.attempts + 1)
        .returning(ExportJob.id)
    )
    with write():
        claimed = db.session.scalar(statement)
    return claim if claimed is not None else None


def _renew(job_id: int, claim: str, done: int, total: int) -> None:
    if not _write(job_id, claim, {"done": done, "total": total, "seen_at": clock.now()}):
        raise _TakenOverError


def _finish(job_id: int, claim: str, values: dict[str, Any]) -> None:
    _write(job_id, claim, {**values, "claim": None})


def _write(job_id: int, claim: str, values: dict[str, Any]) -> bool:
    statement = (
        update(ExportJob)
        .where(ExportJob.id == job_id, ExportJob.claim == claim)
        .values(**values)
        .returning(ExportJob.id)
    )
    with write():
        return db.session.scalar(statement) is not None
