"""Prints how well every file is read: `python -m tests.reading.report` (`make report-reading`).

Over the real plans in ../shared where they are, over invented plans in every format otherwise.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

from tests.reading.accuracy import CELLS, SHARED, Accuracy, compare, measure, plan_files
from tests.reading.documents import PLAN
from tests.reading.generated_accuracy import FORMS, measure_form
from tests.reading.writers import KINDS, WRITERS
from tracker.reading.as_json import as_json, deadline_as_json
from tracker.reading.deadlines import read_deadline
from tracker.reading.document import read_document

SHARES = {
    "content": ("content",),
    "label": ("label",),
    "kind": ("kind",),
    "lead": ("lead_text", "lead"),
    "coop.": ("cooperating_text", "cooperating"),
    "deadline": ("deadline_text", "deadline"),
    "product": ("product",),
}
RANDOM_PLANS = 40
TEXT_HEAD = ("text of random plans", "plans", "rows", "missing", "right", "doubted", "silent")
HEAD = ("file", "tasks", *SHARES, "flagged", "silent", "seconds")


def main() -> None:
    """One line per file, and the sum of all below; then the forms of plain text."""
    measured = list(_measured())
    lines = [_line(name, accuracy, seconds) for name, accuracy, seconds in measured]
    lines.append(_total([accuracy for _, accuracy, _ in measured]))
    _print(HEAD, lines)
    print()
    _print(TEXT_HEAD, [_text_line(form) for form in FORMS])


def _print(head: tuple[str, ...], lines: list[tuple[str, ...]]) -> None:
    width = max(len(line[0]) for line in (head, *lines))
    for line in (head, *lines):
        print(f"{line[0]:<{width}}  " + "  ".join(f"{value:>8}" for value in line[1:]))


def _text_line(form: str) -> tuple[str, ...]:
    """`doubted` are the right cells that a person is asked to look at without need."""
    told = measure_form(form, RANDOM_PLANS)
    read = f"{told['plans'] - told['refused']}/{told['plans']}"
    right = _percent(told["right"] / told["cells"])
    doubted = _percent(told["right but doubted"] / max(1, told["right"]))
    silent = f"{100 * told['silently wrong'] / told['cells']:.2f}%"
    return form, read, str(told["rows"]), str(told["missing"]), right, doubted, silent


def _measured() -> Iterator[tuple[str, Accuracy, float]]:
    if SHARED.is_dir():
        for file, truth in plan_files():
            start = time.perf_counter()
            accuracy = measure(file, truth)
            name = file.name if file.suffix != ".txt" else f"{truth} (text)"
            yield name, accuracy, time.perf_counter() - start
        return
    truth_of_plan = _truth()
    for name, writer in WRITERS.items():
        data = writer(PLAN)
        start = time.perf_counter()
        reading = as_json(read_document(data, "ke-hoach", year=2026))
        yield name, compare(reading, truth_of_plan), time.perf_counter() - start


def _truth() -> dict[str, Any]:
    """The invented plan in the shape of the transcribed ones."""
    rows = []
    for at, (row, kind) in enumerate(zip(PLAN.rows, KINDS, strict=True)):
        deadline = deadline_as_json(read_deadline(row.deadline, year=2026)) if row.lead else None
        rows.append(
            {
                "tt": str(at + 1),
                "label": row.label,
                "kind": kind.value,
                "content": row.content,
                "lead_text": row.lead or None,
                "lead": [row.lead] if row.lead else [],
                "cooperating_text": row.cooperating or None,
                "cooperating": [row.cooperating] if row.cooperating else [],
                "deadline_text": row.deadline or None,
                "deadline": deadline,
                "product": row.product or None,
            }
        )
    return {"rows": rows}


def _line(name: str, accuracy: Accuracy, seconds: float) -> tuple[str, ...]:
    shares = [_percent(accuracy.share(*cells)) for cells in SHARES.values()]
    flagged = sum(len(cells) for cells in accuracy.flagged.values())
    tasks = f"{_tasks_found(accuracy)}/{_tasks(accuracy)}"
    if accuracy.invented:
        tasks += f"+{len(accuracy.invented)}"
    silent = _percent(accuracy.silently_wrong)
    return name, tasks, *shares, str(flagged), silent, f"{seconds:.2f}"


def _total(measured: list[Accuracy]) -> tuple[str, ...]:
    rows = sum(len(accuracy.truth["rows"]) for accuracy in measured)
    shares = [
        _percent(sum(a.share(*cells) * len(a.truth["rows"]) for a in measured) / rows)
        for cells in SHARES.values()
    ]
    flagged = sum(len(cells) for a in measured for cells in a.flagged.values())
    wrong = sum(len(cells) for a in measured for cells in a.wrong.values())
    tasks = f"{sum(map(_tasks_found, measured))}/{sum(map(_tasks, measured))}"
    return "all", tasks, *shares, str(flagged), _percent(wrong / (rows * len(CELLS))), ""


def _tasks(accuracy: Accuracy) -> int:
    return sum(row["kind"] == "task" for row in accuracy.truth["rows"])


def _tasks_found(accuracy: Accuracy) -> int:
    missing = set(accuracy.missing)
    return sum(row["kind"] == "task" and row["tt"] not in missing for row in accuracy.truth["rows"])


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


if __name__ == "__main__":
    sys.exit(main())
