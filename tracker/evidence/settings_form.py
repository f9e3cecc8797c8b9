"""The form of what files may be sent, and how much."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange

from tracker.core.forms import IntegerField, VietnameseForm
from tracker.core.marks import mark_of
from tracker.evidence.rules import WhenScannerIsDown
from tracker.settings.rules import WardSettings


class FilesForm(VietnameseForm):
    """Sizes, quotas, and what happens while the scanner does not answer."""

    evidence_max_megabytes = IntegerField(
        "Cỡ tệp minh chứng lớn nhất (MB)",
        [InputRequired("Hãy nhập số MB."), NumberRange(1, 90, "Nhập từ 1 đến 90.")],
    )
    evidence_contribution_megabytes = IntegerField(
        "Tất cả tệp của một phần việc (MB)",
        [InputRequired("Hãy nhập số MB."), NumberRange(0, 10_000, "Nhập từ 0 đến 10.000.")],
        description="0: không giới hạn.",
    )
    evidence_unit_gigabytes = IntegerField(
        "Tất cả tệp của một đơn vị (GB)",
        [InputRequired("Hãy nhập số GB."), NumberRange(0, 10_000, "Nhập từ 0 đến 10.000.")],
        description="0: không giới hạn.",
    )
    evidence_total_gigabytes = IntegerField(
        "Tất cả tệp của phường, xã (GB)",
        [InputRequired("Hãy nhập số GB."), NumberRange(0, 100_000, "Nhập từ 0 đến 100.000.")],
        description="0: không giới hạn, dùng đến khi đầy đĩa.",
    )
    when_scanner_is_down = SelectField(
        "Khi máy quét mã độc không trả lời",
        choices=[
            SelectChoice(WhenScannerIsDown.REFUSE.value, "Không nhận tệp, báo gửi lại sau"),
            SelectChoice(WhenScannerIsDown.KEEP.value, "Nhận tệp, ghi “chưa quét”, quét lại sau"),
        ],
        description="Văn bản tải lên để nhập kế hoạch thì không nhận khi chưa quét được.",
        default=WhenScannerIsDown.REFUSE.value,
    )

    seen = HiddenField()

    @staticmethod
    def mark(settings: WardSettings) -> str:
        """Tells what the form showed from what somebody has set since."""
        return mark_of([getattr(settings, name) for name in FIELDS])

    def show(self, settings: WardSettings) -> None:
        """Fill in the settings in force."""
        for name in FIELDS:
            self[name].data = getattr(settings, name)

    def values(self) -> dict[str, Any]:
        """The settings as the service takes them; call after validation."""
        return {name: self[name].data for name in FIELDS}


FIELDS = (
    "evidence_max_megabytes",
    "evidence_contribution_megabytes",
    "evidence_unit_gigabytes",
    "evidence_total_gigabytes",
    "when_scanner_is_down",
)
