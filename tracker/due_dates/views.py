"""The ward's working calendar: seen by all, changed by the office after a preview."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import policy
from tracker.core import clock
from tracker.core.calendar_vn import last_year_with_known_swaps, named_days
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.core.forms import FIRST_YEAR, LAST_YEAR
from tracker.core.numbers import whole_number
from tracker.core.web import go_to, render
from tracker.due_dates import service
from tracker.due_dates.foreseeing import Move, foresee
from tracker.due_dates.forms import CalendarForm, DayOffForm
from tracker.working_calendar import queries
from tracker.working_calendar.service import confirm_year

blueprint = Blueprint("due_dates", __name__)


@blueprint.get("/calendar/days")
def calendar() -> Response:
    """The year's days off and make-up days, each with its source."""
    return _page(_new_form(), _day_off_form())


@blueprint.post("/calendar/days")
def change_days() -> Response:
    """Show what a change would move; apply it once that has been seen."""
    policy.require("calendar:change")
    form = CalendarForm()
    if not form.validate():
        return _page(form, _day_off_form(), status=422)
    change, today = form.change(), clock.today()
    try:
        if form.seen.data != _key(form):
            moves = foresee(service.tried_rule(change), today=today)
            _mark_seen(form)
            return _page(form, _day_off_form(), moves=moves, change_words=change.words)
        moved = service.apply_calendar(
            change, version=form.version.data or 0, today=today, actor=current_user
        )
    except TrackerError as error:
        db.session.rollback()
        _show(form, error)
        return _page(form, _day_off_form(), status=error.status_code)
    target = url_for("due_dates.calendar", year=change.first.year)
    return go_to(target, f"Đã sửa lịch làm việc. {_moved_words(moved)}")


@blueprint.post("/calendar/rule")
def change_rule() -> Response:
    """Show what another rule for days off would move; apply it once that has been seen."""
    policy.require("calendar:change")
    form = DayOffForm()
    if not form.validate():
        return _page(_new_form(), form, status=422)
    rule, today = form.rule(), clock.today()
    if form.seen.data != rule.value:
        moves = foresee(replace(queries.due_day_rule(), day_off=rule), today=today)
        form.seen.data = rule.value
        form.seen.raw_data = None
        return _page(_new_form(), form, rule_moves=moves)
    moved = service.apply_day_off_rule(rule, today=today, actor=current_user)
    return go_to(url_for("due_dates.calendar"), f"Đã lưu thiết lập. {_moved_words(moved)}")


@blueprint.post("/calendar/years/<int:year>/check")
def check_year(year: int) -> Response:
    """The office confirms that a year's days off are complete."""
    policy.require("calendar:change")
    confirm_year(year, actor=current_user)
    return go_to(url_for("due_dates.calendar", year=year), f"Đã xác nhận lịch năm {year}.")


def _page(
    form: CalendarForm,
    day_off_form: DayOffForm,
    *,
    moves: list[Move] | None = None,
    rule_moves: list[Move] | None = None,
    change_words: str = "",
    status: int = 200,
) -> Response:
    present = queries.ward_calendar()
    asked = whole_number(request.args.get("year", ""))
    year = asked if asked and FIRST_YEAR <= asked <= LAST_YEAR else clock.today().year
    days = {*named_days(year), *(i.day for i in present.office_days if i.day.year == year)}
    return render(
        "due_dates/calendar.html",
        form=form,
        day_off_form=day_off_form,
        moves=moves,
        rule_moves=rule_moves,
        change_words=change_words,
        year=year,
        notes=[present.note_on(day) for day in sorted(days)],
        versions=queries.calendar_versions(),
        known_until=last_year_with_known_swaps(),
        checked=queries.checked_years(),
        day_off_rule=queries.due_day_rule().day_off,
        status=status,
    )


def _new_form() -> CalendarForm:
    return CalendarForm(formdata=None, data={"version": queries.calendar_version()})


def _day_off_form() -> DayOffForm:
    return DayOffForm(formdata=None, data={"day_off": queries.due_day_rule().day_off.value})


def _key(form: CalendarForm) -> str:
    change = form.change()
    return f"{change.first}/{change.last}/{change.decision}/{form.version.data}"


def _mark_seen(form: CalendarForm) -> None:
    form.version.data, form.version.raw_data = queries.calendar_version(), None
    form.seen.data, form.seen.raw_data = _key(form), None


def _show(form: CalendarForm, error: TrackerError) -> None:
    form.seen.data = ""
    form.version.data, form.version.raw_data = queries.calendar_version(), None
    form.show_refusal(error)


def _moved_words(moved: int) -> str:
    if not moved:
        return "Không hạn nào phải dời."
    return f"Đã dời {moved} hạn; lời nhắc theo hạn mới."
