"""Due dates as an iCalendar file (RFC 5545) for Outlook, Google and phones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tracker.due_calendar.queries import DueRow
from tracker.progress.rules import STATUS_WORDS, ContributionStatus

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Ward task tracker//Due dates//VI"
REFRESH = timedelta(hours=4)


def as_icalendar(rows: Iterable[DueRow], *, name: str, base_url: str, host: str) -> bytes:
    """One all-day event for each due instance.

    Events and not to-dos: telephones and Outlook show no to-dos of a feed. They take no time away
    (TRANSPARENT). The same instance keeps its UID; a moved due day, one called off and one that
    counts again have a higher SEQUENCE each.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for row in rows:
        calendar.add_component(_event(row, base_url=base_url, host=host))
    content: bytes = calendar.to_ical()
    return content


def _event(row: DueRow, *, base_url: str, host: str) -> Event:
    from icalendar import Event

    occurrence, task = row.occurrence, row.occurrence.task
    day = occurrence.due_on
    if day is None:
        raise ValueError("a row of the feed has a due day")
    event = Event()
    event.add("uid", f"occurrence-{occurrence.id}@{host}")
    event.add("dtstamp", _last_change(row))
    event.add("last-modified", _last_change(row))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("sequence", _revision(row))
    event.add("status", "CANCELLED" if row.is_called_off else "CONFIRMED")
    event.add("summary", _summary(row))
    event.add("description", _description(row))
    event.add("url", f"{base_url}/tasks/{task.id}")
    return event


def _summary(row: DueRow) -> str:
    task, current = row.occurrence.task, row.summary.current
    done = current is not None and current.status is ContributionStatus.ACCEPTED
    return f"{'✓ Xong' if done else 'Hạn'}: {task.label} {task.content}".replace("  ", " ")


def _description(row: DueRow) -> str:
    occurrence, task = row.occurrence, row.occurrence.task
    lines = [
        f"Kế hoạch: {task.plan.number or task.plan.title}",
        f"Chủ trì: {task.lead_text or 'không ghi'}",
    ]
    if occurrence.is_extended:
        lines.append(f"Hạn gốc: {occurrence.original_due_on:%d/%m/%Y}")
    if row.summary.current is not None:
        lines.append(f"Trạng thái: {STATUS_WORDS[row.summary.current.status]}")
    return "\n".join(lines)


def _revision(row: DueRow) -> int:
    """Never less than before: Outlook keeps a day called off when what follows has a lower one.

    Whatever changes an event makes another version of one of these.
    """
    plan, due_day = row.occurrence.task.plan.version, row.occurrence.due_version
    reports = sum(contribution.version - 1 for contribution in row.contributions)
    return plan - 1 + due_day - 1 + reports


def _last_change(row: DueRow) -> datetime:
    """The same rows give the same file, whenever it is asked for."""
    moments = [row.occurrence.created_at]
    for contribution in row.contributions:
        moments += [
            moment
            for moment in (contribution.last_updated_at, contribution.accepted_at)
            if moment is not None
        ]
    return max(moments).replace(microsecond=0)
