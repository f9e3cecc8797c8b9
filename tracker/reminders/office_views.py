"""Beside the outbox: the proof for a contribution, a mail to oneself, leaders in charge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from flask import Blueprint, abort, current_app, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import policy
from tracker.accounts.models import User
from tracker.accounts.queries import enabled_people
from tracker.accounts.rules import Role
from tracker.core.db import db
from tracker.core.marks import mark_of
from tracker.core.numbers import whole_number
from tracker.core.web import go_to, render
from tracker.plans.models import Plan
from tracker.plans.queries import all_plans
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.reminders import notice_queries, notices, queries, trial
from tracker.reminders.rules import OUTBOX_STATE_WORDS
from tracker.units.models import Unit
from tracker.units.queries import all_units
from tracker.units.rules import UnitKind

blueprint = Blueprint("reminding", __name__)

CHANGED_MEANWHILE = (
    "Có người vừa đổi lãnh đạo phụ trách. Lựa chọn của bạn vẫn còn ở dưới: hãy xem lại rồi lưu."
)
Thing = TypeVar("Thing", Unit, Plan)


@blueprint.get("/contributions/<int:contribution_id>/reminders")
def proof(contribution_id: int) -> Response:
    """Who was told what of a contribution, when, and what the mail server answered."""
    contribution = db.session.get(Contribution, contribution_id) or abort(404)
    policy.require("contribution:see_reminders", contribution)
    return render(
        "reminders/proof.html",
        contribution=contribution,
        reminders=notice_queries.reminders_of_contribution(contribution_id),
        state_words=OUTBOX_STATE_WORDS,
    )


@blueprint.post("/reminders/test")
def send_test() -> Response:
    """Send a mail to oneself and say what the server answers."""
    policy.require("reminder:see")
    outcome = trial.send_test_mail(current_user, current_app.config["TRACKER"].mail_server)
    return render("reminders/test_sent.html", outcome=outcome)


@blueprint.route("/reminders/leaders", methods=["GET", "POST"])
def leaders() -> Response:
    """Name the leader who hears of each unit's long-late work, or of a plan's."""
    policy.require("setting:change")
    plans = [plan for plan in all_plans(with_drafts=False) if plan.state is PlanState.ISSUED]
    units = [unit for unit in all_units() if unit.kind is UnitKind.INTERNAL]
    people = {user.id: user for user in enabled_people(Role.LEADER)}
    in_charge, of_plans = queries.leaders_in_charge(), queries.leaders_of_plans()
    seen, problem = mark_of(sorted(in_charge.items()), sorted(of_plans.items())), None
    if request.method == "POST":
        wanted, wanted_of_plans = _chosen(units, "unit"), _chosen(plans, "plan")
        if request.form.get("seen") == seen:
            changed = notices.name_leaders(_named(wanted, people), actor=current_user)
            named = _named(wanted_of_plans, people)
            changed += notices.name_leaders_of_plans(named, actor=current_user)
            return go_to(url_for("reminding.leaders"), f"Đã lưu {changed} thay đổi.")
        problem = CHANGED_MEANWHILE
        in_charge = {unit.id: user_id for unit, user_id in wanted.items()}
        of_plans = {plan.id: user_id for plan, user_id in wanted_of_plans.items()}
    return render(
        "reminders/leaders.html",
        units=units,
        people=list(people.values()),
        in_charge=in_charge,
        plans=plans,
        of_plans=of_plans,
        seen=seen,
        problem=problem,
        status=409 if problem else 200,
    )


def _chosen(things: Sequence[Thing], kind: str) -> dict[Thing, int]:
    """The number of the leader chosen for each unit or plan; 0 for nobody in particular."""
    return {
        thing: whole_number(request.form.get(f"{kind}-{thing.id}", "")) or 0 for thing in things
    }


def _named(chosen: Mapping[Thing, int], people: Mapping[int, User]) -> dict[Thing, User | None]:
    return {thing: people.get(user_id) for thing, user_id in chosen.items()}
