"""The form of a task's deadline after the import."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.core.forms import WRONG_DATE, VersionField, VietnameseForm
from tracker.due_dates.deadlines import DeadlineChange
from tracker.plans.rules import DATA_WINDOW_WORDS
from tracker.reading.result import DeadlineKind, Rhythm
from tracker.settings.rules import DataWindow
from tracker.tasks.models import Task
from tracker.tasks.rules import (
    DEADLINE_KIND_WORDS,
    RHYTHM_WORDS,
    WORKING_DAY_WORDS,
    WorkingDayOfMonth,
    due_month_words,
)
from tracker.working_calendar.rules import WEEKDAY_NAMES

END_OF_PERIOD, DAY_OF_MONTH = "end", "day"
DUE_POINTS = (
    SelectChoice(END_OF_PERIOD, "Ngày cuối kỳ"),
    SelectChoice(DAY_OF_MONTH, "Một ngày trong tháng (nhập ở dưới)"),
    *(SelectChoice(point.value, words.capitalize()) for point, words in WORKING_DAY_WORDS.items()),
)
_SPLIT = re.compile(r"[;,\s]+")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:hg]([0-5]\d)")


class DeadlineForm(VietnameseForm):
    """Kind, dates, rhythms, day, hour, window; `seen` is the version whose preview was seen."""

    kind = SelectField(
        "Loại thời hạn",
        choices=[SelectChoice(kind.value, DEADLINE_KIND_WORDS[kind]) for kind in DeadlineKind],
    )
    dates = StringField("Các ngày (thời hạn cụ thể)", description="Ví dụ: 30/06/2026; 31/12/2026")
    rhythms = SelectMultipleField(
        "Kỳ",
        choices=[SelectChoice(item.value, RHYTHM_WORDS[item].capitalize()) for item in Rhythm],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="Không chọn kỳ nào: chỉ hỏi tình hình, không bao giờ quá hạn.",
    )
    months = StringField(
        "Chỉ các tháng (với hằng tháng)", description="Ví dụ: 3, 6, 9, 12. Để trống: mọi tháng."
    )
    weekday = SelectField(
        "Thứ trong tuần (với hằng tuần)",
        coerce=int,
        choices=[
            SelectChoice(0, "—"),
            *(SelectChoice(n, name.capitalize()) for n, name in enumerate(WEEKDAY_NAMES, 1)),
        ],
        default=0,
    )
    due_point = SelectField("Hạn của kỳ tháng, quý, năm", choices=DUE_POINTS, default=END_OF_PERIOD)
    due_day = IntegerField(
        "Ngày trong tháng", [Optional(), NumberRange(1, 31, "Nhập ngày từ 1 đến 31.")]
    )
    due_month_shift = SelectField(
        "Thuộc tháng",
        coerce=int,
        choices=[
            SelectChoice(shift, due_month_words(shift).capitalize()) for shift in range(-11, 13)
        ],
        default=0,
    )
    due_time = StringField("Giờ trong ngày hạn", description="Ví dụ: 16:30. Để trống: cả ngày.")
    days_after_event = IntegerField(
        "Số ngày sau khi phát sinh",
        [
            Optional(),
            NumberRange(-365, 730, "Nhập số ngày từ -365 đến 730; số âm là trước ngày đó."),
        ],
    )
    counts_working_days = BooleanField("Tính ngày làm việc")
    data_window = SelectField(
        "Số liệu báo cáo",
        choices=[
            SelectChoice("", "Theo kế hoạch"),
            *(SelectChoice(item.value, words) for item, words in DATA_WINDOW_WORDS.items()),
        ],
    )
    reason = StringField(
        "Lý do sửa", [DataRequired("Hãy ghi lý do sửa thời hạn."), Length(max=300)]
    )
    version = VersionField()
    seen = HiddenField()

    def show(self, task: Task) -> None:
        """Fill in the deadline in force."""
        deadline = task.deadline
        self.kind.data = deadline.kind.value
        self.dates.data = "; ".join(f"{day:%d/%m/%Y}" for day in deadline.due_dates)
        self.rhythms.data = [rhythm.value for rhythm in deadline.rhythms]
        self.months.data = ", ".join(map(str, deadline.months))
        self.weekday.data = deadline.weekday or 0
        self.due_point.data = DAY_OF_MONTH if deadline.due_day else END_OF_PERIOD
        if deadline.working_day:
            self.due_point.data = deadline.working_day.value
        self.due_day.data, self.due_month_shift.data = deadline.due_day, deadline.due_month_shift
        self.due_time.data = f"{deadline.due_time:%H:%M}" if deadline.due_time else ""
        self.days_after_event.data = task.days_after_event
        self.counts_working_days.data = task.counts_working_days
        self.data_window.data = task.data_window.value if task.data_window else ""

    def validate_dates(self, field: StringField) -> None:
        """Each day must exist; a fixed deadline needs one."""
        if self._is(DeadlineKind.FIXED) and not days_in(field.data or ""):
            raise ValidationError("Hãy nhập ít nhất một ngày, ví dụ 30/06/2026.")

    def validate_months(self, field: StringField) -> None:
        """Months by number; they narrow the monthly rhythm only."""
        months = months_in(field.data or "")
        if months and Rhythm.MONTHLY.value not in (self.rhythms.data or ()):
            raise ValidationError("Nêu tháng thì hãy chọn kỳ hằng tháng.")

    def validate_weekday(self, field: SelectField) -> None:
        """A weekly rhythm needs its day."""
        weekly = Rhythm.WEEKLY.value in (self.rhythms.data or ())
        if self._is(DeadlineKind.REGULAR) and weekly and not field.data:
            raise ValidationError("Hãy chọn thứ trong tuần.")

    def validate_due_point(self, field: SelectField) -> None:
        """A day of the month was promised."""
        if field.data == DAY_OF_MONTH and not "".join(self.due_day.raw_data or ()).strip():
            raise ValidationError("Hãy nhập ngày trong tháng, từ 1 đến 31.")

    def validate_due_time(self, field: StringField) -> None:
        """Hours and minutes."""
        if (field.data or "").strip() and self._time() is None:
            raise ValidationError("Giờ không đúng: nhập dạng 16:30.")

    def change(self) -> DeadlineChange:
        """The deadline as the service takes it; call after validation."""
        regular, fixed = self._is(DeadlineKind.REGULAR), self._is(DeadlineKind.FIXED)
        event = not regular and not fixed
        rhythms = tuple(Rhythm(value) for value in self.rhythms.data or ()) if regular else ()
        point = self.due_point.data if rhythms else END_OF_PERIOD
        has_day = point == DAY_OF_MONTH
        working_day = (
            WorkingDayOfMonth(point) if point not in {END_OF_PERIOD, DAY_OF_MONTH} else None
        )
        return DeadlineChange(
            kind=DeadlineKind(self.kind.data),
            due_dates=days_in(self.dates.data or "") if fixed else (),
            rhythms=rhythms,
            months=months_in(self.months.data or "") if rhythms else (),
            weekday=self.weekday.data or None if Rhythm.WEEKLY in rhythms else None,
            due_day=self.due_day.data if has_day else None,
            due_month_shift=self.due_month_shift.data if has_day or working_day else 0,
            working_day=working_day,
            due_time=self._time(),
            days_after_event=self.days_after_event.data if event else None,
            counts_working_days=bool(self.counts_working_days.data) if event else False,
            data_window=DataWindow(self.data_window.data) if self.data_window.data else None,
            reason=(self.reason.data or "").strip(),
        )

    def _is(self, kind: DeadlineKind) -> bool:
        return bool(self.kind.data == kind.value)

    def _time(self) -> time | None:
        found = _CLOCK.fullmatch((self.due_time.data or "").strip())
        return time(int(found[1]), int(found[2])) if found else None


def days_in(text: str) -> tuple[date, ...]:
    """The days typed, in order; ValidationError names one that is not in the calendar."""
    return tuple(sorted({_day(part) for part in _SPLIT.split(text) if part}))


def months_in(text: str) -> tuple[int, ...]:
    """The months typed, in order."""
    parts = [part for part in _SPLIT.split(text) if part]
    if not all(part.isascii() and part.isdigit() and 1 <= int(part[:3]) <= 12 for part in parts):
        raise ValidationError("Nhập số tháng từ 1 đến 12, cách nhau bằng dấu phẩy.")
    return tuple(sorted({int(part) for part in parts}))


def _day(text: str) -> date:
    try:
        return datetime.strptime(re.sub(r"[-.]", "/", text), "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        raise ValidationError(f"“{text}”: {WRONG_DATE[0].lower()}{WRONG_DATE[1:]}") from None
