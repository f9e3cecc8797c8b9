"""Known holes in what is delivered, asked of the public advisories through pip-audit.

pip-audit ends without an error when it could ask about nothing; here that is told apart.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Audit:
    """What was asked about, what could not be, and the holes that were found."""

    asked: int
    unanswered: tuple[str, ...]
    holes: tuple[str, ...]

    @property
    def is_unsafe(self) -> bool:
        """Whether a delivered package has a known hole."""
        return bool(self.holes)

    @property
    def is_complete(self) -> bool:
        """Whether every package could be asked about."""
        return self.asked > 0 and not self.unanswered

    def as_text(self) -> str:
        """The verdict first, then the packages it rests on."""
        if self.is_unsafe:
            verdict = f"UNSAFE: {len(self.holes)} known holes in {self.asked} packages"
        elif self.is_complete:
            verdict = f"no known hole in {self.asked} packages"
        else:
            missing = len(self.unanswered)
            verdict = f"NOT AUDITED: the advisory service did not answer for {missing} packages"
        return "\n".join((verdict, *self.holes, *self.unanswered)) + "\n"


def audit(lock: Path) -> Audit:
    """Ask about every package of the lock."""
    answer = subprocess.run(
        [
            *(sys.executable, "-m", "pip_audit", "--requirement", str(lock)),
            *("--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    if not answer.stdout.strip():
        last = (answer.stderr.strip().splitlines() or ["no answer"])[-1]
        return Audit(0, (f"pip-audit gave up: {last[:200]}",), ())
    return read_answer(json.loads(answer.stdout))


def read_answer(answer: dict[str, Any]) -> Audit:
    """pip-audit's JSON: a skipped package is one nobody answered for."""
    packages = answer["dependencies"]
    skipped = [one for one in packages if "skip_reason" in one]
    holes = [
        f"{one['name']} {one['version']}: {hole['id']} (mended in "
        f"{', '.join(hole['fix_versions']) or 'no version yet'})"
        for one in packages
        for hole in one.get("vulns", ())
    ]
    return Audit(
        asked=len(packages) - len(skipped),
        unanswered=tuple(f"{one['name']}: {one['skip_reason']}" for one in skipped),
        holes=tuple(holes),
    )
