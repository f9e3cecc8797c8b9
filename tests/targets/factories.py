"""Targets and figures for tests, said in one line each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tracker.accounts.models import User
from tracker.evidence.rules import UploadedFile
from tracker.plans.models import Plan
from tracker.reading.result import Comparator
from tracker.targets.models import Measurement, Target
from tracker.targets.rules import Entered
from tracker.targets.service import FigureEntry, TargetDetails, add_measurement, add_target
from tracker.tasks.rules import Period
from tracker.units.models import Unit

JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
JULY = Period(date(2026, 7, 1), date(2026, 7, 31))


def make_target(
    plan: Plan, *units: Unit, value: str = "95", comparator: str = "≥", **more: Any
) -> Target:
    """At least 95 % of the files in time."""
    details = {
        "indicator": "hồ sơ được trả đúng hạn",
        "comparator": Comparator(comparator),
        "value": Decimal(value),
        "measure": "%",
        "units": units,
        **more,
    }
    return add_target(plan, TargetDetails(**details), actor=None)


def make_measurement(
    target: Target,
    actor: User,
    value: str = "92.5",
    period: Period = JULY,
    file: bytes | None = None,
) -> Measurement:
    """A figure of July 2026."""
    files = (UploadedFile("so-lieu.pdf", file),) if file else ()
    entry = FigureEntry(period, Entered(Decimal(value)), source="Cổng dịch vụ công", files=files)
    return add_measurement(target, entry, actor=actor)
