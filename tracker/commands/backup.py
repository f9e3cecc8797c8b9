"""`tracker backup` and `tracker restore`."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.command_support import (
    build_app,
    database_name,
    migrate_to,
    page_bar,
    require_database,
    upgrade_database,
)
from tracker.core.errors import ConfigurationError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def backup(folder: Path | None) -> None:
    """Sao lưu toàn bộ cơ sở dữ liệu và minh chứng vào một tệp, trong lúc mọi người vẫn làm việc.

    Cần: đã chạy tracker init. Không ghi FOLDER thì dùng TRACKER_BACKUP_DIR. Đặt
    TRACKER_BACKUP_PASSPHRASE thì tệp được mã hóa; mất câu mật khẩu là mất bản sao lưu.

    \b
    Ví dụ: tracker backup D:\\sao-luu
    """
    from tracker.backup.service import make_backup, note_backup

    app = build_app()
    require_database(app)
    config = app.config["TRACKER"]
    target = folder or config.backup_dir
    if target is None:
        raise ConfigurationError("Hãy ghi thư mục đích, hoặc đặt TRACKER_BACKUP_DIR.")
    with app.app_context(), page_bar("Đang sao lưu tệp") as on_step:
        made = make_backup(target, passphrase=config.backup_passphrase, on_step=on_step)
        note_backup(made)
    click.echo(f"Đã sao lưu vào {made}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Khôi phục một bản sao lưu vào nơi còn trống.

    Cần: TRACKER_DATA_DIR (hoặc TRACKER_DATABASE_URL) chỉ vào nơi chưa có dữ liệu; bản mã hóa cần
    TRACKER_BACKUP_PASSPHRASE. Chuyển giữa SQLite và PostgreSQL cũng bằng lệnh này.

    \b
    Ví dụ: tracker restore tracker-20260805-010000.zip
    """
    from tracker.backup.service import broken_seals, restore_backup

    app = build_app()
    passphrase = app.config["TRACKER"].backup_passphrase
    with app.app_context(), page_bar("Đang khôi phục tệp") as on_step:
        manifest = restore_backup(
            file, passphrase=passphrase, upgrade_to=migrate_to, on_step=on_step
        )
    upgrade_database(app)
    with app.app_context():
        broken = broken_seals(manifest)
    for sentence in broken:
        click.echo(f"✗ Nhật ký: {sentence}", err=True)
    for name, content in manifest.tables.items():
        if content.rows:
            click.echo(f"{name}: {content.rows} dòng")
    click.echo(f"Đã khôi phục {len(manifest.files)} tệp và các bảng trên vào {database_name(app)}.")
    click.echo("Hãy chạy tracker check để kiểm tra lại.")
