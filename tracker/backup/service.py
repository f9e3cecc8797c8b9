"""Making a backup while everybody works, keeping the right ones, putting one back."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Table, func, select, text
from sqlalchemy.engine import Connection

from tracker.audit.rules import AuditAction
from tracker.audit.sealing import journal_problems
from tracker.audit.service import record_installation
from tracker.backup import archive as archives
from tracker.backup import rows
from tracker.backup.rules import Manifest, TableContent, backup_name, superfluous
from tracker.core import clock
from tracker.core.db import db, write
from tracker.core.errors import ConfigurationError
from tracker.core.storage import file_store

OnStep = Callable[[int, int], None]


def make_backup(
    folder: Path, *, passphrase: str | None = None, on_step: OnStep | None = None
) -> Path:
    """One consistent archive of database and kept files, named by its moment; gives its path.

    All tables are read in one transaction of the database's own snapshot, so others go on writing.
    The files are kept by the hash of their content and are never changed, so copying them after
    the rows have been read misses none that the rows speak of.
    """
    moment = clock.now()
    target = folder / backup_name(moment, encrypted=passphrase is not None)
    try:
        archives.write_archive(
            target,
            lambda archive: _fill(archive, moment, on_step or _nobody_watches),
            passphrase=passphrase,
        )
    except OSError as error:
        raise ConfigurationError(
            f"Không ghi được bản sao lưu vào “{folder}” ({error.strerror}): "
            "hãy kiểm tra chỗ trống và quyền ghi."
        ) from error
    return target


def note_backup(made: Path) -> None:
    """Tell the journal that a backup was made; in a transaction of its own."""
    with write():
        record_installation(AuditAction.BACKUP_MADE, name=made.name)


def keep_backups(folder: Path, copy_folder: Path | None, *, passphrase: str | None) -> Path:
    """The night's work: make a backup, copy it to the second place, remove the superfluous."""
    made = make_backup(folder, passphrase=passphrase)
    note_backup(made)
    places = [folder]
    if copy_folder is not None:
        try:
            archives.copy_to(made, copy_folder)
        except OSError as error:
            raise ConfigurationError(
                f"Không chép được bản sao lưu sang “{copy_folder}” ({error.strerror})."
            ) from error
        places.append(copy_folder)
    for place in places:
        for name in superfluous(path.name for path in place.iterdir()):
            (place / name).unlink()
    return made


def restore_backup(
    source: Path,
    *,
    passphrase: str | None = None,
    upgrade_to: Callable[[str], None],
    on_step: OnStep | None = None,
) -> Manifest:
    """Put an archive back into a database without tables and give what it held.

    `upgrade_to(revision)` makes the tables as they were. The rows come in one transaction and are
    counted; each file is checked against its hash, the journal against its seals.
    """
    if db.inspect(db.engine).get_table_names():
        raise ConfigurationError(
            "Cơ sở dữ liệu đích đã có bảng: chỉ khôi phục vào nơi còn trống "
            "(đặt TRACKER_DATA_DIR hoặc TRACKER_DATABASE_URL sang nơi mới)."
        )
    with archives.open_archive(source, passphrase=passphrase) as archive:
        try:
            manifest = archives.read_manifest(archive)
            upgrade_to(manifest.revision)
            _put_back(archive, manifest, on_step or _nobody_watches)
        except (zipfile.BadZipFile, zlib.error, KeyError, ValueError) as error:
            raise ConfigurationError(f"“{source}”: {archives.NOT_A_BACKUP}") from error
    return manifest


def broken_seals(manifest: Manifest) -> list[str]:
    """What of the restored journal does not fit the seals, in sentences."""
    return list(journal_problems(head=manifest.journal_head))


def _fill(archive: zipfile.ZipFile, moment: datetime, on_step: OnStep) -> None:
    isolation = {"isolation_level": "REPEATABLE READ"} if _is_postgres() else {}
    with db.engine.connect().execution_options(**isolation) as connection:
        tables = rows.tables_of(connection)
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        contents: dict[str, TableContent] = {}
        for table in tables:
            count = 0
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as lines:
                for line in rows.rows_as_json(connection, table):
                    lines.write(line.encode() + b"\n")
                    count += 1
            contents[table.name] = TableContent(count, rows.column_kinds(table))
        head = _head_in(connection)
        dialect = connection.dialect.name
    digests = sorted(file_store().digests())
    for done, digest in enumerate(digests):
        on_step(done, len(digests))
        archives.add_file(archive, f"files/{digest}", file_store().get(digest))
    on_step(len(digests), len(digests))
    manifest = Manifest(moment.isoformat(), str(revision), dialect, head, contents, digests)
    archives.write_manifest(archive, manifest)


def _head_in(connection: Connection) -> str:
    """The journal's last seal as the snapshot has it; none in a database older than seals."""
    columns = db.inspect(connection).get_columns("audit_entry")
    if "number" not in {column["name"] for column in columns}:
        return ""
    statement = text("SELECT number, seal FROM audit_entry ORDER BY number DESC LIMIT 1")
    found = connection.execute(statement).first()
    return f"{found.number}:{found.seal}" if found and found.number else ""


def _put_back(archive: zipfile.ZipFile, manifest: Manifest, on_step: OnStep) -> None:
    for done, digest in enumerate(manifest.files):
        on_step(done, len(manifest.files))
        content = archive.read(f"files/{digest}")
        if hashlib.sha256(content).hexdigest() != digest:
            raise ConfigurationError(f"Tệp {digest[:12]}… trong bản sao lưu đã bị hỏng.")
        file_store().put(content)
    on_step(len(manifest.files), len(manifest.files))
    with db.engine.begin() as connection:
        tables = rows.tables_of(connection)
        # A migration may have put rows of its own into the new tables.
        for table in reversed(tables):
            connection.execute(table.delete())
        for table in tables:
            _put_back_table(archive, connection, table, manifest.tables[table.name])


def _put_back_table(
    archive: zipfile.ZipFile, connection: Connection, table: Table, content: TableContent
) -> None:
    with archive.open(f"tables/{table.name}.jsonl") as lines:
        rows.insert_rows(connection, table, content.columns, lines)
    found = connection.scalar(select(func.count()).select_from(table))
    if found != content.rows:
        raise ConfigurationError(
            f"Bảng {table.name}: bản sao lưu ghi {content.rows} dòng, chỉ có {found}."
        )
    rows.continue_numbering(connection, table)


def _is_postgres() -> bool:
    return bool(db.engine.dialect.name == "postgresql")


def _nobody_watches(_done: int, _total: int) -> None:
    return None
