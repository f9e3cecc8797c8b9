"""Forms of the monthly list."""

from __future__ import annotations

from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from tracker.core.forms import VersionField, VietnameseDateField, VietnameseForm
from tracker.late_lists.models import LateRow
from tracker.late_lists.service import LONGEST_WORDS, Judgement


class MonthForm(VietnameseForm):
    """A day of the month to draw up."""

    day = VietnameseDateField("Ngày trong tháng")


class VersionForm(VietnameseForm):
    """A button below the list as it was seen."""

    version = VersionField()


class JudgeForm(VietnameseForm):
    """What the Office decides of one row."""

    added_words = TextAreaField(
        "Ghi thêm của Văn phòng (in trong danh sách)",
        [Length(max=LONGEST_WORDS)],
        render_kw={"rows": 2},
    )
    is_struck = BooleanField("Bỏ khỏi danh sách")
    struck_reason = TextAreaField("Lý do bỏ", [Length(max=LONGEST_WORDS)], render_kw={"rows": 2})
    version = VersionField()

    def show(self, row: LateRow) -> None:
        """Fill in what was decided so far."""
        self.added_words.data, self.struck_reason.data = row.added_words, row.struck_reason
        self.is_struck.data, self.version.data = row.struck_reason is not None, row.version

    def judgement(self) -> Judgement:
        """What was decided, as the service takes it; call after validation."""
        return Judgement(
            self.added_words.data or "",
            is_struck=bool(self.is_struck.data),
            struck_reason=self.struck_reason.data or "",
        )
