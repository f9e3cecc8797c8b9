"""What a unit owes, in order of need. Pure: contributions and today in, groups out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.text_vn import fold
from tracker.progress.models import Contribution
from tracker.progress.rules import NEED_WORDS, Need, need
from tracker.tasks.rules import TaskRole

NEED_TONES: dict[Need, str] = {
    Need.OVERDUE: "late",
    Need.RETURNED: "returned",
    Need.DUE_SOON: "soon",
    Need.CHECK_IN: "progress",
    Need.WAITING_REVIEW: "waiting",
    Need.LATER: "",
}
NEED_SYMBOLS: dict[Need, str] = {
    Need.OVERDUE: "state-late",
    Need.RETURNED: "state-returned",
    Need.DUE_SOON: "state-soon",
    Need.CHECK_IN: "state-regular",
    Need.WAITING_REVIEW: "state-waiting",
    Need.LATER: "state-open",
}


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """The contributions of one need."""

    need: Need
    contributions: list[Contribution]

    @property
    def words(self) -> str:
        """The heading of the group."""
        return NEED_WORDS[self.need]

    @property
    def tone(self) -> str:
        """The colour that helps the word."""
        return NEED_TONES[self.need]

    @property
    def symbol(self) -> str:
        """The symbol beside the word."""
        return NEED_SYMBOLS[self.need]


def work_groups(contributions: Sequence[Contribution], today: date) -> list[WorkGroup]:
    """One group per need, the most urgent first, the empty ones too; what is done is left out."""
    groups: dict[Need, list[Contribution]] = {kind: [] for kind in NEED_TONES}
    for contribution in contributions:
        kind = need(contribution.facts, today)
        if kind in groups:
            groups[kind].append(contribution)
    return [WorkGroup(kind, owed) for kind, owed in groups.items()]


def of_role(contributions: Sequence[Contribution], role: str) -> list[Contribution]:
    """Only those the unit leads, or only those it cooperates in; any other word means all."""
    if role not in set(TaskRole):
        return list(contributions)
    return [item for item in contributions if item.role is TaskRole(role)]


def with_words(contributions: Sequence[Contribution], words: str) -> list[Contribution]:
    """Only those whose task holds the words, with or without accents."""
    wanted = fold(words)
    return [item for item in contributions if wanted in item.occurrence.task.search_key]


def of_need(contributions: Sequence[Contribution], kind: str, today: date) -> list[Contribution]:
    """Only those that stand at one place in the order of need; any other word means all."""
    if kind not in set(Need):
        return list(contributions)
    return [item for item in contributions if need(item.facts, today) is Need(kind)]
