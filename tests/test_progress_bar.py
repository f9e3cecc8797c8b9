"""Reading a PDF shows a bar to a person at a terminal, and none to a program."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading.pdf_documents import plan_as_pdf

TRACKER = [sys.executable, "-c", "from tracker.cli import main; main()"]


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    file = tmp_path / "ke-hoach.pdf"
    file.write_bytes(plan_as_pdf(height=120))
    return file


def seen_at_terminal(*arguments: str, environment: dict[str, str] | None = None) -> tuple[str, str]:
    """What the terminal shows (standard error), and what goes to standard output."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*TRACKER, *arguments], stdout=subprocess.PIPE, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:
            shown += b""  # Linux says so when the other side of the terminal is closed.
        output = process.stdout.read() if process.stdout else b""
        assert process.wait() == 0, shown.decode()
    os.close(ours)
    return shown.decode(), output.decode()


def test_reading_shows_a_bar_that_reaches_its_end(pdf: Path) -> None:
    shown, output = seen_at_terminal("read", str(pdf), "--json")
    assert "Đang đọc trang" in shown
    assert "100%" in shown
    assert "Đang đọc trang" not in output
    assert output.lstrip().startswith("{")


def test_importing_shows_it_too(pdf: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "TRACKER_DATA_DIR": str(tmp_path / "var"),
        "PYTHONIOENCODING": "utf-8",
    }
    seen_at_terminal("init", environment=environment)
    seen_at_terminal(
        *("create-user", "vanphong", "--name", "Văn phòng", "--role", "office"),
        *("--password", "Mau-phuong-2026"),
        environment=environment,
    )
    shown, output = seen_at_terminal(
        "import", str(pdf), "--as", "vanphong", environment=environment
    )
    assert "100%" in shown
    assert "xem lại tại /imports/1" in output


def test_a_program_gets_no_bar(pdf: Path) -> None:
    done = subprocess.run([*TRACKER, "read", str(pdf)], capture_output=True, check=True, text=True)
    assert done.stderr == ""
