"""What the pages of figures can be asked for; it comes with the address and stays in it."""

from __future__ import annotations

from datetime import date

from flask import request
from wtforms import HiddenField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker.core.forms import VersionField, VietnameseDateField, VietnameseForm
from tracker.core.request_keys import new_request_key
from tracker.figures.rules import BASIS_WORDS, GROUPING_WORDS, Basis, Grouping, Measure
from tracker.figures.windows import LONGEST, Window, chosen_days, window_holding
from tracker.reading.result import Rhythm
from tracker.settings.rules import DataWindow

DAYS = "days"
EDITION = "edition"
LONGEST_REASON = 2000
FIRST_COUNTED, LAST_COUNTED = date(2000, 1, 1), date(2099, 12, 31)
KIND_WORDS: dict[str, str] = {
    Rhythm.WEEKLY.value: "Tuần",
    Rhythm.MONTHLY.value: "Tháng",
    Rhythm.QUARTERLY.value: "Quý",
    Rhythm.HALF_YEARLY.value: "6 tháng",
    Rhythm.YEARLY.value: "Năm",
    DAYS: "Hai ngày tự chọn",
}
BY_WORDS: dict[DataWindow, str] = {
    DataWindow.REPORT: "Ngày 15–14",
    DataWindow.CALENDAR: "Theo lịch",
}


class FiguresForm(VietnameseForm):
    """Which days, judged by which due day, in which rows."""

    class Meta(VietnameseForm.Meta):
        """Reading changes nothing: no token is asked for."""

        csrf = False

    kind = SelectField(
        "Kỳ", [Optional()], choices=[SelectChoice(k, words) for k, words in KIND_WORDS.items()]
    )
    by = SelectField(
        "Cách tính kỳ",
        [Optional()],
        choices=[SelectChoice(by.value, words) for by, words in BY_WORDS.items()],
    )
    basis = SelectField(
        "Tính theo",
        [Optional()],
        choices=[SelectChoice(basis.value, words) for basis, words in BASIS_WORDS.items()],
    )
    group = SelectField(
        "Chia theo",
        [Optional()],
        choices=[SelectChoice(group.value, words) for group, words in GROUPING_WORDS.items()],
    )
    on = VietnameseDateField("Ngày trong kỳ", [Optional()])
    first = VietnameseDateField("Từ ngày", [Optional()])
    last = VietnameseDateField("Đến ngày", [Optional()])

    @classmethod
    def of_this_page(
        cls, *, today: date, by: DataWindow, usual: Rhythm = Rhythm.YEARLY
    ) -> FiguresForm:
        """The form as the address fills it; what cannot be understood is as if it was not asked."""
        form = cls(request.args)
        form.kind.data = _offered(form.kind, usual.value)
        form.by.data = _offered(form.by, by.value)
        form.basis.data = _offered(form.basis, Basis.CURRENT.value)
        form.group.data = _offered(form.group, Grouping.UNIT.value)
        form._today = today
        return form

    @property
    def window(self) -> Window:
        """The days asked for; without two proper ones, the year's."""
        by, day = DataWindow(self.by.data), _within(self.on.data) or self._today
        if self.kind.data != DAYS:
            return window_holding(Rhythm(self.kind.data), day, by)
        first, last = _within(self.first.data), _within(self.last.data)
        if first is None or last is None or not first <= last <= first + LONGEST:
            year = window_holding(Rhythm.YEARLY, self._today, by)
            return chosen_days(year.first, self._today, by)
        return chosen_days(first, last, by)

    @property
    def problem(self) -> str | None:
        """Why the two days asked for are not those shown, as a sentence."""
        if self.kind.data != DAYS or not (self.first.raw_data or self.last.raw_data):
            return None
        first, last = _within(self.first.data), _within(self.last.data)
        if first is None or last is None:
            return "Nhập hai ngày như 05/08/2026. Đang hiện số liệu từ đầu năm đến hôm nay."
        if first > last:
            return "Ngày đầu phải trước ngày cuối. Đang hiện số liệu từ đầu năm đến hôm nay."
        if last > first + LONGEST:
            return "Hai ngày cách nhau quá 5 năm. Đang hiện số liệu từ đầu năm đến hôm nay."
        return None

    @property
    def basis_chosen(self) -> Basis:
        """By which due day work is judged."""
        return Basis(self.basis.data)

    @property
    def grouping(self) -> Grouping:
        """What the rows of the table are."""
        return Grouping(self.group.data)


class SealAgainForm(VietnameseForm):
    """Why figures that were reported are reported anew; `edition` is the one that was seen."""

    reason = TextAreaField(
        "Lý do chốt lại",
        [DataRequired("Hãy ghi lý do chốt lại số liệu."), Length(max=LONGEST_REASON)],
        render_kw={"rows": 3},
    )
    edition = VersionField()
    request_key = HiddenField()

    def begin(self, edition: int) -> None:
        """A form for the edition shown; what was typed stays."""
        self.edition.raw_data, self.edition.data = None, edition
        self.request_key.data = self.request_key.data or new_request_key()


def address_of(window: Window, *, basis: Basis, grouping: Grouping) -> dict[str, str]:
    """What an address says to get exactly this page again, whatever day it is opened."""
    asked = {"kind": window.kind or DAYS, "by": window.by, "basis": basis, "group": grouping}
    days = (
        {"on": window.last}
        if window.kind is not None
        else {"first": window.first, "last": window.last}
    )
    return {
        **{name: str(value) for name, value in asked.items()},
        **{name: f"{day:%d/%m/%Y}" for name, day in days.items()},
    }


def edition_asked_for() -> int | None:
    """Which of several sealed editions the address asks for; None for the last one."""
    typed = request.args.get(EDITION, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else None


def measure_asked_for(text: str) -> Measure:
    """The number whose rows are asked for; all of them when it is none."""
    return Measure(text) if text in set(Measure) else Measure.TOTAL


def _offered(field: SelectField, otherwise: str) -> str:
    offered = {choice.value for choice in field.choices}
    return str(field.data) if field.data in offered else otherwise


def _within(day: date | None) -> date | None:
    """A day far from all work would only make arithmetic with days fail."""
    return day if day is not None and FIRST_COUNTED <= day <= LAST_COUNTED else None
