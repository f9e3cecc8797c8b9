"""What is told besides the steps towards a due day: answers about extensions, amendments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from tracker.reminders.amendment_news import (
    AmendmentNews,
    people_of_amendment,
    present_amendments,
    steps_heard,
)
from tracker.reminders.circle import Circle
from tracker.reminders.extension_news import News, people_to_tell, present_news
from tracker.reminders.rules import Told

AnyNews = News | AmendmentNews


def all_news(now: datetime) -> list[AnyNews]:
    """Everything of late, whoever has heard of it already."""
    return [*present_news(now), *present_amendments(now)]


def news_to_tell(
    news: Sequence[AnyNews], circle: Circle, told: Mapping[tuple[int, int], Sequence[Told]]
) -> Iterator[tuple[int, AnyNews]]:
    """Each person with what they have not heard of."""
    heard = steps_heard(told)
    for item in news:
        people = (
            people_of_amendment(item, circle, heard)
            if isinstance(item, AmendmentNews)
            else people_to_tell(item, circle, told)
        )
        for user_id in people:
            yield user_id, item
