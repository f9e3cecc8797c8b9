"""Files made to do harm; `python -m tests.evidence.proofs` sends five thousand of them."""

from __future__ import annotations

import pytest

from tests.evidence.hostile import KINDS, hostile
from tests.evidence.uploads import send_hostile
from tests.personas import Browser, Ward
from tracker.progress.models import Contribution

A_FEW = 3 * len(KINDS)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_none_does_harm(ward: Ward, browser: Browser, owed: Contribution) -> None:
    unit = browser.as_(ward.culture_head)
    kept = {seed: send_hostile(unit, owed, hostile(seed), f"key-{seed}") for seed in range(A_FEW)}
    assert len(kept) == 42
    assert any(kept.values())


def test_a_seed_makes_the_same_file() -> None:
    assert all(hostile(seed).content == hostile(seed).content for seed in (0, 3, 7, 9))
