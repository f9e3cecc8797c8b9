"""Rules and words that every template may ask for by name."""

from __future__ import annotations

from datetime import date

from flask import Flask, g
from flask_login import current_user

from tracker import policy
from tracker.accounts.rules import ROLE_WORDS
from tracker.core.calendar_vn import WorkingCalendar
from tracker.core.numbers import decimal_words
from tracker.core.text_vn import lower_first
from tracker.evidence.answering import PICTURED
from tracker.evidence.rules import SENSITIVITY_WORDS
from tracker.extensions.rules import EXTENSION_STATE_WORDS
from tracker.plans.rules import PLAN_STATE_WORDS
from tracker.progress.causes import cause_words, claim_of
from tracker.progress.rules import (
    DIFFICULTY_STATE_WORDS,
    STATUS_WORDS,
    TIMING_CLASS_WORDS,
    check_in_words,
    due_look,
    due_words,
    timing_class,
    unit_choices,
)
from tracker.settings.queries import ward_settings
from tracker.targets.rules import TARGET_STATE_WORDS, span_words
from tracker.tasks.data_windows import asks_for_figures, data_window, window_words
from tracker.tasks.deadline_words import deadline_words
from tracker.tasks.models import Occurrence
from tracker.tasks.rules import (
    DEADLINE_KIND_WORDS,
    RHYTHM_WORDS,
    TASK_ROLE_WORDS,
    WORKING_DAY_WORDS,
)
from tracker.working_calendar.rules import WEEKDAY_NAMES, day_off_words, weekday_name
from tracker.workspace.kept_calendar import kept_calendar


def init_app(app: Flask) -> None:
    """Make the words and the pure rules of timing known to templates."""
    app.jinja_env.filters["rhythm_words"] = lambda rhythm: RHYTHM_WORDS[rhythm]
    app.jinja_env.filters["iso_date_vn"] = lambda text: f"{date.fromisoformat(text):%d/%m/%Y}"
    app.jinja_env.filters["decimal_words"] = decimal_words
    app.jinja_env.filters["capitalize_first"] = lambda words: words[:1].upper() + words[1:]
    app.jinja_env.filters["weekday_vn"] = weekday_name
    app.jinja_env.filters["period_note"] = _period_note
    app.jinja_env.globals.update(
        cause_claim=claim_of,
        cause_words=cause_words,
        check_in_words=check_in_words,
        deadline_in_words=deadline_words,
        deadline_kind_words=DEADLINE_KIND_WORDS,
        difficulty_words={state.value: words for state, words in DIFFICULTY_STATE_WORDS.items()},
        due_look=due_look,
        due_words=due_words,
        extension_words=EXTENSION_STATE_WORDS,
        papers_seen=lambda papers: [
            paper for paper in papers if policy.may_see_paper(current_user, paper)
        ],
        pictured_types=PICTURED,
        plan_state_words=PLAN_STATE_WORDS,
        rhythm_words=RHYTHM_WORDS,
        role_names=TASK_ROLE_WORDS,
        role_words=ROLE_WORDS,
        lower_first=lower_first,
        sensitivity_words={level.value: words for level, words in SENSITIVITY_WORDS.items()},
        span_words=span_words,
        status_words=STATUS_WORDS,
        target_state_words=TARGET_STATE_WORDS,
        timing_class=timing_class,
        timing_words=TIMING_CLASS_WORDS,
        unit_choices=unit_choices,
        weekday_names=WEEKDAY_NAMES,
        working_day_words=WORKING_DAY_WORDS,
    )


def _period_note(occurrence: Occurrence) -> str:
    """What stands beside a due day: the printed day a day off moved, and of which days figures are.

    "Hạn 16/08/2026 rơi vào Chủ nhật, chuyển sang thứ Hai 17/08/2026; số liệu từ 15/07 đến 14/08".
    """
    notes = []
    printed, due_on = occurrence.printed_due_on, occurrence.original_due_on
    if printed is not None and due_on is not None:
        notes.append(day_off_words(printed, due_on, _calendar()))
    task = occurrence.task
    window = task.data_window or task.plan.data_window
    is_report = asks_for_figures(task.content, task.product, task.deadline_text)
    if occurrence.period is not None and occurrence.due_on and (is_report or task.data_window):
        figures = data_window(occurrence.period, window or ward_settings().data_window)
        notes.append(window_words(figures).capitalize())
    return ". ".join(note for note in notes if note)


def _calendar() -> WorkingCalendar:
    """Asked for by every row of a page."""
    if "calendar_of_the_page" not in g:
        g.calendar_of_the_page = kept_calendar()
    calendar: WorkingCalendar = g.calendar_of_the_page
    return calendar
