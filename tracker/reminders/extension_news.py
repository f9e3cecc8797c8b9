"""Whom to tell of requests for a later due day: those who answer, then those who asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.extensions import queries
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.progress.models import Contribution
from tracker.progress.rules import UNIT_OWES_STATUSES
from tracker.reminders.circle import Circle
from tracker.reminders.extension_steps import reason_of, step_of
from tracker.reminders.rules import Told
from tracker.units.rules import owes_work

# An older answer is history: nobody is told of it when an account is made or the tracker updated.
TOLD_FOR = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class News:
    """A request as it stands, and one contribution whose people are to hear of it."""

    request: ExtensionRequest
    contribution: Contribution

    @property
    def step(self) -> str:
        """The step of the ledger."""
        return step_of(self.request)

    @property
    def reason(self) -> str:
        """Why somebody is told, as the ledger keeps it."""
        return reason_of(self.request)


def present_news(now: datetime) -> list[News]:
    """Requests that wait for an answer, and answers of late.

    A refusal concerns the unit that asked; a due day that moved concerns all units of the instance.
    """
    waiting = queries.waiting_for_decision()
    return [
        *(News(request, request.contribution) for request in waiting),
        *(
            News(request, contribution)
            for request in queries.answered_since(now - TOLD_FOR)
            for contribution in _concerned(request)
        ),
    ]


def people_to_tell(
    news: News, circle: Circle, told: Mapping[tuple[int, int], Sequence[Told]]
) -> Iterator[int]:
    """Who has not heard of it yet; whoever decided knows."""
    request, contribution = news.request, news.contribution
    if request.state is ExtensionState.ASKED:
        people = circle.deciders(contribution)
    else:
        people = circle.unit_recipients(contribution)
        if contribution.id == request.contribution_id:
            people += circle.colleagues(contribution, request.prepared_by_id, request.sent_by_id)
    knows = request.revoked_by_id or request.ended_by_id
    for user_id in dict.fromkeys(people):
        heard = {item.step for item in told.get((contribution.id, user_id), ())}
        if user_id != knows and news.step not in heard:
            yield user_id


def _concerned(request: ExtensionRequest) -> list[Contribution]:
    if request.state is ExtensionState.REFUSED:
        return [request.contribution]
    return [
        contribution
        for contribution in queries.contributions_of_occurrence(request.occurrence_id)
        if contribution.status in UNIT_OWES_STATUSES
        and contribution.unit.is_active
        and owes_work(contribution.unit.kind)
    ]
