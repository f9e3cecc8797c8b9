"""What is told besides the steps towards a due day: answers to what units asked, amendments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from tracker.reminders.amendment_news import (
    AmendmentNews,
    amendments_heard,
    people_of_amendment,
    present_amendments,
)
from tracker.reminders.circle import Circle
from tracker.reminders.difficulty_news import AnswerNews, people_of_answer, present_answers
from tracker.reminders.extension_news import News, people_to_tell, present_news
from tracker.reminders.rules import Told

AnyNews = News | AnswerNews | AmendmentNews


def all_news(now: datetime) -> list[AnyNews]:
    """Everything of late, whoever has heard of it already."""
    return [*present_news(now), *present_answers(now), *present_amendments(now)]


def news_to_tell(
    news: Sequence[AnyNews], circle: Circle, told: Mapping[tuple[int, int], Sequence[Told]]
) -> Iterator[tuple[int, AnyNews]]:
    """Each person with what they have not heard of."""
    heard = amendments_heard([item for item in news if isinstance(item, AmendmentNews)])
    for item in news:
        for user_id in _people(item, circle, told, heard):
            yield user_id, item


def _people(
    item: AnyNews,
    circle: Circle,
    told: Mapping[tuple[int, int], Sequence[Told]],
    heard: Mapping[int, set[str]],
) -> Iterator[int]:
    if isinstance(item, AmendmentNews):
        return people_of_amendment(item, circle, heard)
    if isinstance(item, AnswerNews):
        return people_of_answer(item, circle, told)
    return people_to_tell(item, circle, told)
