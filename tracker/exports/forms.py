"""What is typed on the page of a sheet; the rest is chosen from lists (`choice.py`)."""

from __future__ import annotations

from wtforms.validators import Optional

from tracker.core.forms import VietnameseDateField, VietnameseForm


class SheetForm(VietnameseForm):
    """Of which day the sheet is."""

    class Meta(VietnameseForm.Meta):
        """Reading changes nothing: no token is asked for."""

        csrf = False

    as_of = VietnameseDateField("Đến hết ngày", [Optional()])

    @property
    def problem(self) -> str:
        """Why there is no such day, as a sentence; empty when there is one or none was asked."""
        return str(self.as_of.process_errors[0]) if self.as_of.process_errors else ""
