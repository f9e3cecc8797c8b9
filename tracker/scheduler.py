"""The clock work: small jobs that may fail, be late or run twice without harm.

What is due is read from the ledger and the outbox, never from the scheduler's memory, so a restart
needs nothing and several schedulers may run beside one another.
"""

from __future__ import annotations

import atexit
import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask, current_app

from tracker.accounts.attempts import forget_old_tries
from tracker.accounts.sessions import disable_unused_accounts, forget_old_sign_ins
from tracker.audit.kept_seals import keep_seal
from tracker.backup import looking
from tracker.backup.queries import last_backup_at
from tracker.backup.rules import is_due
from tracker.backup.service import copy_missed, copy_newest, lacks_copy, take_hour
from tracker.backup.service import keep_backups as make_and_keep
from tracker.config import Config
from tracker.core import clock
from tracker.core.db import read, write
from tracker.evidence.rescanning import scan_waiting_files
from tracker.exports import jobs
from tracker.imports import background
from tracker.reminders import deciding, service
from tracker.reminders.rules import digest_is_due
from tracker.settings.queries import ward_settings

log = logging.getLogger(__name__)

NEVER_AGAIN_DAYS = 36_500
SIGN_IN_DAYS = 30


def start_scheduler(app: Flask) -> BackgroundScheduler:
    """Start the jobs in threads beside the pages; they end with the process.

    At the start each runs once, in order, to make up for the time the process was down. A late or
    missed run later on is made up for by one run: what it finds is the same.
    """
    scheduler = BackgroundScheduler(
        timezone=clock.VIETNAM,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    # Not a run-once job: APScheduler fails when it is stopped while it takes such a job away.
    once = IntervalTrigger(days=NEVER_AGAIN_DAYS, timezone=clock.VIETNAM)
    scheduler.add_job(_run_all, once, args=(app,), id="catch_up", next_run_time=clock.now())
    for job, minutes in JOBS:
        trigger = CronTrigger(minute=minutes, timezone=clock.VIETNAM)
        scheduler.add_job(_run, trigger, args=(app, job), id=job.__name__)
    scheduler.start()
    atexit.register(stop_scheduler, scheduler)
    return scheduler


def stop_scheduler(scheduler: BackgroundScheduler) -> None:
    """Let the running jobs finish and start no more; stopping twice is harmless."""
    if scheduler.running:
        scheduler.shutdown(wait=True)


def run_scheduler_forever(app: Flask) -> None:
    """Run the jobs until the process is asked to end (Ctrl+C, or the service manager)."""
    asked_to_end = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        asked_to_end.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    scheduler = start_scheduler(app)
    asked_to_end.wait()
    stop_scheduler(scheduler)


def make_instances() -> None:
    """Make the instances of the coming weeks."""
    made = service.make_instances()
    if made:
        log.info("made %d instances", made)


def decide_reminders() -> None:
    """Decide the day's reminders, from the hour of the digest on."""
    now = clock.now()
    with read():
        digest_time = ward_settings().digest_time
    if not digest_is_due(clock.in_vietnam(now).time(), digest_time):
        return
    decision = deciding.decide_reminders(now)
    if decision.mails:
        log.info("put %d digests into the outbox", decision.mails)


def send_outbox() -> None:
    """Send what waits in the outbox."""
    sending = service.send_outbox(clock.now())
    if sending.sent or sending.problems:
        log.info("sent %d mails, %d not", sending.sent, len(sending.problems))


def read_documents() -> None:
    """Read uploaded documents whose own process ended before it had read them."""
    done = background.read_waiting_documents()
    if done:
        log.info("read %d documents", done)


def make_files() -> None:
    """Make long exports whose own process ended before it had made them; forget old ones."""
    done = jobs.make_waiting_files()
    jobs.forget_old_files()
    if done:
        log.info("made %d exports", done)


def keep_backups() -> None:
    """Make the night's backup, once, where the installation says; copy it as soon as may be.

    The second place may be a disk that was not plugged in at night.
    """
    config: Config = current_app.config["TRACKER"]
    folder, copy_folder = config.backup_dir, config.backup_copy_dir
    if folder is None:
        return
    with read():
        last = last_backup_at()
    is_night = is_due(last, clock.in_vietnam(clock.now()))
    if not (is_night or lacks_copy(folder, copy_folder)) or not take_hour():
        return
    if is_night:
        made = make_and_keep(folder, copy_folder, passphrase=config.backup_passphrase)
        log.info("made the backup %s", made.name)
    elif copy_folder is not None:
        copy_newest(folder, copy_folder)
        log.info("copied the newest backup to the second place")
    # A disk that is not mounted leaves its folder on the first one: that is not to be filled.
    if copy_folder is not None and looking.disk_of(copy_folder) != looking.disk_of(folder):
        missed = copy_missed(folder, copy_folder)
        if missed:
            log.info("copied %d backups that the second place had missed", len(missed))


def note_seal() -> None:
    """Note the journal's last seal outside of the database."""
    with read():
        keep_seal()


def scan_files() -> None:
    """Have files scanned that were kept while the malware scanner was down."""
    done = scan_waiting_files()
    if done:
        log.info("scanned %d waiting files", done)


def look_after_accounts() -> None:
    """Disable accounts that nobody uses and forget sign-ins that no browser can hold."""
    with read():
        days = ward_settings().disable_after_idle_days
    with write():
        disabled = disable_unused_accounts(days=days)
        forget_old_sign_ins(days=SIGN_IN_DAYS)
        forget_old_tries()
    if disabled:
        log.info("disabled %d unused accounts", len(disabled))


def _run_all(app: Flask) -> None:
    for job, _minutes in JOBS:
        _run(app, job)


def _run(app: Flask, job: Callable[[], None]) -> None:
    """Run a job in a context of its own; whatever becomes of it, it runs again at its time."""
    try:
        with app.app_context():
            job()
    except Exception:
        log.exception("job %s failed; it runs again at its next time", job.__name__)


# Each job with the minutes of the hour at which it runs.
JOBS = (
    (make_instances, "5"),
    (decide_reminders, "*/10"),
    (send_outbox, "*"),
    (read_documents, "*"),
    (make_files, "*"),
    (keep_backups, "20"),
    (note_seal, "30"),
    (scan_files, "*/10"),
    (look_after_accounts, "40"),
)
