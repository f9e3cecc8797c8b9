"""Every deadline of whole plans: the sample ward's, and the real ones where they are there."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.reading.truths import truths
from tracker.reading.deadlines import read_deadline


def _printed(plan: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    rows = [(row["deadline_text"], row["deadline"]) for row in plan.get("rows", [])]
    items = [item["deadline"] for item in plan.get("items", []) if item["deadline"]]
    return [(text, truth) for text, truth in rows if text] + [(i["text"], i) for i in items]


@pytest.mark.parametrize("path", truths(), ids=lambda path: path.stem)
def test_each_printed_deadline_is_read_as_a_person_read_it(path: Path) -> None:
    plan = json.loads(path.read_text(encoding="utf-8"))
    printed = _printed(plan)
    assert printed
    for text, truth in printed:
        reading = read_deadline(text, year=plan.get("year"))

        assert reading.kind == truth["kind"], text
        assert reading.dates == tuple(map(date.fromisoformat, truth["dates"])), text
        assert list(reading.recurrence or ()) == (truth["recurrence"] or []), text
