"""What a unit owes, in order of need. Pure: counts and lines in, groups out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.progress.lines import WorkLine
from tracker.progress.rules import NEED_WORDS, Need

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
    """How much there is of one need, and which of it stands on the page."""

    need: Need
    count: int
    lines: list[WorkLine]

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


def work_groups(counts: Mapping[Need, int], lines: Sequence[WorkLine] = ()) -> list[WorkGroup]:
    """One group per need, the most urgent first, the empty ones too; what is done is left out."""
    groups: dict[Need, list[WorkLine]] = {kind: [] for kind in NEED_TONES}
    for line in lines:
        groups[line.need].append(line)
    return [WorkGroup(kind, counts.get(kind, 0), shown) for kind, shown in groups.items()]
