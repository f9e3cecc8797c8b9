"""An upgrade makes a backup first: one of the same rows, however often it is tried."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask_migrate import downgrade
from sqlalchemy import Engine, event, select

from tests.backup.conftest import backups_in
from tracker import command_support, create_app
from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.audit.service import record_installation
from tracker.backup.queries import backups_before_upgrades, backups_told_of
from tracker.backup.upgrading import NOTE_NAME
from tracker.cli import main
from tracker.core.db import db, write, writing
from tracker.core.migrating import current_revision, known_revisions

MIGRATE_TO = command_support.migrate_to
MADE = "Đã sao lưu trước khi nâng cấp"


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of an installation whose tables are those of the program before this one."""
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)
    monkeypatch.delenv("TRACKER_BACKUP_DIR", raising=False)
    monkeypatch.chdir(tmp_path)
    assert MADE not in init()
    work_goes_on()
    with create_app().app_context(), writing():
        downgrade(revision="-1")
        _let_go()
    return tmp_path / "var"


def init() -> str:
    """What `tracker init` says, whether it went well or not."""
    return CliRunner().invoke(main, ["init"]).output


def work_goes_on() -> None:
    """Something is done, of which the journal tells as of all that is done."""
    with create_app().app_context():
        with write():
            record_installation(AuditAction.BACKUP_MADE, name="tracker-20260101-020000.zip")
        _let_go()


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Every migration fails, until this is undone."""

    def fails(_revision: str) -> None:
        raise RuntimeError("no room on the disk")

    monkeypatch.setattr(command_support, "migrate_to", fails)
    return monkeypatch


def test_an_upgrade_makes_a_backup_first(older: Path) -> None:
    assert MADE in init()
    (made,) = backups_in(older / "backups")
    with create_app().app_context():
        assert backups_before_upgrades() == {made}
        assert made in backups_told_of()
        _let_go()
    assert MADE not in init()


def test_an_upgrade_that_keeps_failing_makes_one_backup(
    older: Path, breaking: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        assert MADE in init()
    (made,) = backups_in(older / "backups")
    breaking.setattr(command_support, "migrate_to", MIGRATE_TO)
    assert made in init()
    assert backups_in(older / "backups") == [made]
    assert told_last() == [("backup:made", made), ("database:upgraded", made)]
    assert not (older / NOTE_NAME).exists()


def test_what_was_done_since_the_failed_upgrade_is_in_a_backup_too(
    older: Path, breaking: pytest.MonkeyPatch
) -> None:
    init()
    work_goes_on()
    init()
    first, second = backups_in(older / "backups")
    breaking.setattr(command_support, "migrate_to", MIGRATE_TO)
    init()
    assert told_last() == [
        ("backup:made", first),
        ("backup:made", second),
        ("database:upgraded", second),
    ]


def test_an_upgrade_that_ends_half_way_changes_nothing(older: Path) -> None:
    """Of three migrations the last one fails, as when the power goes."""
    head = known_revisions()[0]
    with create_app().app_context(), writing():
        downgrade(revision="-2")
        _let_go()
    with create_app().app_context():
        began_at = current_revision()
        _let_go()

    def fails(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("UPDATE alembic_version") and head in statement:
            raise RuntimeError("the power goes")

    event.listen(Engine, "before_cursor_execute", fails)
    try:
        assert MADE in init()
    finally:
        event.remove(Engine, "before_cursor_execute", fails)
    with create_app().app_context():
        assert current_revision() == began_at != head
        _let_go()
    (made,) = backups_in(older / "backups")
    assert made in init()
    with create_app().app_context():
        assert current_revision() == head
        _let_go()


def test_a_backup_that_is_gone_or_broken_is_made_again(
    older: Path, breaking: pytest.MonkeyPatch
) -> None:
    assert breaking
    init()
    (first,) = backups_in(older / "backups")
    (older / "backups" / first).write_bytes(b"half of it")
    with (older / NOTE_NAME).open("a") as note:
        note.write('{"path": "cut off')
    init()
    assert len(backups_in(older / "backups")) == 2


def told_last() -> list[tuple[str, str]]:
    """What the journal tells of after the work that went on."""
    with create_app().app_context():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        told = [(entry.action, entry.subject_name) for entry in entries]
        _let_go()
    return [(action, name) for action, name in told if name != "tracker-20260101-020000.zip"]
