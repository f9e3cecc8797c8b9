"""Putting a backup back into an empty place: all that it holds, or nothing."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import MetaData, Table, func, select
from sqlalchemy.engine import Connection

from tracker.audit.sealing import journal_problems
from tracker.backup import archive as archives
from tracker.backup import rows
from tracker.backup.archive import OnDamaged, OnStep, nobody_watches
from tracker.backup.rules import Manifest, TableContent
from tracker.core.db import db, writing
from tracker.core.errors import ConfigurationError
from tracker.core.migrating import known_revisions
from tracker.core.storage import file_store

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    NotImplementedError,
    RuntimeError,
)
_AT_ONCE = 1024 * 1024


def restore_backup(
    source: Path,
    *,
    passphrase: str | None = None,
    upgrade_to: Callable[[str], None],
    on_step: OnStep = nobody_watches,
    on_damaged: OnDamaged = archives.note_damaged,
) -> Manifest:
    """Put an archive back into a database without tables and give what it held.

    Everything in it is read before the first table is made. `upgrade_to(revision)` makes the tables
    as they were. The rows come in one transaction and are counted, the journal is held against its
    seals afterwards. A file that was altered before it was put into the archive is told of
    (`on_damaged`) and left out: the rest of the ward's work must not be lost with it.
    """
    if db.inspect(db.engine).get_table_names():
        raise ConfigurationError(
            "Cơ sở dữ liệu đích đã có bảng: chỉ khôi phục vào nơi còn trống "
            "(đặt TRACKER_DATA_DIR hoặc TRACKER_DATABASE_URL sang nơi mới)."
        )
    with archives.open_archive(source, passphrase=passphrase) as archive:
        try:
            manifest = archives.read_manifest(archive)
            _require_whole(archive, manifest)
        except _BROKEN as error:
            raise ConfigurationError(f"“{source}”: {archives.NOT_A_BACKUP}") from error
        if manifest.revision not in known_revisions():
            raise ConfigurationError(archives.NEWER)
        try:
            upgrade_to(manifest.revision)
            _put_back(archive, manifest, on_step, on_damaged)
        except BaseException:
            _empty_again()
            raise
    return manifest


def broken_seals(manifest: Manifest) -> list[str]:
    """What of the restored journal does not fit the seals, in sentences."""
    return list(journal_problems(heads=[manifest.journal_head]))


def files_lacking() -> set[str]:
    """The hash of every file that some restored row speaks of and that is not there."""
    with db.engine.connect() as connection:
        spoken_of = rows.files_spoken_of(connection, rows.tables_of(connection))
    return spoken_of.difference(file_store().digests())


def _require_whole(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read every part to its end, which holds it against its sum; ValueError where rows lack."""
    for name, content in manifest.tables.items():
        with archive.open(f"tables/{name}.jsonl") as lines:
            if sum(1 for _line in lines) != content.rows:
                raise ValueError(name)
    for digest in manifest.files:
        with archive.open(f"files/{digest}") as opened:
            while opened.read(_AT_ONCE):
                continue


def _put_back(
    archive: zipfile.ZipFile, manifest: Manifest, on_step: OnStep, on_damaged: OnDamaged
) -> None:
    for done, digest in enumerate(manifest.files):
        on_step(done, len(manifest.files))
        content = archive.read(f"files/{digest}")
        if hashlib.sha256(content).hexdigest() == digest:
            file_store().put(content)
        else:
            on_damaged(digest)
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


def _empty_again() -> None:
    """Take the tables away: there were none before, and the next try wants none."""
    db.session.remove()
    with writing(), db.engine.begin() as connection:
        made = MetaData()
        made.reflect(connection)
        made.drop_all(connection)
