"""`tracker journal`: check the journal's chain, and give it to inspectors."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tracker.command_support import A_PATH, build_app, require_database, write_file


@click.group()
def journal() -> None:
    """Kiểm tra nhật ký có bị sửa hay không, và xuất cho người kiểm tra.

    Cần: đã chạy tracker init.

    \b
    Ví dụ: tracker journal verify
    """


@journal.command()
@click.option("--head", help="Dấu niêm SỐ:DẤU đã chép ra giấy từ trước.")
def verify(*, head: str | None) -> None:
    """Dò toàn bộ nhật ký: mục nào bị sửa, bỏ, chen vào, có bị cắt bớt hay viết lại không.

    Cần: đã chạy tracker init. So với các dấu niêm tự ghi mỗi giờ (dau-niem-nhat-ky.txt trong thư
    mục dữ liệu, nơi sao lưu và nơi thứ hai). In dấu niêm cuối để chép ra giấy. Mã thoát 1 khi sai.

    \b
    Ví dụ: tracker journal verify
    """
    from tracker.audit.kept_seals import kept_seals
    from tracker.audit.sealing import journal_head, journal_problems

    app = build_app()
    require_database(app)
    with app.app_context():
        kept = kept_seals()
        found = list(journal_problems(heads=[*kept, *([head] if head else [])]))
        last = journal_head()
    for sentence in found:
        click.echo(f"✗ {sentence}")
    if found:
        sys.exit(1)
    click.echo(f"✓ Nhật ký nguyên vẹn, khớp {len(kept)} dấu đã giữ. Dấu niêm cuối: {last}")


@journal.command()
@click.argument("file", type=A_PATH, default="nhat-ky.zip")
def export(file: Path) -> None:
    """Xuất nhật ký thành một tệp ZIP kèm chương trình kiểm tra.

    Cần: đã chạy tracker init. Người kiểm tra chỉ cần Python, không cần hệ thống này.

    \b
    Ví dụ: tracker journal export nhat-ky.zip
    """
    from tracker.audit.exporting import export_journal

    app = build_app()
    require_database(app)
    with app.app_context():
        content = export_journal()
    write_file(file, content)
    click.echo(f"Đã ghi {file}")
