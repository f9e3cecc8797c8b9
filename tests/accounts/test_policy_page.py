"""Who may do what, as administrators read it: told by the policy itself, in words."""

from __future__ import annotations

import pytest

from tests.personas import Browser, Ward
from tracker import policy
from tracker.accounts.rules import ROLE_WORDS, Role
from tracker.policy import POLICY, ROLE_QUESTIONS, AllOf, both
from tracker.policy_words import (
    ACTION_WORDS,
    CONDITION_WORDS,
    GROUP_WORDS,
    PolicyRow,
    access_of,
    policy_rows,
)


def test_every_action_and_every_question_has_its_words_and_no_other_has() -> None:
    assert set(ACTION_WORDS) == set(POLICY)
    assert set(GROUP_WORDS) == {action.partition(":")[0] for action in POLICY}
    asked: set[policy.Question] = set()
    waiting = [question for questions in POLICY.values() for question in questions]
    for question in waiting:
        if isinstance(question, AllOf):
            waiting.extend(question.parts)
        else:
            asked.add(question)
    assert asked == set(CONDITION_WORDS) | set(ROLE_QUESTIONS)


def test_what_a_role_may_is_told_by_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = (
        policy.is_office,
        both(policy.is_leader, policy.plan_is_running),
        both(policy.heads_owning_unit, policy.plan_is_running),
        both(policy.is_unit_head, policy.is_handed_in),
    )
    monkeypatch.setitem(POLICY, "plan:burn", questions)
    found = {role: access_of("plan:burn", role) for role in Role}
    assert found[Role.OFFICE].always
    assert found[Role.LEADER].conditions == ("kế hoạch đang thực hiện",)
    assert found[Role.UNIT_HEAD].conditions == (
        "phần việc của đơn vị mình và kế hoạch đang thực hiện",
        "đã gửi kết quả",
    )
    assert all(found[role].never for role in (Role.ADMINISTRATOR, Role.OFFICER, Role.OBSERVER))
    row = PolicyRow("plan:burn", "Đốt kế hoạch", found)
    assert row.conditions == [
        ("Lãnh đạo", "kế hoạch đang thực hiện"),
        (
            "Trưởng đơn vị",
            "phần việc của đơn vị mình và kế hoạch đang thực hiện; hoặc đã gửi kết quả",
        ),
    ]


def test_the_page_lists_every_action_for_every_role(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.administrator).get("/accounts/rights").text
    rows = [row for _group, rows in policy_rows() for row in rows]
    assert [row.action for row in rows] == list(ACTION_WORDS)
    assert all(row.words in page for row in rows)
    assert page.count('data-label="Giám sát"') == len(POLICY)
    assert all(words in page for words in ROLE_WORDS.values())
    assert "khi phần việc của đơn vị mình và kế hoạch đang thực hiện" in page
