"""Under which heading each row of an appendix stands, told from the printed labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.imports.rules import DraftRowKind
from tracker.reading.labels import Label, LabelKind, read_label


@dataclass(frozen=True, slots=True)
class _Heading:
    at: int
    kind: DraftRowKind
    label: Label


def headings_above(rows: Sequence[tuple[DraftRowKind, str]]) -> list[int | None]:
    """For each (kind, label) the index of the nearest heading that holds it, None at the top.

    Sections hold groups, groups hold tasks; "1.1" stands in group 1, but a task 3 that comes
    after group 2 is its neighbour, unless tasks inside the group count 1, 2, 3 anew.
    """
    open_headings: list[_Heading] = []
    last_task: tuple[Label, int | None] | None = None
    above: list[int | None] = []
    for at, (kind, text) in enumerate(rows):
        label = read_label(text)
        if kind is DraftRowKind.TASK:
            if last_task is None or not _goes_on(label, last_task, open_headings):
                _close_for_task(open_headings, label)
            parent = open_headings[-1].at if open_headings else None
            last_task = (label, parent)
        else:
            _close_for_heading(open_headings, kind, label)
            parent = open_headings[-1].at if open_headings else None
            open_headings.append(_Heading(at, kind, label))
            last_task = None
        above.append(parent)
    return above


def _goes_on(
    label: Label, last_task: tuple[Label, int | None], open_headings: list[_Heading]
) -> bool:
    """The next number after the task above it, in the same heading."""
    last_label, last_parent = last_task
    innermost = open_headings[-1].at if open_headings else None
    return label.follows(last_label) and last_parent == innermost


def _close_for_heading(open_headings: list[_Heading], kind: DraftRowKind, label: Label) -> None:
    """A section closes groups and its equals; a group never leaves its section."""
    while open_headings:
        top = open_headings[-1]
        if top.kind is DraftRowKind.SECTION and kind is DraftRowKind.GROUP:
            return
        # An unnumbered group belongs to the numbered one above it; an unnumbered section to none.
        may_be_inside = kind is DraftRowKind.GROUP or label.kind is not LabelKind.NONE
        if may_be_inside and top.kind is kind and label.is_below(top.label):
            return
        open_headings.pop()


def _close_for_task(open_headings: list[_Heading], label: Label) -> None:
    """A task leaves every heading whose neighbour or elder its label shows it to be."""
    while open_headings and _leaves(label, open_headings[-1].label):
        open_headings.pop()


def _leaves(label: Label, heading: Label) -> bool:
    if LabelKind.NONE in {label.kind, heading.kind} or label.kind is LabelKind.DASH:
        return False
    if label.kind is heading.kind and len(label.path) == len(heading.path):
        return label.path > heading.path
    return not label.is_below(heading)
