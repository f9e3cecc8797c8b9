"""Why the system could not do something, in Vietnamese where the reason is a usual one.

Whoever reads it keeps a ward's machine and may know no English. The log has the system's own name
of the reason, by which others can look it up; its sentence may hold names and stays out.
"""

from __future__ import annotations

import errno
import logging
import re
import socket
import sqlite3
import ssl

log = logging.getLogger(__name__)

FULL, NO_RIGHT, READ_ONLY = "ổ đĩa đầy", "không có quyền", "ổ đĩa chỉ cho đọc"
REFUSED, SILENT, UNKNOWN = (
    "máy kia từ chối kết nối",
    "chờ lâu không trả lời",
    "không có máy tên này",
)
NO_WAY, UNPLUGGED = "không có đường mạng tới máy kia", "ổ đĩa lỗi hoặc không còn cắm"
_BY_NUMBER = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: "đã dùng hết phần chỗ được cấp",
    errno.EFBIG: "tệp lớn hơn mức hệ thống cho phép",
    errno.EACCES: NO_RIGHT,
    errno.EPERM: NO_RIGHT,
    errno.EROFS: READ_ONLY,
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EISDIR: "đây là thư mục, không phải tệp",
    errno.ENOTDIR: "đường dẫn đi qua một tệp",
    errno.EEXIST: "đã có tệp tên này",
    errno.EIO: UNPLUGGED,
    errno.ENXIO: UNPLUGGED,
    errno.ENODEV: UNPLUGGED,
    errno.ESTALE: "thư mục mạng đã ngắt",
    errno.ECONNREFUSED: REFUSED,
    errno.ECONNRESET: "máy kia ngắt kết nối",
    errno.ETIMEDOUT: SILENT,
    errno.EHOSTUNREACH: NO_WAY,
    errno.ENETUNREACH: NO_WAY,
    errno.EADDRINUSE: "cổng này đang có chương trình khác dùng",
}
_BY_KIND: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, UNKNOWN),
    (ssl.SSLCertVerificationError, "chứng thư của máy kia không hợp lệ"),
    (ssl.SSLError, "hai máy không thống nhất được cách mã hóa"),
    (TimeoutError, SILENT),
)
_BY_SQLITE = {
    sqlite3.SQLITE_PERM: NO_RIGHT,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_IOERR: "ổ đĩa lỗi khi đọc hoặc ghi",
    sqlite3.SQLITE_CANTOPEN: "không có tệp này, hoặc không có quyền mở",
    sqlite3.SQLITE_BUSY: "chương trình khác đang giữ",
    sqlite3.SQLITE_CORRUPT: "nội dung tệp hỏng",
    sqlite3.SQLITE_NOTADB: "không phải tệp cơ sở dữ liệu",
}
# PostgreSQL's library tells in words only why it reached no server.
_BY_WORDS = (
    (re.compile(r"connection refused", re.I), REFUSED),
    (re.compile(r"timeout expired|timed out", re.I), SILENT),
    (re.compile(r"resolve host|translate host name|name or service not known", re.I), UNKNOWN),
    (re.compile(r"no route to host|network is unreachable", re.I), NO_WAY),
    (
        re.compile(r"password authentication failed", re.I),
        "sai tên hoặc mật khẩu của cơ sở dữ liệu",
    ),
    (
        re.compile(r'database "[^"]*" does not exist', re.I),
        "máy chủ không có cơ sở dữ liệu tên này",
    ),
)


def reason_words(error: BaseException) -> str:
    """The usual reasons in Vietnamese; the system's own words for the rare ones."""
    log.info("the system's reason: %s %s", type(error).__name__, _name_of(error))
    own = str(getattr(error, "strerror", None) or error).strip().partition("\n")[0]
    return _usual(error) or own or type(error).__name__


def _name_of(error: BaseException) -> str:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", "")
    number = getattr(error, "errno", None)
    return errno.errorcode.get(number, str(number)) if number is not None else ""


def _usual(error: BaseException) -> str | None:
    for kind, words in _BY_KIND:
        if isinstance(error, kind):
            return words
    if isinstance(error, sqlite3.Error):
        # The low byte says what kind of error it is.
        return _BY_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, OSError) and error.errno is not None:
        return _BY_NUMBER.get(error.errno)
    return next((words for pattern, words in _BY_WORDS if pattern.search(str(error))), None)
