"""What wrong requests leave behind: all that they put in can be used, and nothing is half kept.

A value that a form took may break a page, a mail or a printed file much later, long after the
answer that acknowledged it.
"""

from __future__ import annotations

import io
import traceback
import zipfile
from collections.abc import Iterable, Iterator
from datetime import timedelta

import pikepdf
from flask import Flask
from icalendar import Calendar
from lxml import etree
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import MORNING
from tests.reminders.post_office import PostOffice
from tracker.core import clock
from tracker.core.db import db, read
from tracker.health import check_installation
from tracker.reminders.models import OutboxMessage
from tracker.reminders.rules import OutboxState
from tracker.scheduler import JOBS

# Given back as they were brought, whatever they are.
BROUGHT = ("/evidence/", "/imports/", "/extensions/")


def broken_file(answer: TestResponse) -> Iterator[str]:
    """Why a program could not open the file that the tracker has made."""
    is_made = not answer.request.path.startswith(BROUGHT)
    if answer.status_code != 200 or not is_made:
        return
    try:
        _read(answer.mimetype, answer.data)
    except (ValueError, zipfile.BadZipFile, etree.XMLSyntaxError, pikepdf.PdfError) as error:
        yield f"no whole file of {answer.mimetype}: {error!r}"


def _read(kind: str, content: bytes) -> None:
    if kind == "application/pdf":
        with pikepdf.open(io.BytesIO(content)):
            return
    if kind == "text/calendar":
        Calendar.from_ical(content)
    if "officedocument" in kind or kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                part = archive.read(name)
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(part)


def let_time_go_by(app: Flask, days_later: Iterable[int]) -> Iterator[str]:
    """Every job of the scheduler, today and later; what breaks one."""
    for days in days_later:
        for job, _minutes in JOBS:
            with clock.at(MORNING + timedelta(days=days)), app.app_context():
                try:
                    job()
                except Exception:
                    yield f"{job.__name__} after {days} days: {traceback.format_exc()}"


def failed_mails(app: Flask) -> set[int]:
    """Mails that no server takes."""
    with app.app_context(), read():
        failed = select(OutboxMessage.id).where(OutboxMessage.state == OutboxState.FAILED)
        return set(db.session.scalars(failed))


def not_whole(app: Flask, office: PostOffice, days: int) -> Iterator[str]:
    """What the doctor finds in the end, the journal's seals among it; mails that are none."""
    with clock.at(MORNING + timedelta(days=days, minutes=1)), app.app_context():
        # The moment is the test's own: PostgreSQL's clock says another one.
        found = [item for item in check_installation(app) if item.subject != "Đồng hồ"]
        yield from (item.as_text() for item in found if item.is_problem)
    for mail in office.mails:
        if mail.defects or not mail["Subject"]:
            yield f"a mail that is none: {mail.as_string()[:300]}"
