"""The proofs of `make proofs` with smaller numbers: a crowd at once, a process killed at random."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reminders import proofs
from tests.reminders.proofs import ENGINES, prove_crowd, prove_kills

KILLS = 6
PEOPLE = 30


@pytest.mark.parametrize("engine", ENGINES)
def test_two_schedulers_and_three_senders_over_a_failing_line(engine: str) -> None:
    figures = prove_crowd(engine, people=PEOPLE, each=10)
    assert figures.breaks >= PEOPLE // 10
    assert (figures.mails, figures.lost) == (PEOPLE, 0)
    assert (figures.twice, figures.told_twice) == (0, 0)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_process_killed_at_random_points_loses_nothing(engine: str) -> None:
    figures = prove_kills(engine, kills=KILLS, seed=20260827)
    assert figures.killed_amid >= 1
    assert (figures.lost, figures.told_twice) == (0, 0)
    assert figures.most_twice_in_one_round <= 1


@pytest.mark.parametrize("name", ["lost", "told_twice", "most_twice_in_one_round"])
def test_a_broken_promise_is_no_success(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    fine = proofs.Figures(8, 1, 0, 0, 0, 0, 0, 0, 0.0)
    monkeypatch.setattr(proofs, "prove_crowd", lambda *_given, **_more: fine)
    monkeypatch.setattr(proofs, "prove_kills", lambda *_given, **_more: fine)
    proofs.main()
    monkeypatch.setattr(proofs, "prove_kills", lambda *_given, **_more: replace(fine, **{name: 2}))
    with pytest.raises(SystemExit, match="broken: sqlite: 200 kills"):
        proofs.main()
