"""Form fields that every feature shares."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, IntegerField
from wtforms.widgets import HiddenInput

WRONG_DATE = "Ngày không đúng: nhập dạng ngày/tháng/năm, ví dụ 05/08/2026."
DATE_FORMATS = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y")


class VietnameseDateField(DateField):  # type: ignore[misc]
    """A date typed as ngày/tháng/năm, which says in Vietnamese when it is none."""

    def __init__(self, label: str, validators: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=list(DATE_FORMATS), **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date; the library's own sentence is in English."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as error:
            raise ValueError(WRONG_DATE) from error


class VersionField(IntegerField):  # type: ignore[misc]
    """The version of the row a form was made from."""

    widget = HiddenInput()
