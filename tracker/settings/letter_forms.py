"""The form of how the ward's letters are headed and signed."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from tracker.core.forms import IntegerField, VietnameseForm
from tracker.core.marks import mark_of
from tracker.settings.forms import lines_of
from tracker.settings.rules import WardSettings

_LINES = {"rows": 3}


class LetterForm(VietnameseForm):
    """Heading, number, signature and recipients, as Nghị định 30/2020/NĐ-CP names the parts."""

    letter_superior = StringField(
        "Cơ quan chủ quản", [Length(max=120)], description="Để trống khi UBND phường ban hành."
    )
    letter_issuer = StringField(
        "Cơ quan ban hành",
        [Length(max=120)],
        description="Để trống: lấy tên đơn vị sử dụng, viết đầy đủ.",
    )
    letter_place = StringField(
        "Địa danh", [Length(max=60)], description="Để trống: lấy từ tên phường, xã."
    )
    letter_code = StringField(
        "Ký hiệu công văn",
        [DataRequired("Hãy nhập ký hiệu."), Length(max=40)],
        description="Đứng sau số, ví dụ UBND-VP trong 12/UBND-VP.",
    )
    letter_signing = TextAreaField(
        "Quyền hạn, chức vụ người ký (mỗi dòng một dòng in)",
        [DataRequired("Hãy nhập chức vụ người ký."), Length(max=300)],
        render_kw=_LINES,
    )
    letter_signer = StringField("Họ tên người ký", [Length(max=120)])
    letter_answers_to = StringField(
        "Nơi nhận báo cáo của đơn vị",
        [DataRequired("Hãy nhập nơi nhận báo cáo."), Length(max=120)],
    )
    letter_answer_days = IntegerField(
        "Hạn trả lời công văn đôn đốc (ngày làm việc)",
        [InputRequired("Hãy nhập số ngày."), NumberRange(1, 30, "Nhập số ngày từ 1 đến 30.")],
    )
    letter_recipients = TextAreaField(
        "Nơi nhận (mỗi dòng một nơi)", [Length(max=1000)], render_kw=_LINES
    )
    seen = HiddenField()

    def show(self, settings: WardSettings) -> None:
        """Fill in what is in force."""
        for name in LETTER_FIELDS:
            value = getattr(settings, name)
            self[name].data = "\n".join(value) if isinstance(value, tuple) else value

    @staticmethod
    def mark(settings: WardSettings) -> str:
        """Tells what the form showed from what somebody has set since."""
        return mark_of([getattr(settings, name) for name in LETTER_FIELDS])

    def values(self) -> dict[str, Any]:
        """The settings as the service takes them; call after validation."""
        return {name: self._value_of(name) for name in LETTER_FIELDS}

    def _value_of(self, name: str) -> Any:
        field = self[name]
        if field.type == "TextAreaField":
            return lines_of(field.data)
        return field.data if field.type == "IntegerField" else (field.data or "").strip()


LETTER_FIELDS = (
    "letter_superior",
    "letter_issuer",
    "letter_place",
    "letter_code",
    "letter_signing",
    "letter_signer",
    "letter_answers_to",
    "letter_answer_days",
    "letter_recipients",
)
