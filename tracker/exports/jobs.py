"""Long exports are made in a thread after the answer: the page shows how far they are.

The queue is the table `export_job`, a file is made under a lease (`core/leases.py`): several
processes may run beside one another; what a process left unfinished the scheduler takes up, and
what is older than a day it forgets.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import delete, or_, select

from tracker import policy
from tracker.accounts.models import User
from tracker.accounts.queries import was_moved_since
from tracker.core import clock, leases
from tracker.core.db import db, insert_missing, read, write
from tracker.core.errors import RuleError
from tracker.core.leases import TakenOverError
from tracker.exports.choice import SheetChoice
from tracker.exports.models import KEPT_HOURS, ExportJob
from tracker.exports.progress_words import MaySee
from tracker.exports.service import ReadSheet, read_plan
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.progress.parts import Part
from tracker.targets.models import Target

log = logging.getLogger(__name__)

FAILED = "Hệ thống gặp lỗi khi lập tệp này: hãy bấm Lập lại, hoặc tải bản Word, Excel."

MOVED = (
    "Vai trò hoặc đơn vị của bạn đã đổi từ khi yêu cầu tệp này, nên tệp không tải được nữa: "
    "hãy mở lại trang In và tải bảng để lập tệp theo quyền hiện nay."
)


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


def outdated_problem(job: ExportJob) -> str | None:
    """Why its asker may not have the file any more, which shows what they might see then."""
    return MOVED if was_moved_since(job.asked_by, job.asked_at) else None


def ask_again(job: ExportJob) -> None:
    """Let it be made anew after it failed or stopped."""
    if job.has_stopped(clock.now()):
        job.offer_anew()


def start(app: Flask, job_id: int) -> threading.Thread:
    """Make the file in a thread; whatever becomes of it, the row says so."""
    thread = threading.Thread(target=_make_in, args=(app, job_id), daemon=True)
    thread.start()
    return thread


def make_waiting_files() -> int:
    """Make what nobody makes: for the scheduler; gives how many were taken up."""
    return sum(make_claimed(job_id) for job_id in leases.waiting(ExportJob))


def forget_old_files() -> None:
    """Forget files a day after they were asked for."""
    oldest = clock.now() - timedelta(hours=KEPT_HOURS)
    with write():
        db.session.execute(delete(ExportJob).where(ExportJob.asked_at < oldest))


def make_claimed(job_id: int) -> bool:
    """Make the file unless another process does; False when it does."""
    lease = leases.claim(ExportJob, job_id)
    if lease is None:
        return False
    try:
        file = _read(job_id).as_file(lease.renew)
    except TakenOverError:
        return False
    except RuleError as error:
        lease.end(problem=error.message)
    except Exception:
        log.exception("making the export %d failed", job_id)
        lease.end(problem=FAILED)
    else:
        ready = {"file_name": file.name, "content": file.data, "size": len(file.data)}
        lease.end(**ready, done=ExportJob.total)
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
