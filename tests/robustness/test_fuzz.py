"""The fuzz of `make proofs` with a smaller number: every route, by every role."""

from __future__ import annotations

from pathlib import Path

from tests.robustness.proofs import prove_fuzz

REQUESTS = 300


def test_wrong_requests_break_nothing(filled: Path) -> None:
    findings = prove_fuzz("sqlite", filled, seed=20260805, requests=REQUESTS, pages=3, html=8)
    assert findings.wrong == []
    assert sum(findings.statuses.values()) == REQUESTS
    assert {200, 303, 403, 404, 409, 422} <= set(findings.statuses)
