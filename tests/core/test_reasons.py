"""The usual reasons of the system are said in Vietnamese; rare ones as the system says them."""

from __future__ import annotations

import errno
import logging
import os
import socket
import sqlite3
from pathlib import Path

import psycopg
import pytest

from tracker.core.reasons import (
    FULL,
    NO_RIGHT,
    READ_ONLY,
    REFUSED,
    SILENT,
    UNKNOWN,
    reason_words,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, FULL),
        (errno.EACCES, NO_RIGHT),
        (errno.EROFS, READ_ONLY),
        (errno.ENOENT, "không có tệp hoặc thư mục này"),
        (errno.ECONNREFUSED, REFUSED),
        (errno.ETIMEDOUT, SILENT),
        (errno.ELOOP, os.strerror(errno.ELOOP)),
    ],
)
def test_a_number_of_the_system_has_its_words(number: int, words: str) -> None:
    assert reason_words(OSError(number, os.strerror(number))) == words


def test_what_has_no_number_is_known_by_its_kind() -> None:
    assert reason_words(TimeoutError("timed out")) == SILENT
    assert reason_words(socket.gaierror(-2, "Name or service not known")) == UNKNOWN
    assert reason_words(RuntimeError()) == "RuntimeError"


def test_sqlite_and_postgresql_say_why_too(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(tmp_path / "gone" / "tracker.sqlite3")
    assert reason_words(caught.value) == "không có tệp này, hoặc không có quyền mở"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        # Bound and not listening: whoever calls is refused.
        where = f"host=127.0.0.1 port={taken.getsockname()[1]}"
        with pytest.raises(psycopg.OperationalError) as failed:
            psycopg.connect(where, connect_timeout=5)
    assert reason_words(failed.value) == REFUSED


def test_the_log_has_the_system_s_name_of_it_and_no_sentence(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        reason_words(PermissionError(errno.EACCES, "Permission denied", "nguyen-van-an.pdf"))
    assert "PermissionError EACCES" in caplog.text
    assert "nguyen" not in caplog.text
