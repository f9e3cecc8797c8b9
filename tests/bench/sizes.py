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
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from sqlalchemy import func, select

from tests.deploy.processes import TRACKER, free_port, process
from tracker import create_app
from tracker.core.db import db
from tracker.core.storage import FileStore
from tracker.progress.models import Contribution
from tracker.tasks.models import Task

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
    seconds, (archive,) = _timed("backup", place / "backups")
    _line(f"backup, {what}", f"{archive.stat().st_size / MEGABYTE:.2f} MB in {seconds:.1f} s")
    before = os.environ["TRACKER_DATA_DIR"]
    os.environ["TRACKER_DATA_DIR"] = str(place / f"restored-{archive.stem}")
    began = time.perf_counter()
    _run("restore", str(archive))
    _line("  put back", f"in {time.perf_counter() - began:.1f} s")
    os.environ["TRACKER_DATA_DIR"] = before
    archive.unlink()


def _timed(command: str, folder: Path) -> tuple[float, list[Path]]:
    began = time.perf_counter()
    _run(command, str(folder))
    return time.perf_counter() - began, list(folder.iterdir())


def _add_files(evidence: Path) -> None:
    store = FileStore(evidence.as_uri())
    for _ in range(FILES):
        store.put(secrets.token_bytes(MEGABYTE))


def _memory() -> None:
    """Of one process with its scheduler, idle and after a hundred pages."""
    port = free_port()
    with process(TRACKER, "run", "--port", str(port)) as running:
        address = f"http://127.0.0.1:{port}/login"
        while not _answers(address):
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
    print(f"{what:<60}{value:>24}", flush=True)
