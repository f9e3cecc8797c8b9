"""Forms of a target and of a figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import cast

from wtforms import (
    BooleanField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.core.forms import (
    IntegerField,
    VersionField,
    VietnameseDateField,
    VietnameseForm,
    VietnameseNumberField,
)
from tracker.core.request_keys import sent_key
from tracker.core.text_vn import one_line
from tracker.evidence.forms import EvidenceForm
from tracker.reading.result import Comparator, Rhythm
from tracker.targets.models import Measurement, Target
from tracker.targets.rules import (
    CHANGE_WORDS,
    COMPARATOR_WORDS,
    PERCENT,
    Change,
    Entered,
    ended_periods,
    span_words,
)
from tracker.targets.service import FigureEntry, TargetDetails
from tracker.tasks.rules import RHYTHM_WORDS, Period
from tracker.units.models import Unit

NONE = 0
OTHER_PERIOD = "other"
_ROUNDING = 100


class TargetForm(VietnameseForm):
    """What a target asks for, of whom, and until when."""

    label = StringField("Số thứ tự", [Length(max=20)])
    indicator = TextAreaField(
        "Chỉ tiêu (đo việc gì)",
        [DataRequired("Hãy ghi chỉ tiêu đo việc gì."), Length(max=1000)],
        render_kw={"rows": 2},
    )
    comparator = SelectField(
        "So sánh",
        choices=[SelectChoice(item.value, words) for item, words in COMPARATOR_WORDS.items()],
    )
    value = VietnameseNumberField("Mức", [InputRequired("Hãy nhập mức phải đạt.")])
    measure = StringField(
        "Đơn vị tính",
        [DataRequired("Hãy ghi đơn vị tính, ví dụ % hoặc hội nghị."), Length(max=60)],
    )
    is_striving = BooleanField("Chỉ tiêu phấn đấu (không bắt buộc)")
    units = SelectMultipleField(
        "Đơn vị thực hiện",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    evaluated_on = VietnameseDateField("Ngày đánh giá", [Optional()])
    rhythm = SelectField("Kỳ số liệu")
    parent = SelectField("Là một phần của (trong đó)", coerce=int)
    scope = StringField("Phạm vi", [Length(max=600)])
    exception = StringField("Ngoại trừ", [Length(max=600)])
    change = SelectField("So với năm gốc")
    base_year = IntegerField(
        "Năm gốc", [Optional(), NumberRange(min=1990, max=2100, message="Năm gốc không đúng.")]
    )
    base_value = VietnameseNumberField("Số liệu năm gốc", [Optional()])
    base_unit = StringField("Đơn vị tính của số liệu gốc", [Length(max=60)])
    printed_text = TextAreaField("Nguyên văn", [Length(max=6000)], render_kw={"rows": 3})
    version = VersionField()
    request_key = HiddenField()

    def offer(self, units: list[Unit], targets: list[Target]) -> None:
        """The units and the other targets of the plan that may be chosen."""
        self.units.choices = [SelectChoice(unit.id, unit.name) for unit in units]
        self.parent.choices = [
            SelectChoice(NONE, "— Không —"),
            *(SelectChoice(t.id, f"{t.label} {t.indicator}".strip()[:120]) for t in targets),
        ]
        self.rhythm.choices = [
            SelectChoice("", "Chỉ khi đánh giá"),
            *(SelectChoice(item.value, f"Số liệu {RHYTHM_WORDS[item]}") for item in Rhythm),
        ]
        self.change.choices = [
            SelectChoice("", "Không"),
            *(SelectChoice(item.value, words) for item, words in CHANGE_WORDS.items()),
        ]

    def show(self, target: Target) -> None:
        """Fill the form from a target."""
        for name in ("label", "indicator", "value", "measure", "is_striving", "evaluated_on"):
            self[name].data = getattr(target, name)
        for name in ("scope", "exception", "base_year", "base_value", "base_unit", "printed_text"):
            self[name].data = getattr(target, name)
        self.comparator.data = target.comparator.value
        self.rhythm.data = target.rhythm.value if target.rhythm else ""
        self.change.data = target.change.value if target.change else ""
        self.parent.data = target.parent_id or NONE
        self.units.data = [unit.id for unit in target.units]
        self.version.data = target.version

    def details(
        self, units: list[Unit], targets: list[Target], before: Target | None
    ) -> TargetDetails:
        """The target as the service takes it; call after validation."""
        chosen = set(self.units.data or ())
        return TargetDetails(
            indicator=one_line(self.indicator.data or ""),
            comparator=Comparator(self.comparator.data),
            value=cast(Decimal, self.value.data),
            measure=one_line(self.measure.data or ""),
            units=tuple(unit for unit in units if unit.id in chosen),
            scope=_text(self.scope.data),
            exception=_text(self.exception.data),
            base_words=self._base_words(before),
            base_year=self.base_year.data,
            base_value=self.base_value.data,
            base_unit=_text(self.base_unit.data),
            change=Change(self.change.data) if self.change.data else None,
            is_striving=bool(self.is_striving.data),
            evaluated_on=self.evaluated_on.data,
            rhythm=Rhythm(self.rhythm.data) if self.rhythm.data else None,
            parent=next((t for t in targets if t.id == self.parent.data), None),
            label=_text(self.label.data) or "",
            printed_text=_text(self.printed_text.data),
        )

    def _base_words(self, before: Target | None) -> str | None:
        """The printed words while they still fit the year, ours for another year."""
        year = self.base_year.data
        if year is None:
            return None
        if before is not None and before.base_words and before.base_year == year:
            return before.base_words
        return f"so với năm {year}"


class DropForm(VietnameseForm):
    """Why a target no longer holds."""

    reason = TextAreaField(
        "Lý do bỏ chỉ tiêu",
        [DataRequired("Hãy ghi lý do bỏ chỉ tiêu."), Length(max=600)],
        render_kw={"rows": 2},
    )


class FigureForm(EvidenceForm):
    """The numbers of a figure and where they come from."""

    value = VietnameseNumberField("Số liệu", [Optional()])
    numerator = VietnameseNumberField("Tử số", [Optional()])
    denominator = VietnameseNumberField("Mẫu số", [Optional()])
    level = VietnameseNumberField("Mức trong kỳ", [Optional()])
    taken_on = VietnameseDateField("Ngày lấy số liệu", [Optional()])
    source = StringField("Nguồn số liệu", [Length(max=300)])
    note = TextAreaField("Ghi chú", [Length(max=2000)], render_kw={"rows": 2})
    request_key = HiddenField()

    def ask_for(self, target: Target) -> None:
        """Name the fields after what the target measures, and drop those it does not have."""
        if target.base is not None:
            verb = "giảm" if target.change is Change.DECREASE else "tăng"
            self.value.label.text = f"Mức {verb} ({target.measure})"
            unit = f" ({target.base_unit})" if target.base_unit else ""
            self.level.label.text = f"Mức trong kỳ{unit}"
            del self.numerator, self.denominator
            if target.base_value is None:
                del self.level
            return
        del self.level
        if target.measure == PERCENT:
            self.value.label.text = "Tỷ lệ (%)"
        else:
            self.value.label.text = f"Số liệu ({target.measure})"
            del self.numerator, self.denominator

    def entered(self) -> Entered:
        """The numbers typed; two parts go before the rate that was typed beside them."""
        numerator, denominator = self._number("numerator"), self._number("denominator")
        level = self._number("level")
        by_parts = numerator is not None and denominator is not None
        if by_parts or level is not None:
            return Entered(numerator=numerator, denominator=denominator, level=level)
        return Entered(value=self.value.data)

    def validate_parts(self) -> bool:
        """Half a rate is none, and a rate typed beside its parts must be theirs."""
        if "numerator" not in self:
            return self._agrees_with_level()
        numerator, denominator = self.numerator.data, self.denominator.data
        if (numerator is None) != (denominator is None):
            missing = self.denominator if denominator is None else self.numerator
            missing.errors = [*missing.errors, "Nhập đủ tử số và mẫu số, hoặc chỉ nhập tỷ lệ."]
            return False
        value = self.value.data
        if value is None or numerator is None or not denominator:
            return True
        if abs(numerator * _ROUNDING / denominator - value) < 1:
            return True
        self.value.errors = [
            *self.value.errors,
            "Tỷ lệ không khớp tử số và mẫu số: xem lại, hoặc để trống ô tỷ lệ.",
        ]
        return False

    def _agrees_with_level(self) -> bool:
        if "level" not in self or self.level.data is None or self.value.data is None:
            return True
        self.value.errors = [
            *self.value.errors,
            "Chỉ nhập một trong hai: mức trong kỳ hoặc mức tăng, giảm.",
        ]
        return False

    def _number(self, name: str) -> Decimal | None:
        return cast("Decimal | None", self[name].data) if name in self else None

    def _entry(
        self, period: Period, *, reason: str | None = None, drop: bool = False
    ) -> FigureEntry:
        return FigureEntry(
            period=period,
            entered=self.entered(),
            source=_text(self.source.data),
            taken_on=self.taken_on.data,
            note=_text(self.note.data),
            files=self.uploaded_files(),
            document=self.official_document(),
            request_key=sent_key(),
            reason=reason,
            is_withdrawn=drop,
        )


class MeasurementForm(FigureForm):
    """The figure of a period."""

    period = SelectField("Kỳ số liệu", validate_choice=False)
    period_start = VietnameseDateField("Từ ngày", [Optional()])
    period_end = VietnameseDateField("Đến ngày", [Optional()])

    def offer(self, target: Target, *, taken: set[Period], today: date) -> None:
        """The periods that have ended, the latest without a figure chosen."""
        rhythm = target.rhythm or Rhythm.MONTHLY
        timing = target.timing
        periods = ended_periods(
            rhythm, since=timing.tracked_from, today=today, until=timing.tracked_until
        )
        self.period.choices = [
            *(
                SelectChoice(
                    period_value(period),
                    span_words(period) + (" (đã có số liệu)" if period in taken else ""),
                )
                for period in periods
            ),
            SelectChoice(OTHER_PERIOD, "Kỳ khác (nhập ngày bên dưới)"),
        ]
        if self.period.data is None:
            missing = [period for period in periods if period not in taken]
            self.period.data = period_value(missing[0]) if missing else OTHER_PERIOD

    def chosen_period(self) -> Period | None:
        """The period chosen or typed; the two days go before the list when both are typed."""
        start, end = self.period_start.data, self.period_end.data
        if start is not None and end is not None:
            return Period(start, end)
        return period_from(self.period.data or "")

    def validate_period_choice(self) -> bool:
        """Say what is missing of a period typed by hand."""
        if self.chosen_period() is not None:
            return True
        empty = self.period_start if self.period_start.data is None else self.period_end
        empty.errors = [*empty.errors, "Hãy nhập ngày đầu và ngày cuối của kỳ."]
        return False

    def entry(self) -> FigureEntry:
        """The figure as the service takes it; call after validation."""
        return self._entry(cast(Period, self.chosen_period()))


class CorrectionForm(FigureForm):
    """Another figure in the place of one, and why."""

    is_withdrawn = BooleanField("Bỏ số liệu này (nhập nhầm kỳ hoặc nhầm chỉ tiêu)")
    reason = TextAreaField(
        "Lý do sửa",
        [DataRequired("Hãy ghi lý do sửa số liệu."), Length(max=600)],
        render_kw={"rows": 2},
    )

    def show(self, measurement: Measurement) -> None:
        """Fill the form from the figure to be corrected."""
        for name in ("value", "numerator", "denominator", "level", "taken_on", "source", "note"):
            if name in self:
                self[name].data = getattr(measurement, name)

    def entry(self, period: Period) -> FigureEntry:
        """The correction as the service takes it; call after validation."""
        return self._entry(period, reason=self.reason.data, drop=bool(self.is_withdrawn.data))


def period_value(period: Period) -> str:
    """How a period stands in a form."""
    return f"{period.start.isoformat()}/{period.end.isoformat()}"


def period_from(value: str) -> Period | None:
    """The period that `period_value` wrote; None for anything else."""
    start, _, end = value.partition("/")
    try:
        return Period(date.fromisoformat(start), date.fromisoformat(end))
    except ValueError:
        return None


def _text(value: str | None) -> str | None:
    return one_line(value or "") or None
