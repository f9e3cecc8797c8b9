"""Cells that say "as above": nt, như trên, the mark “〃”."""

from __future__ import annotations

import re

from tracker.core.text_vn import normalise
from tracker.reading.columns import Column
from tracker.reading.result import ReadRow

_DITTO = re.compile(r"[\s.(–-]*(?:n\.?t|n/t|như trên|[\"“”″〃]|'')[\s.)–-]*", re.IGNORECASE)
_COLUMNS = (Column.LEAD, Column.COOPERATING, Column.DEADLINE)


def is_ditto(text: str) -> bool:
    """Whether the cell points to the one above it and says nothing of its own."""
    return _DITTO.fullmatch(normalise(text)) is not None


class RowAbove:
    """What the task right above says under the same heading; of a ditto what it stands for."""

    def __init__(self) -> None:
        self._label = ""
        self._texts: dict[Column, str] = {}

    def words(self, column: Column, text: str) -> str:
        """The words that a cell stands for; its own when it is no ditto or nothing stands above."""
        return self._texts.get(column, text) if is_ditto(text) else text

    def origin(self) -> str:
        """Names the row, for a sentence."""
        return f"dòng {self._label}" if self._label else "dòng trên"

    def pass_by(self, row: ReadRow, *, is_task: bool) -> None:
        """Remember the row for the one below it; a heading breaks what ditto points to."""
        printed = (row.lead_text, row.cooperating_text, row.deadline_text)
        self._texts = {
            column: words
            for column, text in zip(_COLUMNS, printed, strict=True)
            if is_task and text and not is_ditto(words := self.words(column, text))
        }
        self._label = row.label
