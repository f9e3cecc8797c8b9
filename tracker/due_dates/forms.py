"""Forms of the working calendar."""

from __future__ import annotations

from typing import cast

from wtforms import HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from tracker.core.forms import VersionField, VietnameseDateField, VietnameseForm
from tracker.settings.rules import DayOffRule
from tracker.working_calendar.rules import (
    DAY_DECISION_WORDS,
    DAY_OFF_RULE_WORDS,
    LONGEST_SPAN,
    CalendarChange,
    DayDecision,
)


class CalendarForm(VietnameseForm):
    """Days the office decides about; `seen` is the change whose preview the office has seen."""

    decision = SelectField(
        "Các ngày này là",
        choices=[SelectChoice(item.value, words) for item, words in DAY_DECISION_WORDS.items()],
    )
    first = VietnameseDateField("Từ ngày", [InputRequired("Hãy nhập ngày.")])
    last = VietnameseDateField("Đến hết ngày", [Optional()])
    reason = StringField(
        "Căn cứ (văn bản, lý do)",
        [DataRequired("Hãy ghi văn bản hoặc lý do."), Length(max=300)],
    )
    version = VersionField()
    seen = HiddenField()

    def validate_last(self, field: VietnameseDateField) -> None:
        """An end comes after its start, and a month is the longest."""
        if self.first.data is None or field.data is None:
            return
        if field.data < self.first.data:
            raise ValidationError("Ngày cuối không được trước ngày đầu.")
        if (field.data - self.first.data).days >= LONGEST_SPAN:
            raise ValidationError(f"Mỗi lần nhập nhiều nhất {LONGEST_SPAN} ngày.")

    def change(self) -> CalendarChange:
        """The change as the service takes it; call after validation."""
        assert self.first.data is not None  # noqa: S101 - validated
        return CalendarChange(
            first=self.first.data,
            last=self.last.data or self.first.data,
            decision=DayDecision(self.decision.data),
            reason=cast(str, self.reason.data).strip(),
        )


class DayOffForm(VietnameseForm):
    """What becomes of a due day on a day off."""

    day_off = SelectField(
        "Khi hạn rơi vào ngày nghỉ",
        choices=[SelectChoice(rule.value, words) for rule, words in DAY_OFF_RULE_WORDS.items()],
    )
    seen = HiddenField()

    def rule(self) -> DayOffRule:
        """The rule chosen; call after validation."""
        return DayOffRule(self.day_off.data)
