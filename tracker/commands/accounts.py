"""`tracker` commands for somebody who cannot sign in and whom nobody can help on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.command_support import build_app, require_database
from tracker.core.errors import ConfigurationError

if TYPE_CHECKING:
    from tracker.accounts.models import User


@click.command("reset-second-step")
@click.argument("username")
def reset_second_step(username: str) -> None:
    """Đặt lại xác thực hai bước của một tài khoản: mất điện thoại và hết mã dự phòng.

    Cần: đã chạy tracker init. Người dùng thiết lập lại ở lần đăng nhập sau; mọi nơi đang đăng nhập
    bị đăng xuất; nhật ký ghi lại.

    \b
    Ví dụ: tracker reset-second-step quantri
    """
    from tracker.accounts.second_step import reset
    from tracker.accounts.sessions import close_sign_ins
    from tracker.core.db import write

    app = build_app()
    require_database(app)
    with app.app_context(), write():
        user = _named(username)
        reset(user, actor=None)
        close_sign_ins(user)
    click.echo(f"Đã đặt lại xác thực hai bước của “{username}”.")


@click.command("set-password")
@click.argument("username")
@click.password_option(
    prompt="Mật khẩu tạm",
    confirmation_prompt="Nhập lại mật khẩu",
    help="Mật khẩu tạm; hỏi nếu không ghi.",
)
def set_password(username: str, password: str) -> None:
    """Đặt mật khẩu tạm cho một tài khoản; người dùng đổi ở lần đăng nhập sau.

    Cần: đã chạy tracker init. Dùng khi quản trị duy nhất quên mật khẩu.

    \b
    Ví dụ: tracker set-password quantri
    """
    from tracker.accounts import service
    from tracker.core.db import write

    app = build_app()
    require_database(app)
    with app.app_context(), write():
        service.set_password(_named(username), password, actor=None, temporary=True)
    click.echo(f"Đã đặt mật khẩu tạm cho “{username}”.")


def _named(username: str) -> User:
    from tracker.accounts.queries import find_user

    user = find_user(username)
    if user is None:
        raise ConfigurationError(f"Không có tài khoản “{username}”.")
    return user
