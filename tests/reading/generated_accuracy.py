"""How random plans written as plain text are read back: right, doubted, silently wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.reading.generated_files import as_layout, as_tabs, as_text
from tests.reading.generated_plans import Generated, Row, plans
from tests.reading.generated_words import UNITS, on_one_line
from tracker.reading.document import read_document
from tracker.reading.result import ReadDocument, ReadRow, UnreadableDocumentError

FIELDS = ("label", "kind", "content", "lead", "cooperating", "deadline", "product")
Writer = Callable[[Generated, int], bytes]
# The three forms in which plain text comes; the number decides what is left to chance.
FORMS: dict[str, tuple[bool, Writer]] = {
    "one cell per line": (True, lambda plan, chance: as_text(plan, spaced=chance % 2 == 0)),
    "columns of blanks": (False, as_layout),
    "pasted tabs": (False, lambda plan, _: as_tabs(plan)),
}
_HARDLY_TWO_ALIKE = 3


def read(data: bytes) -> ReadDocument:
    return read_document(data, "ke-hoach", year=2026, known_units=UNITS)


def values(row: ReadRow) -> dict[str, object]:
    """A row as read: for units and times the printed words and what they mean."""
    time = row.deadline
    return {
        "label": row.label,
        "kind": row.kind,
        "content": row.content,
        "lead": (row.lead_text or "", row.lead),
        "cooperating": (row.cooperating_text or "", row.cooperating),
        "deadline": (row.deadline_text or "", *(_meaning(time) if time else ())),
        "product": row.product or "",
    }


def wanted(row: Row) -> dict[str, object]:
    """The same of the row that was written."""

    def cell(name: str) -> str:
        return on_one_line(row.cell(name))

    return {
        "label": cell("label"),
        "kind": row.kind,
        "content": cell("content"),
        "lead": (cell("lead"), row.units.get("lead", ())),
        "cooperating": (cell("cooperating"), row.units.get("cooperating", ())),
        "deadline": (cell("deadline"), *(_meaning(row.time) if row.time else ())),
        "product": cell("product"),
    }


def _meaning(time: object) -> tuple[object, ...]:
    rhythms = getattr(time, "rhythms", None) or getattr(time, "recurrence", None)
    return getattr(time, "kind", None), getattr(time, "dates", ()), rhythms


def doubted(row: ReadRow) -> set[str | None]:
    return {finding.field for finding in row.findings}


def measure_form(name: str, count: int, *, first_seed: int = 0) -> Counter[str]:
    """`count` random plans in one form of text, read back and compared; their counts added up."""
    as_tidy_text, writer = FORMS[name]
    told: Counter[str] = Counter()
    for number in range(first_seed, first_seed + count):
        plan = random_plan(number, as_text=as_tidy_text)
        told["plans"] += 1
        told["rows"] += len(plan.rows)
        told["cells"] += len(FIELDS) * len(plan.rows)
        try:
            document = read(writer(plan, number))
        except UnreadableDocumentError:
            told["refused"] += 1
            continue
        _compare(plan, document, told)
    return told


def random_plan(number: int, *, as_text: bool) -> Generated:
    """The plan of a number: always the same, and hardly any two alike."""
    drawn: list[Generated] = []

    @seed(number)
    @settings(
        max_examples=_HARDLY_TWO_ALIKE,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plans(as_text=as_text).filter(lambda plan: len(plan.rows) > 2), st.just(None))
    def draw(plan: Generated, _: None) -> None:
        drawn.append(plan)

    draw()
    return drawn[-1]


def _compare(plan: Generated, document: ReadDocument, told: Counter[str]) -> None:
    beginnings = (
        [on_one_line(row.cell("content"))[:20] for row in plan.rows],
        [row.content[:20] for row in document.rows],
    )
    blocks = SequenceMatcher(None, *beginnings, autojunk=False).get_matching_blocks()
    pairs = [(a + at, b + at) for a, b, size in blocks for at in range(size)]
    told["missing"] += len(plan.rows) - len(pairs)
    told["invented"] += len(document.rows) - len(pairs)
    found = {b for _, b in pairs}
    told["invented silently"] += sum(
        not row.findings for at, row in enumerate(document.rows) if at not in found
    )
    for written, got in pairs:
        _compare_row(plan.rows[written], document.rows[got], told)


def _compare_row(row: Row, got: ReadRow, told: Counter[str]) -> None:
    expected, found, marked = wanted(row), values(got), doubted(got)
    for name in FIELDS:
        is_right, is_marked = found[name] == expected[name], name in marked
        # "Không thấy thời gian" beside a cell that is empty in the plan is no idle doubt.
        asks = name in {"lead", "deadline"} and not row.cell(name)
        told["right"] += is_right
        told["right but doubted"] += is_right and is_marked and not asks
        told["wrong but doubted"] += is_marked and not is_right
        told["silently wrong"] += not is_right and not is_marked
