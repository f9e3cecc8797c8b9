"""The minute of `make proofs`, shorter: several processes, one of each kind killed."""

from __future__ import annotations

from tests.robustness.minute import Load, prove_minute

# The mails go out in the schedulers' first round: no full minute is waited for.
LOAD = Load(before=0, after=0.5, people=6, officers=2, pause=0.5)


def test_processes_killed_beside_others_are_missed_by_nobody() -> None:
    found = prove_minute(LOAD)
    assert found.wrong == ()
    assert (found.lost, found.waiting) == (0, 0)
    assert found.reports >= LOAD.officers
    assert found.mails >= 2 * LOAD.people
    assert found.claimed_by_the_killed <= 1
    assert found.told_again <= found.claimed_by_the_killed
