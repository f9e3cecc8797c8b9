"""The minute of `make proofs`, shorter: several processes, one of each kind killed."""

from __future__ import annotations

from pathlib import Path

from tests.robustness.minute import Load, prove_minute

# The mails go out in the schedulers' first round: no full minute is waited for.
LOAD = Load(before=0, after=1, people=10, officers=3)


def test_processes_killed_beside_others_are_missed_by_nobody(filled: Path) -> None:
    found = prove_minute(filled, LOAD)
    assert found.wrong == ()
    assert (found.lost, found.waiting) == (0, 0)
    assert found.reports >= 3
    assert found.mails >= 2 * LOAD.people
    assert found.claimed_by_the_killed <= 1
    assert found.told_again <= found.claimed_by_the_killed
