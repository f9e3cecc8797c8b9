"""What a report says, as plain values: kept with it, so that it prints the same for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.exports.sheet import Align, Column, Orientation, Sheet, SheetRow
from tracker.reading.result import RowKind


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows, each row with one text for each column."""

    columns: tuple[Column, ...]
    rows: tuple[SheetRow, ...]

    def as_sheet(self, title: str, as_of: datetime) -> Sheet:
        """The table as the printers take it, on upright paper."""
        return Sheet(
            title=title,
            columns=self.columns,
            rows=self.rows,
            as_of=as_of,
            kicker=None,
            orientation=Orientation.PORTRAIT,
        )

    def as_stored(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "columns": [
                [column.heading, column.width_share, column.align.value, column.least_mm]
                for column in self.columns
            ],
            "rows": [[row.kind.value, row.level, list(row.cells)] for row in self.rows],
        }

    @classmethod
    def from_stored(cls, values: dict[str, Any]) -> Table:
        """The table as it was kept."""
        return cls(
            tuple(
                Column(heading, share, Align(align), least_mm=least)
                for heading, share, align, least in values["columns"]
            ),
            tuple(
                SheetRow(RowKind(kind), level, tuple(cells))
                for kind, level, cells in values["rows"]
            ),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a report; the office's words are kept under its `key`."""

    key: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    # What the office is asked to add here.
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a report takes from the data; `edition` of its figures where they are sealed."""

    subject: str
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: str
    edition: int = 0

    def as_stored(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "subject": self.subject,
            "opening": list(self.opening),
            "parts": [
                {
                    "key": part.key,
                    "heading": part.heading,
                    "paragraphs": list(part.paragraphs),
                    "table": part.table.as_stored() if part.table else None,
                    "hint": part.hint,
                }
                for part in self.parts
            ],
            "closing": self.closing,
            "edition": self.edition,
        }

    @classmethod
    def from_stored(cls, values: dict[str, Any]) -> Content:
        """The content as it was kept."""
        return cls(
            values["subject"],
            tuple(values["opening"]),
            tuple(_part(stored) for stored in values["parts"]),
            values["closing"],
            values.get("edition", 0),
        )


def _part(stored: dict[str, Any]) -> Part:
    table = Table.from_stored(stored["table"]) if stored["table"] else None
    return Part(
        stored["key"], stored["heading"], tuple(stored["paragraphs"]), table, stored["hint"]
    )
