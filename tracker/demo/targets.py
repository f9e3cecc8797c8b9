"""The targets of Phường Mẫu's plan and their figures, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.demo.people import ADMIN_CENTRE, CULTURE, ECONOMY, OFFICE, SERVICE_CENTRE
from tracker.plans.models import Plan
from tracker.reading.result import Comparator, Rhythm
from tracker.targets.models import Target
from tracker.targets.rules import Change, Entered
from tracker.targets.service import FigureEntry, TargetDetails, add_measurement, add_target
from tracker.tasks.rules import Period, period_of
from tracker.units.queries import unit_named

PORTAL = "Cổng Dịch vụ công quốc gia"
SYSTEM = "Hệ thống thông tin giải quyết thủ tục hành chính"
SURVEY = "Phiếu khảo sát tại Bộ phận Một cửa"
FILES_A_MONTH = 1240
FIRST_FIGURES = 3


@dataclass(frozen=True, slots=True)
class SampleTarget:
    """A target and its figure of each month from January; the last one holds for later months.

    `late` leaves out the figure of the month that ended last.
    """

    label: str
    indicator: str
    comparator: Comparator
    value: str
    units: tuple[str, ...]
    measure: str = "%"
    scope: str | None = None
    exception: str | None = None
    is_part: bool = False
    is_striving: bool = False
    base_value: str | None = None
    rhythm: Rhythm | None = Rhythm.MONTHLY
    source: str = SYSTEM
    figures: tuple[str, ...] = ()
    is_counted: bool = False
    late: bool = False


TARGETS: tuple[SampleTarget, ...] = (
    SampleTarget(
        "1",
        "Mức độ hài lòng của người dân, doanh nghiệp về giải quyết thủ tục hành chính",
        Comparator.AT_LEAST,
        "95",
        (ADMIN_CENTRE,),
        source=SURVEY,
        figures=("92.4", "93.1", "93", "94.2", "94.8", "95.3", "95.6", "96", "96.1"),
    ),
    SampleTarget(
        "1.1",
        "Mức độ hài lòng về giải quyết các thủ tục đất đai, xây dựng, đầu tư",
        Comparator.AT_LEAST,
        "90",
        (ECONOMY,),
        scope="lĩnh vực đất đai, xây dựng, đầu tư",
        is_part=True,
        source=SURVEY,
        figures=("83.5", "84", "85.2", "86.1", "86", "87.4", "88.2", "88.5", "88.7"),
    ),
    SampleTarget(
        "2",
        "Hồ sơ thủ tục hành chính được trả kết quả đúng hạn, trước hạn",
        Comparator.ABOVE,
        "98",
        (ADMIN_CENTRE, ECONOMY, CULTURE),
        exception="trừ hồ sơ phải lấy ý kiến cơ quan cấp trên",
        is_counted=True,
        figures=("1205", "1211", "1216", "1214", "1221", "1225", "1228", "1230", "1231"),
    ),
    SampleTarget(
        "3",
        "Hồ sơ được tiếp nhận trực tuyến trên tổng số hồ sơ tiếp nhận",
        Comparator.AT_LEAST,
        "60",
        (ADMIN_CENTRE,),
        source=PORTAL,
        is_counted=True,
        figures=("512", "548", "566", "604", "637", "655", "671", "690", "702"),
    ),
    SampleTarget(
        "4",
        "Hồ sơ được thanh toán trực tuyến trên Cổng Dịch vụ công quốc gia",
        Comparator.AT_LEAST,
        "80",
        (ADMIN_CENTRE,),
        is_striving=True,
        source=PORTAL,
        figures=("41.5", "44", "48.2", "52.6", "55", "58.3", "61.7", "63.4", "64"),
    ),
    SampleTarget(
        "5",
        "Giảm thời gian giải quyết thủ tục cấp phép xây dựng nhà ở",
        Comparator.EXACTLY,
        "30",
        (ECONOMY,),
        base_value="20",
        figures=("18", "17.5", "17", "16", "15.5", "15", "15", "14.5", "14.5"),
    ),
    SampleTarget(
        "6",
        "Số lớp tập huấn kỹ năng số cho tổ công nghệ số cộng đồng",
        Comparator.AT_LEAST,
        "12",
        (CULTURE,),
        measure="lớp",
        source="Báo cáo của Phòng",
        figures=("0", "1", "3", "4", "6", "7", "8", "9", "11"),
        late=True,
    ),
    SampleTarget(
        "7",
        "Dữ liệu đã số hóa được khai thác, tái sử dụng khi giải quyết thủ tục hành chính",
        Comparator.AT_LEAST,
        "50",
        (SERVICE_CENTRE, OFFICE),
        rhythm=None,
    ),
)


def set_targets(plan: Plan, *, actor: User) -> list[Target]:
    """The plan's targets; all are evaluated at the end of the reporting year."""
    made: list[Target] = []
    for sample in TARGETS:
        last_year = plan.year - 1
        details = TargetDetails(
            indicator=sample.indicator,
            comparator=sample.comparator,
            value=Decimal(sample.value),
            measure=sample.measure,
            units=tuple(unit for name in sample.units if (unit := unit_named(name))),
            scope=sample.scope,
            exception=sample.exception,
            base_words=f"so với năm {last_year}" if sample.base_value else None,
            base_year=last_year if sample.base_value else None,
            base_value=Decimal(sample.base_value) if sample.base_value else None,
            base_unit="ngày" if sample.base_value else None,
            change=Change.DECREASE if sample.base_value else None,
            is_striving=sample.is_striving,
            evaluated_on=date(plan.year, 12, 14),
            rhythm=sample.rhythm,
            parent=made[-1] if sample.is_part else None,
            label=sample.label,
        )
        made.append(add_target(plan, details, actor=actor))
    return made


@dataclass(slots=True)
class MeasuredTargets:
    """Targets whose figures are entered on the third day of each month, up to the one before."""

    targets: Sequence[Target]
    people: Sequence[User]
    today: date
    measured_until: date

    def live(self, day: date) -> None:
        """Enter the figures of the months that ended since the last time."""
        if day.day < FIRST_FIGURES and self.measured_until.month != 1:
            return
        last_ended = period_of(Rhythm.MONTHLY, self.today).start - timedelta(days=1)
        while (period := period_of(Rhythm.MONTHLY, self.measured_until)).end < day:
            self.measured_until = period.end + timedelta(days=1)
            for sample, target in zip(TARGETS, self.targets, strict=True):
                is_missing = sample.late and period.end == last_ended
                if sample.figures and not is_missing:
                    author = _author(target, self.people)
                    add_measurement(target, _entry(sample, period, day), actor=author)


def _entry(sample: SampleTarget, period: Period, day: date) -> FigureEntry:
    number = Decimal(sample.figures[min(period.end.month, len(sample.figures)) - 1])
    if sample.is_counted:
        entered = Entered(numerator=number, denominator=Decimal(FILES_A_MONTH))
    elif sample.base_value:
        entered = Entered(level=number)
    else:
        entered = Entered(number)
    return FigureEntry(period, entered, source=sample.source, taken_on=day)


def _author(target: Target, people: Sequence[User]) -> User:
    """An officer of the first unit that owes the figure."""
    unit = target.units[0]
    own = [user for user in people if user.unit_id == unit.id]
    return next((user for user in own if user.role is Role.OFFICER), own[0])
