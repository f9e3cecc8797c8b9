"""Who may do what: every action on this one page.

An action maps to alternatives; each is a named yes/no question about the person and the thing.
Things are seen by their attributes only (a plan's state and coordinator, a contribution's unit).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import abort
from flask_login import current_user

from tracker.accounts.rules import Role
from tracker.plans.rules import PlanState

Question = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Questions that must all be answered with yes."""

    parts: tuple[Question, ...]

    def __call__(self, user: Any, thing: Any) -> bool:
        """Whether every answer is yes."""
        return all(question(user, thing) for question in self.parts)


def both(*questions: Question) -> Question:
    """All of the questions must be answered with yes."""
    return AllOf(questions)


def is_administrator(user: Any, _thing: Any) -> bool:
    """Keeps accounts, units and the installation."""
    return bool(user.role is Role.ADMINISTRATOR)


def is_office(user: Any, _thing: Any) -> bool:
    """Works in the Office of the People's Council and People's Committee."""
    return bool(user.role is Role.OFFICE)


def is_leader(user: Any, _thing: Any) -> bool:
    """Chairman or vice-chairman."""
    return bool(user.role is Role.LEADER)


def is_observer(user: Any, _thing: Any) -> bool:
    """Watches for the People's Council."""
    return bool(user.role is Role.OBSERVER)


def is_unit_head(user: Any, _thing: Any) -> bool:
    """Heads a unit."""
    return bool(user.role is Role.UNIT_HEAD and user.unit_id is not None)


def follows_up_plan(user: Any, thing: Any) -> bool:
    """Works in the unit that follows up the plan (đơn vị theo dõi)."""
    plan = _plan_of(thing)
    return (
        user.unit_id is not None and plan is not None and plan.coordinator_unit_id == user.unit_id
    )


def plan_is_public(_user: Any, thing: Any) -> bool:
    """The plan has been issued: everyone in the ward may read it."""
    plan = _plan_of(thing)
    return plan is not None and plan.state is not PlanState.DRAFT


def owns_contribution(user: Any, contribution: Any) -> bool:
    """Works in the unit that owes the contribution."""
    return user.unit_id is not None and contribution.unit_id == user.unit_id


def inherits_contribution(user: Any, contribution: Any) -> bool:
    """Works in the unit that owes the contribution, or in the one it was merged into."""
    return owns_contribution(user, contribution) or (
        user.unit_id is not None and contribution.unit.heir.id == user.unit_id
    )


def asked_for_file(user: Any, job: Any) -> bool:
    """The person who asked for the file."""
    return bool(job.asked_by_id == user.id)


def owns_sign_in(user: Any, sign_in: Any) -> bool:
    """The person who signed in there."""
    return bool(sign_in.user_id == user.id)


def owns_target(user: Any, target: Any) -> bool:
    """Works in a unit that the target is given to."""
    return user.unit_id is not None and user.unit_id in target.owner_ids


def inherits_target(user: Any, target: Any) -> bool:
    """Works in a unit that the target is given to, or in the one it was merged into."""
    return _is_among(user, target.units)


def plan_is_running(_user: Any, thing: Any) -> bool:
    """The plan has been issued and not yet closed."""
    plan = _plan_of(thing)
    return plan is not None and plan.state is PlanState.ISSUED


def leads_task(user: Any, task: Any) -> bool:
    """Works in a unit that leads the task."""
    return _is_among(user, [assignment.unit for assignment in task.leads])


def works_on_task(user: Any, task: Any) -> bool:
    """Works in a unit that leads the task or cooperates in it."""
    return _is_among(user, [assignment.unit for assignment in task.assignments])


def shares_task(user: Any, contribution: Any) -> bool:
    """Works in a unit assigned to the same task."""
    return works_on_task(user, contribution.occurrence.task)


def leads_same_task(user: Any, contribution: Any) -> bool:
    """Works in a unit that leads the contribution's task."""
    return leads_task(user, contribution.occurrence.task)


def is_handed_in(_user: Any, contribution: Any) -> bool:
    """The unit has handed it in; what it works on again after a return is a draft again."""
    return bool(contribution.is_handed_in)


def is_urged(user: Any, letter: Any) -> bool:
    """Works in the unit that an urging letter or a directive went to, or in its heir."""
    return user.unit_id is not None and letter is not None and letter.unit.heir.id == user.unit_id


def is_released(_user: Any, late_list: Any) -> bool:
    """A leader has released the monthly list: everyone in the ward may read it."""
    return bool(getattr(late_list, "is_released", False))


def is_written_down(_user: Any, directive: Any) -> bool:
    """The Office wrote down what the leader said; it also sees it through."""
    return getattr(directive, "entered_by_id", None) is not None


def sent_letter(user: Any, letter: Any) -> bool:
    """Sent the urging letter."""
    return letter is not None and getattr(letter, "sent_by_id", None) == user.id


def is_told(user: Any, notice: Any) -> bool:
    """Looks at notices of their own."""
    return notice is None or notice.recipient_id == user.id


# What somebody's role alone answers; every other question is about the thing too.
ROLE_QUESTIONS: tuple[Question, ...] = (
    is_administrator,
    is_office,
    is_leader,
    is_unit_head,
    is_observer,
)

heads_coordinating_unit = both(is_unit_head, follows_up_plan)
heads_owning_unit = both(is_unit_head, owns_contribution)
OVERSEERS: tuple[Question, ...] = (is_office, is_leader, heads_coordinating_unit)

POLICY: dict[str, tuple[Question, ...]] = {
    # Reading
    "plan:see": (plan_is_public, is_office, is_leader, is_administrator, heads_coordinating_unit),
    "plan:export": (plan_is_public, is_office, is_leader, heads_coordinating_unit),
    "export_job:see": (asked_for_file,),
    "contribution:see_papers": (
        inherits_contribution,
        *OVERSEERS,
        both(is_handed_in, shares_task),
        both(is_handed_in, is_observer),
    ),
    "contribution:see_restricted_papers": (
        inherits_contribution,
        *OVERSEERS,
        both(is_handed_in, leads_same_task),
    ),
    "contribution:classify_papers": (both(owns_contribution, plan_is_running), *OVERSEERS),
    "follow_up:see": (is_office, is_leader, is_observer, is_administrator, heads_coordinating_unit),
    "contribution:see_reminders": (inherits_contribution, is_administrator, *OVERSEERS),
    "notice:see": (is_told,),
    "urging:list": (is_office, is_leader, is_observer, is_administrator, heads_coordinating_unit),
    "urging:see": (
        is_urged,
        sent_letter,
        is_office,
        is_leader,
        is_observer,
        is_administrator,
    ),
    "directive:list": (is_office, is_leader, is_observer, is_administrator),
    "directive:see": (is_urged, is_office, is_leader, is_observer, is_administrator),
    "directive:give": (both(is_leader, plan_is_running),),
    "directive:enter": (both(is_office, plan_is_running),),
    "directive:answer": (is_urged,),
    "directive:close": (is_leader, both(is_office, is_written_down)),
    "late_list:see": (is_released, is_office, is_leader),
    "late_list:see_draft": (is_office, is_leader),
    "late_list:draw_up": (is_office,),
    "late_list:release": (is_leader,),
    "overview:see": (is_office, is_leader, is_observer, is_administrator),
    "calendar:see_all": (is_office, is_leader, is_observer, is_administrator),
    "figures:see_all": (is_office, is_leader, is_observer, is_administrator),
    "report:see": (is_office, is_leader),
    "report:write": (is_office,),
    "figures:seal": (is_office,),
    "figures:rate": (is_office, is_leader, is_unit_head),
    "review:see": (is_office, is_leader, heads_coordinating_unit),
    # The unit's work
    "contribution:update": (both(owns_contribution, plan_is_running),),
    "urging:answer": (is_urged,),
    "conversation:see": (works_on_task, *OVERSEERS),
    "conversation:join": tuple(
        both(question, plan_is_running) for question in (works_on_task, *OVERSEERS)
    ),
    "contribution:name_officer": (both(heads_owning_unit, plan_is_running),),
    "extension:ask": (both(owns_contribution, plan_is_running),),
    "occurrence:open": (
        both(is_office, plan_is_running),
        both(heads_coordinating_unit, plan_is_running),
        both(leads_task, plan_is_running),
    ),
    "target:measure": (both(owns_target, plan_is_running), both(is_office, plan_is_running)),
    "target:see_papers": (inherits_target, *OVERSEERS, is_observer),
    "target:see_restricted_papers": (inherits_target, *OVERSEERS),
    "target:classify_papers": (both(owns_target, plan_is_running), *OVERSEERS),
    "difficulty:close": (
        both(owns_contribution, plan_is_running),
        both(is_office, plan_is_running),
        both(heads_coordinating_unit, plan_is_running),
        both(is_leader, plan_is_running),
    ),
    # The office's work
    "difficulty:see": (is_office, is_leader, heads_coordinating_unit),
    "difficulty:answer": (
        both(is_office, plan_is_running),
        both(heads_coordinating_unit, plan_is_running),
        both(is_leader, plan_is_running),
    ),
    "contribution:review": (
        both(is_office, plan_is_running),
        both(heads_coordinating_unit, plan_is_running),
        both(is_leader, plan_is_running),
    ),
    # Also after a plan is closed: officials are rated by the month that is over.
    "cause:judge": (is_office, is_leader, heads_coordinating_unit),
    "extension:see": (is_office, is_leader, heads_coordinating_unit),
    "extension:decide": (
        both(is_office, plan_is_running),
        both(heads_coordinating_unit, plan_is_running),
        both(is_leader, plan_is_running),
    ),
    "extension:revoke": (
        both(is_office, plan_is_running),
        both(heads_coordinating_unit, plan_is_running),
        both(is_leader, plan_is_running),
    ),
    "urging:send": (is_office, heads_coordinating_unit),
    "urging:withdraw": (is_office, sent_letter),
    "import:work": (is_office,),
    "plan:change": (is_office,),
    "target:change": (is_office,),
    "reminder:see": (is_office, is_administrator),
    # Administration
    "unit:administer": (is_administrator, is_office),
    "account:administer": (is_administrator,),
    "sign_in:end": (owns_sign_in, is_administrator),
    "setting:change": (is_administrator, is_office),
    "access:change": (is_administrator,),
    "calendar:change": (is_administrator, is_office),
    "audit:see": (is_administrator, is_office),
    "task:see_journal": (is_administrator, *OVERSEERS),
}


def may(user: Any, action: str, thing: Any = None) -> bool:
    """Whether the person may do the action to the thing; KeyError on an unknown action."""
    questions = POLICY[action]
    return bool(user.is_authenticated) and any(question(user, thing) for question in questions)


def may_see_paper(user: Any, paper: Any) -> bool:
    """Whether the person may see a paper of work or of a figure; fewer see a restricted one."""
    is_of_figure = hasattr(paper, "measurement")
    about = "target" if is_of_figure else "contribution"
    thing = paper.measurement.target if is_of_figure else paper.contribution
    which = "restricted_papers" if paper.is_restricted else "papers"
    return may(user, f"{about}:see_{which}", thing)


def require(action: str, thing: Any = None, *, visible: bool = True) -> None:
    """Go on only if the signed-in person may: 403 for what they see, 404 for what they must not."""
    if not may(current_user, action, thing):
        abort(403 if visible else 404)


def _is_among(user: Any, units: Iterable[Any]) -> bool:
    """Whether the person works in one of the units; a closed plan still names units merged since,
    and groups stand for their members."""
    return user.unit_id is not None and any(
        member.id == user.unit_id for unit in units for member in unit.heir.members
    )


def _plan_of(thing: Any) -> Any:
    """The plan that a plan, task, occurrence or contribution belongs to."""
    for path in ((), ("plan",), ("task", "plan"), ("occurrence", "task", "plan")):
        found = thing
        for name in path:
            found = getattr(found, name, None)
        if hasattr(found, "coordinator_unit_id"):
            return found
    return None
