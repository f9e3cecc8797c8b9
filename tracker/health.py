"""Whether an installation is whole: database, folders, mail, evidence, calendar."""

from __future__ import annotations

import hashlib
import smtplib
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from tracker import machine
from tracker.audit.kept_seals import kept_seals
from tracker.audit.sealing import journal_problems
from tracker.backup.looking import kept_backups_problem
from tracker.backup.queries import last_backup_at, last_is_short
from tracker.backup.rules import is_too_old
from tracker.core import clock
from tracker.core.db import Base, db
from tracker.core.errors import StorageError
from tracker.core.migrating import current_revision, known_revisions
from tracker.core.reasons import reason_words
from tracker.core.storage import FileStore, file_store
from tracker.evidence.inspecting import reader_problem
from tracker.evidence.scanning import scanner_answers
from tracker.settings.queries import ward_settings

MAIL_TIMEOUT_SECONDS = 10
SEE_DATABASE_URL = "xem lại TRACKER_DATABASE_URL và TRACKER_DATA_DIR."
SEE_BACKUPS = "lấy lại từ bản sao lưu còn đủ (deploy/SAO-LUU.md)"
SEE_JOURNAL = (
    "Giữ nguyên mọi bản sao lưu, gõ “tracker journal verify” để xem hết, báo người quản trị "
    "(deploy/SAO-LUU.md, mục Dấu niêm của nhật ký)."
)
RESTORE = "giữ nguyên tệp ấy, khôi phục bản sao lưu mới nhất vào nơi khác (deploy/SAO-LUU.md)."

# Neither is the database's fault, nor that of the settings: it is whole, and where it was.
_PASSING_TROUBLE = {
    sqlite3.SQLITE_FULL: "Ổ đĩa đầy, không ghi được cơ sở dữ liệu: hãy dọn ổ đĩa rồi làm lại",
    sqlite3.SQLITE_BUSY: "Cơ sở dữ liệu đang bận vì một chương trình khác giữ: hãy đợi vài phút "
    "rồi làm lại, vẫn bận thì khởi động lại máy",
    sqlite3.SQLITE_READONLY: "Cơ sở dữ liệu không ghi được: hãy cho tài khoản chạy dịch vụ quyền "
    "ghi vào TRACKER_DATA_DIR và các tệp trong đó",
}


@dataclass(frozen=True, slots=True)
class HealthFinding:
    """One thing looked at: what, and what is wrong with it (None when nothing is).

    A warning asks for something to be done, but nothing is broken.
    """

    subject: str
    problem: str | None = None
    note: str = "tốt"
    warning: str | None = None

    @property
    def is_problem(self) -> bool:
        """Whether somebody has to act."""
        return self.problem is not None

    def as_text(self) -> str:
        """One line for the terminal."""
        sign = "✗" if self.problem else "!" if self.warning else "✓"
        return f"{sign} {self.subject}: {self.problem or self.warning or self.note}"


def check_installation(app: Flask) -> list[HealthFinding]:
    """Look at everything; the database first, as the rest reads from it."""
    database = HealthFinding("Cơ sở dữ liệu", database_problem() or damage())
    findings = [database, _folders(app), _room(app), _mail(app), _readers(), *_scanner(app)]
    if not database.is_problem:
        findings += [_kept_files(), _journal(), _backups(app), _clock(), _calendar(), _version()]
    return findings


def database_problem() -> str | None:
    """What keeps the tables from being used by this version of the code; None when nothing does."""
    try:
        current = current_revision()
    except DatabaseError as error:
        return not_opened(error)
    if current is None:
        return "Cơ sở dữ liệu chưa có bảng: hãy chạy “tracker init”."
    known = known_revisions()
    if current not in known:
        return _newer(current)
    if current != known[0]:
        return f"Cơ sở dữ liệu ở phiên bản cũ ({current}): hãy chạy “tracker init” để nâng cấp."
    return None


def not_opened(error: DatabaseError) -> str:
    """What to do about a database that is not there, or whose file is none any more."""
    reason = reason_words(error.orig or error)
    number = getattr(error.orig, "sqlite_errorcode", None)
    if number in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return f"Tệp cơ sở dữ liệu bị hỏng ({reason}): {RESTORE}"
    # The first byte is the kind of failure, what stands above it says where it happened.
    for kind, words in _PASSING_TROUBLE.items():
        if number is not None and number & 0xFF == kind:
            return f"{words}."
    return f"Cơ sở dữ liệu không mở được ({reason}): {SEE_DATABASE_URL}"


def damage() -> str | None:
    """What of an SQLite file can no longer be read, or points to rows that are gone.

    PostgreSQL holds its pages against their sums, and its references, by itself.
    """
    if db.engine.dialect.name != "sqlite":
        return None
    try:
        with db.engine.connect() as connection:
            said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    except DatabaseError as error:
        return not_opened(error)
    if said != "ok":
        return f"Tệp cơ sở dữ liệu bị hỏng ({str(said).splitlines()[-1][:100]}): {RESTORE}"
    return f"Bảng {loose[0]} có dòng trỏ tới dòng không còn: {RESTORE}" if loose else None


def newer_database_problem() -> str | None:
    """Why the tables must not be touched by this version of the code; None when they may be."""
    current = current_revision()
    is_newer = current is not None and current not in known_revisions()
    return _newer(current) if is_newer and current else None


def is_older_database() -> bool:
    """Whether there are tables that this version of the code would change."""
    current = current_revision()
    known = known_revisions()
    return current in known and current != known[0]


def _newer(revision: str) -> str:
    return (
        f"Cơ sở dữ liệu ở phiên bản {revision}, mới hơn chương trình này: "
        "hãy cài bản chương trình mới hơn."
    )


def _folders(app: Flask) -> HealthFinding:
    return HealthFinding("Thư mục", machine.folder_problem(app.config["TRACKER"]))


def _room(app: Flask) -> HealthFinding:
    free = machine.free_room(app.config["TRACKER"])
    words = machine.room_words(free)
    if free < machine.LEAST_FREE:
        return HealthFinding("Ổ đĩa", f"{words}: không lưu được nữa, hãy dọn ổ đĩa ngay")
    warning = f"{words}: hãy dọn ổ đĩa hoặc chuyển sang ổ lớn hơn"
    return HealthFinding(
        "Ổ đĩa", note=words, warning=warning if free < machine.LITTLE_FREE else None
    )


def _clock() -> HealthFinding:
    problem = machine.clock_problem()
    db.session.remove()
    return HealthFinding("Đồng hồ", problem)


def _calendar() -> HealthFinding:
    year = machine.unconfirmed_year()
    db.session.remove()
    if year is None:
        return HealthFinding("Lịch làm việc")
    return HealthFinding(
        "Lịch làm việc",
        warning=f"ngày nghỉ hoán đổi, làm bù năm {year} chưa được xác nhận: "
        "xem trang Lịch làm việc",
    )


def _version() -> HealthFinding:
    words = machine.version_words()
    db.session.remove()
    return HealthFinding("Phiên bản", note=words)


def _mail(app: Flask) -> HealthFinding:
    server = app.config["TRACKER"].mail_server
    if server is None:
        return HealthFinding(
            "Thư điện tử", note="chưa đặt TRACKER_SMTP_URL: thư nhắc chờ ở trang Thư nhắc"
        )
    connect = smtplib.SMTP_SSL if server.security == "tls" else smtplib.SMTP
    try:
        with connect(server.host, server.port, timeout=MAIL_TIMEOUT_SECONDS) as connection:
            connection.noop()
    except (OSError, smtplib.SMTPException) as error:
        return HealthFinding(
            "Thư điện tử",
            f"không nối được {server.host}:{server.port} ({reason_words(error)}): hãy xem lại mạng "
            "và TRACKER_SMTP_URL",
        )
    return HealthFinding("Thư điện tử", note=f"nối được {server.host}:{server.port}")


def _readers() -> HealthFinding:
    return HealthFinding("Đọc tệp gửi lên", reader_problem())


def _scanner(app: Flask) -> list[HealthFinding]:
    """Nothing to say where no scanner is asked for."""
    url = app.config["TRACKER"].clamav_url
    if url is None:
        return []
    problem = None if scanner_answers(url) else f"máy quét ở {url} không trả lời"
    return [HealthFinding("Quét mã độc", problem)]


def _backups(app: Flask) -> HealthFinding:
    last = last_backup_at()
    db.session.remove()
    warn_days = ward_settings().backup_warn_days
    if not is_too_old(last, clock.now(), warn_days=warn_days):
        warning = _short_backup() or kept_backups_problem(
            app.config["TRACKER"], warn_days=warn_days
        )
        return HealthFinding("Sao lưu", note=f"lần cuối {_day(last)}", warning=warning)
    found = f"lần cuối {_day(last)}" if last else "chưa có bản nào"
    advice = "hãy chạy “tracker backup”, xem lịch có chạy không"
    if app.config["TRACKER"].backup_dir is None:
        advice = "hãy đặt TRACKER_BACKUP_DIR để sao lưu mỗi đêm"
    return HealthFinding("Sao lưu", warning=f"{found}: {advice}")


def _short_backup() -> str | None:
    is_short = last_is_short()
    db.session.remove()
    if not is_short:
        return None
    return (
        "bản mới nhất thiếu tệp minh chứng hoặc có tệp bị sửa: xem dòng Minh chứng, lấy lại tệp từ "
        "bản cũ hơn (deploy/SAO-LUU.md), rồi chạy “tracker backup”"
    )


def _day(moment: datetime | None) -> str:
    return f"{clock.day_in_vietnam(moment):%d/%m/%Y}" if moment else ""


def _journal() -> HealthFinding:
    found = list(journal_problems(heads=kept_seals()))
    db.session.remove()
    return HealthFinding("Nhật ký", f"{found[0]} {SEE_JOURNAL}" if found else None)


def _kept_files() -> HealthFinding:
    """Every kept file against its hash, and against the rows that speak of it."""
    try:
        return _looked_through(_wanted_files(), file_store())
    except StorageError as error:
        return HealthFinding("Minh chứng", error.message)


def _looked_through(wanted: dict[str, str], store: FileStore) -> HealthFinding:
    kept = set(store.digests())
    missing = sorted(wanted.keys() - kept)
    looked_at = {digest: _is_whole(digest, store) for digest in sorted(kept)}
    altered = [digest for digest, is_whole in looked_at.items() if is_whole is False]
    unread = [digest for digest, is_whole in looked_at.items() if is_whole is None]
    told = (
        (missing, f"thiếu {len(missing)} tệp: ", SEE_BACKUPS),
        (altered, f"{len(altered)} tệp bị sửa: ", SEE_BACKUPS),
        (unread, f"{len(unread)} tệp không đọc được: ", "xem quyền đọc, ổ đĩa có sắp hỏng không"),
    )
    said = [
        f"{words}{', '.join(wanted.get(digest, digest) for digest in found[:5])} ({advice})"
        for found, words, advice in told
        if found
    ]
    orphans = len(kept - wanted.keys())
    note = f"{len(kept)} tệp nguyên vẹn" + (f", {orphans} tệp không còn dùng" if orphans else "")
    strangers = store.strangers()
    if strangers:
        note += f", {len(strangers)} tệp lạ: {', '.join(strangers[:5])}"
    return HealthFinding("Minh chứng", "; ".join(said) or None, note)


def _is_whole(digest: str, store: FileStore) -> bool | None:
    """None where a disk does not give the file; a store on the network is then not asked again."""
    try:
        content = store.get(digest)
    except FileNotFoundError:
        return None
    except StorageError:
        if not store.is_folder:
            raise
        return None
    return hashlib.sha256(content).hexdigest() == digest


def _wanted_files() -> dict[str, str]:
    """The hash of every file that some row speaks of, with a name for people.

    Whatever table keeps a file keeps its hash in a column named so.
    """
    wanted: dict[str, str] = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("sha256"):
                named = table.columns.get(column.name.replace("sha256", "name"), column)
                name = table.columns.get("file_name", named)
                statement = (
                    select(column, name)
                    .where(column.is_not(None))
                    .order_by(*table.primary_key.columns)
                )
                wanted |= {
                    digest: words or digest for digest, words in db.session.execute(statement)
                }
    db.session.remove()
    return wanted
