"""The Office answers some difficulties, heads put officers in charge; the rest still waits."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.conversations.service import say
from tracker.core import clock
from tracker.demo import wording
from tracker.progress.difficulties import answer
from tracker.progress.difficulty_queries import difficulties_told
from tracker.progress.in_charge import name_officer
from tracker.progress.queries import open_contributions_of_unit

EVERY_SECOND, EVERY_THIRD = 2, 3


def answer_difficulties(*, actor: User) -> None:
    """Every second open difficulty gets an answer."""
    for number, asked in enumerate(difficulties_told()):
        if number % EVERY_SECOND == 0:
            words = wording.choose(
                wording.DIFFICULTY_ANSWERS, wording.DIFFICULTIES.index(asked.words)
            )
            answer(asked, words, version=asked.version, actor=actor)


def put_officers_in_charge(people: Sequence[User]) -> None:
    """Each head gives a third of the open tasks to the officer, keeps a third, leaves a third."""
    for head in (user for user in people if user.role is Role.UNIT_HEAD and user.unit_id):
        officers = [u for u in people if u.unit_id == head.unit_id and u.role is Role.OFFICER]
        owed = open_contributions_of_unit(head.unit_id or 0, today=clock.today())
        for item in owed:
            kind = item.occurrence.task_id % EVERY_THIRD
            if kind and officers:
                name_officer(item, officers[0] if kind == 1 else head, actor=head)


def talk(people: Sequence[User]) -> None:
    """Two remarks about the first task with a difficulty, each calling the other side."""
    named = {user.username: user for user in people}
    office, told = named["vanphong"], difficulties_told(state=None)
    if not told:
        return
    task, author = told[0].contribution.occurrence.task, told[0].raised_by
    say(
        task,
        f"@{office.full_name} cho đơn vị hỏi: báo cáo lần này dùng biểu mẫu cũ hay mới?",
        request_key="demo-1",
        actor=author,
    )
    say(
        task,
        f"@{author.full_name} dùng biểu mẫu mới gửi kèm công văn tuần trước nhé.",
        request_key="demo-2",
        actor=office,
    )
