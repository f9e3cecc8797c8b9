"""A letter (công văn) in the parts that Nghị định 30/2020/NĐ-CP names, whatever its format."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from tracker.exports.document_words import day_in_full
from tracker.exports.sheet import Sheet, printable


@dataclass(frozen=True, slots=True)
class Letter:
    """What the first pages say; the list of rows follows as an appendix."""

    superior: str
    issuer: str
    number: str
    subject: str
    place: str
    issued_on: date
    addressee: str
    paragraphs: tuple[str, ...]
    recipients: tuple[str, ...]
    signing: tuple[str, ...]
    signer: str

    @property
    def place_and_day(self) -> str:
        """ "Mẫu, ngày 05 tháng 02 năm 2026": days below 10 and months below 3 take a zero."""
        return f"{self.place}, ngày {day_in_full(self.issued_on, self.issued_on.year)}"

    def as_stored(self) -> dict[str, Any]:
        """Plain values, from which the very same letter is printed again years later."""
        return {**asdict(self), "issued_on": self.issued_on.isoformat()}

    @classmethod
    def from_stored(cls, values: dict[str, Any]) -> Letter:
        """The letter as it was sent."""
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
        }
        return cls(**{**fields, "issued_on": date.fromisoformat(values["issued_on"])})


@dataclass(frozen=True, slots=True)
class LetterWithList:
    """A letter and its appendix."""

    letter: Letter
    appendix: Sheet


def cleaned_letter(letter: Letter) -> Letter:
    """The same letter with every text in it made printable."""
    texts: dict[str, Any] = {}
    for name, value in asdict(letter).items():
        if isinstance(value, str):
            texts[name] = printable(value)
        elif isinstance(value, tuple):
            texts[name] = tuple(map(printable, value))
    return replace(letter, **texts)
