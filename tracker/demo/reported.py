"""The month of reports before the present one was reported: its figures are sealed."""

from __future__ import annotations

from datetime import date

from tracker.accounts.models import User
from tracker.figures.service import seal
from tracker.figures.windows import before, window_holding
from tracker.reading.result import Rhythm
from tracker.settings.queries import ward_settings


def seal_last_month(today: date, *, actor: User) -> None:
    """Seal the month that ended before the day's own."""
    running = window_holding(Rhythm.MONTHLY, today, ward_settings().data_window)
    seal(before(running), request_key="demo", actor=actor)
