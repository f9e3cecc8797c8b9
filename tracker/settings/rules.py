"""The settings of a ward and their defaults."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.reading.result import Rhythm


class DayOffRule(StrEnum):
    """What becomes of a printed due day on which offices do not work."""

    KEEP = "keep"
    NEXT = "next"
    PREVIOUS = "previous"


class DataWindow(StrEnum):
    """Which days a report's figures are of: 15th to 14th (Decree 09/2019), or the calendar's."""

    REPORT = "report"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class WardSettings:
    """One ward's decisions. Days are working days unless said otherwise."""

    ward_name: str = "UBND phường"
    # "Trước ngày D": D itself is the last permitted day, unless the ward reads it as D-1.
    before_means_day_before: bool = False
    remind_days_before: tuple[int, ...] = (7, 3, 1)
    remind_every_days_late: int = 3
    remind_check_in_days_before: int = 3
    # Late work is made known to more people after so many days; 0 means never.
    escalate_to_head_after: int = 1
    escalate_to_office_after: int = 5
    escalate_to_leader_after: int = 10
    escalate_to_leader_after_urgings: int = 3
    digest_time: str = "07:30"
    # Occurrences are made this many calendar days ahead.
    horizon_days: int = 60
    due_on_day_off: DayOffRule = DayOffRule.KEEP
    data_window: DataWindow = DataWindow.REPORT
    # How often a regular task without rhythm is asked about, in plans that say nothing else.
    check_in_rhythm: Rhythm = Rhythm.MONTHLY
    evidence_max_megabytes: int = 20
    # Of one piece of work, of what a unit's people send, of all; 0: no limit.
    evidence_contribution_megabytes: int = 200
    evidence_unit_gigabytes: int = 0
    evidence_total_gigabytes: int = 0
    # While the malware scanner does not answer: "refuse" files, or "keep" them to be scanned later.
    when_scanner_is_down: str = "refuse"
    # A later due day is asked for so many working days before the present one, granted so often.
    extension_notice_days: int = 3
    extension_limit: int = 1
    # A sign-in ends after so many minutes without a page; an unused account after so many days.
    idle_minutes: int = 60
    idle_minutes_administrator: int = 15
    disable_after_idle_days: int = 45
    # Roles that sign in with a second step wherever they are; outside the office's networks
    # everybody does. Without networks there is no outside.
    second_step_roles: tuple[str, ...] = ("administrator",)
    office_networks: tuple[str, ...] = ()
    # What the office says most often when it gives a result back; a click instead of typing.
    return_phrases: tuple[str, ...] = (
        "Chưa có sản phẩm theo yêu cầu của kế hoạch.",
        "Minh chứng không mở được hoặc không đúng nội dung.",
        "Văn bản chưa ghi số, ngày hoặc chưa ký, đóng dấu.",
        "Thiếu số liệu hoặc số liệu chưa khớp.",
        "Nội dung chưa đủ so với nhiệm vụ được giao.",
    )
    # How the ward's letters are headed and signed; empty: from the ward's name.
    letter_superior: str = ""
    letter_issuer: str = ""
    letter_place: str = ""
    letter_code: str = "UBND-VP"
    letter_signing: tuple[str, ...] = ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")
    letter_signer: str = ""
    letter_answers_to: str = "Văn phòng HĐND và UBND"
    letter_recipients: tuple[str, ...] = (
        "Như trên;",
        "Chủ tịch, các Phó Chủ tịch (để b/c);",
        "Lưu: VT, VP.",
    )
    # Working days that a unit has to answer an urging letter.
    letter_answer_days: int = 3
    # A PDF of more pages is read in the background; of no PDF are more than the second read.
    reading_background_pages: int = 15
    reading_max_pages: int = 300
    # Units see each other's figures by name, not only as a distribution.
    figures_open_to_units: bool = False
    # Calendar days without a backup after which the keepers are warned.
    backup_warn_days: int = 3


FIELD_NAMES = frozenset(WardSettings.__dataclass_fields__)


def from_stored(values: dict[str, Any]) -> WardSettings:
    """The settings with stored values over the defaults; KeyError on an unknown name."""
    unknown = values.keys() - FIELD_NAMES
    if unknown:
        raise KeyError(f"unknown settings: {sorted(unknown)}")
    return WardSettings(**{name: _typed(name, value) for name, value in values.items()})


def _typed(name: str, value: Any) -> Any:
    """The value as its default is typed: JSON knows neither tuples nor vocabularies."""
    if isinstance(value, list):
        return tuple(value)
    default = WardSettings.__dataclass_fields__[name].default
    return type(default)(value) if isinstance(default, StrEnum) else value
