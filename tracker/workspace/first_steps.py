"""What a new office has to do first. Everything is derived: a step done elsewhere is done here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from sqlalchemy import ColumnElement, exists, select

from tracker import policy
from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.settings.queries import ward_settings
from tracker.settings.rules import WardSettings
from tracker.units.models import Unit
from tracker.units.rules import UnitKind


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A step in order; `action` is what the policy asks of whoever is to take it."""

    title: str
    why: str
    url: str
    action: str
    is_done: bool


def first_steps() -> list[FirstStep]:
    """Name, units, accounts, the first plan, a trial mail."""
    return [
        FirstStep(
            "Đặt tên phường, xã",
            "Tên này in trên công văn và trong thư nhắc.",
            url_for("settings.index"),
            "setting:change",
            ward_settings().ward_name != WardSettings().ward_name,
        ),
        FirstStep(
            "Khai báo các đơn vị",
            "Văn bản nhập vào sẽ nhận ra tên đơn vị và các cách viết khác.",
            url_for("units.index"),
            "unit:administer",
            _is_there(Unit.kind == UnitKind.INTERNAL),
        ),
        FirstStep(
            "Tạo tài khoản cho Văn phòng và trưởng các đơn vị",
            "Quản trị tạo. Mỗi đơn vị cần một trưởng đơn vị có địa chỉ thư để nhận lời nhắc.",
            url_for("accounts.index"),
            "account:administer",
            _is_there(User.role == Role.UNIT_HEAD) and _is_there(User.role == Role.OFFICE),
        ),
        FirstStep(
            "Nhập kế hoạch đầu tiên",
            "Văn phòng tải tệp Word, Excel hoặc PDF; xem lại bảng đọc được rồi xác nhận.",
            url_for("imports.index"),
            "import:work",
            _is_there(Plan.id.is_not(None)),
        ),
        FirstStep(
            "Gửi một thư thử",
            "Để chắc chắn thư nhắc đến được người nhận."
            if current_app.config["TRACKER"].mail_server
            else "Chưa có máy chủ thư: người cài đặt khai báo máy chủ thư rồi gửi thử.",
            url_for("reminders.index"),
            "reminder:see",
            _is_there(AuditEntry.action == AuditAction.MAIL_TESTED.value),
        ),
    ]


def first_steps_for(user: Any) -> list[FirstStep]:
    """The steps as long as one is missing, for those who keep the installation; else none."""
    if not policy.may(user, "setting:change"):
        return []
    steps = first_steps()
    return [] if all(step.is_done for step in steps) else steps


def _is_there(condition: ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(select(exists().where(condition))))
