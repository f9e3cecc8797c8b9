"""The form of the ward's settings."""

from __future__ import annotations

import re
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from tracker.core.forms import IntegerField, VietnameseForm
from tracker.core.marks import mark_of
from tracker.core.numbers import whole_number
from tracker.reading.result import Rhythm
from tracker.settings.rules import DataWindow, WardSettings

_DAYS = re.compile(r"[\s,;]+")
_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
MOST_DAYS_BEFORE = 60


def _days_late(label: str) -> IntegerField:
    """After how many working days late somebody more is told."""
    return IntegerField(
        label,
        [
            InputRequired("Hãy nhập số ngày, hoặc 0 để không báo."),
            NumberRange(0, 60, "Nhập số ngày từ 0 đến 60; 0 là không báo."),
        ],
    )


class SettingsForm(VietnameseForm):
    """What a ward decides for itself."""

    ward_name = StringField("Tên đơn vị sử dụng", [DataRequired("Hãy nhập tên."), Length(max=120)])
    before_means_day_before = BooleanField(
        "“Trước ngày D” nghĩa là hết ngày D-1",
        description="Không đánh dấu: hết ngày D. Áp dụng cho văn bản đọc sau đó.",
    )
    remind_days_before = StringField(
        "Nhắc trước hạn (ngày làm việc)", description="Ví dụ: 7, 3, 1. Ngày đến hạn luôn nhắc."
    )
    remind_every_days_late = IntegerField(
        "Khi quá hạn, nhắc lại sau mỗi (ngày làm việc)",
        [InputRequired("Hãy nhập số ngày."), NumberRange(1, 60, "Nhập số ngày từ 1 đến 60.")],
    )
    remind_check_in_days_before = IntegerField(
        "Việc thường xuyên: nhắc cập nhật trước khi hết kỳ (ngày làm việc)",
        [InputRequired("Hãy nhập số ngày."), NumberRange(1, 20, "Nhập số ngày từ 1 đến 20.")],
    )
    escalate_to_head_after = _days_late("Báo trưởng đơn vị khi quá hạn (ngày làm việc)")
    escalate_to_office_after = _days_late("Báo Văn phòng khi quá hạn (ngày làm việc)")
    escalate_to_leader_after = _days_late("Báo lãnh đạo phụ trách khi quá hạn (ngày làm việc)")
    escalate_to_leader_after_urgings = IntegerField(
        "Hoặc báo lãnh đạo sau số lần đôn đốc",
        [
            InputRequired("Hãy nhập số lần, hoặc 0 để không báo."),
            NumberRange(0, 20, "Nhập số lần từ 0 đến 20; 0 là không báo."),
        ],
    )
    digest_time = StringField("Giờ gửi thư nhắc", description="Ví dụ: 07:30")
    horizon_days = IntegerField(
        "Mở kỳ trước (ngày)",
        [InputRequired("Hãy nhập số ngày."), NumberRange(7, 400, "Nhập số ngày từ 7 đến 400.")],
    )
    data_window = SelectField(
        "Số liệu báo cáo",
        choices=[
            SelectChoice(DataWindow.REPORT.value, "Từ ngày 15 đến ngày 14 (Nghị định 09/2019)"),
            SelectChoice(DataWindow.CALENDAR.value, "Theo lịch: trọn tháng, quý, năm"),
        ],
        default=DataWindow.REPORT.value,
    )
    figures_open_to_units = BooleanField(
        "Các đơn vị xem được số liệu của nhau",
        description="Không đánh dấu: mỗi đơn vị thấy số liệu của mình; đơn vị khác không nêu tên.",
    )
    check_in_rhythm = SelectField(
        "Hỏi tình hình việc thường xuyên (kế hoạch mới)",
        choices=[
            SelectChoice(Rhythm.WEEKLY.value, "Hằng tuần"),
            SelectChoice(Rhythm.MONTHLY.value, "Hằng tháng"),
            SelectChoice(Rhythm.QUARTERLY.value, "Hằng quý"),
            SelectChoice(Rhythm.HALF_YEARLY.value, "6 tháng một lần"),
            SelectChoice(Rhythm.YEARLY.value, "Hằng năm"),
        ],
        default=Rhythm.MONTHLY.value,
    )
    extension_notice_days = IntegerField(
        "Xin gia hạn trước hạn ít nhất (ngày làm việc)",
        [InputRequired("Hãy nhập số ngày."), NumberRange(0, 30, "Nhập số ngày từ 0 đến 30.")],
    )
    extension_limit = IntegerField(
        "Số lần gia hạn tối đa của một việc",
        [InputRequired("Hãy nhập số lần."), NumberRange(0, 9, "Nhập số lần từ 0 đến 9.")],
        description="0: không cho gia hạn.",
    )

    return_phrases = TextAreaField(
        "Lý do trả lại thường dùng (mỗi dòng một câu)",
        [Length(max=4000)],
        render_kw={"rows": 5},
    )
    seen = HiddenField()
    idle_minutes = IntegerField(
        "Tự đăng xuất khi không dùng (phút)",
        [InputRequired("Hãy nhập số phút."), NumberRange(5, 480, "Nhập số phút từ 5 đến 480.")],
    )
    idle_minutes_administrator = IntegerField(
        "Tự đăng xuất tài khoản quản trị (phút)",
        [InputRequired("Hãy nhập số phút."), NumberRange(5, 480, "Nhập số phút từ 5 đến 480.")],
    )
    disable_after_idle_days = IntegerField(
        "Khóa tài khoản không đăng nhập quá (ngày)",
        [
            InputRequired("Hãy nhập số ngày, hoặc 0 để không khóa."),
            NumberRange(0, 365, "Nhập số ngày từ 0 đến 365; 0 là không khóa."),
        ],
    )
    backup_warn_days = IntegerField(
        "Cảnh báo khi chưa sao lưu quá (ngày)",
        [InputRequired("Hãy nhập số ngày."), NumberRange(1, 60, "Nhập số ngày từ 1 đến 60.")],
    )

    def show(self, settings: WardSettings) -> None:
        """Fill in the settings in force."""
        for name in FORM_FIELDS:
            value = getattr(settings, name)
            between = "\n" if name == "return_phrases" else ", "
            self[name].data = between.join(map(str, value)) if isinstance(value, tuple) else value

    @staticmethod
    def mark(settings: WardSettings) -> str:
        """Tells what the form showed from what somebody has set since."""
        return mark_of([getattr(settings, name) for name in FORM_FIELDS])

    def validate_remind_days_before(self, field: StringField) -> None:
        """Whole working days, each once, the farthest first."""
        parts = [part for part in _DAYS.split(field.data or "") if part]
        days = [whole_number(part) for part in parts]
        if None in days:
            raise ValidationError("Nhập các số ngày, cách nhau bằng dấu phẩy, ví dụ 7, 3, 1.")
        if any(not 1 <= (day or 0) <= MOST_DAYS_BEFORE for day in days):
            raise ValidationError(f"Mỗi số ngày từ 1 đến {MOST_DAYS_BEFORE}.")

    def validate_escalate_to_leader_after(self, field: IntegerField) -> None:
        """The leader is the last to hear, not the first."""
        earlier = self.escalate_to_office_after.data
        if field.data and earlier and field.data < earlier:
            raise ValidationError("Báo lãnh đạo không được sớm hơn báo Văn phòng.")

    def validate_digest_time(self, field: StringField) -> None:
        """Hours and minutes."""
        if not _TIME.fullmatch((field.data or "").strip()):
            raise ValidationError("Giờ không đúng: nhập dạng 07:30.")

    def values(self) -> dict[str, Any]:
        """The settings as the service takes them; call after validation."""
        days = {int(part) for part in _DAYS.split(self.remind_days_before.data or "") if part}
        return {
            **{name: self[name].data for name in FORM_FIELDS},
            "data_window": DataWindow(self.data_window.data),
            "check_in_rhythm": Rhythm(self.check_in_rhythm.data),
            "ward_name": self.ward_name.data.strip(),
            "remind_days_before": tuple(sorted(days, reverse=True)),
            "digest_time": self.digest_time.data.strip().zfill(5),
            "return_phrases": lines_of(self.return_phrases.data),
        }


def lines_of(text: str | None) -> tuple[str, ...]:
    """The lines that say something, each once."""
    return tuple(dict.fromkeys(line.strip() for line in (text or "").splitlines() if line.strip()))


FORM_FIELDS = (
    "ward_name",
    "before_means_day_before",
    "remind_days_before",
    "remind_every_days_late",
    "remind_check_in_days_before",
    "escalate_to_head_after",
    "escalate_to_office_after",
    "escalate_to_leader_after",
    "escalate_to_leader_after_urgings",
    "digest_time",
    "horizon_days",
    "data_window",
    "figures_open_to_units",
    "check_in_rhythm",
    "idle_minutes",
    "idle_minutes_administrator",
    "disable_after_idle_days",
    "backup_warn_days",
    "extension_notice_days",
    "extension_limit",
    "return_phrases",
)
