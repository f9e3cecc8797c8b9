"""`tracker export`: a plan's sheets as files."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from tracker.command_support import A_PATH, build_app, require_database, write_file
from tracker.core.errors import ConfigurationError


@click.command()
@click.argument("plan_id", type=int, metavar="PLAN")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["pdf", "xlsx", "docx"]),
    required=True,
    help="Dạng tệp.",
)
@click.option(
    "--sheet",
    type=click.Choice(["progress", "issued", "unit", "grid"]),
    default="progress",
    show_default=True,
    help="progress: kèm tiến độ; issued: như ban hành; unit: trích một đơn vị; grid: phân công.",
)
@click.option("--unit", "unit_name", help="Tên đơn vị (bắt buộc với --sheet unit).")
@click.option(
    "--form",
    type=click.Choice(["appendix", "attached"]),
    default="appendix",
    show_default=True,
    help="attached: có Quốc hiệu, chữ ký, nơi nhận.",
)
@click.option(
    "--paper", type=click.Choice(["a4", "a3"]), default="a4", show_default=True, help="Khổ giấy."
)
@click.option(
    "--orientation",
    type=click.Choice(["landscape", "portrait"]),
    default="landscape",
    show_default=True,
    help="landscape: ngang; portrait: dọc.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%d/%m/%Y"]),
    metavar="NGÀY",
    help="Số liệu đến hết ngày này, ví dụ 05/08/2026; mặc định đến lúc này.",
)
@click.option("--codes", is_flag=True, help="Thêm cột mã QR, quét để mở từng nhiệm vụ.")
@click.option("--output", type=A_PATH, help="Tệp đích; mặc định tự đặt tên.")
def export(
    plan_id: int,
    *,
    file_format: str,
    unit_name: str | None,
    as_of: datetime | None,
    codes: bool,
    output: Path | None,
    **choice: str,
) -> None:
    """Xuất ma trận nhiệm vụ của một kế hoạch ra PDF, Excel hoặc Word.

    Cần: đã chạy tracker init. PLAN là số của kế hoạch, thấy trên đường dẫn /plans/<số>.

    \b
    Ví dụ: tracker export 1 --format pdf --sheet unit --unit "Phòng Kinh tế"
    """
    from tracker.exports.choice import SheetChoice
    from tracker.exports.service import export_plan
    from tracker.units.queries import unit_named

    app = build_app()
    require_database(app)
    with app.app_context():
        unit = unit_named(unit_name) if unit_name else None
        if unit_name and unit is None:
            raise ConfigurationError(f"Không có đơn vị “{unit_name}”.")
        wanted = replace(
            SheetChoice.from_query(choice | {"unit": str(unit.id) if unit else ""}),
            as_of=as_of.date() if as_of else None,
            with_codes=codes,
        )
        file = export_plan(plan_id, file_format, choice=wanted)
    target = output or Path(file.name)
    write_file(target, file.data)
    click.echo(f"Đã ghi {target}")
