"""The `tracker` command line: each command's help says what it does, needs, and an example."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from tracker.command_support import (
    A_PATH,
    build_app,
    bytes_of,
    database_name,
    log_as_configured,
    page_bar,
    require_database,
    upgrade_database,
)
from tracker.commands.accounts import reset_second_step, set_password
from tracker.commands.backup import backup, restore
from tracker.commands.export import export
from tracker.commands.journal import journal
from tracker.core.errors import ConfigurationError, TrackerError
from tracker.serving import serve_pages

EXIT_WRONG_INPUT = 2
DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])
MOMENT = click.DateTime(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


class TrackerGroup(click.Group):
    """Says what is wrong in one sentence on standard error, and exits with status 2."""

    def invoke(self, context: click.Context) -> object:
        """Run the command; a wrong setting or document is no reason for a traceback."""
        from sqlalchemy.exc import DatabaseError

        from tracker.reading.result import UnreadableDocumentError

        try:
            return super().invoke(context)
        except (TrackerError, UnreadableDocumentError) as error:
            click.echo(str(error), err=True)
        except DatabaseError as error:
            from tracker.health import not_opened

            click.echo(not_opened(error), err=True)
        sys.exit(EXIT_WRONG_INPUT)


@click.group(cls=TrackerGroup)
@click.version_option(package_name="ward-task-tracker")
def main() -> None:
    """Theo dõi nhiệm vụ giao theo kế hoạch của UBND phường, xã.

    Thiết lập đọc từ biến môi trường hoặc tệp .env: TRACKER_DATA_DIR, TRACKER_DATABASE_URL,
    TRACKER_EVIDENCE_URL, TRACKER_SMTP_URL, TRACKER_BASE_URL, TRACKER_SECRET_KEY,
    TRACKER_TRUSTED_PROXIES, TRACKER_BACKUP_DIR, TRACKER_BACKUP_COPY_DIR, TRACKER_BACKUP_PASSPHRASE,
    TRACKER_LOG_LEVEL, TRACKER_LOG_FORMAT, TRACKER_SLOW_QUERY_MS, TRACKER_METRICS_TOKEN,
    TRACKER_CLAMAV_URL, TRACKER_OIDC_ISSUER, TRACKER_OIDC_CLIENT_ID, TRACKER_OIDC_CLIENT_SECRET,
    TRACKER_OIDC_NAME, TRACKER_OIDC_CLAIM, TRACKER_OIDC_SECOND_STEP.
    """


@main.command()
def init() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu.

    Cần: quyền ghi vào TRACKER_DATA_DIR (hoặc cơ sở dữ liệu ở TRACKER_DATABASE_URL). Chạy lại
    không mất gì.

    \b
    Ví dụ: tracker init
    """
    from tracker.accounts.queries import has_accounts
    from tracker.core.db import read

    app = build_app()
    upgrade_database(app)
    click.echo(f"Đã sẵn sàng: {database_name(app)}")
    with app.app_context(), read():
        if not has_accounts():
            click.echo(
                "Chưa có tài khoản nào. Tiếp theo, tạo tài khoản quản trị: "
                'tracker create-user quantri --name "Quản trị" --role administrator'
            )


@main.command()
@click.option("--no-run", is_flag=True, help="Chỉ tạo dữ liệu, không mở trang.")
@click.option("--port", default=8000, show_default=True, help="Cổng trên 127.0.0.1.")
def demo(*, no_run: bool, port: int) -> None:
    """Dựng Phường Mẫu để dùng thử, rồi mở trang ở http://127.0.0.1:8000.

    Cần: quyền ghi vào TRACKER_DATA_DIR (mặc định thư mục var). Chạy lại thì mở tiếp, không mất
    dữ liệu.

    \b
    Ví dụ: tracker demo --no-run
    """
    from tracker.demo.accounts import account_lines
    from tracker.demo.fill import fill_demo

    app = build_app()
    upgrade_database(app)
    filled = fill_demo(app)
    click.echo("Đã dựng Phường Mẫu." if filled else "Phường Mẫu đã có sẵn, giữ nguyên dữ liệu.")
    for line in account_lines():
        click.echo(line)
    if not no_run:
        log_as_configured(app)
        serve_pages(app, host="127.0.0.1", port=port)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ nghe.")
@click.option("--port", default=8000, show_default=True, help="Cổng nghe.")
@click.option("--no-scheduler", is_flag=True, help="Chỉ mở trang, lịch chạy ở tiến trình khác.")
def run(*, host: str, port: int, no_scheduler: bool) -> None:
    """Mở các trang và chạy lịch nhắc việc trong một tiến trình.

    Cần: đã chạy tracker init.

    \b
    Ví dụ: tracker run --port 8080
    """
    app = build_app()
    require_database(app)
    log_as_configured(app)
    serve_pages(app, host=host, port=port, with_scheduler=not no_scheduler)


@main.command()
def scheduler() -> None:
    """Chỉ chạy lịch: mở kỳ mới, quyết định nhắc, gửi thư.

    Cần: đã chạy tracker init. Dùng khi các trang chạy bằng máy chủ khác.

    \b
    Ví dụ: tracker scheduler
    """
    from tracker.scheduler import run_scheduler_forever

    app = build_app()
    require_database(app)
    log_as_configured(app)
    run_scheduler_forever(app)


@main.command("create-user")
@click.argument("username")
@click.option("--name", "full_name", required=True, help="Họ tên.")
@click.option(
    "--role", required=True, help="administrator, office, leader, unit_head, officer, observer"
)
@click.option("--unit", "unit_name", help="Tên đơn vị (bắt buộc với unit_head và officer).")
@click.option("--email", help="Nơi nhận thư nhắc.")
@click.password_option(
    prompt="Mật khẩu tạm",
    confirmation_prompt="Nhập lại mật khẩu",
    help="Mật khẩu tạm; hỏi nếu không ghi.",
)
def create_user(
    username: str,
    full_name: str,
    role: str,
    unit_name: str | None,
    email: str | None,
    password: str,
) -> None:
    """Tạo một tài khoản; người dùng đổi mật khẩu ở lần đăng nhập đầu.

    Cần: đã chạy tracker init.

    \b
    Ví dụ: tracker create-user quantri --name "Quản trị" --role administrator
    """
    from tracker.accounts.rules import Role
    from tracker.accounts.service import create_user as create
    from tracker.core.db import write
    from tracker.units.queries import unit_named

    app = build_app()
    require_database(app)
    if role not in set(Role):
        raise ConfigurationError(f"Không có vai trò “{role}”: chọn {', '.join(Role)}.")
    with app.app_context(), write():
        unit = unit_named(unit_name) if unit_name else None
        if unit_name and unit is None:
            raise ConfigurationError(f"Không có đơn vị “{unit_name}”.")
        create(
            username,
            full_name=full_name,
            role=Role(role),
            unit=unit,
            password=password,
            email=email,
            must_change_password=True,
            actor=None,
        )
    click.echo(f"Đã tạo tài khoản “{username}”.")


@main.command()
@click.argument("file", type=A_PATH)
@click.option("--year", type=int, help="Năm của kế hoạch, khi văn bản không ghi.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def read(file: Path, *, year: int | None, as_json: bool) -> None:
    """Đọc bảng nhiệm vụ trong một văn bản; không cần cơ sở dữ liệu.

    Nhận DOCX, PDF, XLSX, XLS, ODS, CSV, HTML, MD, TXT. Mã thoát 2 khi không đọc được.

    \b
    Ví dụ: tracker read ke-hoach.docx --json
    """
    from tracker.reading.document import read_document
    from tracker.reading_output import document_as_json, document_as_text

    with page_bar() as on_page:
        found = read_document(bytes_of(file), file.name, year=year, on_page=on_page)
    click.echo(document_as_json(found) if as_json else document_as_text(found))


@main.command()
@click.argument("phrases", nargs=-1, required=True, metavar="PHRASE...")
@click.option("--year", type=int, help="Năm dùng khi cụm từ không ghi năm.")
@click.option("--plan-date", type=DAY, help="Ngày ban hành kế hoạch, dạng 2026-01-15.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def deadline(
    phrases: tuple[str, ...], *, year: int | None, plan_date: datetime | None, as_json: bool
) -> None:
    """Cho biết mỗi cụm từ chỉ thời hạn được hiểu thế nào.

    Không cần cơ sở dữ liệu.

    \b
    Ví dụ: tracker deadline "Trước 30/8/2025" "Hằng tháng" --year 2025
    """
    from tracker.reading.deadlines import read_deadline
    from tracker.reading_output import deadlines_as_json, deadlines_as_text

    issued_on = plan_date.date() if plan_date else None
    readings = [
        (phrase, read_deadline(phrase, year=year, plan_date=issued_on)) for phrase in phrases
    ]
    click.echo(deadlines_as_json(readings) if as_json else deadlines_as_text(readings))


@main.command("import")
@click.argument("file", type=A_PATH)
@click.option("--as", "username", required=True, help="Tài khoản văn phòng đứng tên.")
def import_(file: Path, *, username: str) -> None:
    """Đưa một văn bản vào bản nháp chờ xem lại trên trang “Nhập văn bản”.

    Cần: đã chạy tracker init và một tài khoản.

    \b
    Ví dụ: tracker import ke-hoach.docx --as vanphong
    """
    from tracker.accounts.queries import find_user
    from tracker.core.db import write
    from tracker.imports.service import import_file, read_file

    app = build_app()
    require_database(app)
    content = bytes_of(file)
    with app.app_context():
        # Nobody waits for a long document: nothing is written while it is read.
        with page_bar() as on_page:
            document = read_file(file.name, content, on_page=on_page)
        with write():
            user = find_user(username)
            if user is None:
                raise ConfigurationError(f"Không có tài khoản “{username}”.")
            draft = import_file(file.name, content, actor=user, document=document)
            click.echo(f"Đã đọc {draft.rows_in_file} dòng; xem lại tại /imports/{draft.id}")


@main.command()
@click.option(
    "--at", "moment", type=MOMENT, help="Thời điểm (giờ Việt Nam), dạng 2026-08-27T07:30."
)
@click.option(
    "--dry-run", is_flag=True, help="Chỉ in ai sẽ nhận gì và vì sao; không ghi, không gửi."
)
def remind(*, moment: datetime | None, dry_run: bool) -> None:
    """Chạy một lượt nhắc việc: mở kỳ, quyết định, xếp thư, gửi.

    Chạy bao nhiêu lần cũng không nhắc trùng. Cần TRACKER_SMTP_URL để gửi thư.

    \b
    Ví dụ: tracker remind --at 2026-08-27T07:30 --dry-run
    """
    from tracker.core import clock
    from tracker.reminders.service import run_pass

    app = build_app()
    require_database(app)
    at = clock.from_vietnam(moment) if moment else clock.now()
    with app.app_context(), clock.at(at):
        click.echo(run_pass(at, dry_run=dry_run).as_text())


@main.command()
def check() -> None:
    """Kiểm tra cơ sở dữ liệu, thư mục, thư điện tử, minh chứng.

    Cần: các thiết lập như khi chạy thật. Mã thoát 1 khi có chỗ hỏng.

    \b
    Ví dụ: tracker check
    """
    from tracker.health import check_installation

    app = build_app()
    with app.app_context():
        findings = check_installation(app)
    for finding in findings:
        click.echo(finding.as_text())
    if any(finding.is_problem for finding in findings):
        sys.exit(1)


for command in (reset_second_step, set_password, backup, restore, journal, export):
    main.add_command(command)
