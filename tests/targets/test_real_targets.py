"""The targets of real directives, where their transcriptions are at hand: held without loss."""

from __future__ import annotations

import json
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.factories import make_plan
from tests.personas import Browser, Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.exports.service import everything
from tracker.exports.targets_sheet import targets_sheet
from tracker.reading.result import Comparator
from tracker.targets.queries import targets_of_plan
from tracker.targets.rules import narrowing_of
from tracker.targets.service import TargetDetails, add_target

PLANS = Path(__file__).resolve().parents[3] / "shared" / "plans"
NAMES = ("an-duong-2025", "chi-linh-chi-tieu-2025", "chi-minh-2026")
SIGNS = {">=": "≥", "<=": "≤"}
# Of the same kinds, for whoever has no transcriptions.
OWN: list[dict[str, Any]] = [
    {"indicator": "hồ sơ được số hóa", "op": "=", "value": 100, "unit": "%", "scope": None},
    {"indicator": "hồ sơ đúng hạn", "op": ">", "value": "98.50", "unit": "%", "scope": "đất đai"},
    {
        "indicator": "cắt giảm thời gian",
        "op": "=",
        "value": 30,
        "unit": "%",
        "scope": "so với năm 2024",
    },
    {"indicator": "thủ tục", "op": ">=", "value": 95, "unit": "%", "scope": "trừ thủ tục đặc thù"},
    {"indicator": "buổi tập huấn", "op": "<=", "value": 1500, "unit": "buổi", "scope": None},
]


def printed_targets() -> list[dict[str, Any]]:
    found = list(OWN)
    for name in NAMES:
        path = PLANS / f"{name}.json"
        if path.exists():
            items = json.loads(path.read_text("utf-8"))["items"]
            found += [target for item in items for target in item["targets"]]
    return found


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_every_printed_target_is_held_and_shown(ward: Ward, browser: Browser) -> None:
    printed = printed_targets()
    assert len(printed) in {len(OWN), len(OWN) + 46}
    plan = make_plan()
    for item in printed:
        narrowing = narrowing_of(item["scope"])
        details = TargetDetails(
            indicator=item["indicator"],
            comparator=Comparator(SIGNS.get(item["op"], item["op"])),
            value=Decimal(str(item["value"])),
            measure=item["unit"],
            units=(ward.culture,),
            scope=narrowing.scope,
            exception=narrowing.exception,
            base_words=narrowing.base_words,
            base_year=narrowing.base_year,
        )
        add_target(plan, details, actor=None)
    db.session.commit()
    db.session.expire_all()
    held = [
        (
            t.indicator,
            SIGNS.get(t.comparator, t.comparator.value),
            str(t.value),
            t.measure,
            t.printed_scope,
        )
        for t in (standing.target for standing in targets_of_plan(plan.id))
    ]
    assert held == [
        (i["indicator"], SIGNS.get(i["op"], i["op"]), str(i["value"]), i["unit"], i["scope"])
        for i in printed
    ]
    sheet = targets_sheet(plan, targets_of_plan(plan.id), everything, as_of=clock.now())
    printed_rows = [" ".join(row.cells) for row in sheet.rows]
    page = unescape(browser.as_(ward.observer).get(f"/plans/{plan.id}").text)
    for standing in targets_of_plan(plan.id):
        assert standing.level_words in page
        assert any(
            standing.level_words in row
            and standing.target.indicator in row
            and (standing.target.printed_scope or "") in row
            for row in printed_rows
        )
        assert standing.target.indicator in page
        assert (standing.target.printed_scope or "") in page
