"""Random plans: sections, groups and tasks in any layout, and what must be read of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from tests.reading.documents import FIELDS
from tests.reading.generated_words import (
    BORDERS,
    EXTRAS,
    TIMES,
    TITLES,
    Time,
    long_sentences,
    sentences,
    unit_cells,
)
from tracker.reading.result import RowKind

MERGEABLE = ("lead", "cooperating", "deadline", "product")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
LETTERS = "ABCDĐE"
MOST_ROWS = 40


@dataclass(frozen=True)
class Row:
    """A printed row: its cells by field, what they mean, and which belong to the cell above.

    `layout` of a heading: "cells", "across" (label and words in one cell over the whole row) or
    "rest" (a label cell, then the words over all that follows).
    """

    kind: RowKind
    cells: dict[str, str]
    units: dict[str, tuple[str, ...]] = field(default_factory=dict)
    time: Time | None = None
    inherited: frozenset[str] = frozenset()
    layout: str = "cells"

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True)
class Generated:
    """A random plan: fields in printed order, their titles, the rows."""

    order: tuple[str, ...]
    titles: dict[str, str]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Shape:
    """How a plan numbers its rows and which of its cells may be odd.

    `tidy`: labels neither missing nor doubled, and no cell left empty or merged.
    """

    order: tuple[str, ...]
    section: str
    mark: str
    child: str
    layout: str
    restarts: bool
    tidy: bool
    borders: tuple[str, ...]


@st.composite
def plans(draw: st.DrawFn, *, as_text: bool = False) -> Generated:
    """Plans of 0–40 rows; `as_text`: with the label first, as text taken out of a PDF has it."""
    order = draw(_orders(as_text=as_text))
    shape = Shape(
        order=order,
        section=draw(st.sampled_from(("", "roman", "letter"))),
        mark=draw(st.sampled_from(("", ".", ")"))),
        child=draw(st.sampled_from(("1.1", "1.1.", "a)", "-") if as_text else _CHILDREN)),
        layout="cells" if as_text else draw(st.sampled_from(_layouts(order))),
        restarts=draw(st.booleans()),
        tidy=as_text,
        borders=(", ", "; ") if as_text else BORDERS,
    )
    titles = {name: draw(st.sampled_from(TITLES[name])) for name in order}
    return Generated(order, titles, tuple(draw(_all_rows(shape))))


_CHILDREN = ("1.1", "1.1.", "a)", "a.", "-", "+")


def _layouts(order: tuple[str, ...]) -> tuple[str, ...]:
    if "label" not in order:
        return ("cells",)
    first = order.index("label") < order.index("content")
    return ("cells", "across", "rest") if first else ("cells", "across")


@st.composite
def _orders(draw: st.DrawFn, *, as_text: bool) -> tuple[str, ...]:
    names = ["content", *draw(st.sampled_from((("lead", "deadline"), ("lead",), ("deadline",))))]
    names += [name for name in ("cooperating", "product") if draw(st.booleans())]
    if not as_text and draw(st.booleans()):
        names.append("extra")
    if as_text or len(names) < 4 or draw(st.integers(0, 9)):
        names.append("label")
    if draw(st.booleans()):
        return tuple(name for name in (*FIELDS, "extra") if name in names)
    mixed = tuple(draw(st.permutations(names)))
    return ("label", *(name for name in mixed if name != "label")) if as_text else mixed


@st.composite
def _all_rows(draw: st.DrawFn, shape: Shape) -> list[Row]:
    rows: list[Row] = []
    number = 0
    for section in range(draw(st.integers(0, 4)) if shape.section else 1):
        if shape.section:
            names = ROMAN if shape.section == "roman" else LETTERS
            rows.append(_heading(draw, shape, RowKind.SECTION, names[section]))
            number = 0 if shape.restarts else number
        for _ in range(draw(st.integers(1 if shape.section else 0, 6))):
            number += 1
            rows.extend(draw(_item(shape, number)))
    return _cut(rows)


def _cut(rows: list[Row]) -> list[Row]:
    """No more than the most rows, and no heading left without a row below it."""
    kept = rows[:MOST_ROWS]
    while kept and kept[-1].kind is not RowKind.TASK:
        kept.pop()
    return kept


@st.composite
def _item(draw: st.DrawFn, shape: Shape, number: int) -> list[Row]:
    """A task, or a group with its tasks."""
    label = f"{number}{shape.mark}"
    if draw(st.integers(0, 3)):
        return [draw(_task(shape, _disorder(draw, shape, label, number)))]
    rows = [_heading(draw, shape, RowKind.GROUP, label)]
    for at in range(1, draw(st.integers(1, 5)) + 1):
        label = _child_label(shape.child, number, at)
        odd = label if at == 1 else _disorder(draw, shape, label, at)
        task = draw(_task(shape, odd))
        rows.append(_merged(draw, shape, task, rows[-1]) if at > 1 else task)
    return rows


def _child_label(style: str, group: int, at: int) -> str:
    if style.startswith("1.1"):
        return f"{group}.{at}{style[3:]}"
    return "abcdđ"[at - 1] + style[1:] if style[0] == "a" else style


def _disorder(draw: st.DrawFn, shape: Shape, label: str, number: int) -> str:
    """The label, seldom left out or printed like the one above."""
    chance = 0 if shape.tidy else draw(st.integers(0, 9))
    if chance == 9:
        return ""
    return label.replace(str(number), str(max(1, number - 1)), 1) if chance == 8 else label


def _heading(draw: st.DrawFn, shape: Shape, kind: RowKind, label: str) -> Row:
    if kind is RowKind.SECTION:
        across = shape.layout == "across" and shape.section == "letter"
        label += "." if across else shape.mark.replace(")", ".")
    labelled = "label" in shape.order
    cells = {"label": label if labelled else "", "content": draw(sentences(2))}
    return Row(kind if labelled else RowKind.GROUP, cells, layout=shape.layout)


@st.composite
def _task(draw: st.DrawFn, shape: Shape, label: str) -> Row:
    words = sentences() if shape.tidy or draw(st.integers(0, 19)) else long_sentences()
    cells = {"label": label, "content": draw(words)}
    units: dict[str, tuple[str, ...]] = {}
    time: Time | None = None
    left_out = _left_out(draw, shape)
    for name in shape.order:
        if name in left_out:
            continue
        if name in {"lead", "cooperating"}:
            cells[name], *found = draw(unit_cells(shape.borders))
            units[name] = tuple(found)
        elif name == "deadline":
            time = draw(st.sampled_from(TIMES))
            cells[name] = _maybe_broken(draw, time.printed)
        elif name == "product":
            cells[name] = draw(sentences(3))
        elif name == "extra":
            cells[name] = draw(st.sampled_from(EXTRAS))
    if "label" not in shape.order:
        cells["label"] = ""
    return Row(RowKind.TASK, cells, units, time)


def _left_out(draw: st.DrawFn, shape: Shape) -> set[str]:
    """Seldom some cells of a task stand empty; lead or deadline, whichever there is, stays."""
    if shape.tidy or draw(st.integers(0, 5)):
        return set()
    empty = draw(st.sets(st.sampled_from(MERGEABLE)))
    own_work = {"lead", "deadline"} & set(shape.order)
    return empty - {max(own_work)} if own_work <= empty else empty


def _maybe_broken(draw: st.DrawFn, words: str) -> str:
    return words.replace(" ", "\n", 1) if draw(st.booleans()) else words


def _merged(draw: st.DrawFn, shape: Shape, row: Row, above: Row) -> Row:
    """The row with some cells belonging to those of the task above it."""
    if shape.tidy or draw(st.booleans()):
        return row
    possible = [name for name in shape.order if name in MERGEABLE and above.cell(name)]
    names = frozenset(draw(st.sets(st.sampled_from(possible)))) if possible else frozenset()
    units = {
        **row.units,
        **{name: above.units[name] for name in names & {"lead", "cooperating"}},
    }
    cells = {**row.cells, **{name: above.cell(name) for name in names}}
    time = above.time if "deadline" in names else row.time
    return replace(row, cells=cells, units=units, time=time, inherited=names)
