"""The fuzz of `make proofs` with a smaller number: every route, by every role."""

from __future__ import annotations

from pathlib import Path

from tests.robustness.proofs import prove_fuzz

REQUESTS = 400


def test_wrong_requests_break_nothing(filled: Path) -> None:
    findings = prove_fuzz(
        "sqlite", filled, seed=20260805, requests=REQUESTS, pages=3, html=8, later=(40,)
    )
    assert findings.wrong == []
    assert sum(findings.statuses.values()) == REQUESTS
    # Conflicts come by chance: `test_two_saves.py` provokes one on every form.
    assert {200, 303, 403, 404, 422} <= set(findings.statuses)
