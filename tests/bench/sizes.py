"""What an installation takes: rows, files, backups, memory of a process.

The demo's people have worked for months, so its rows carry what years of use leave behind:
updates, journal entries, mails, reminders. deploy/TOAN-TINH.md reckons with these figures.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from urllib.error import HTTPError
from urllib.request import urlopen

from sqlalchemy import func, select

from tests.deploy.processes import TRACKER, process
from tests.ports import held_port
from tracker import create_app
from tracker.backup.restoring import restore_backup
from tracker.backup.service import make_backup
from tracker.command_support import migrate_to
from tracker.core.db import db
from tracker.core.storage import FileStore
from tracker.progress.models import Contribution
from tracker.tasks.models import Task

Result = TypeVar("Result")
MEGABYTE = 1_000_000
# Already compressed in themselves, as photographs and PDFs are.
FILES = 200


def main() -> None:
    """One figure a line."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        os.environ["TRACKER_DATA_DIR"] = str(place / "empty")
        _run("init")
        empty = _database_bytes(place / "empty")
        os.environ["TRACKER_DATA_DIR"] = str(place / "demo")
        _run("demo", "--no-run")
        tasks, contributions = _counts()
        used = _database_bytes(place / "demo")
        _line("database without content", f"{empty / MEGABYTE:.2f} MB")
        _line(f"database of {tasks} tasks, {contributions} parts", f"{used / MEGABYTE:.2f} MB")
        _line(
            "for each part of a unit, with its history", f"{(used - empty) / contributions:,.0f} B"
        )
        _backups(place, "rows and small files of the demo")
        _add_files(place / "demo" / "evidence")
        _backups(place, f"with {FILES} files of 1 MB more")
        _memory()


def _backups(place: Path, what: str) -> None:
    """Made and put back within this process: starting the program is not counted."""
    app = create_app()
    with app.app_context():
        archive, seconds = _timed(lambda: make_backup(place / "backups"))
        db.engine.dispose()
    _line(f"backup, {what}", f"{archive.stat().st_size / MEGABYTE:.2f} MB in {seconds}")
    used = app.config["TRACKER"]
    os.environ["TRACKER_DATA_DIR"] = str(place / f"restored-{archive.stem}")
    with create_app().app_context():
        _, seconds = _timed(lambda: restore_backup(archive, upgrade_to=migrate_to))
        db.engine.dispose()
    _line("  put back", seconds)
    os.environ["TRACKER_DATA_DIR"] = str(used.data_dir)
    archive.unlink()


def _timed(work: Callable[[], Result]) -> tuple[Result, str]:
    began, worked = time.perf_counter(), time.process_time()
    result = work()
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    return result, f"{seconds:.1f} s ({worked:.1f} s of processor)"


def _add_files(evidence: Path) -> None:
    store = FileStore(evidence.as_uri())
    for _ in range(FILES):
        store.put(secrets.token_bytes(MEGABYTE))


def _memory() -> None:
    """Of one process with its scheduler, idle and after a hundred pages."""
    with held_port() as port, process(TRACKER, "run", "--port", str(port)) as running:
        address = f"http://127.0.0.1:{port}/login"
        while not _answers(address):
            assert running.poll() is None, "it ended"
            time.sleep(0.1)
        _line("process, started", f"{_resident(running):.0f} MB")
        for _ in range(100):
            _answers(address)
        _line("process, after 100 pages", f"{_resident(running):.0f} MB")


def _answers(address: str) -> bool:
    with suppress(OSError, HTTPError), urlopen(address, timeout=5) as answer:  # noqa: S310
        return bool(answer.read())
    return False


def _resident(running: subprocess.Popen[str]) -> float:
    status = Path(f"/proc/{running.pid}/status").read_text("ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) * 1024 / MEGABYTE


def _counts() -> tuple[int, int]:
    with create_app().app_context():
        counts = [
            int(db.session.scalar(select(func.count()).select_from(model)) or 0)
            for model in (Task, Contribution)
        ]
        db.engine.dispose()
    return counts[0], counts[1]


def _database_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("tracker.sqlite3*"))


def _run(*arguments: str) -> None:
    subprocess.run([TRACKER, *arguments], check=True, capture_output=True)


def _line(what: str, value: str) -> None:
    print(f"{what:<60}{value:>44}", flush=True)
