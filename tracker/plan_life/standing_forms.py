"""The forms that issue, close, reopen and carry on a plan."""

from __future__ import annotations

from datetime import date

from wtforms import (
    BooleanField,
    HiddenField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from tracker.core.forms import IntegerField, VersionField, VietnameseDateField, VietnameseForm
from tracker.core.request_keys import sent_key
from tracker.core.text_vn import one_line
from tracker.plan_life.copying import CarriedTask, CopyOrder
from tracker.plan_life.rules import carried_words
from tracker.plans.grounds_fields import GroundsFields, reason_field
from tracker.plans.models import Plan
from tracker.tasks.deadline_fields import days_in

FIRST_YEAR, LAST_YEAR = 2000, 2100
WRONG_YEAR = "Nhập năm, ví dụ 2027."


class StandingForm(GroundsFields, VietnameseForm):
    """Why a plan is closed or reopened, and by which document."""

    reason = reason_field("Lý do")
    version = VersionField()


class IssueForm(VietnameseForm):
    """From which day on the plan's dates count."""

    tracked_from = VietnameseDateField(
        "Theo dõi từ ngày",
        [InputRequired("Hãy nhập ngày.")],
        description="Kỳ, mốc có hạn trước ngày này không mở nên không ai bị tính quá hạn.",
    )
    version = VersionField()


class CopyForm(VietnameseForm):
    """The new plan; the days of each task stand beside, one field a task."""

    title = TextAreaField(
        "Tên kế hoạch mới",
        [DataRequired("Hãy nhập tên kế hoạch."), Length(max=600)],
        render_kw={"rows": 2},
    )
    year = IntegerField(
        "Năm", [InputRequired(WRONG_YEAR), NumberRange(FIRST_YEAR, LAST_YEAR, WRONG_YEAR)]
    )
    number = StringField("Số, ký hiệu", [Length(max=60)], description="Chưa có thì để trống.")
    issued_on = VietnameseDateField("Ngày ban hành", [Optional()])
    changes_words = BooleanField("Đổi “năm cũ” thành “năm mới” trong nội dung", default=True)
    # The year the days below were proposed for: another one proposes anew.
    proposed_for = HiddenField()
    request_key = HiddenField()

    @classmethod
    def of(cls, plan: Plan, request_key: str) -> CopyForm:
        """The form as it opens: the next year, the title with that year."""
        year = plan.year + 1
        title = carried_words(plan.title, plan.year, year)
        return cls(formdata=None, data={"year": year, "title": title, "request_key": request_key})

    def follow_year(self, plan: Plan) -> None:
        """Name the year typed in a title that nobody has changed since it was proposed."""
        proposed = (self.proposed_for.data or "").strip()
        if proposed.isdecimal() and self.title.data == carried_words(
            plan.title, plan.year, int(proposed)
        ):
            self.title.data = carried_words(plan.title, plan.year, self.year.data or plan.year)

    def order(self, days: dict[int, tuple[date, ...]]) -> CopyOrder:
        """What was typed; call after validation."""
        return CopyOrder(
            title=one_line(self.title.data or ""),
            year=self.year.data or 0,
            number=one_line(self.number.data or "") or None,
            issued_on=self.issued_on.data,
            request_key=sent_key(),
            changes_year_in_words=bool(self.changes_words.data),
            days=days,
        )


class DaysForm(VietnameseForm):
    """The days of one task in the new plan; the page's own token covers all of them."""

    class Meta(VietnameseForm.Meta):
        """One token stands for the whole page."""

        csrf = False

    days = StringField("Hạn mới", [InputRequired("Hãy nhập ngày.")])

    def validate_days(self, field: StringField) -> None:
        """Each day must exist."""
        if not days_in(field.data or ""):
            raise ValidationError("Hãy nhập ít nhất một ngày, ví dụ 30/06/2027.")


def proposed_days(tasks: list[CarriedTask]) -> dict[int, DaysForm]:
    """A field for each fixed task with the days proposed."""
    forms = {}
    for item in tasks:
        if item.is_fixed:
            words = "; ".join(f"{day:%d/%m/%Y}" for day in sorted({d.new for d in item.days}))
            prefix = f"task{item.task.id}-"
            forms[item.task.id] = DaysForm(formdata=None, prefix=prefix, data={"days": words})
    return forms


def sent_days(tasks: list[CarriedTask]) -> dict[int, DaysForm]:
    """The fields as they were sent back."""
    return {i.task.id: DaysForm(prefix=f"task{i.task.id}-") for i in tasks if i.is_fixed}
