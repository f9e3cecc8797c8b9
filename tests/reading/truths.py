"""Plans as a person read them: the sample ward's own, and the real ones where they are there."""

from __future__ import annotations

from pathlib import Path

from tests.reading.accuracy import SHARED

SAMPLE = Path(__file__).parent / "files" / "phuong-mau-2026.json"


def truths() -> list[Path]:
    """Those of ../shared are not part of the project; the sample is always there."""
    return [SAMPLE, *sorted((SHARED / "plans").glob("*.json"))]
