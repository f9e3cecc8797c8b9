"""Making a backup while everybody works, and keeping the right ones."""

from __future__ import annotations

import hashlib
import logging
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, text

from tracker.audit.rules import AuditAction
from tracker.audit.service import record_installation
from tracker.backup import archive as archives
from tracker.backup import rows
from tracker.backup.archive import OnDamaged, OnMissing, OnStep, nobody_watches
from tracker.backup.models import BackupHour
from tracker.backup.queries import backups_before_upgrades, backups_told_of
from tracker.backup.rules import Manifest, TableContent, backup_name, newest_of, superfluous
from tracker.core import clock
from tracker.core.db import db, insert_missing, read, write
from tracker.core.errors import ConfigurationError, StorageError
from tracker.core.reasons import reason_words
from tracker.core.storage import file_store

_SECONDS_OF_A_DAY = 24 * 60 * 60
_SECONDS_TRIED = 60
# Of one that was missed, the night after it, and one more.
_ROOM_FOR_COPIES = 3

log = logging.getLogger(__name__)


def make_backup(
    folder: Path,
    *,
    passphrase: str | None = None,
    on_step: OnStep = nobody_watches,
    on_damaged: OnDamaged = archives.note_damaged,
    on_missing: OnMissing = archives.note_missing,
) -> Path:
    """One consistent archive of database and kept files, named by its moment; gives its path.

    All tables are read in one transaction of the database's own snapshot, so others go on writing.
    The files are kept by the hash of their content and are never changed, so copying them after
    the rows have been read misses none that the rows speak of. One that was altered nevertheless is
    told of (`on_damaged`); it goes into the archive as it is. One that a row speaks of and that is
    gone or cannot be read is told of too (`on_missing`): everything else is in the archive.
    """
    moment = clock.now()
    is_encrypted = passphrase is not None

    def write_named(seconds: int) -> Path:
        name = backup_name(moment + timedelta(seconds=seconds), encrypted=is_encrypted)
        archives.write_archive(
            folder / name,
            lambda archive: _fill(archive, moment, on_step, on_damaged, on_missing),
            passphrase=passphrase,
        )
        return folder / name

    try:
        return _under_a_free_name(write_named)
    except OSError as error:
        raise ConfigurationError(
            f"Không ghi được bản sao lưu vào “{folder}” ({reason_words(error)}): "
            "hãy kiểm tra chỗ trống và quyền ghi."
        ) from error


def note_backup(made: Path, *, is_short: bool = False) -> None:
    """Tell the journal that a backup was made, and if files lack; in a transaction of its own."""
    action = AuditAction.BACKUP_MADE_SHORT if is_short else AuditAction.BACKUP_MADE
    with write():
        record_installation(action, name=made.name)


def note_upgrade(made_before: Path) -> None:
    """Tell the journal that the tables were changed, and which backup has them as they were."""
    with write():
        record_installation(AuditAction.DATABASE_UPGRADED, name=made_before.name)


def take_hour() -> bool:
    """Whether this process is to see to the backups in this hour.

    All schedulers wake at the same minute: two of them would write one file, or two backups.
    """
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    with write():
        db.session.execute(delete(BackupHour).where(BackupHour.begins_at < hour))
        return bool(insert_missing(BackupHour, [{"begins_at": hour}]))


def keep_backups(folder: Path, copy_folder: Path | None, *, passphrase: str | None) -> Path:
    """The night's work: make a backup, remove the superfluous, have it in the second place too."""
    lacking: list[str] = []

    def note(digest: str) -> None:
        log.error("the backup lacks the kept file %s, or holds it altered", digest)
        lacking.append(digest)

    _make_room(folder)
    made = make_backup(folder, passphrase=passphrase, on_damaged=note, on_missing=note)
    note_backup(made, is_short=bool(lacking))
    _remove_superfluous(folder)
    if copy_folder is not None:
        _copy(made, copy_folder)
    return made


def lacks_copy(folder: Path, copy_folder: Path | None, *, of_same_name: bool = False) -> bool:
    """Whether the newest backup is still to be copied to the second place, if there is one.

    `of_same_name`: only where another one, of some other installation, has its name there.
    """
    newest = newest_backup(folder)
    if newest is None or copy_folder is None:
        return False
    copy = copy_folder / newest.name
    return not archives.is_same(newest, copy) and (copy.exists() or not of_same_name)


def copy_newest(folder: Path, copy_folder: Path) -> Path | None:
    """Have the newest backup in the second place too; None where it is there already."""
    newest = newest_backup(folder)
    if newest is None or not lacks_copy(folder, copy_folder):
        return None
    return _copy(newest, copy_folder)


def copy_missed(folder: Path, copy_folder: Path) -> list[str]:
    """Have those in the second place too that were made while it was away; gives their names.

    The latest first, and only while there is room for the coming nights.
    """
    present, here = _own_in(copy_folder), _own_in(folder)
    not_needed = superfluous({*present, *here}, clock.now())
    copied: list[str] = []
    for name in sorted({*here}.difference(present, not_needed), reverse=True):
        needed = (folder / name).stat().st_size * _ROOM_FOR_COPIES
        if not present or shutil.disk_usage(copy_folder).free < needed:
            break
        _copy(folder / name, copy_folder)
        copied.append(name)
    return copied


def newest_backup(folder: Path) -> Path | None:
    """The newest backup in the folder that this installation made; None where there is none.

    Others may keep theirs in the same folder, as several wards do on one disk.
    """
    newest = newest_of(_own_in(folder), clock.now())
    return folder / newest if newest is not None else None


def _under_a_free_name(write: Callable[[int], Path]) -> Path:
    """What `write` writes under the name of the first second that no other backup bears.

    All installations of a machine wake in the same second, and may keep theirs in one folder.
    """
    for seconds in range(_SECONDS_TRIED):
        with suppress(FileExistsError):
            return write(seconds)
    return write(_SECONDS_TRIED)


def _copy(made: Path, copy_folder: Path) -> Path:
    target = copy_folder / made.name
    try:
        if archives.looks_whole(target) and not archives.is_same(made, target):
            raise ConfigurationError(
                f"Không chép được bản sao lưu sang “{copy_folder}”: ở đó đã có “{target.name}” của "
                "nơi khác. Hãy đặt TRACKER_BACKUP_COPY_DIR của mỗi nơi vào một thư mục riêng."
            )
        _make_room(copy_folder)
        archives.copy_to(made, copy_folder)
        _remove_superfluous(copy_folder)
    except OSError as error:
        raise ConfigurationError(
            f"Không chép được bản sao lưu sang “{copy_folder}” ({reason_words(error)})."
        ) from error
    return target


def _own_in(folder: Path, *, is_short: bool | None = None) -> list[str]:
    """The names in the folder of the backups that this installation's journal tells of."""
    if not folder.is_dir():
        return []
    with read():
        own = backups_told_of(is_short=is_short)
    return [path.name for path in folder.iterdir() if path.name in own]


def _make_room(folder: Path) -> None:
    """What is superfluous already goes first: a full disk would never take the next one.

    A second place that was away for weeks is full of it, and so is a disk on which a power cut
    left half a backup. Whatever is needed without the next one stays.
    """
    with suppress(OSError):
        _remove_superfluous(folder)


def _remove_superfluous(folder: Path) -> None:
    """Backups no longer needed, and what a process left that was killed at its work.

    Only backups that this journal tells of: a new, still empty installation that was started before
    anything was restored into it would else take the day's good backup for one that it made better.
    Those that lack files take no place of those that are whole: files that were lost or altered
    unseen, or a disk that was not mounted, would else cost the last backups that have them.
    """
    with read():
        before_upgrades = backups_before_upgrades()
    for is_short in (False, True):
        own = _own_in(folder, is_short=is_short)
        for name in superfluous(own, clock.now(), before_upgrades=before_upgrades):
            (folder / name).unlink()
    long_ago = clock.now().timestamp() - _SECONDS_OF_A_DAY
    for left in folder.glob("tracker-*.unfinished"):
        if left.stat().st_mtime < long_ago:
            left.unlink(missing_ok=True)


def _fill(
    archive: zipfile.ZipFile,
    moment: datetime,
    on_step: OnStep,
    on_damaged: OnDamaged,
    on_missing: OnMissing,
) -> None:
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
        spoken_of = rows.files_spoken_of(connection, tables)
        head = rows.journal_head_in(connection)
        dialect = connection.dialect.name
    digests = _fill_in_files(archive, on_step, on_damaged)
    for digest in sorted(spoken_of.difference(digests)):
        on_missing(digest)
    manifest = Manifest(moment.isoformat(), str(revision), dialect, head, contents, digests)
    archives.write_manifest(archive, manifest)


def _fill_in_files(archive: zipfile.ZipFile, on_step: OnStep, on_damaged: OnDamaged) -> list[str]:
    """Put every kept file in and give their hashes.

    One that the disk no longer gives must not cost the backup of all others. A store on the
    network that stops answering is not asked for thousands more.
    """
    found, kept = sorted(file_store().digests()), []
    for done, digest in enumerate(found):
        on_step(done, len(found))
        try:
            content = file_store().get(digest)
        except FileNotFoundError:
            continue
        except StorageError:
            if not file_store().is_folder:
                raise
            continue
        if hashlib.sha256(content).hexdigest() != digest:
            on_damaged(digest)
        archives.add_file(archive, f"files/{digest}", content)
        kept.append(digest)
    on_step(len(found), len(found))
    return kept


def _is_postgres() -> bool:
    return bool(db.engine.dialect.name == "postgresql")
