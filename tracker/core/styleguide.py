"""The page that shows every component, with long Vietnamese words. Development only."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, render_template
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from tracker.core.clock import now, today

blueprint = Blueprint("styleguide", __name__)

UNITS = (
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công phường",
)


class SampleForm(FlaskForm):  # type: ignore[misc]
    """One field of each kind."""

    title = StringField("Tên kế hoạch", [InputRequired("Hãy nhập tên kế hoạch.")])
    unit = SelectField("Đơn vị theo dõi", choices=UNITS)
    issued_on = DateField("Ngày ban hành", format="%d/%m/%Y")
    status = RadioField(
        "Tình hình",
        choices=[
            SelectChoice("in_progress", "Đang thực hiện"),
            SelectChoice("submitted", "Đã xong, gửi kết quả"),
        ],
        default="submitted",
    )
    note = TextAreaField("Kết quả, tình hình thực hiện")
    files = FileField("Minh chứng")
    urgent = BooleanField("Gửi thư nhắc ngay cho đơn vị chủ trì")


def _refused_form() -> SampleForm:
    """The same form as it comes back with errors."""
    form = SampleForm(formdata=None, prefix="refused")
    form.title.errors = ("Hãy nhập tên kế hoạch.",)
    form.issued_on.errors = ("Ngày 31/02/2026 không có trong lịch: hãy sửa lại ngày.",)
    form.files.errors = ("Tệp lớn hơn 20 MB: hãy nén hoặc tách nhỏ rồi gửi lại.",)
    form.form_errors = []
    return form


def _frame() -> dict[str, Any]:
    """What the application otherwise gives to every page."""
    items = (
        ("Việc của tôi", "list-checks", 3),
        ("Kế hoạch", "clipboard-list", 0),
        ("Theo dõi, đôn đốc", "megaphone", 12),
        ("Báo cáo", "chart-column", 0),
        ("Chỉ tiêu", "target", 0),
        ("Nhập văn bản", "upload", 1),
        ("Quản trị", "settings", 0),
    )
    navigation = [
        {
            "label": label,
            "icon": icon,
            "url": f"#nav-{icon}",
            "current": not position,
            "count": count,
            "count_words": "đang chờ",
        }
        for position, (label, icon, count) in enumerate(items)
    ]
    return {
        "ward_name": "UBND phường Mẫu",
        "navigation": navigation,
        "account_links": [
            {"label": "Đổi mật khẩu", "icon": "key-round", "url": "#password", "current": False}
        ],
        "search_url": "#search",
        "sign_out_url": "#sign-out",
        "year_to_check": None,
        "unsaved_since": None,
        "backup_is_short": False,
        "current_user": SimpleNamespace(
            id=1,
            full_name="Trần Thị Mẫu",
            job_title="Phó Giám đốc",
            unit=SimpleNamespace(name="Trung tâm Phục vụ hành chính công phường"),
        ),
    }


def _middle_page() -> SimpleNamespace:
    """A list of many pages, opened in the middle: as the pagination sees it."""
    return SimpleNamespace(
        pages=9,
        page=4,
        first=151,
        last=200,
        total=431,
        has_prev=True,
        prev_num=3,
        has_next=True,
        next_num=5,
        iter_pages=lambda **_edges: (1, None, 3, 4, 5, None, 9),
    )


@blueprint.get("/styleguide")
def show() -> str:
    """Every component on one page."""
    day: date = today()
    return render_template(
        "styleguide/page.html",
        form=SampleForm(formdata=None),
        refused=_refused_form(),
        units=UNITS,
        shown_pages=_middle_page(),
        moment=now(),
        days={n: day + timedelta(days=n) for n in (-17, -5, -1, 0, 3, 6, 24, 60)},
        **_frame(),
    )
