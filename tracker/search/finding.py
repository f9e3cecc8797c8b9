"""What one person finds: everything that fits and that the policy lets them see, by kind."""

from __future__ import annotations

from collections.abc import Sequence
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
) -> list[Found]:
    """The kinds of which anything was found, in their order; `plans` are those one may see."""
    if not wanted.words:
        return []
    tasks = queries.task_candidates(wanted, plans)
    found = [
        Found(Kind.TASK, ranked(wanted, tasks), is_cut=len(tasks) >= queries.MOST_TASKS),
        Found(Kind.PLAN, ranked(wanted, queries.plan_candidates(plans))),
        _papers(wanted, user, plans, most_papers),
        Found(Kind.TARGET, ranked(wanted, queries.target_candidates(wanted, plans))),
        Found(Kind.UNIT, ranked(wanted, queries.unit_candidates())),
        Found(Kind.LETTER, ranked(wanted, spoken.letter_candidates(wanted, user))),
        Found(Kind.DIRECTIVE, ranked(wanted, spoken.directive_candidates(wanted, user))),
        Found(Kind.REMARK, ranked(wanted, spoken.remark_candidates(wanted, user))),
        Found(Kind.DIFFICULTY, ranked(wanted, spoken.difficulty_candidates(wanted, user))),
    ]
    return [group for group in found if group.items or group.is_cut]


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
