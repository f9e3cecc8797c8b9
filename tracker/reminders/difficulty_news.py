"""Whom to tell that a difficulty was answered: the unit's people and whoever told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.core.db import db
from tracker.core.numbers import whole_number
from tracker.progress.difficulty_queries import answered_difficulties
from tracker.progress.models import Contribution, Difficulty
from tracker.reminders.circle import Circle
from tracker.reminders.rules import DIFFICULTY_ANSWERED, Told

# An older answer is history: nobody is told of it when an account is made or the tracker updated.
TOLD_FOR = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class AnswerNews:
    """An answered difficulty, told to the people of its contribution."""

    difficulty: Difficulty

    @property
    def contribution(self) -> Contribution:
        """The work that was hindered."""
        return self.difficulty.contribution

    @property
    def step(self) -> str:
        """The step of the ledger ("difficulty_answered:7")."""
        return f"{DIFFICULTY_ANSWERED}{self.difficulty.id}"

    @property
    def reason(self) -> str:
        """Why somebody is told, as the ledger keeps it."""
        who = self.difficulty.answered_by
        return f"{who.full_name} trả lời vướng mắc" if who else "Trả lời vướng mắc"


def present_answers(now: datetime) -> list[AnswerNews]:
    """Difficulties answered of late that still stand."""
    return [AnswerNews(item) for item in answered_difficulties(since=now - TOLD_FOR)]


def people_of_answer(
    news: AnswerNews, circle: Circle, told: Mapping[tuple[int, int], Sequence[Told]]
) -> Iterator[int]:
    """Who has not heard of the answer yet; whoever gave it knows."""
    difficulty, contribution = news.difficulty, news.contribution
    people = circle.unit_recipients(contribution)
    people += circle.colleagues(contribution, difficulty.raised_by_id)
    for user_id in dict.fromkeys(people):
        heard = {item.step for item in told.get((contribution.id, user_id), ())}
        if user_id != difficulty.answered_by_id and news.step not in heard:
            yield user_id


def answers_told(steps: Sequence[str]) -> list[Difficulty]:
    """The answered difficulties that the steps tell of."""
    numbers = (
        whole_number(step.removeprefix(DIFFICULTY_ANSWERED))
        for step in steps
        if step.startswith(DIFFICULTY_ANSWERED)
    )
    found = (db.session.get(Difficulty, number) for number in numbers if number)
    return [item for item in found if item is not None and item.answer]
