"""The kills of `make proofs` with smaller numbers: what was acknowledged is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.robustness.proofs import ENGINES, prove_kills


@pytest.mark.parametrize("engine", ENGINES)
def test_a_server_killed_amid_writes_loses_nothing_it_acknowledged(
    filled: Path, engine: str
) -> None:
    found = prove_kills(engine, filled, wanted=24, kills=1, people=3)
    assert found.acknowledged >= 24
    assert (found.lost, found.twice) == (0, 0)
