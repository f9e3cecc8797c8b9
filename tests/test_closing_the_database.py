"""A command that has ended leaves all of its work in the database's one file.

Somebody copies `tracker.sqlite3` by hand: what SQLite's log beside it still held would be lost.
"""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.deploy.processes import TRACKER, process
from tests.ports import held_port

# Only how long a broken one is waited for.
SECONDS = 120
NEW_USER = (
    *("create-user", "quantri", "--name", "Người quản trị"),
    *("--role", "administrator", "--password", "Mau-phuong-2026"),
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The database of an installation that has just been set up."""
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)
    run("init")
    return tmp_path / "var" / "tracker.sqlite3"


@pytest.fixture
def port() -> Iterator[int]:
    with held_port() as port:
        yield port


def run(*arguments: str) -> None:
    """The command as a process of its own, to its end."""
    subprocess.run([TRACKER, *arguments], check=True, capture_output=True, timeout=SECONDS)


def logs_of(file: Path) -> list[str]:
    """What lies beside the file."""
    return sorted(found.name for found in file.parent.glob(f"{file.name}-*"))


def accounts_in(file: Path, into: Path) -> list[str]:
    """The accounts in a copy of the one file."""
    into.write_bytes(file.read_bytes())
    with closing(sqlite3.connect(into)) as connection:
        return [name for (name,) in connection.execute("SELECT username FROM user_account")]


def test_a_command_leaves_no_log(file: Path, tmp_path: Path) -> None:
    assert logs_of(file) == []
    run(*NEW_USER)
    assert logs_of(file) == []
    assert accounts_in(file, tmp_path / "copy") == ["quantri"]


def test_a_command_that_only_reads_leaves_none_either(file: Path) -> None:
    run("check")
    run("journal", "verify")
    assert logs_of(file) == []


def test_nor_does_one_that_is_refused(file: Path) -> None:
    run(*NEW_USER)
    refused = subprocess.run(
        [TRACKER, *NEW_USER], check=False, capture_output=True, timeout=SECONDS
    )
    assert refused.returncode == 2
    assert logs_of(file) == []


def test_whoever_has_it_open_keeps_the_log(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT count(*) FROM user_account").fetchone() == (0,)
        run(*NEW_USER)
        assert other.execute("SELECT count(*) FROM user_account").fetchone() == (1,)
    assert logs_of(file) == []
    assert accounts_in(file, tmp_path / "copy") == ["quantri"]


def test_pages_that_end_in_order_leave_none(file: Path, port: int) -> None:
    with process(TRACKER, "run", "--port", str(port)) as running:
        page = f"http://127.0.0.1:{port}/login"
        for _look in range(SECONDS * 10):
            try:
                with urlopen(page, timeout=SECONDS) as answer:
                    assert answer.status == 200
                break
            except OSError:
                time.sleep(0.1)
        running.send_signal(signal.SIGTERM)
        assert running.wait(SECONDS) == 0
    assert logs_of(file) == []
