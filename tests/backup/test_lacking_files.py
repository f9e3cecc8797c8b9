"""Kept files that were lost or altered: they cost no backup that has them, and are told of."""

from __future__ import annotations

import errno
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from tests.backup.conftest import backups_in
from tests.conftest import MORNING
from tests.factories import make_plan
from tracker import create_app
from tracker.backup.queries import backups_told_of
from tracker.backup.service import keep_backups, make_backup
from tracker.cli import main
from tracker.core import clock
from tracker.core.db import db
from tracker.core.storage import file_store
from tracker.health import SEE_BACKUPS, check_installation


def keep_a_file_of_a_plan(tmp_path: Path) -> Path:
    """A row speaks of a kept file; gives where it lies."""
    digest = file_store().put(b"the signed plan")
    plan = make_plan()
    plan.source_name, plan.source_sha256 = "kế hoạch.docx", digest
    db.session.commit()
    (kept,) = (path for path in tmp_path.rglob(digest) if path.is_file())
    return kept


def failing_at(broken: Path) -> Callable[[Path], bytes]:
    """Reading files on a disk that does not give one of them."""
    whole = Path.read_bytes

    def read(path: Path) -> bytes:
        if path == broken:
            raise OSError(errno.EIO, "Input/output error")
        return whole(path)

    return read


def test_backups_that_lack_files_cost_none_that_have_them(
    migrated: Flask, folders: tuple[Path, Path], tmp_path: Path
) -> None:
    """Altered or lost unseen, the last good copy would be gone in a year of nights."""
    near, far = folders
    kept = keep_a_file_of_a_plan(tmp_path)
    with clock.at(MORNING):
        whole = keep_backups(near, far, passphrase=None)
    kept.write_bytes(b"altered")
    for days in range(1, 12):
        if days == 6:
            kept.unlink()
        with clock.at(MORNING + timedelta(days=days)):
            keep_backups(near, far, passphrase=None)
    for folder in folders:
        names = backups_in(folder)
        assert whole.name in names
        assert len(names) == 1 + 7 + 1, "of those that lack it seven days and the week before"
    with clock.at(MORNING + timedelta(days=11)):
        assert backups_told_of(is_short=False) == {whole.name}
        found = next(each for each in check_installation(migrated) if each.subject == "Sao lưu")
        assert found.warning is not None
        assert "bản mới nhất thiếu tệp minh chứng" in found.warning
        file_store().put(b"the signed plan")
        keep_backups(near, far, passphrase=None)
        found = next(each for each in check_installation(migrated) if each.subject == "Sao lưu")
        assert found.warning is None


def test_one_file_that_the_disk_does_not_give_costs_no_backup(
    migrated: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert migrated
    kept = keep_a_file_of_a_plan(tmp_path)
    other = file_store().put(b"another")
    monkeypatch.setattr(Path, "read_bytes", failing_at(kept))
    missing: list[str] = []
    made = make_backup(tmp_path / "made", on_missing=missing.append)
    assert missing == [kept.name]
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
    assert f"files/{other}" in names
    assert f"files/{kept.name}" not in names


def test_the_commands_say_which_files_lack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = CliRunner().invoke
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "old"))
    for name in ("TRACKER_BACKUP_DIR", "TRACKER_DATABASE_URL", "TRACKER_BACKUP_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    run(main, ["init"])
    with create_app().app_context():
        keep_a_file_of_a_plan(tmp_path).unlink()
        db.session.remove()
        db.engine.dispose()
    made = run(main, ["backup", str(tmp_path / "kept")])
    assert made.exit_code == 0
    assert "Bản sao lưu thiếu 1 tệp minh chứng" in made.stderr
    (archive,) = (tmp_path / "kept").glob("tracker-*.zip")
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "new"))
    restored = run(main, ["restore", str(archive)])
    assert restored.exit_code == 1
    assert "1 tệp đã mất từ trước khi sao lưu" in restored.stderr


def test_the_doctor_finds_lost_altered_and_unused_files(migrated: Flask, tmp_path: Path) -> None:
    from tracker.core.storage import file_store

    def said() -> str:
        return next(f.as_text() for f in check_installation(migrated) if f.subject == "Minh chứng")

    digest = file_store().put(b"plan")
    plan = make_plan()
    plan.source_name, plan.source_sha256 = "kế hoạch.docx", digest
    db.session.commit()
    file_store().put(b"nobody's")
    assert said() == "✓ Minh chứng: 2 tệp nguyên vẹn, 1 tệp không còn dùng"
    (kept,) = (path for path in tmp_path.rglob(digest) if path.is_file())
    kept.write_bytes(b"altered")
    assert said() == f"✗ Minh chứng: 1 tệp bị sửa: kế hoạch.docx ({SEE_BACKUPS})"
    kept.unlink()
    assert said() == f"✗ Minh chứng: thiếu 1 tệp: kế hoạch.docx ({SEE_BACKUPS})"


def test_the_doctor_looks_on_past_a_file_that_the_disk_does_not_give(
    migrated: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unread = keep_a_file_of_a_plan(tmp_path)
    lost = file_store().put(b"altered")
    (kept,) = (path for path in tmp_path.rglob(lost) if path.is_file())
    kept.write_bytes(b"no more what it was")
    monkeypatch.setattr(Path, "read_bytes", failing_at(unread))
    said = next(f.as_text() for f in check_installation(migrated) if f.subject == "Minh chứng")
    assert "1 tệp không đọc được: " in said
    assert f"1 tệp bị sửa: {lost}" in said
