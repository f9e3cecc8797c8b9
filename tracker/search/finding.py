"""What one person finds: everything that fits and that the policy lets them see, by kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker import policy
from tracker.accounts.models import User
from tracker.plans.models import Plan
from tracker.search import queries, spoken
from tracker.search.rules import Candidate, Kind, Wanted, ranked

# Whether a paper may be seen is asked of each, the best first, some at once: until a page is full,
# and of the best ones only, when far too many fit.
MOST_PAPERS_JUDGED, JUDGED_AT_ONCE, A_PAGE = 1000, 250, 200


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind, the best first; `is_cut` when too many fit to judge all."""

    kind: Kind
    items: list[Candidate]
    is_cut: bool = False
    left_out: int = 0

    @property
    def number(self) -> int:
        """How many were found, those left out too."""
        return len(self.items) + self.left_out

    def cut(self, most: int) -> Found:
        """The best ones only, as many as a page shows, without the words they were found by."""
        items = [replace(item, more=(), folded="") for item in self.items[:most]]
        return replace(self, items=items, left_out=len(self.items[most:]))


def find(
    wanted: Wanted, user: User, plans: Sequence[Plan], *, most_papers: int = MOST_PAPERS_JUDGED
) -> Iterator[Found]:
    """The kinds of which anything was found, in their order; `plans` are those one may see.

    One after the other, so that whoever cuts them short holds the words of one kind at a time.
    """
    if not wanted.words:
        return
    yield from _unless_nothing(_tasks(wanted, plans))
    yield from _unless_nothing(_of(Kind.PLAN, wanted, queries.plan_candidates(plans)))
    yield from _unless_nothing(_papers(wanted, user, plans, most_papers))
    yield from _unless_nothing(_of(Kind.TARGET, wanted, queries.target_candidates(wanted, plans)))
    yield from _unless_nothing(_of(Kind.UNIT, wanted, queries.unit_candidates()))
    for kind, candidates in (
        (Kind.LETTER, spoken.letter_candidates),
        (Kind.DIRECTIVE, spoken.directive_candidates),
        (Kind.REMARK, spoken.remark_candidates),
        (Kind.DIFFICULTY, spoken.difficulty_candidates),
    ):
        yield from _unless_nothing(_of(kind, wanted, candidates(wanted, user)))


def _unless_nothing(group: Found) -> Iterator[Found]:
    if group.items or group.is_cut:
        yield group


def _of(kind: Kind, wanted: Wanted, candidates: Sequence[Candidate]) -> Found:
    return Found(kind, ranked(wanted, candidates))


def _tasks(wanted: Wanted, plans: Sequence[Plan]) -> Found:
    tasks = queries.task_candidates(wanted, plans)
    return Found(Kind.TASK, ranked(wanted, tasks), is_cut=len(tasks) >= queries.MOST_TASKS)


def _papers(wanted: Wanted, user: User, plans: Sequence[Plan], most: int) -> Found:
    candidates = [
        *queries.paper_candidates(wanted, plans),
        *queries.target_paper_candidates(wanted, plans),
    ]
    fitting = ranked(wanted, candidates)
    seen: list[Candidate] = []
    judged = 0
    while judged < min(most, len(fitting)) and len(seen) <= A_PAGE:
        some = fitting[judged : min(judged + JUDGED_AT_ONCE, most)]
        seen += _visible(some, user)
        judged += len(some)
    too_many = len(candidates) >= queries.MOST_PAPERS
    return Found(Kind.PAPER, seen, is_cut=too_many or len(fitting) > judged)


def _visible(judged: list[Candidate], user: User) -> list[Candidate]:
    """The papers among them that the person may see."""
    contributions = {
        item.id: item
        for item in queries.contributions_to_judge(
            {paper.contribution_id for paper in judged if paper.contribution_id}
        )
    }
    targets = {
        item.id: item
        for item in queries.targets_to_judge(
            {paper.page_id for paper in judged if paper.page is Kind.TARGET}
        )
    }

    def sees(paper: Candidate) -> bool:
        which = "restricted_papers" if paper.is_restricted else "papers"
        if paper.contribution_id:
            thing = contributions[paper.contribution_id]
            return policy.may(user, f"contribution:see_{which}", thing)
        return policy.may(user, f"target:see_{which}", targets[paper.page_id])

    return [paper for paper in judged if sees(paper)]
