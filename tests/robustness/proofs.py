"""The app tried hard; `make proofs`. The ordinary tests do the same with smaller numbers."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.robustness.filled import ROLES, filled_folder, ward_app, ward_on
from tests.robustness.fuzzing import Findings, Fuzzer

ENGINES = ("sqlite", "postgresql")
FUZZ_REQUESTS, FUZZ_ROUNDS = 10_000, 8


def prove_fuzz(
    engine: str, filled: Path, *, seed: int, requests: int, pages: int, html: int = 1
) -> Findings:
    """Wrong requests to a fresh copy of the ward: no 500, no English, no GET that writes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ward_on(engine, filled, Path(folder)) as url,
        ward_app(url, Path(folder)) as app,
    ):
        fuzzer = Fuzzer(app, seed, looks_at_html=html)
        for role in ROLES:
            fuzzer.explore(role, pages)
        return fuzzer.run(requests)


def fuzz(filled: Path) -> None:
    """The full number, each round on a fresh ward, the engines in turn."""
    began, statuses, wrong = time.monotonic(), Counter[int](), list[str]()
    for seed in range(FUZZ_ROUNDS):
        requests = FUZZ_REQUESTS // FUZZ_ROUNDS
        engine = ENGINES[seed % 2]
        findings = prove_fuzz(engine, filled, seed=seed, requests=requests, pages=100)
        statuses += findings.statuses
        wrong += [f"{engine}, round {seed}, {finding}" for finding in findings.wrong]
    told = "  ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
    seconds = time.monotonic() - began
    print(f"fuzz: {statuses.total()} requests ({told}), {len(wrong)} wrong, {seconds:.0f} s")
    assert not wrong, "\n".join(wrong)


PROOFS = {"fuzz": fuzz}


def main(names: list[str]) -> None:
    """All proofs, or those named."""
    with tempfile.TemporaryDirectory() as shared:
        filled = filled_folder(Path(shared))
        for name in names or PROOFS:
            PROOFS[name](filled)


if __name__ == "__main__":
    main(sys.argv[1:])
