"""The fields that say why something is amended and by which document."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from tracker.core.forms import VietnameseDateField
from tracker.core.text_vn import one_line
from tracker.plans.amendments import Grounds


def reason_field(label: str) -> StringField:
    """A reason that must be given, under the words that fit the page and what it says is amiss."""
    return StringField(label, [InputRequired("Hãy ghi lý do."), Length(max=500)])


class GroundsFields:
    """Reason, number and date of the amending document; for a form to inherit."""

    reason = reason_field("Lý do sửa")
    document_number = StringField(
        "Số văn bản làm căn cứ (nếu có)", [Length(max=60)], description="Ví dụ 31/KH-UBND"
    )
    document_on = VietnameseDateField("Ngày văn bản (nếu có)", [Optional()])

    def grounds(self) -> Grounds:
        """What was typed; call after validation."""
        return Grounds(
            reason=one_line(self.reason.data or ""),
            document_number=one_line(self.document_number.data or "") or None,
            document_on=self.document_on.data,
        )
