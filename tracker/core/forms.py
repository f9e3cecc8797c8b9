"""Form fields that every feature shares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import DateField, FileField, StringField
from wtforms import IntegerField as LibraryIntegerField
from wtforms.widgets import HiddenInput

from tracker.core.errors import TrackerError
from tracker.core.form_words import SENTENCES, VietnameseSentences
from tracker.core.numbers import LARGEST_NUMBER, decimal_number, decimal_words, whole_number

WRONG_DATE = SENTENCES["Not a valid date value."]
DATE_FORMATS = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y")
WRONG_NUMBER = "Số không đúng: nhập như 98,5 hoặc 1.500."
WRONG_WHOLE_NUMBER = SENTENCES["Not a valid integer value."]
FIRST_YEAR, LAST_YEAR = 1945, 2100
WRONG_YEAR = f"Năm không đúng: nhập năm từ {FIRST_YEAR} đến {LAST_YEAR}, ví dụ 05/08/2026."


class VietnameseForm(FlaskForm):  # type: ignore[misc]
    """A form whose every sentence is Vietnamese, those of the form library too."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where the form library looks its sentences up, and what it reads."""

        # Whatever is sent is asked for its token before any view (`web.csrf`); a token of its own
        # would be signed with each form, also where none is shown.
        csrf = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent, files for fields of files only: the library gives one to any field."""
            sent = super().wrap_formdata(form, formdata)
            if not isinstance(sent, CombinedMultiDict):
                return sent
            files, text = sent.dicts
            wanted = {name for name, field in form._fields.items() if isinstance(field, FileField)}
            pairs = [pair for pair in files.items(multi=True) if pair[0] in wanted]
            return MultiDict([*pairs, *text.items(multi=True)])

        def get_translations(self, _form: object) -> VietnameseSentences:
            """Always Vietnamese, whatever the browser asks for."""
            return VietnameseSentences()

    def show_refusal(self, error: TrackerError) -> None:
        """Why a verb refused what was sent: at the field it speaks of, else above all of them."""
        if error.field in self:
            self[error.field].errors = [*self[error.field].errors, error.message]
        else:
            self.form_errors.append(error.message)


class VietnameseDateField(DateField):  # type: ignore[misc]
    """A date typed as ngày/tháng/năm, which says in Vietnamese when it is none."""

    data: date | None

    def __init__(self, label: str, validators: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=list(DATE_FORMATS), **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date; the library's own sentence is in English."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as error:
            raise ValueError(WRONG_DATE) from error
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self.data = None
            raise ValueError(WRONG_YEAR)


class IntegerField(LibraryIntegerField):  # type: ignore[misc]
    """The library's field, for numbers that a row can hold: on longer ones its checks break."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; what was typed stays in the field when it is none."""
        super().process_formdata(valuelist)
        if self.data is not None and abs(self.data) > LARGEST_NUMBER:
            self.data = None
            raise ValueError(WRONG_WHOLE_NUMBER)


class VietnameseNumberField(StringField):  # type: ignore[misc]
    """An exact number typed as offices write it: 98,5 or 1.500."""

    data: Decimal | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; what was typed stays in the field when it is none."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        self.data = decimal_number(typed)
        if self.data is None:
            raise ValueError(WRONG_NUMBER)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return decimal_words(self.data) if self.data is not None else ""


class VersionField(LibraryIntegerField):  # type: ignore[misc]
    """The version of the row a form was made from; one that cannot be read is no version."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Nobody types this field: a wrong value has the same answer as an outdated one."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = whole_number(typed)
