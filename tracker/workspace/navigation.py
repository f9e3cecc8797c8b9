"""The side bar: where each role may go. Given to every page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import Flask, g, request, url_for
from flask_login import current_user
from werkzeug.local import LocalProxy

from tracker import policy
from tracker.backup.queries import last_is_short, unsaved_since
from tracker.backup.rules import is_too_old
from tracker.conversations.queries import count_unread_mentions
from tracker.core import clock
from tracker.core.calendar_vn import last_year_with_known_swaps
from tracker.core.unchanged import kept_until_written
from tracker.extensions.queries import count_waiting_for_decision
from tracker.progress.difficulty_queries import count_open_difficulties
from tracker.progress.oversight import coordinated_plan, overseen_unit
from tracker.progress.told import is_step_of_work, kept_until_told, work_goes_on
from tracker.progress.waiting import count_waiting
from tracker.reminders.notice_queries import count_failed_mails
from tracker.reminders.unread import count_unread_work
from tracker.settings.queries import ward_settings
from tracker.working_calendar.queries import checked_years
from tracker.working_calendar.rules import year_to_check


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the side bar; `action` is what the policy asks for, None for everyone.

    Where somebody has many places, those of a `group` are folded under its name.
    """

    label: str
    icon: str
    endpoint: str
    action: str | None = None
    group: str = ""


# Pages that belong to a place without standing in the side bar themselves; any other page belongs
# to the list of its own feature.
SECTIONS = {
    "workspace.plan": "workspace.plans",
    "workspace.task": "workspace.plans",
    "plans.edit": "workspace.plans",
    "progress.open_event": "workspace.plans",
    "plan_life.amend": "workspace.plans",
    "plan_life.amendments": "workspace.plans",
    "plan_life.close": "workspace.plans",
    "plan_life.reopen": "workspace.plans",
    "plan_life.issue": "workspace.plans",
    "plan_life.copy": "workspace.plans",
    "plan_life.assign": "workspace.plans",
    "unit_merging.merge_unit": "units.index",
    "rights.index": "accounts.index",
    "second_step.set_up": "",
    "settings.access": "settings.index",
    "due_dates.change_days": "due_dates.calendar",
    "due_dates.change_rule": "due_dates.calendar",
    "directives.index": "follow_up.index",
    "directives.new": "workspace.plans",
    "directives.show": "follow_up.index",
    "directives.answer": "follow_up.index",
    "overview.briefing": "follow_up.index",
    "urging.index": "follow_up.index",
    "late_lists.index": "follow_up.index",
    "late_lists.show": "follow_up.index",
    "late_lists.judge": "follow_up.index",
    "urging.withdraw": "follow_up.index",
    "urging.new": "follow_up.index",
    "urging.show": "follow_up.index",
    "urging.answer": "follow_up.index",
    "progress.update": "workspace.home",
    "conversations.talk": "workspace.plans",
    "many_reports.report": "workspace.home",
    "progress.give_back": "follow_up.review",
    "reminding.proof": "workspace.plans",
    "reminding.send_test": "reminders.index",
    "reminding.leaders": "settings.index",
    "evidence.settings": "settings.index",
    "evidence.downloads": "audit.index",
    "extensions.ask": "workspace.home",
    "difficulties.answer": "difficulties.index",
}

# Where the office, at its daily work, is told that the calendar's known swaps run out.
TELLING_OF_DUTIES = frozenset(
    {"workspace.home", "settings.index", "follow_up.index", "due_calendar.month"}
)

REPORTS, ADMINISTRATION = "Tổng hợp", "Quản trị"
GROUP_ICONS = {REPORTS: "chart-column", ADMINISTRATION: "settings"}
# As many places as a person takes in at a glance; with no more, nothing is folded.
MOST_VISIBLE = 9

# The first four stand in the bottom bar of phones.
PLACES = (
    Place("Việc của tôi", "list-checks", "workspace.home"),
    Place("Kế hoạch", "clipboard-list", "workspace.plans"),
    Place("Theo dõi", "megaphone", "follow_up.index", "follow_up:see"),
    Place("Thông báo", "bell", "notices.index", "notice:see"),
    Place("Toàn cảnh", "eye", "overview.index", "overview:see"),
    Place("Chờ xác nhận", "state-waiting", "follow_up.review", "review:see"),
    Place("Xin gia hạn", "clock", "extensions.index", "extension:see"),
    Place("Vướng mắc", "circle-question-mark", "difficulties.index", "difficulty:see"),
    Place("Nhập văn bản", "upload", "imports.index", "import:work"),
    Place("Số liệu", "chart-column", "figures.index", group=REPORTS),
    Place("Báo cáo", "file-text", "reports.index", "report:see", REPORTS),
    Place("Chỉ tiêu", "target", "targets.index", group=REPORTS),
    Place("Lịch", "calendar", "due_calendar.month", group=REPORTS),
    Place("Thư nhắc", "mail", "reminders.index", "reminder:see", ADMINISTRATION),
    Place("Đơn vị", "users", "units.index", "unit:administer", ADMINISTRATION),
    Place("Tài khoản", "user", "accounts.index", "account:administer", ADMINISTRATION),
    Place("Lịch làm việc", "calendar", "due_dates.calendar", "calendar:change", ADMINISTRATION),
    Place("Thiết lập", "settings", "settings.index", "setting:change", ADMINISTRATION),
    Place("Nhật ký", "history", "audit.index", "audit:see", ADMINISTRATION),
)

# One's own pages: label, icon, endpoint.
ACCOUNT_LINKS = (
    ("Hướng dẫn", "circle-question-mark", "help.page"),
    ("Lịch trên máy khác", "calendar", "due_calendar.account"),
    ("Nơi đang đăng nhập", "lock", "accounts.sign_ins"),
    ("Xác thực hai bước", "circle-check", "second_step.own"),
    ("Đổi mật khẩu", "key-round", "accounts.change_password"),
)
# Pages with a mark of their own belong to no other place.
_MARKED_ELSEWHERE = frozenset(
    [place.endpoint for place in PLACES] + [endpoint for *_words, endpoint in ACCOUNT_LINKS]
)


def init_app(app: Flask) -> None:
    """Give every template the ward's name, the side bar and the account's links."""
    app.context_processor(_page_context)


_FRAME = (
    "ward_name",
    "navigation",
    "navigation_groups",
    "account_links",
    "search_url",
    "sign_out_url",
    "year_to_check",
    "unsaved_since",
    "backup_is_short",
)


def _page_context() -> dict[str, Any]:
    """Found when a template first asks for any of it: a part for htmx has no frame."""
    frame = {name: LocalProxy(partial(_of_frame, name)) for name in _FRAME}
    return {**frame, "may": _may}


def _may(action: str, thing: Any = None) -> bool:
    """Whether the signed-in person may; rows of lists ask for each, so the proxy is opened once."""
    return policy.may(current_user._get_current_object(), action, thing)


def _of_frame(name: str) -> Any:
    if "frame" not in g:
        g.frame = _frame()
    return g.frame[name]


def _frame() -> dict[str, Any]:
    signed_in = current_user.is_authenticated
    places = _places() if signed_in else []
    return {
        "ward_name": ward_settings().ward_name,
        "navigation": [item for item in places if not item["group"]],
        "navigation_groups": _groups(places),
        "account_links": _account_links() if signed_in else [],
        "search_url": url_for("search.page"),
        "sign_out_url": url_for("accounts.sign_out"),
        "year_to_check": _year_to_check() if signed_in else None,
        "unsaved_since": _unsaved_since() if signed_in else None,
        "backup_is_short": signed_in and _is_told_of_backups() and last_is_short(),
    }


def _places() -> list[dict[str, Any]]:
    """Every place of the person, those of groups only where there are too many."""
    person = current_user._get_current_object()  # asked for each place
    plan = coordinated_plan(person)
    found = [
        {
            "label": place.label,
            "group": place.group,
            "icon": place.icon,
            "url": url_for(place.endpoint),
            "current": _current(place),
            **_waiting_at(place.endpoint),
        }
        for place in PLACES
        if place.action is None
        or policy.may(person, place.action)
        or policy.may(person, place.action, plan)
    ]
    return found if len(found) > MOST_VISIBLE else [{**item, "group": ""} for item in found]


def _groups(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The folded places under their names; open where one is, and for whom it is the daily work."""
    administers = policy.may(current_user, "account:administer")
    found = []
    for label, icon in GROUP_ICONS.items():
        items = [item for item in places if item["group"] == label]
        is_own = label == ADMINISTRATION and administers
        is_here = any(item["current"] for item in items)
        if items:
            waiting = sum(item["count"] for item in items)
            found.append(
                {
                    "label": label,
                    "icon": icon,
                    "items": items,
                    "count": waiting,
                    "is_here": is_here,
                    "is_open": is_here or is_own,
                }
            )
    return found


def _current(place: Place) -> str | None:
    """`page` for the page itself, `true` for the place it belongs to."""
    if request.endpoint == place.endpoint:
        return "page"
    if request.endpoint in _MARKED_ELSEWHERE:
        return None
    section = SECTIONS.get(request.endpoint or "", f"{request.blueprint}.index")
    return "true" if section == place.endpoint else None


@kept_until_told(is_step_of_work)
def _checked_years() -> frozenset[int]:
    return checked_years()


def _year_to_check() -> int | None:
    """The year whose swapped days off the office has still to confirm, where it is told so."""
    if request.endpoint not in TELLING_OF_DUTIES or not policy.may(current_user, "calendar:change"):
        return None
    return year_to_check(
        clock.today(), known_until=last_year_with_known_swaps(), checked=_checked_years()
    )


def _unsaved_since() -> date | None:
    """The day of the last backup where it is too long ago, told to who looks after the machine."""
    if not _is_told_of_backups():
        return None
    since, warn_days = unsaved_since(), ward_settings().backup_warn_days
    if since is None or not is_too_old(since, clock.now(), warn_days=warn_days):
        return None
    return clock.day_in_vietnam(since)


def _is_told_of_backups() -> bool:
    return request.endpoint in TELLING_OF_DUTIES and policy.may(current_user, "account:administer")


def _waiting_at(endpoint: str) -> dict[str, Any]:
    """How many things wait behind a place, and in what words."""
    if endpoint not in WAITING:
        return {"count": 0, "count_words": ""}
    count, words = WAITING[endpoint]
    return {"count": count(), "count_words": words}


def _for_review() -> int:
    return _count_for_review(overseen_unit(current_user, "review:see"))


def _for_decision() -> int:
    return _count_for_decision(overseen_unit(current_user, "extension:see"))


def _for_answer() -> int:
    return _count_for_answer(overseen_unit(current_user, "difficulty:see"))


def _unread() -> int:
    return _count_unread(current_user.id)


@kept_until_written
def _count_for_review(unit_id: int | None) -> int:
    return count_waiting(coordinated_by=unit_id)


@kept_until_told(work_goes_on)
def _count_for_decision(unit_id: int | None) -> int:
    return count_waiting_for_decision(coordinated_by=unit_id)


@kept_until_told(work_goes_on)
def _count_for_answer(unit_id: int | None) -> int:
    return count_open_difficulties(coordinated_by=unit_id)


@kept_until_written
def _count_unread(user_id: int) -> int:
    return count_unread_work(user_id) + count_unread_mentions(user_id)


@kept_until_written
def _count_failed_mails() -> int:
    return count_failed_mails()


# What waits for somebody, by the page that lists it.
WAITING: dict[str, tuple[Callable[[], int], str]] = {
    "follow_up.review": (_for_review, "đang chờ"),
    "extensions.index": (_for_decision, "đang chờ"),
    "difficulties.index": (_for_answer, "chờ trả lời"),
    "notices.index": (_unread, "chưa đọc"),
    "reminders.index": (_count_failed_mails, "thư không gửi được"),
}


def _account_links() -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "icon": icon,
            "url": url_for(endpoint),
            "current": "page" if request.endpoint == endpoint else None,
        }
        for label, icon, endpoint in ACCOUNT_LINKS
    ]
