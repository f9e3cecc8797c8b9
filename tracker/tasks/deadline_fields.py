"""The fields of a deadline, the same wherever one is entered: in a draft, on a task's own page."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from wtforms import (
    BooleanField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.core.forms import FIRST_YEAR, LAST_YEAR, IntegerField
from tracker.core.numbers import whole_number
from tracker.reading.result import DeadlineKind, DeadlineReading, Rhythm, WorkingDayOfMonth
from tracker.tasks.rules import (
    DEADLINE_KIND_WORDS,
    RHYTHM_WORDS,
    WORKING_DAY_WORDS,
    due_month_words,
)
from tracker.working_calendar.rules import WEEKDAY_NAMES

END_OF_PERIOD, DAY_OF_MONTH = "end", "day"
NO_WEEKDAY = 0
DUE_POINTS = (
    SelectChoice(END_OF_PERIOD, "Ngày cuối kỳ"),
    SelectChoice(DAY_OF_MONTH, "Một ngày trong tháng (nhập ở dưới)"),
    *(SelectChoice(point.value, words.capitalize()) for point, words in WORKING_DAY_WORDS.items()),
)
_SPLIT = re.compile(r"[;,\s]+")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:hg]([0-5]\d)")


class DeadlineFields:
    """Kind, dates, rhythms, day and hour; for a form to inherit beside `VietnameseForm`."""

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
            SelectChoice(NO_WEEKDAY, "—"),
            *(SelectChoice(n, name.capitalize()) for n, name in enumerate(WEEKDAY_NAMES, 1)),
        ],
        default=NO_WEEKDAY,
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

    def show_deadline(self, reading: DeadlineReading) -> None:
        """Fill in a deadline whose kind is known."""
        assert reading.kind is not None  # noqa: S101 - the caller's promise
        self.kind.data = reading.kind.value
        self.dates.data = "; ".join(f"{day:%d/%m/%Y}" for day in reading.dates)
        self.rhythms.data = [rhythm.value for rhythm in reading.recurrence or ()]
        self.months.data = ", ".join(map(str, reading.months))
        self.weekday.data = reading.weekday or NO_WEEKDAY
        self.due_point.data = DAY_OF_MONTH if reading.due_day else END_OF_PERIOD
        if reading.working_day:
            self.due_point.data = reading.working_day.value
        self.due_day.data, self.due_month_shift.data = reading.due_day, reading.due_month_shift
        self.due_time.data = f"{reading.due_time:%H:%M}" if reading.due_time else ""
        self.days_after_event.data = reading.days_after_event
        self.counts_working_days.data = reading.working_days

    def deadline(self) -> DeadlineReading:
        """The deadline typed, without what its kind does not know; call after validation."""
        regular, fixed = self.is_kind(DeadlineKind.REGULAR), self.is_kind(DeadlineKind.FIXED)
        event = not regular and not fixed
        rhythms = tuple(Rhythm(value) for value in self.rhythms.data or ()) if regular else ()
        point = self.due_point.data if rhythms else END_OF_PERIOD
        has_day = point == DAY_OF_MONTH
        working_day = (
            WorkingDayOfMonth(point) if point not in {END_OF_PERIOD, DAY_OF_MONTH} else None
        )
        return DeadlineReading(
            kind=DeadlineKind(self.kind.data),
            dates=days_in(self.dates.data or "") if fixed else (),
            recurrence=rhythms or None,
            months=months_in(self.months.data or "") if Rhythm.MONTHLY in rhythms else (),
            weekday=self.weekday.data or None if Rhythm.WEEKLY in rhythms else None,
            due_day=self.due_day.data if has_day else None,
            due_month_shift=self.due_month_shift.data if has_day or working_day else 0,
            working_day=working_day,
            due_time=self._time(),
            days_after_event=self.days_after_event.data if event else None,
            working_days=bool(self.counts_working_days.data) if event else False,
        )

    def validate_dates(self, field: StringField) -> None:
        """Each day must exist; a fixed deadline needs one."""
        found = days_in(field.data or "")
        if self.is_kind(DeadlineKind.FIXED) and not found:
            raise ValidationError("Hãy nhập ít nhất một ngày, ví dụ 30/06/2026.")

    def validate_rhythms(self, field: SelectMultipleField) -> None:
        """A day without a rhythm would be passed over in silence."""
        if not self.is_kind(DeadlineKind.REGULAR) or field.data:
            return
        day = "".join(self.due_day.raw_data or ()).strip()
        if day or self.weekday.data or self.due_point.data != END_OF_PERIOD:
            raise ValidationError(
                "Đã nêu ngày hoặc thứ mà chưa chọn kỳ: hãy chọn kỳ, hoặc bỏ ngày đó."
            )

    def validate_months(self, field: StringField) -> None:
        """Months by number; they narrow the monthly rhythm only."""
        if not self.is_kind(DeadlineKind.REGULAR):
            return
        months = months_in(field.data or "")
        if months and Rhythm.MONTHLY.value not in (self.rhythms.data or ()):
            raise ValidationError("Nêu tháng thì hãy chọn kỳ hằng tháng.")

    def validate_due_point(self, field: SelectField) -> None:
        """A day of the month goes with its number: neither is passed over in silence."""
        if not self.is_kind(DeadlineKind.REGULAR) or not self.rhythms.data:
            return
        typed = "".join(self.due_day.raw_data or ()).strip()
        if field.data == DAY_OF_MONTH and not typed:
            raise ValidationError("Hãy nhập ngày trong tháng, từ 1 đến 31.")
        if field.data != DAY_OF_MONTH and typed:
            raise ValidationError(
                f"Ở dưới đã nhập ngày {typed}: hãy chọn “Một ngày trong tháng”, hoặc xóa ngày đó."
            )

    def validate_due_time(self, field: StringField) -> None:
        """Hours and minutes."""
        if (field.data or "").strip() and self._time() is None:
            raise ValidationError("Giờ không đúng: nhập dạng 16:30.")

    def is_kind(self, kind: DeadlineKind) -> bool:
        """Whether this kind is chosen."""
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
    months = {whole_number(part) or 0 for part in parts}
    if not all(1 <= month <= 12 for month in months):
        raise ValidationError("Nhập số tháng từ 1 đến 12, cách nhau bằng dấu phẩy.")
    return tuple(sorted(months))


def _day(text: str) -> date:
    try:
        day = datetime.strptime(re.sub(r"[-.]", "/", text), "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        raise ValidationError(
            f"“{text}” không phải một ngày có trong lịch: nhập ngày/tháng/năm, "
            "các ngày cách nhau bằng dấu chấm phẩy."
        ) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"“{text}”: năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    return day
