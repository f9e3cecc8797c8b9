"""Which line of the table a row belongs to, and what the line is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.figures import queries
from tracker.figures.rules import (
    Basis,
    FigureRow,
    Figures,
    Grouping,
    Whose,
    figures_of,
    grouped,
)
from tracker.figures.windows import month_words, window_holding
from tracker.reading.result import Rhythm
from tracker.settings.rules import DataWindow

NONE = "none"
NO_OFFICER = "Chưa giao người cụ thể"
NO_DUE_DAY = "Không có thời hạn"
NO_SECTION = "Ngoài các mục"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; `part_of` is the plan of a section."""

    key: str
    name: str
    figures: Figures
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What everything is called, in the order of lines."""

    grouping: Grouping
    by: DataWindow
    words: Mapping[str, str] = field(default_factory=dict)
    wholes: Mapping[str, str] = field(default_factory=dict)

    def key_of(self, row: FigureRow) -> str:
        """The line that the row belongs to."""
        return self.key_for(row, row.due_on)

    def key_for(self, whose: Whose, due_on: date | None) -> str:
        """The line of work that is theirs and counts as due that day."""
        match self.grouping:
            case Grouping.UNIT:
                return str(whose.unit_id)
            case Grouping.PLAN:
                return str(whose.plan_id)
            case Grouping.SECTION:
                return str(whose.section_id) if whose.section_id else f"{NONE}-{whose.plan_id}"
            case Grouping.OFFICER:
                return str(whose.officer_id) if whose.officer_id else NONE
            case Grouping.PERIOD:
                return self._month(due_on)

    def name_of(self, key: str) -> str:
        """What the line is called; a heading that an amended plan dropped is named as one."""
        if self.grouping is Grouping.PERIOD:
            return month_words(date.fromisoformat(key), self.by) if key != NONE else NO_DUE_DAY
        if key == NONE:
            return NO_OFFICER
        return self.words.get(key, NO_SECTION)

    def lines(self, rows: Sequence[FigureRow], basis: Basis) -> list[Line]:
        """The table's lines, in printed order; what nothing is known of comes last."""
        groups = grouped(rows, self.key_of)
        return self.lines_of({key: figures_of(found, basis) for key, found in groups.items()})

    def lines_of(self, figures: Mapping[str, Figures]) -> list[Line]:
        """The same, of figures by the keys of lines."""
        order = {key: place for place, key in enumerate(self.words)}
        keys = sorted(figures, key=lambda key: (order.get(key, len(order)), key))
        return [Line(key, self.name_of(key), figures[key], self.whole_of(key)) for key in keys]

    def whole_of(self, key: str) -> str:
        """The plan of a section."""
        return self.wholes.get(key, "")

    def _month(self, day: date | None) -> str:
        if day is None:
            return NONE
        return window_holding(Rhythm.MONTHLY, day, self.by).last.isoformat()


def names_for(grouping: Grouping, by: DataWindow, on: date) -> Names:
    """The names the grouping needs, as they were that day."""
    match grouping:
        case Grouping.UNIT:
            return Names(grouping, by, _texts(queries.unit_names(on)))
        case Grouping.PLAN:
            return Names(grouping, by, _texts(queries.plan_names()))
        case Grouping.SECTION:
            return _section_names(by)
        case Grouping.OFFICER:
            return Names(grouping, by, _texts(queries.officer_names()))
        case Grouping.PERIOD:
            return Names(grouping, by)


def _section_names(by: DataWindow) -> Names:
    sections, plans = queries.section_names(), queries.plan_names()
    wholes = {str(number): above for number, (_name, above) in sections.items()}
    wholes |= {f"{NONE}-{number}": name for number, name in plans.items()}
    words = {str(number): name for number, (name, _above) in sections.items()}
    return Names(Grouping.SECTION, by, words, wholes)


def _texts(names: Mapping[int, str]) -> dict[str, str]:
    return {str(number): name for number, name in names.items()}
