"""What `tracker check` says of the backups that are kept, and of those that are not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import MORNING
from tracker import scheduler
from tracker.backup import looking
from tracker.backup.service import keep_backups
from tracker.core import clock
from tracker.health import check_installation


def test_the_doctor_names_a_backup_that_is_missing_or_old(
    migrated: Flask, folders: tuple[Path, Path]
) -> None:
    def said() -> str:
        return next(f.as_text() for f in check_installation(migrated) if f.subject == "Sao lưu")

    assert "chưa có bản nào" in said()
    scheduler.keep_backups()
    assert said() == "✓ Sao lưu: lần cuối 05/08/2026"
    with clock.at(MORNING + timedelta(days=4)):
        assert said().startswith("! Sao lưu: lần cuối 05/08/2026")
    assert folders[0].is_dir()


@pytest.mark.parametrize(
    ("place", "content", "words"),
    [
        (0, None, "không có bản sao lưu nào của nơi này: hãy chạy “tracker backup”"),
        (0, b"PK", "bị hỏng, không mở được: hãy chạy “tracker backup”"),
        (1, None, "không có bản sao lưu nào của nơi này: hãy cắm ổ"),
        (1, b"", "bị hỏng, không mở được: hãy cắm ổ"),
    ],
    ids=["gone", "broken", "no copy", "copy broken"],
)
def test_the_doctor_looks_at_the_files_themselves(
    migrated: Flask, folders: tuple[Path, Path], place: int, content: bytes | None, words: str
) -> None:
    scheduler.keep_backups()
    (made,) = folders[place].iterdir()
    made.unlink()
    if content is not None:
        made.write_bytes(content)
    found = next(each for each in check_installation(migrated) if each.subject == "Sao lưu")
    assert found.warning is not None
    assert words in found.warning


def test_the_doctor_tells_of_a_second_place_left_behind(
    migrated: Flask, folders: tuple[Path, Path]
) -> None:
    near, far = folders
    with clock.at(MORNING):
        scheduler.keep_backups()
    with clock.at(MORNING + timedelta(days=5)):
        keep_backups(near, None, passphrase=None)
        found = next(each for each in check_installation(migrated) if each.subject == "Sao lưu")
        assert (
            found.warning == f"nơi thứ hai “{far}” có bản mới nhất từ 5 ngày trước: "
            "hãy cắm ổ, dọn chỗ trống hoặc xem quyền ghi"
        )


def test_the_doctor_tells_of_a_second_place_on_the_disk_of_the_first(
    migrated: Flask, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other disk was never mounted: what is copied to its place lies on the first."""
    monkeypatch.setattr(looking, "disk_of", lambda _folder: 1)
    scheduler.keep_backups()
    found = next(each for each in check_installation(migrated) if each.subject == "Sao lưu")
    assert found.warning is not None
    assert found.warning.startswith(f"nơi thứ hai “{folders[1]}” ở cùng ổ đĩa")
