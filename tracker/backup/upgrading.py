"""The backup before an upgrade: one of the same rows, however often the upgrade is tried.

An upgrade is one transaction: one that fails leaves everything as it was, and the service is
started again and again. The journal can be told of the backup only when the tables are those this
program writes to. Until then a note in the data folder says which backups were made, and of what.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import text

from tracker.backup.archive import looks_whole
from tracker.backup.rows import journal_head_in
from tracker.backup.service import make_backup, note_backup, note_upgrade
from tracker.core.db import db

NOTE_NAME = "ban-sao-luu-truoc-nang-cap.jsonl"


@dataclass(frozen=True, slots=True)
class UntoldBackup:
    """One that the journal does not tell of yet.

    `rows_of`: the revision of the tables and the journal's last seal, without which nobody knows.
    """

    path: str
    rows_of: str | None
    is_short: bool


def back_up_before_upgrade(folder: Path, notes: Path, *, passphrase: str | None) -> Path:
    """The backup of the rows as they are now: made, unless an attempt before this one made it."""
    rows_of = _rows_now()
    for earlier in _untold(notes):
        made = Path(earlier.path)
        if rows_of is not None and earlier.rows_of == rows_of and looks_whole(made):
            return made
    lacking: list[str] = []
    made = make_backup(
        folder, passphrase=passphrase, on_damaged=lacking.append, on_missing=lacking.append
    )
    _note(notes, UntoldBackup(str(made.resolve()), rows_of, is_short=bool(lacking)))
    return made


def tell_of_upgrade(made_before: Path, notes: Path) -> None:
    """Tell the journal of the upgrade, and of all backups that were made for it."""
    for earlier in _untold(notes):
        note_backup(Path(earlier.path), is_short=earlier.is_short)
    note_upgrade(made_before)
    (notes / NOTE_NAME).unlink(missing_ok=True)


def _rows_now() -> str | None:
    with db.engine.connect() as connection:
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        head = journal_head_in(connection)
    return f"{revision}:{head}" if head else None


def _untold(notes: Path) -> list[UntoldBackup]:
    note = notes / NOTE_NAME
    lines = note.read_text("utf-8").splitlines() if note.exists() else []
    found = []
    for line in lines:
        # A line that was cut off as it was written names no backup.
        with suppress(ValueError, TypeError):
            found.append(UntoldBackup(**json.loads(line)))
    return found


def _note(notes: Path, untold: UntoldBackup) -> None:
    with (notes / NOTE_NAME).open("a", encoding="utf-8") as opened:
        opened.write(f"{json.dumps(asdict(untold))}\n")
