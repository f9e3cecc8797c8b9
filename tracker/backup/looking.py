"""Whether the backups that the journal tells of are where they were put, for `tracker check`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tracker.backup.archive import looks_whole
from tracker.backup.rules import is_too_old, moment_of
from tracker.backup.service import lacks_copy, newest_backup
from tracker.config import Config
from tracker.core import clock


def kept_backups_problem(config: Config, *, warn_days: int) -> str | None:
    """What is wrong with the newest backup in either place, as a sentence; None when nothing is."""
    if config.backup_dir is None:
        return None
    near = _problem_in(config.backup_dir, warn_days=warn_days)
    if near is not None:
        return f"{near}: hãy chạy “tracker backup”"
    if config.backup_copy_dir is None:
        return None
    # One night without the second disk is no cause for alarm.
    far = _problem_in(config.backup_copy_dir, warn_days=warn_days + 1)
    if far is not None:
        return f"nơi thứ hai {far}: hãy cắm ổ, dọn chỗ trống hoặc xem quyền ghi"
    if lacks_copy(config.backup_dir, config.backup_copy_dir, of_same_name=True):
        return (
            f"nơi thứ hai “{config.backup_copy_dir}” có bản cùng tên của nơi khác, bản của nơi này "
            "không chép được: hãy đặt TRACKER_BACKUP_COPY_DIR của mỗi nơi vào một thư mục riêng"
        )
    if disk_of(config.backup_copy_dir) != disk_of(config.backup_dir):
        return None
    return (
        f"nơi thứ hai “{config.backup_copy_dir}” ở cùng ổ đĩa với nơi thứ nhất, ổ hỏng là mất cả "
        "hai: hãy gắn ổ khác vào đó, hoặc đổi TRACKER_BACKUP_COPY_DIR"
    )


def disk_of(folder: Path) -> int:
    """The number of the disk on which a folder lies: one that is not mounted lies on the first."""
    return folder.stat().st_dev


def _problem_in(folder: Path, *, warn_days: int) -> str | None:
    newest = newest_backup(folder)
    if newest is None:
        return f"“{folder}” không có bản sao lưu nào của nơi này"
    made = moment_of(newest.name)
    if is_too_old(made, clock.now(), warn_days=warn_days) and made is not None:
        days = (clock.now() - made) // timedelta(days=1)
        return f"“{folder}” có bản mới nhất từ {days} ngày trước"
    if not looks_whole(newest):
        return f"“{newest}” bị hỏng, không mở được"
    return None
