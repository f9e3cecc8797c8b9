"""The leader's page: how the ward stands, what became worse, what waits for a decision."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from tracker import policy
from tracker.core import clock
from tracker.core.kept_pages import kept_page
from tracker.core.web import render
from tracker.extensions.queries import waiting_for_decision
from tracker.figures.forms import address_of
from tracker.figures.rules import Basis
from tracker.figures.rules import Grouping as FiguresGrouping
from tracker.follow_up.briefing import BriefingList, Topic, first_rows, pages_of
from tracker.follow_up.briefing_form import BriefingForm
from tracker.follow_up.directives import directive_list
from tracker.follow_up.overview import WEEK, overview
from tracker.follow_up.tabs import office_tabs
from tracker.plans.queries import plans_left_open
from tracker.progress.difficulty_queries import difficulties_told
from tracker.progress.rules import TIMING_CLASS_WORDS, DifficultyState, TimingClass
from tracker.progress.waiting import count_waiting

blueprint = Blueprint("overview", __name__)

# What became worse: as many rows as a leader reads through; the follow-up list has all of them.
WORSE_SHOWN = 20

_TONES = {
    TimingClass.DONE_ON_TIME: "done",
    TimingClass.DONE_LATE: "soon",
    TimingClass.OPEN_OVERDUE: "late",
}


@blueprint.get("/overview")
@kept_page
def index() -> Response:
    """The six classes, the units compared, what became worse, what waits."""
    policy.require("overview:see")
    today = clock.today()
    found = overview(most=WORSE_SHOWN)
    address: dict[str, Any] = address_of(
        found.window, basis=Basis.CURRENT, grouping=FiguresGrouping.UNIT
    )
    return render(
        "follow_up/overview.html",
        overview=found,
        figures=[
            {
                "number": found.counts[item],
                "label": words,
                "tone": _TONES.get(item, ""),
                "url": url_for("figures.rows", measure=item.value, **address),
            }
            for item, words in TIMING_CLASS_WORDS.items()
        ],
        requests=waiting_for_decision(),
        difficulties=difficulties_told(state=DifficultyState.OPEN),
        directives=directive_list(only_open=True),
        waiting=count_waiting(coordinated_by=None),
        figures_url=url_for("figures.index", **address),
        left_open=plans_left_open(today),
        today=today,
        week_ago=today - WEEK,
    )


@blueprint.get("/briefing")
def briefing() -> Response:
    """For the briefing meeting (R21): what is late, at risk, changed since the last one.

    Of each list the first rows; of one that is asked for, all of it page by page.
    """
    policy.require("overview:see")
    today = clock.today()
    form = BriefingForm(request.args)
    since = form.since.data or today - WEEK
    asked = request.args.get("part", "")
    topic = Topic(asked) if asked in set(Topic) else None
    pages = pages_of(topic, since) if topic else None
    if topic and pages:
        lists = [BriefingList(topic, pages.total or 0, pages.items)]
    else:
        lists = [first_rows(each, since) for each in Topic]
    return render(
        "follow_up/briefing.html",
        form=form,
        lists=lists,
        pages=pages,
        part=topic,
        tabs=office_tabs("overview.briefing"),
        today=today,
        since=since,
    )
