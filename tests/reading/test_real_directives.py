"""Three real directives against their transcription (only where ../shared is present)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.reading.accuracy import SHARED
from tracker.reading.document import read_document
from tracker.reading.result import ReadDocument, ReadRow, Rhythm, RowKind

OPERATORS = {">=": "≥", "<=": "≤"}


def _truths() -> list[Path]:
    found = sorted((SHARED / "plans").glob("*.json"))
    return [path for path in found if "items" in json.loads(path.read_text("utf-8"))]


@dataclass
class Compared:
    """A reading beside its truth; `matched` pairs each true item with the row of its words."""

    reading: ReadDocument
    truth: dict[str, Any]
    matched: list[tuple[dict[str, Any], ReadRow]] = field(default_factory=list)

    @property
    def items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.truth["items"]
        return items

    def share(self, right: int) -> float:
        return right / len(self.items)


def _compare(path: Path) -> Compared:
    truth = json.loads(path.read_text("utf-8"))
    source = SHARED / "seeds" / truth["source"]
    compared = Compared(read_document(source.read_bytes(), source.name), truth)
    tasks = [row for row in compared.reading.rows if row.kind is RowKind.TASK]
    by_content = {row.content: row for row in tasks}
    compared.matched = [
        (item, by_content[item["content"]])
        for item in compared.items
        if item["content"] in by_content
    ]
    return compared


def _unit_and_role_are_right(item: dict[str, Any], row: ReadRow, addressees: list[str]) -> bool:
    units = (item["unit"],) if item["unit"] else tuple(addressees)
    if item["role"] == "cooperating":
        return row.cooperating == units and row.lead == ()
    return row.lead == units and row.cooperating == tuple(item["cooperating"])


TRUTHS = _truths()

if TRUTHS:

    @pytest.fixture(scope="module", params=TRUTHS, ids=[path.stem for path in TRUTHS])
    def real(request: pytest.FixtureRequest) -> Compared:
        return _compare(request.param)

    def test_items_are_found_in_order_and_none_invented(real: Compared) -> None:
        clauses = sum(len(report["what"]) > 0 for report in real.truth["reporting"])
        tasks = [row for row in real.reading.rows if row.kind is RowKind.TASK]

        assert real.share(len(real.matched)) >= 0.95
        assert len(tasks) <= len(real.items) + clauses
        places = [tasks.index(row) for _, row in real.matched]
        assert places == sorted(places)

    def test_units_and_roles(real: Compared) -> None:
        addressees = real.truth["addressees"]
        right = sum(_unit_and_role_are_right(item, row, addressees) for item, row in real.matched)

        assert real.share(right) >= 0.95

    def test_every_target_value(real: Compared) -> None:
        for item, row in real.matched:
            wanted = [
                (OPERATORS.get(t["op"], t["op"]), t["value"], t["unit"]) for t in item["targets"]
            ]
            assert [(t.comparator, t.value, t.unit) for t in row.targets] == wanted, item["id"]

    def test_times_of_items(real: Compared) -> None:
        for item, row in real.matched:
            wanted = item["deadline"]
            if wanted is None:
                assert row.deadline is None, item["id"]
                continue
            assert row.deadline is not None, item["id"]
            assert (row.deadline_text, row.deadline.kind) == (wanted["text"], wanted["kind"])
            assert list(row.deadline.recurrence or ()) == (wanted["recurrence"] or [])

    def test_reporting_duties(real: Compared) -> None:
        wanted = {report["recurrence"] for report in real.truth["reporting"]} - {None}
        found: set[Rhythm] = set()
        for row in real.reading.rows:
            found.update((row.deadline.recurrence or ()) if row.deadline else ())

        assert found == wanted

    def test_sections_become_headings(real: Compared) -> None:
        found = {f"{row.label} {row.content}" for row in real.reading.rows}
        wanted = {item["section"] for item in real.items if not item["content"].startswith("Giao")}

        assert wanted <= found

    def test_letterhead(real: Compared) -> None:
        reading, truth = real.reading, real.truth
        basis = [
            (cited.number, cited.issued_on.isoformat() if cited.issued_on else None, cited.issuer)
            for cited in reading.basis
        ]

        assert list(reading.addressees) == truth["addressees"]
        assert reading.signer == truth["signer"]["name"]
        assert basis == [(c["number"], c["date"], c["issuer"]) for c in truth["basis"]]

    def test_what_is_no_item_is_named_as_not_read(real: Compared) -> None:
        words = " ".join(
            [
                *(row.text for row in real.reading.unread),
                *(row.content for row in real.reading.rows),
            ]
        )

        for left_out in real.truth["not_items"]:
            assert left_out["text"][:60] in words
