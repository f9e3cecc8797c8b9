"""What must hold before a release is made: the version, its notes, a committed tree."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

UNRELEASED = "Chưa phát hành"


def problems(root: Path, version: str) -> list[str]:
    """Why this tree cannot be released as that version, in sentences; empty when it can."""
    notes = (root / "CHANGELOG.md").read_text("utf-8")
    return [*note_problems(notes, version), *_uncommitted(root)]


def note_problems(notes: str, version: str) -> list[str]:
    """Whether CHANGELOG.md tells what this version brings, and when: `## 0.1.0 (26/11/2026)`."""
    sections = re.split(r"^## ", notes, flags=re.MULTILINE)[1:]
    found = []
    if any(one.startswith(UNRELEASED) and _lines(one) for one in sections):
        found.append(f"CHANGELOG.md still has lines under “{UNRELEASED}”: give them the version")
    own = [
        one for one in sections if re.match(rf"{re.escape(version)} \(\d\d/\d\d/\d{{4}}\)\n", one)
    ]
    if not any(map(_lines, own)):
        found.append(f"CHANGELOG.md says nothing under “## {version} (day/month/year)”")
    return found


def commit_time(root: Path) -> int:
    """When the last commit was made: builds of one commit carry one time."""
    return int(_git(root, "log", "-1", "--format=%ct"))


def _lines(section: str) -> list[str]:
    return [line for line in section.splitlines()[1:] if line.strip()]


def _uncommitted(root: Path) -> list[str]:
    changed = _git(root, "status", "--porcelain").splitlines()
    return [f"not committed: {', '.join(line[3:] for line in changed[:5])}"] if changed else []


def _git(root: Path, *arguments: str) -> str:
    answer = subprocess.run(
        ["git", *arguments],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return answer.stdout.strip("\n")
