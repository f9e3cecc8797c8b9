"""The night's backup: once, with its copy, and the superfluous removed."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import threading
import zipfile
from collections import namedtuple
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from tests.backup.conftest import backups_in
from tests.conftest import MORNING
from tracker import scheduler
from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.backup import archive as archives
from tracker.backup.queries import last_backup_at
from tracker.backup.service import (
    copy_missed,
    keep_backups,
    make_backup,
    newest_backup,
    note_backup,
    note_upgrade,
)
from tracker.cli import main
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConfigurationError
from tracker.core.storage import file_store
from tracker.health import check_installation


def test_one_a_night_however_often_the_job_runs(folders: tuple[Path, Path]) -> None:
    near, far = folders
    for hours in (0, 1, 5, 20, 24, 25):
        with clock.at(MORNING + timedelta(hours=hours)):
            scheduler.keep_backups()
    names = ["tracker-20260805-080000.zip", "tracker-20260806-040000.zip"]
    assert backups_in(near) == names
    assert backups_in(far) == names
    with clock.at(MORNING + timedelta(hours=25)):
        assert last_backup_at() == MORNING + timedelta(hours=20)


def test_of_schedulers_that_wake_together_one_makes_it(
    migrated: Flask, folders: tuple[Path, Path]
) -> None:
    gate = threading.Barrier(3)
    errors: list[BaseException] = []

    def wake() -> None:
        gate.wait()
        try:
            with migrated.app_context(), clock.at(MORNING):
                scheduler.keep_backups()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=wake) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    statement = select(func.count()).where(AuditEntry.action == AuditAction.BACKUP_MADE)
    assert db.session.scalar(statement) == 1
    for folder in folders:
        (made,) = folder.iterdir()
        with zipfile.ZipFile(made) as archive:
            assert archive.testzip() is None


def test_a_second_one_in_the_same_second_leaves_the_first_alone(
    migrated: Flask, tmp_path: Path
) -> None:
    assert migrated
    with clock.at(MORNING):
        being_written = tmp_path / "tracker-20260805-080000.zip.unfinished"
        being_written.write_bytes(b"half")
        made = [make_backup(tmp_path) for _turn in range(2)]
    assert being_written.read_bytes() == b"half"
    assert [path.name for path in made] == [
        "tracker-20260805-080001.zip",
        "tracker-20260805-080002.zip",
    ]


def test_after_a_clock_that_was_a_year_ahead_the_nights_go_on(
    migrated: Flask, folders: tuple[Path, Path]
) -> None:
    """Neither the next backup nor its copy nor the warning waits for that year."""
    with clock.at(MORNING + timedelta(days=365)):
        scheduler.keep_backups()
    wrong = "tracker-20270805-080000.zip"
    for days in (0, 1):
        with clock.at(MORNING + timedelta(days=days)):
            scheduler.keep_backups()
    names = ["tracker-20260805-080000.zip", "tracker-20260806-080000.zip", wrong]
    assert backups_in(folders[0]) == backups_in(folders[1]) == names
    with clock.at(MORNING + timedelta(days=9)):
        found = next(each for each in check_installation(migrated) if each.subject == "Sao lưu")
    assert found.warning is not None
    assert found.warning.startswith("lần cuối 06/08/2026")


def test_wards_that_share_a_second_place_do_not_take_one_backup_for_anothers(
    migrated: Flask, folders: tuple[Path, Path]
) -> None:
    """All wards of a machine make theirs in the same second: the names say nothing."""
    near, far = folders
    far.mkdir()
    with clock.at(MORNING):
        theirs = make_backup(far, passphrase="một câu dài của phường khác")
        content = theirs.rename(far / "tracker-20260805-080000.zip").read_bytes()
        with pytest.raises(ConfigurationError, match="vào một thư mục riêng"):
            keep_backups(near, far, passphrase=None)
        (made,) = far.iterdir()
        assert made.read_bytes() == content
        found = next(each for each in check_installation(migrated) if each.subject == "Sao lưu")
        assert found.warning is not None
        assert "có bản cùng tên của nơi khác" in found.warning


def test_a_newer_one_of_another_ward_in_the_folder_does_not_stand_for_ones_own(
    folders: tuple[Path, Path],
) -> None:
    near, far = folders
    near.mkdir()
    (near / "tracker-20260805-080005.zip").touch()
    with clock.at(MORNING):
        made = keep_backups(near, None, passphrase=None)
    with clock.at(MORNING + timedelta(hours=1)):
        scheduler.keep_backups()
    assert backups_in(far) == [made.name]


def test_what_a_killed_process_left_goes_after_a_day(folders: tuple[Path, Path]) -> None:
    near, _far = folders
    near.mkdir()
    old, new = (near / f"tracker-2026080{day}-020000.zip.unfinished" for day in (1, 4))
    for left, days in ((old, 2), (new, 0)):
        left.touch()
        moment = (MORNING - timedelta(days=days)).timestamp()
        os.utime(left, (moment, moment))
    with clock.at(MORNING):
        keep_backups(near, None, passphrase=None)
    assert not old.exists()
    assert new.exists()


def test_what_is_superfluous_goes_in_both_places_and_nothing_else(
    folders: tuple[Path, Path],
) -> None:
    near, far = folders
    names = [f"tracker-202601{day:02}-010000.zip" for day in range(1, 31)]
    for folder in folders:
        folder.mkdir()
        for name in names:
            (folder / name).touch()
        (folder / "của tôi.txt").touch()
    for name in names:
        note_backup(near / name)
    with clock.at(MORNING):
        keep_backups(near, far, passphrase=None)
    left = backups_in(near)
    assert left == backups_in(far)
    assert "của tôi.txt" in left
    assert "tracker-20260130-010000.zip" in left
    assert "tracker-20260105-010000.zip" not in left


def test_an_installation_removes_only_backups_that_it_made(folders: tuple[Path, Path]) -> None:
    """One that was started empty beside the backup of the ward would remove it as the older one."""
    of_the_ward = "tracker-20260805-075500.zip"
    for folder in folders:
        folder.mkdir()
        (folder / of_the_ward).touch()
    for hours in (0, 24):
        with clock.at(MORNING + timedelta(hours=hours)):
            keep_backups(*folders, passphrase=None)
            keep_backups(*folders, passphrase=None)
    for folder in folders:
        assert of_the_ward in backups_in(folder)


def test_a_second_place_that_is_gone_is_said_and_the_first_backup_stays(
    folders: tuple[Path, Path],
) -> None:
    near, far = folders
    far.write_text("no folder")
    with pytest.raises(ConfigurationError, match="Không chép được bản sao lưu sang"):
        keep_backups(near, far, passphrase=None)
    assert len(backups_in(near)) == 1


def test_a_second_place_that_was_gone_at_night_gets_the_copy_when_it_is_there(
    folders: tuple[Path, Path],
) -> None:
    near, far = folders
    far.write_text("no folder")
    with clock.at(MORNING), pytest.raises(ConfigurationError, match="Không chép được"):
        scheduler.keep_backups()
    far.unlink()
    with clock.at(MORNING + timedelta(hours=2)):
        scheduler.keep_backups()
    assert backups_in(near) == backups_in(far) == ["tracker-20260805-080000.zip"]


def test_a_second_place_that_was_away_for_weeks_gets_what_it_missed(
    folders: tuple[Path, Path],
) -> None:
    near, far = folders
    away = far.with_name("unplugged")
    for day in range(60):
        if day == 20:
            far.rename(away)
            far.write_text("no folder")
        with clock.at(MORNING + timedelta(days=day)), suppress(ConfigurationError):
            scheduler.keep_backups()
    far.unlink()
    away.rename(far)
    with clock.at(MORNING + timedelta(days=59, hours=2)):
        scheduler.keep_backups()
        assert backups_in(far) == backups_in(near)
        assert copy_missed(near, far) == []


def test_what_was_missed_leaves_room_for_the_coming_nights(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    near, far = folders
    for day in range(3):
        with clock.at(MORNING + timedelta(days=day)):
            keep_backups(near, far if day == 2 else None, passphrase=None)
    size = newest_backup(near).stat().st_size  # type: ignore[union-attr]
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(0, 0, 2 * size))
    with clock.at(MORNING + timedelta(days=2)):
        assert copy_missed(near, far) == []
        monkeypatch.undo()
        assert len(copy_missed(near, far)) == 2


def test_half_a_backup_on_a_full_disk_makes_room_for_the_next(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut left it, and nothing more fits beside it."""
    near, far = folders
    half = near / "tracker-20260803-022000.zip.unfinished"
    near.mkdir()
    half.write_bytes(b"PK")
    os.utime(half, ((MORNING - timedelta(days=2)).timestamp(),) * 2)
    write_whole = archives.write_archive

    def write_where_there_is_room(target: Path, *args: Any, **named: Any) -> None:
        if half.exists():
            raise OSError(errno.ENOSPC, "full")
        write_whole(target, *args, **named)

    monkeypatch.setattr(archives, "write_archive", write_where_there_is_room)
    keep_backups(near, far, passphrase=None)
    assert backups_in(near) == backups_in(far) == ["tracker-20260805-080000.zip"]


@pytest.mark.skipif(os.name != "posix", reason="Windows asks its folders")
def test_nobody_else_on_the_machine_reads_it(folders: tuple[Path, Path]) -> None:
    scheduler.keep_backups()
    for folder in folders:
        (made,) = folder.iterdir()
        assert made.stat().st_mode & 0o077 == 0


def test_without_a_folder_the_job_does_nothing(migrated: Flask) -> None:
    assert migrated.config["TRACKER"].backup_dir is None
    scheduler.keep_backups()
    assert last_backup_at() is None


def test_the_days_backups_do_not_push_out_the_one_before_the_upgrade(
    folders: tuple[Path, Path],
) -> None:
    near, far = folders
    with clock.at(MORNING):
        made = make_backup(near)
        note_backup(made)
        note_upgrade(made)
    for hours in (1, 2):
        with clock.at(MORNING + timedelta(hours=hours)):
            keep_backups(near, far, passphrase=None)
    assert backups_in(near) == [made.name, "tracker-20260805-100000.zip"]


def test_backup_and_restore_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = CliRunner().invoke
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "old"))
    monkeypatch.setenv("TRACKER_BACKUP_PASSPHRASE", "một câu dài chỉ mình biết")
    monkeypatch.delenv("TRACKER_BACKUP_DIR", raising=False)
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    assert run(main, ["init"]).exit_code == 0
    somebody = ["--name", "Quản trị", "--role", "administrator", "--password", "mot mat khau dai"]
    assert run(main, ["create-user", "quantri", *somebody]).exit_code == 0
    nowhere = run(main, ["backup"])
    assert (nowhere.exit_code, "TRACKER_BACKUP_DIR" in nowhere.stderr) == (2, True)
    made = run(main, ["backup", str(tmp_path / "kept")])
    assert made.exit_code == 0, made.output
    (file,) = (tmp_path / "kept").iterdir()
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "new"))
    put_back = run(main, ["restore", str(file)])
    assert put_back.exit_code == 0, put_back.output + put_back.stderr
    assert "Đã khôi phục" in put_back.output
    again = run(main, ["restore", str(file)])
    assert (again.exit_code, "nơi còn trống" in again.stderr) == (2, True)


def test_a_kept_file_stands_in_every_archive_in_the_same_bytes(
    migrated: Flask, tmp_path: Path
) -> None:
    """So a store that keeps equal parts once grows by what is new, not by a whole archive a night.

    What is compressed in itself is put in as it is.
    """
    words, picture = "Danh sách hồ sơ tồn đọng. ".encode() * 500, secrets.token_bytes(5_000)
    with migrated.app_context():
        digests = [file_store().put(content) for content in (words, picture)]
    parts = []
    for hours in (0, 24):
        with clock.at(MORNING + timedelta(hours=hours)), migrated.app_context():
            archive = make_backup(tmp_path)
        data = archive.read_bytes()
        with zipfile.ZipFile(archive) as opened:
            entries = [opened.getinfo(f"files/{digest}") for digest in digests]
            assert [opened.read(entry) for entry in entries] == [words, picture]
        kinds = [entry.compress_type for entry in entries]
        assert kinds == [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]
        # The local header is 30 bytes and the name, then the content.
        parts.append(
            [
                data[entry.header_offset :][: 30 + len(entry.filename) + entry.compress_size]
                for entry in entries
            ]
        )
    assert parts[0] == parts[1]
