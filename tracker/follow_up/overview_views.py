"""The leader's page: how the ward stands, what became worse, what waits for a decision."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from tracker import policy
from tracker.core import clock
from tracker.core.web import render
from tracker.extensions.queries import waiting_for_decision
from tracker.follow_up.directives import directive_list
from tracker.follow_up.overview import WEEK, overview
from tracker.progress.queries import count_waiting_for_review, difficulties_told
from tracker.progress.rules import TIMING_CLASS_WORDS, DifficultyState, TimingClass

blueprint = Blueprint("overview", __name__)

_TONES = {
    TimingClass.DONE_ON_TIME: "done",
    TimingClass.DONE_LATE: "soon",
    TimingClass.OPEN_OVERDUE: "late",
}


@blueprint.get("/overview")
def index() -> Response:
    """The six classes, the units compared, what became worse, what waits."""
    policy.require("overview:see")
    today = clock.today()
    found = overview(today=today)
    return render(
        "follow_up/overview.html",
        overview=found,
        figures=[
            {
                "number": found.counts[item],
                "label": words,
                "tone": _TONES.get(item, ""),
                "url": url_for("follow_up.index") if item is TimingClass.OPEN_OVERDUE else None,
            }
            for item, words in TIMING_CLASS_WORDS.items()
        ],
        requests=waiting_for_decision(),
        difficulties=difficulties_told(state=DifficultyState.OPEN),
        directives=directive_list(only_open=True),
        waiting=count_waiting_for_review(),
        today=today,
        week_ago=today - WEEK,
    )
