"""The machine under an installation: folders and their rights, room on the disk, clock, version."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import func, select

from tracker.audit.models import AuditEntry
from tracker.config import Config
from tracker.core import clock
from tracker.core.calendar_vn import last_year_with_known_swaps
from tracker.core.db import db
from tracker.working_calendar.queries import checked_years
from tracker.working_calendar.rules import year_to_check

MEGABYTE = 1024 * 1024
LEAST_FREE, LITTLE_FREE = 200 * MEGABYTE, 2_000 * MEGABYTE
# Clocks of two machines differ by seconds; by minutes one of them is wrong.
MOST_APART = timedelta(minutes=2)


def folder_problem(config: Config) -> str | None:
    """Which of the installation's folders cannot be written, or can be read by strangers."""
    folders = {
        "TRACKER_DATA_DIR": config.data_dir,
        "TRACKER_BACKUP_DIR": config.backup_dir,
        "TRACKER_BACKUP_COPY_DIR": config.backup_copy_dir,
    }
    for name, folder in folders.items():
        if folder is None or not folder.exists():
            continue
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            return f"{name} “{folder}” không ghi được: hãy cho tài khoản chạy dịch vụ quyền ghi."
    for within in _written_within(config):
        if not os.access(within, os.R_OK | os.W_OK):
            return f"“{within}” không ghi được: hãy cho tài khoản chạy dịch vụ quyền ghi."
    key = config.data_dir / "secret_key"
    if os.name == "posix" and key.exists() and key.stat().st_mode & 0o077:
        return f"khóa “{key}” người khác đọc được: hãy chạy “chmod 600 {key}”."
    return None


def _written_within(config: Config) -> list[Path]:
    """What lies in the data folder and may belong to somebody else, as a copy made by root does."""
    data = config.data_dir
    evidence = data / "evidence"
    folders = [folder for folder in (evidence, *evidence.glob("*")) if folder.is_dir()]
    return [*data.glob("tracker.sqlite3*"), *folders]


def free_room(config: Config) -> int:
    """Bytes left where the data lie; none where that place has gone."""
    try:
        return shutil.disk_usage(config.data_dir).free
    except OSError:
        return 0


def room_words(free: int) -> str:
    """ "còn 12.345 MB"."""
    return f"còn {free // MEGABYTE:,} MB".replace(",", ".")


def clock_problem() -> str | None:
    """How the clock contradicts the journal or the database's own clock.

    Without the Internet, which a ward's server may not have: an empty battery sets the clock back
    before the last entry of the journal; a server of its own for the database has its own clock.
    """
    now = clock.now()
    last = db.session.scalar(select(func.max(AuditEntry.at)))
    if last is not None and last > now + MOST_APART:
        return (
            f"đồng hồ chỉ {_moment(now)}, nhật ký đã ghi đến {_moment(last)}: giờ máy sai thì hãy "
            f"chỉnh lại; đang đúng thì trước đây đã sai, câu này hết sau {_moment(last)}."
        )
    if db.engine.dialect.name == "postgresql":
        theirs = db.session.scalar(select(func.clock_timestamp()))
        if isinstance(theirs, datetime) and abs(theirs - now) > MOST_APART:
            return f"đồng hồ chỉ {_moment(now)}, máy chủ dữ liệu chỉ {_moment(theirs)}."
    return None


def unconfirmed_year() -> int | None:
    """The year whose swapped days off nobody has confirmed although it is near."""
    return year_to_check(
        clock.today(), known_until=last_year_with_known_swaps(), checked=checked_years()
    )


def version_words() -> str:
    """What runs here."""
    engine = db.engine.dialect.name
    of_engine = sqlite3.sqlite_version if engine == "sqlite" else _server_version()
    return (
        f"{version('ward-task-tracker')}, Python {platform.python_version()}, {engine} {of_engine}"
    )


def can_write(folder: Path) -> bool:
    """Whether files can be made in it."""
    return os.access(folder, os.W_OK | os.X_OK)


def _server_version() -> str:
    return str(db.session.scalar(select(func.current_setting("server_version"))))


def _moment(moment: datetime) -> str:
    return f"{clock.in_vietnam(moment):%d/%m/%Y %H:%M}"
