"""Which sheet of a plan is wanted, and how it is to be printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from tracker.core.numbers import whole_number
from tracker.exports.sheet import Orientation, Paper, day_of

_Word = TypeVar("_Word", bound=StrEnum)


class MatrixKind(StrEnum):
    """The sheets of a plan."""

    ISSUED = "issued"
    PROGRESS = "progress"
    UNIT = "unit"
    GRID = "grid"
    TARGETS = "targets"


class PrintedForm(StrEnum):
    """The two forms of Nghị định 30/2020/NĐ-CP: an appendix, or a document with head and foot."""

    APPENDIX = "appendix"
    ATTACHED = "attached"


KIND_WORDS: dict[MatrixKind, str] = {
    MatrixKind.PROGRESS: "Phụ lục kèm tình hình thực hiện",
    MatrixKind.ISSUED: "Phụ lục như khi ban hành",
    MatrixKind.UNIT: "Trích nhiệm vụ của một đơn vị",
    MatrixKind.GRID: "Bảng phân công trách nhiệm",
    MatrixKind.TARGETS: "Bảng chỉ tiêu",
}
FORM_WORDS: dict[PrintedForm, str] = {
    PrintedForm.APPENDIX: "Phụ lục",
    PrintedForm.ATTACHED: "Văn bản có Quốc hiệu, chữ ký",
}
PAPER_WORDS: dict[Paper, str] = {Paper.A4: "A4", Paper.A3: "A3"}
ORIENTATION_WORDS: dict[Orientation, str] = {
    Orientation.LANDSCAPE: "Khổ ngang",
    Orientation.PORTRAIT: "Khổ dọc",
}


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """One sheet; `unit_id` counts only for the extract of a unit.

    With `as_of` it is the sheet that the end of that day would have given, without it today's.
    """

    kind: MatrixKind = MatrixKind.PROGRESS
    unit_id: int | None = None
    form: PrintedForm = PrintedForm.APPENDIX
    paper: Paper = Paper.A4
    orientation: Orientation = Orientation.LANDSCAPE
    as_of: date | None = None
    with_codes: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> SheetChoice:
        """What an address asks for; words nobody knows count as not said."""
        usual = cls()
        return cls(
            kind=_one_of(query, "sheet", usual.kind),
            unit_id=whole_number(query.get("unit", "")),
            form=_one_of(query, "form", usual.form),
            paper=_one_of(query, "paper", usual.paper),
            orientation=_one_of(query, "orientation", usual.orientation),
            as_of=day_of(query.get("as_of", "")),
            with_codes=query.get("codes") == "1",
        )

    @property
    def as_query(self) -> dict[str, str]:
        """The words of an address that asks for the same sheet."""
        said = {
            "sheet": self.kind,
            "unit": str(self.unit_id or ""),
            "form": self.form,
            "paper": self.paper,
            "orientation": self.orientation,
            "as_of": f"{self.as_of:%d/%m/%Y}" if self.as_of else "",
            "codes": "1" if self.with_codes else "",
        }
        return {name: str(word) for name, word in said.items() if word}


def _one_of(query: Mapping[str, str], name: str, usual: _Word) -> _Word:
    kinds = type(usual)
    word = query.get(name, "")
    return kinds(word) if word in set(kinds) else usual
