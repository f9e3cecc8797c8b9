"""The form of a plan's own details."""

from __future__ import annotations

from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker.core.forms import VersionField, VietnameseDateField, VietnameseForm
from tracker.plans.document_fields import DocumentFields
from tracker.plans.grounds_fields import GroundsFields
from tracker.plans.rules import CHECK_IN_RHYTHM_WORDS, DATA_WINDOW_WORDS

NO_UNIT = 0


class PlanForm(DocumentFields, GroundsFields, VietnameseForm):
    """What may be filled in or changed after the import: number and day are often blank then."""

    title = TextAreaField(
        "Tên kế hoạch",
        [DataRequired("Hãy nhập tên kế hoạch."), Length(max=600)],
        render_kw={"rows": 2},
    )
    number = StringField("Số, ký hiệu", [Length(max=60)])
    issued_on = VietnameseDateField("Ngày ban hành", [Optional()])
    issuer = StringField("Cơ quan ban hành", [Length(max=200)])
    signer = StringField("Người ký", [Length(max=120)])
    coordinator = SelectField("Đơn vị theo dõi", coerce=int)
    check_in_rhythm = SelectField(
        "Hỏi tình hình việc thường xuyên",
        choices=[
            SelectChoice(rhythm.value, words) for rhythm, words in CHECK_IN_RHYTHM_WORDS.items()
        ],
        description="Với việc không ghi kỳ: mỗi kỳ cập nhật một lần, không bao giờ quá hạn.",
    )
    data_window = SelectField(
        "Số liệu báo cáo",
        choices=[
            SelectChoice("", "Theo thiết lập chung của phường"),
            *(SelectChoice(window.value, words) for window, words in DATA_WINDOW_WORDS.items()),
        ],
    )
    reason = StringField(
        "Lý do sửa",
        [Length(max=500)],
        description="Cần ghi khi sửa chữ đã có của kế hoạch đã ban hành; điền chỗ trống thì không.",
    )
    version = VersionField()
