"""Every deadline of the real plans kept beside the repository, where they are there."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.reading.deadlines import read_deadline

PLANS = sorted((Path(__file__).resolve().parents[3] / "shared" / "plans").glob("*.json"))


def _printed(plan: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    rows = [(row["deadline_text"], row["deadline"]) for row in plan.get("rows", [])]
    items = [item["deadline"] for item in plan.get("items", []) if item["deadline"]]
    return [(text, truth) for text, truth in rows if text] + [(i["text"], i) for i in items]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_each_printed_deadline_is_read_as_a_person_read_it(path: Path) -> None:
    plan = json.loads(path.read_text(encoding="utf-8"))
    for text, truth in _printed(plan):
        reading = read_deadline(text, year=plan.get("year"))

        assert reading.kind == truth["kind"], text
        assert reading.dates == tuple(map(date.fromisoformat, truth["dates"])), text
        assert list(reading.recurrence or ()) == (truth["recurrence"] or []), text
