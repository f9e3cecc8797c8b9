"""The month's due dates, the feed, and the page where a person makes or revokes it."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, make_response, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.core import clock
from tracker.core.numbers import whole_number
from tracker.core.web import go_to, render
from tracker.due_calendar import queries, service
from tracker.due_calendar.feed import as_icalendar
from tracker.due_calendar.models import CalendarSubscription
from tracker.due_calendar.rules import (
    WEEKDAY_WORDS,
    days_shown,
    month_after,
    month_asked_for,
    month_before,
)
from tracker.settings.queries import ward_settings
from tracker.units.queries import all_units
from tracker.units.rules import owes_work
from tracker.working_calendar.queries import ward_calendar

blueprint = Blueprint("due_calendar", __name__)

DAYS_BACK = timedelta(days=92)
DAYS_AHEAD = timedelta(days=400)
NO_UNIT = 0


@blueprint.get("/calendar")
def month() -> Response:
    """A month of due dates; a unit's own, or every unit's for those who oversee."""
    today, calendar = clock.today(), ward_calendar()
    first = month_asked_for(request.args.get("month", ""), today)
    sees_all = policy.may(current_user, "calendar:see_all")
    unit_id = whole_number(request.args.get("unit", "")) if sees_all else _own_unit()
    days = days_shown(first)
    rows = [
        row
        for row in queries.due_between(days[0], days[-1], unit_id=unit_id, today=today)
        if not row.is_called_off
    ]
    by_day: dict[date | None, list[queries.DueRow]] = {}
    for row in rows:
        by_day.setdefault(row.occurrence.due_on, []).append(row)
    return render(
        "due_calendar/month.html",
        "month",
        first=first,
        before=month_before(first),
        after=month_after(first),
        days=[(calendar.note_on(day), by_day.get(day, [])) for day in days],
        in_month=sum(len(found) for day, found in by_day.items() if _is_in(day, first)),
        weekdays=WEEKDAY_WORDS,
        unit=unit_id if sees_all and unit_id else "",
        unit_options=_unit_options() if sees_all else [],
        today=today,
    )


@blueprint.get("/calendar/feed/<token>.ics")
def feed(token: str) -> BaseResponse:
    """The file other calendars fetch: no session, only the secret address opens it."""
    subscription = service.open_feed(token) or abort(404)
    today = clock.today()
    rows = queries.due_between(
        today - DAYS_BACK, today + DAYS_AHEAD, unit_id=_unit_of(subscription), today=today
    )
    body = as_icalendar(rows, name=_feed_name(subscription), **_where())
    response = make_response(body, 200, {"Content-Type": "text/calendar; charset=utf-8"})
    response.headers["Content-Disposition"] = 'inline; filename="thoi-han.ics"'
    response.headers["Cache-Control"] = "private, max-age=900"
    response.set_etag(hashlib.sha256(body).hexdigest())
    return response.make_conditional(request)


@blueprint.get("/account/calendar")
def account() -> Response:
    """One's own feed: its address, how to use it, how to end it."""
    subscription = queries.subscription_of(current_user.id)
    token = service.token_of(subscription) if subscription else None
    address = f"{_where()['base_url']}{url_for('due_calendar.feed', token=token)}" if token else ""
    return render(
        "due_calendar/account.html",
        subscription=subscription,
        address=address,
        webcal=f"webcal://{address.partition('://')[2]}" if address else "",
        sees_all=policy.may(current_user, "calendar:see_all"),
    )


@blueprint.post("/account/calendar")
def subscribe() -> BaseResponse:
    """Make a new secret address."""
    covers_all = request.form.get("scope") == "all" and policy.may(current_user, "calendar:see_all")
    service.subscribe(current_user, covers_all=covers_all or current_user.unit_id is None)
    return go_to(url_for("due_calendar.account"), "Đã tạo đường dẫn lịch mới.")


@blueprint.post("/account/calendar/revoke")
def revoke() -> BaseResponse:
    """End the feed."""
    service.revoke(current_user)
    return go_to(url_for("due_calendar.account"), "Đã thu hồi đường dẫn lịch.")


def _own_unit() -> int:
    return current_user.unit_id or NO_UNIT


def _unit_of(subscription: CalendarSubscription) -> int | None:
    """Whose due dates the feed holds; asked anew each time, for roles and units change."""
    user = subscription.user
    if subscription.covers_all and policy.may(user, "calendar:see_all"):
        return None
    return user.unit_id or NO_UNIT


def _unit_options() -> list[tuple[Any, str]]:
    units = [unit for unit in all_units() if owes_work(unit.kind)]
    return [("", "Tất cả"), *((unit.id, unit.name) for unit in units)]


def _is_in(day: date | None, first: date) -> bool:
    return day is not None and (day.year, day.month) == (first.year, first.month)


def _feed_name(subscription: CalendarSubscription) -> str:
    unit = subscription.user.unit
    whose = unit.name if unit is not None and _unit_of(subscription) is not None else "mọi đơn vị"
    return f"Thời hạn: {whose} ({ward_settings().ward_name})"


def _where() -> dict[str, str]:
    base_url = current_app.config["TRACKER"].base_url.rstrip("/")
    return {"base_url": base_url, "host": urlsplit(base_url).hostname or "localhost"}
