"""Compares a reading with a plan transcribed by hand: right, flagged, silently wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from tracker.reading.as_json import as_json
from tracker.reading.document import read_document

SHARED = Path(__file__).resolve().parents[3] / "shared"
CELLS = {
    "label": "label",
    "kind": "kind",
    "content": "content",
    "lead_text": "lead",
    "lead": "lead",
    "cooperating_text": "cooperating",
    "cooperating": "cooperating",
    "deadline_text": "deadline",
    "deadline": "deadline",
    "product": "product",
}


def plan_files() -> Iterator[tuple[Path, str]]:
    """(file, name of the truth) of every real plan that can be read; none without ../shared."""
    for file in sorted((SHARED / "plans" / "files").glob("*")):
        if file.suffix in {".docx", ".xlsx", ".csv", ".pdf", ".html"}:
            yield file, file.stem
    for truth in sorted((SHARED / "plans").glob("*.json")):
        source = SHARED / "seeds" / str(json.loads(truth.read_text("utf-8"))["source"])
        if source.is_file() and (SHARED / "plans" / "files" / f"{truth.stem}.docx").exists():
            yield source, truth.stem


@dataclass
class Accuracy:
    """Counts by cell; `wrong` and `flagged` name the cells that differ from the truth."""

    reading: dict[str, Any]
    truth: dict[str, Any]
    right: dict[str, int] = field(default_factory=dict)
    flagged: dict[str, list[str]] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def share(self, *cells: str) -> float:
        """How many of these cells are right, of all rows of the truth."""
        right = sum(self.right.get(cell, 0) for cell in cells)
        return right / (len(cells) * len(self.truth["rows"]))

    def right_or_flagged(self, *cells: str) -> float:
        flagged = sum(len(self.flagged.get(cell, ())) for cell in cells)
        return self.share(*cells) + flagged / (len(cells) * len(self.truth["rows"]))

    @property
    def silently_wrong(self) -> float:
        wrong = sum(len(cells) for cells in self.wrong.values())
        return wrong / (len(CELLS) * len(self.truth["rows"]))


def measure(file: Path, truth_name: str) -> Accuracy:
    """Reads a file and compares it with its truth, row by row."""
    truth = json.loads((SHARED / "plans" / f"{truth_name}.json").read_text("utf-8"))
    reading = as_json(read_document(file.read_bytes(), file.name))
    return compare(reading, truth, shows_dates=file.name == "dinh-ke-2024.xlsx")


def compare(
    reading: dict[str, Any], truth: dict[str, Any], *, shows_dates: bool = False
) -> Accuracy:
    """A reading beside its truth; `shows_dates`: its deadlines are days a sheet shows."""
    result = Accuracy(reading, truth)
    for got, wanted in _pairs(result):
        _compare(result, got, wanted, shows_dates=shows_dates)
    return result


def _pairs(result: Accuracy) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    wanted, got = result.truth["rows"], result.reading["rows"]
    beginnings = [[row["content"][:25] for row in rows] for rows in (wanted, got)]
    blocks = SequenceMatcher(None, *beginnings, autojunk=False).get_matching_blocks()
    matched = [(a + at, b + at) for a, b, size in blocks for at in range(size)]
    result.missing = [
        row["tt"] for at, row in enumerate(wanted) if at not in {pair[0] for pair in matched}
    ]
    result.invented = [
        row["content"] for at, row in enumerate(got) if at not in {pair[1] for pair in matched}
    ]
    for a, b in matched:
        yield got[b], wanted[a]


def _compare(
    result: Accuracy, got: dict[str, Any], wanted: dict[str, Any], *, shows_dates: bool
) -> None:
    doubted = {finding["field"] for finding in got["findings"]}
    for cell, place in CELLS.items():
        expected = wanted[cell]
        if cell == "deadline_text" and shows_dates and got[cell] != expected:
            expected = _as_sheet_date(wanted)
        if got[cell] == expected:
            result.right[cell] = result.right.get(cell, 0) + 1
        else:
            differing = result.flagged if place in doubted else result.wrong
            differing.setdefault(cell, []).append(f"{wanted['tt']}: {got[cell]!r}")


def _as_sheet_date(wanted: dict[str, Any]) -> str:
    """Five deadlines of that sheet are real dates: shown dd/mm/yyyy, without "Trước"."""
    year, month, day = wanted["deadline"]["dates"][0].split("-")
    return f"{day}/{month}/{year}"
