"""What a target asks for, whether a figure meets it, when a figure is due. Pure and exact.

Figures are fractions of whole numbers, never floats: 1,899 of 1,999 is no 95 %, whatever a rounding
would say.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.core.numbers import decimal_words
from tracker.core.text_vn import lower_first
from tracker.reading.result import MONTHS_OF, Comparator, Rhythm
from tracker.tasks.rules import Period, period_of, period_words

PERCENT = "%"
# A last figure is asked for so many days before the day of evaluation.
EVALUATION_DAYS = 30
MOST_PERIODS = 24


class TargetState(StrEnum):
    """Where a target stands by its latest figure."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_MEASURED = "not_measured"


class Change(StrEnum):
    """Which way a target against a base year goes."""

    DECREASE = "decrease"
    INCREASE = "increase"


TARGET_STATE_WORDS: dict[TargetState, str] = {
    TargetState.MET: "Đạt",
    TargetState.NOT_MET: "Chưa đạt",
    TargetState.NOT_MEASURED: "Chưa có số liệu",
}
COMPARATOR_WORDS: dict[Comparator, str] = {
    Comparator.AT_LEAST: "≥ tối thiểu, từ … trở lên",
    Comparator.ABOVE: "> trên, hơn",
    Comparator.EXACTLY: "= đạt mức (văn bản không ghi tối thiểu hay tối đa)",
    Comparator.AT_MOST: "≤ tối đa, không quá",
    Comparator.BELOW: "< dưới",
}
CHANGE_WORDS: dict[Change, str] = {
    Change.DECREASE: "Giảm so với năm gốc",
    Change.INCREASE: "Tăng so với năm gốc",
}
_LIMITS = frozenset({Comparator.AT_MOST, Comparator.BELOW})
_EXCEPTION = re.compile(r"^(?:trừ|không (?:tính|bao gồm|kể)|ngoại trừ)\b", re.IGNORECASE)
_BASE = re.compile(r"^so với\b.*?\b((?:19|20)\d\d)\b", re.IGNORECASE)
_GOES_DOWN = re.compile(r"^(?:cắt giảm|giảm|rút ngắn|tiết kiệm)\b", re.IGNORECASE)
_GOES_UP = re.compile(r"^tăng\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Level:
    """The number a target asks for: "≥ 95%", "tối đa 3 ngày"."""

    comparator: Comparator
    value: Decimal
    measure: str

    @property
    def is_limit(self) -> bool:
        """Whether less is better."""
        return self.comparator in _LIMITS


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is counted from: "giảm 50% so với năm 2024", where 2024 had `value`."""

    change: Change
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Entered:
    """A figure as it was entered: the figure itself, its two parts, or the level of the period."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    level: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a printed scope is: a field or territory, an exception, or a base year."""

    scope: str | None = None
    exception: str | None = None
    base_words: str | None = None
    base_year: int | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """When figures of a target are due."""

    tracked_from: date
    rhythm: Rhythm | None = None
    evaluated_on: date | None = None
    tracked_until: date = date.max


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """A figure that is missing: of a period that has ended, or the last one before evaluation."""

    period: Period | None = None
    evaluated_on: date | None = None

    @property
    def key(self) -> str:
        """Which figure it is, for ever: "period:2026-07-31", "evaluation:2026-12-15"."""
        if self.period is not None:
            return f"period:{self.period.end.isoformat()}"
        return f"evaluation:{self.evaluated_on.isoformat()}" if self.evaluated_on else ""

    def words(self, today: date) -> str:
        """What is asked for, as a line says it."""
        if self.period is not None:
            return f"Thiếu số liệu {lower_first(span_words(self.period))}"
        if self.evaluated_on is None:
            return ""
        left = (self.evaluated_on - today).days
        if left < 0:
            return f"Đã qua ngày đánh giá {self.evaluated_on:%d/%m/%Y}, chưa có số liệu chốt"
        when = "hôm nay" if left == 0 else f"còn {left} ngày"
        return f"Đánh giá ngày {self.evaluated_on:%d/%m/%Y} ({when}), cần số liệu chốt"


def narrowing_of(scope: str | None) -> Narrowing:
    """Tell an exception and a base year from a field, by the words the scope begins with."""
    if not scope:
        return Narrowing()
    if _EXCEPTION.match(scope):
        return Narrowing(exception=scope)
    if base := _BASE.match(scope):
        return Narrowing(base_words=scope, base_year=int(base[1]))
    return Narrowing(scope=scope)


def change_of(indicator: str) -> Change | None:
    """Which way the indicator's first word goes: "cắt giảm thời gian giải quyết"."""
    if _GOES_DOWN.match(indicator):
        return Change.DECREASE
    return Change.INCREASE if _GOES_UP.match(indicator) else None


def figure_of(entered: Entered, measure: str, base: Base | None) -> Fraction | None:
    """The figure to compare, exactly; None where its parts do not make one."""
    if entered.value is not None:
        return Fraction(entered.value)
    scale = 100 if measure == PERCENT else 1
    if entered.numerator is not None and entered.denominator:
        return Fraction(entered.numerator) / Fraction(entered.denominator) * scale
    if entered.level is None or base is None or not base.value:
        return None
    change = (Fraction(entered.level) - Fraction(base.value)) / Fraction(base.value) * scale
    return -change if base.change is Change.DECREASE else change


def meets(level: Level, figure: Fraction) -> bool:
    """Whether the figure meets the level.

    A bare "90%" in a plan is a level to be reached: more than that has met it too. Only a bare
    nought ("0% hồ sơ trễ hạn") asks for exactly this.
    """
    asked = Fraction(level.value)
    match level.comparator:
        case Comparator.AT_LEAST:
            return figure >= asked
        case Comparator.ABOVE:
            return figure > asked
        case Comparator.AT_MOST:
            return figure <= asked
        case Comparator.BELOW:
            return figure < asked
        case _:
            return figure >= asked if asked else figure == 0


def state_of(level: Level, figure: Fraction | None) -> TargetState:
    """Met, not met, or not yet measured."""
    if figure is None:
        return TargetState.NOT_MEASURED
    return TargetState.MET if meets(level, figure) else TargetState.NOT_MET


def level_words(level: Level) -> str:
    """The level as offices write it: "≥ 95%", "≤ 3 ngày"."""
    return f"{level.comparator.value} {with_measure(decimal_words(level.value), level.measure)}"


def figure_words(level: Level, figure: Fraction) -> str:
    """The figure with two decimals at most, never rounded across the level: 94,996 is no "95"."""
    shown = _rounded(figure, up=None)
    asked = Fraction(level.value)
    if (Fraction(shown) == asked) != (figure == asked) or meets(level, Fraction(shown)) != meets(
        level, figure
    ):
        shown = _rounded(figure, up=figure > asked)
    return with_measure(decimal_words(shown), level.measure)


def distance_words(level: Level, figure: Fraction | None) -> str:
    """How far the figure is from the level: "còn thiếu 7,5 điểm %", "vượt 2 hội nghị"."""
    if figure is None:
        return ""
    gap = abs(figure - Fraction(level.value))
    if gap == 0:
        is_met = meets(level, figure)
        return "đúng bằng chỉ tiêu" if is_met else "mới bằng mức, cần vượt qua"
    shown = _rounded(gap, up=None)
    number = decimal_words(shown) if shown else "chưa đến 0,01"
    unit = "điểm %" if level.measure == PERCENT else level.measure
    higher = figure > Fraction(level.value)
    if level.is_limit or (level.comparator is Comparator.EXACTLY and not level.value):
        return f"{'cao hơn' if higher else 'thấp hơn'} mức cho phép {number} {unit}"
    return f"{'vượt' if higher else 'còn thiếu'} {number} {unit}"


def with_measure(number: str, measure: str) -> str:
    """ "95%" stands close, "3 hội nghị" does not."""
    return f"{number}{measure}" if measure == PERCENT else f"{number} {measure}".strip()


def span_words(span: Period) -> str:
    """The name of a period: "Tháng 8/2026", else its two days."""
    for rhythm in (*MONTHS_OF, Rhythm.WEEKLY):
        if period_of(rhythm, span.start) == span:
            return period_words(rhythm, span)
    if span.start == span.end:
        return f"Ngày {span.end:%d/%m/%Y}"
    return f"Từ {span.start:%d/%m/%Y} đến {span.end:%d/%m/%Y}"


def ended_periods(
    rhythm: Rhythm, *, since: date, today: date, until: date = date.max
) -> list[Period]:
    """The periods that ended before today, between the two days, the latest first."""
    found: list[Period] = []
    day = min(period_of(rhythm, today).start - timedelta(days=1), until)
    if period_of(rhythm, day).end >= today:
        day = period_of(rhythm, day).start - timedelta(days=1)
    while day >= since and len(found) < MOST_PERIODS:
        period = period_of(rhythm, day)
        found.append(period)
        day = period.start - timedelta(days=1)
    return found


def asked_figure(timing: Timing, ends: Collection[date], today: date) -> AskedFigure | None:
    """The figure that is missing today, given the last days of those that are there.

    A figure of the period's last month (or a later one) is that of the period: offices close
    their figures on the 14th as well as at the month's end (Nghị định 09/2019/NĐ-CP).
    """
    latest = max(ends, default=date.min)
    evaluated_on = timing.evaluated_on
    if evaluated_on is not None:
        asked_from = evaluated_on - timedelta(days=EVALUATION_DAYS)
        if today >= asked_from:
            return AskedFigure(evaluated_on=evaluated_on) if latest < asked_from else None
    if timing.rhythm is None:
        return None
    periods = ended_periods(
        timing.rhythm, since=timing.tracked_from, today=today, until=timing.tracked_until
    )
    if not periods or latest >= _last_part_of(timing.rhythm, periods[0]):
        return None
    return AskedFigure(period=periods[0])


def _last_part_of(rhythm: Rhythm, period: Period) -> date:
    return period.start if rhythm is Rhythm.WEEKLY else period.end.replace(day=1)


def _rounded(figure: Fraction, *, up: bool | None) -> Decimal:
    """Two decimals at most, without empty ones; to the nearest, or to the side that is asked for.

    Halves go away from nought, as offices round.
    """
    scaled = figure * 100
    whole = scaled.numerator // scaled.denominator
    if up is None:
        rest = scaled - whole
        up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and figure >= 0)
    if up and scaled.denominator != 1:
        whole += 1
    value = Decimal(whole) / 100
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
