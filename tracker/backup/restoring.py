"""Putting a backup back into an empty place: all that it holds, or nothing."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import MetaData, Table, func, literal, select, table, text
from sqlalchemy.engine import Connection

from tracker.audit.sealing import journal_problems
from tracker.backup import archive as archives
from tracker.backup import rows
from tracker.backup.archive import OnDamaged, OnStep, nobody_watches
from tracker.backup.rules import Manifest, TableContent
from tracker.core.db import Base, db, writing
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
_NOT_EMPTY = (
    "Cơ sở dữ liệu đích đã có dữ liệu: chỉ khôi phục vào nơi còn trống "
    "(đặt TRACKER_DATA_DIR hoặc TRACKER_DATABASE_URL sang nơi mới)."
)
# Nothing can be done in an installation before the first account and the first line are there.
_FILLED_BY_USE = ("user_account", "audit_entry")


def restore_backup(
    source: Path,
    *,
    passphrase: str | None = None,
    upgrade_to: Callable[[str], None],
    on_step: OnStep = nobody_watches,
    on_damaged: OnDamaged = archives.note_damaged,
) -> Manifest:
    """Put an archive back into a database that holds nothing and give what it held.

    Everything in it is read before the first table is made. `upgrade_to(revision)` makes the tables
    as they were. The rows come in one transaction and are counted, the journal is held against its
    seals afterwards. A file that was altered before it was put into the archive is told of
    (`on_damaged`) and left out: the rest of the ward's work must not be lost with it.
    """
    _require_nothing_there()
    with archives.open_archive(source, passphrase=passphrase) as archive:
        try:
            manifest = archives.read_manifest(archive)
            _require_whole(archive, manifest)
        except _BROKEN as error:
            raise ConfigurationError(f"“{source}”: {archives.NOT_A_BACKUP}") from error
        if manifest.revision not in known_revisions():
            raise ConfigurationError(archives.NEWER)
        if not _empty_again():
            raise ConfigurationError(_NOT_EMPTY)
        try:
            upgrade_to(manifest.revision)
            _require_same_tables(source, manifest)
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


def _require_nothing_there() -> None:
    """Tables with neither an account nor a line of the journal hold nothing that could be lost.

    A restore that was cut off by the power leaves such ones, and so does `tracker init`. Tables of
    another program are none of ours to take away.
    """
    names = set(db.inspect(db.engine).get_table_names())
    with db.engine.connect() as connection:
        if names - Base.metadata.tables.keys() - {rows.NOT_OURS} or _holds_something(connection):
            raise ConfigurationError(_NOT_EMPTY)


def _holds_something(connection: Connection) -> bool:
    names = set(db.inspect(connection).get_table_names())
    return any(
        connection.scalar(select(literal(1)).select_from(table(name)).limit(1)) is not None
        for name in _FILLED_BY_USE
        if name in names
    )


@contextmanager
def _nobody_else_writing() -> Iterator[Connection]:
    """A transaction in which nothing is put into the tables but by itself."""
    db.session.remove()
    with writing(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            names = set(db.inspect(connection).get_table_names())
            for name in names.intersection(_FILLED_BY_USE):
                connection.execute(text(f"LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE"))
        yield connection


def _require_same_tables(source: Path, manifest: Manifest) -> None:
    """All that the archive holds has its place, and nothing is left without its rows."""
    with db.engine.connect() as connection:
        made = {each.name: set(each.columns.keys()) for each in rows.tables_of(connection)}
    if made != {name: set(held.columns) for name, held in manifest.tables.items()}:
        raise ConfigurationError(f"“{source}”: {archives.NOT_A_BACKUP}")


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
    with _nobody_else_writing() as connection:
        if _holds_something(connection):
            raise ConfigurationError(_NOT_EMPTY)
        tables = rows.tables_of(connection)
        # A migration may have put rows of its own into the new tables.
        for each in reversed(tables):
            connection.execute(each.delete())
        for each in tables:
            _put_back_table(archive, connection, each, manifest.tables[each.name])


def _put_back_table(
    archive: zipfile.ZipFile, connection: Connection, target: Table, content: TableContent
) -> None:
    with archive.open(f"tables/{target.name}.jsonl") as lines:
        rows.insert_rows(connection, target, content.columns, lines)
    found = connection.scalar(select(func.count()).select_from(target))
    if found != content.rows:
        raise ConfigurationError(
            f"Bảng {target.name}: bản sao lưu ghi {content.rows} dòng, chỉ có {found}."
        )
    rows.continue_numbering(connection, target)


def _empty_again() -> bool:
    """Take the tables away, which hold nothing. False, and nothing is done, where they do.

    Of two that put a backup back into one place, the later must not take away what the first has
    finished.
    """
    with _nobody_else_writing() as connection:
        if _holds_something(connection):
            return False
        made = MetaData()
        made.reflect(connection)
        made.drop_all(connection)
        return True
