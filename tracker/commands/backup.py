"""`tracker backup` and `tracker restore`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tracker.command_support import (
    A_PATH,
    build_app,
    database_name,
    migrate_to,
    page_bar,
    require_database,
    upgrade_database,
)
from tracker.core.errors import ConfigurationError


@click.command()
@click.argument("folder", type=A_PATH, required=False)
def backup(folder: Path | None) -> None:
    """Sao lưu toàn bộ cơ sở dữ liệu và minh chứng vào một tệp, trong lúc mọi người vẫn làm việc.

    Cần: đã chạy tracker init. Không ghi FOLDER thì dùng TRACKER_BACKUP_DIR. Đặt
    TRACKER_BACKUP_PASSPHRASE thì tệp được mã hóa; mất câu mật khẩu là mất bản sao lưu.

    \b
    Ví dụ: tracker backup D:\\sao-luu
    """
    from tracker.audit.kept_seals import keep_seal
    from tracker.backup.service import make_backup, note_backup

    app = build_app()
    require_database(app)
    config = app.config["TRACKER"]
    target = folder or config.backup_dir
    if target is None:
        raise ConfigurationError("Hãy ghi thư mục đích, hoặc đặt TRACKER_BACKUP_DIR.")
    damaged: list[str] = []
    missing: list[str] = []
    with app.app_context(), page_bar("Đang sao lưu tệp") as on_step:
        made = make_backup(
            target,
            passphrase=config.backup_passphrase,
            on_step=on_step,
            on_damaged=damaged.append,
            on_missing=missing.append,
        )
        note_backup(made, is_short=bool(damaged or missing))
        keep_seal()
    if damaged:
        click.echo(
            f"! {len(damaged)} tệp minh chứng đã bị sửa từ trước khi sao lưu: hãy chạy “tracker "
            "check” xem tệp nào, rồi lấy lại từ bản sao lưu cũ hơn.",
            err=True,
        )
    if missing:
        click.echo(
            f"! Bản sao lưu thiếu {len(missing)} tệp minh chứng, vì ở đây không còn hoặc không đọc "
            "được: hãy chạy “tracker check” xem tệp nào, rồi lấy lại từ bản sao lưu cũ hơn.",
            err=True,
        )
    click.echo(f"Đã sao lưu vào {made}")


@click.command()
@click.argument("file", type=A_PATH)
def restore(file: Path) -> None:
    """Khôi phục một bản sao lưu vào nơi còn trống.

    Cần: TRACKER_DATA_DIR (hoặc TRACKER_DATABASE_URL) chỉ vào nơi chưa có dữ liệu; bản mã hóa cần
    TRACKER_BACKUP_PASSPHRASE. Chuyển giữa SQLite và PostgreSQL cũng bằng lệnh này. Mã thoát 1 khi
    có tệp hỏng, mất từ trước khi sao lưu hoặc nhật ký không khớp: mọi thứ khác đã được khôi phục.

    \b
    Ví dụ: tracker restore tracker-20260805-010000.zip
    """
    from tracker.audit.kept_seals import keep_seal
    from tracker.backup.restoring import broken_seals, files_lacking, restore_backup
    from tracker.backup.table_words import TABLE_WORDS

    app = build_app()
    passphrase = app.config["TRACKER"].backup_passphrase
    damaged: list[str] = []
    with app.app_context(), page_bar("Đang khôi phục tệp") as on_step:
        manifest = restore_backup(
            file,
            passphrase=passphrase,
            upgrade_to=migrate_to,
            on_step=on_step,
            on_damaged=damaged.append,
        )
    upgrade_database(app)
    with app.app_context():
        broken = broken_seals(manifest)
        lacking = len(files_lacking().difference(damaged))
        keep_seal(is_put_back=True)
    for sentence in broken:
        click.echo(f"✗ Nhật ký: {sentence}", err=True)
    for name, content in manifest.tables.items():
        if content.rows:
            click.echo(f"{TABLE_WORDS.get(name, name)}: {content.rows} dòng")
    _say_what_is_lost(len(damaged), lacking)
    whole = len(manifest.files) - len(damaged)
    click.echo(f"Đã khôi phục {whole} tệp và các dòng trên vào {database_name(app)}.")
    click.echo("Hãy chạy tracker check để kiểm tra lại.")
    if broken or damaged or lacking:
        sys.exit(1)


def _say_what_is_lost(damaged: int, lacking: int) -> None:
    if damaged:
        click.echo(
            f"✗ {damaged} tệp đã bị sửa từ trước khi sao lưu, không khôi phục được: “tracker "
            "check” nói tệp nào; hãy tìm trong bản sao lưu cũ hơn.",
            err=True,
        )
    if lacking:
        click.echo(
            f"✗ {lacking} tệp đã mất từ trước khi sao lưu, không khôi phục được: “tracker check” "
            "nói tệp nào; hãy tìm trong bản sao lưu cũ hơn.",
            err=True,
        )
