"""The form of a plan's own details."""

from __future__ import annotations

from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker.core.forms import VersionField, VietnameseDateField, VietnameseForm
from tracker.plans.document_fields import DocumentFields
from tracker.plans.rules import (
    CHECK_IN_RHYTHM_WORDS,
    DATA_WINDOW_WORDS,
    PLAN_STATE_WORDS,
    PlanState,
)

NO_UNIT = 0


class PlanForm(DocumentFields, VietnameseForm):
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
    state = SelectField(
        "Trạng thái",
        choices=[SelectChoice(state.value, PLAN_STATE_WORDS[state]) for state in PlanState],
        description="Kế hoạch đã kết thúc: không nhắc, không cập nhật nữa; vẫn xem và in được.",
    )
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
    version = VersionField()
