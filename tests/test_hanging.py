"""A test that hangs does not hang all of them: its process ends, and says where."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SETTINGS = Path(__file__).resolve().parents[1] / "pyproject.toml"
HANGS = """
import threading

def test_that_hangs():
    threading.Event().wait()
"""


def test_a_test_that_hangs_is_ended_and_named(tmp_path: Path) -> None:
    (tmp_path / "test_hanging_here.py").write_text(HANGS, "utf-8")
    soon = ["-o", "faulthandler_timeout=1", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", str(SETTINGS), "--rootdir", ".", *soon, "."],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode != 0
    assert "test_that_hangs" in done.stderr
