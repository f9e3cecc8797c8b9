"""A full disk and one that may only be read, told from all other errors."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

INSUFFICIENT_STORAGE, UNAVAILABLE = 507, 503
# Over a quota and past the largest file is full, too.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS}
_SQLITE = {
    sqlite3.SQLITE_FULL: INSUFFICIENT_STORAGE,
    sqlite3.SQLITE_READONLY: UNAVAILABLE,
}
_POSTGRESQL = {"53100": INSUFFICIENT_STORAGE, "25006": UNAVAILABLE}
# The object store tells the number of a system's error in its words only.
_OS_ERROR = re.compile(r"\(os error (\d+)\)")


def status_of_disk_fault(error: BaseException) -> int | None:
    """The status of the answer when the place of the data is full or read-only; else None."""
    found = (_status_of(cause) for cause in _causes(error))
    return next((status for status in found if status is not None), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _status_of(error: BaseException) -> int | None:
    if isinstance(error, DBAPIError):
        return _status_of(error.orig) if error.orig is not None else None
    if isinstance(error, sqlite3.Error):
        # The low byte says what kind of error it is.
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(error, "sqlstate", None)
    if state is not None:
        return _POSTGRESQL.get(state)
    return _status_of_number(_number_of(error))


def _number_of(error: BaseException) -> int | None:
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    told = _OS_ERROR.search(str(error))
    return int(told[1]) if told else None


def _status_of_number(number: int | None) -> int | None:
    if number in _FULL:
        return INSUFFICIENT_STORAGE
    return UNAVAILABLE if number in _READ_ONLY else None
