"""A date is typed the way offices write it, and a wrong one is refused in one sentence."""

from __future__ import annotations

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired, Optional

from tracker.core.forms import WRONG_DATE, WRONG_YEAR, VietnameseDateField, VietnameseForm


class SampleForm(VietnameseForm):
    """A date that must be given and one that may be left out."""

    needed = VietnameseDateField("Ngày phát sinh", [InputRequired("Hãy nhập ngày phát sinh.")])
    optional = VietnameseDateField("Hạn hoàn thành", [Optional()])


def filled(**typed: str) -> SampleForm:
    form = SampleForm(MultiDict({"needed": "05/08/2026", **typed}), meta={"csrf": False})
    form.validate()
    return form


@pytest.mark.parametrize(
    "typed", ["05/08/2026", "5/8/2026", "05-08-2026", "5.8.2026", "05/08/26", "  05/08/2026 "]
)
def test_dates_as_people_type_them(typed: str) -> None:
    form = filled(optional=typed)
    assert form.errors == {}
    assert form.optional.data == date(2026, 8, 5)


@pytest.mark.parametrize("typed", ["31/02/2026", "2026-08-05", "hôm nay", "13/13/2026", "0"])
def test_what_is_no_date_is_said_to_be_none(typed: str) -> None:
    form = filled(needed=typed, optional=typed)
    assert form.errors == {"needed": [WRONG_DATE], "optional": [WRONG_DATE]}


@pytest.mark.parametrize("typed", ["05/08/0026", "05/08/9999", "01/01/1026"])
def test_a_year_that_nobody_meant_is_refused(typed: str) -> None:
    form = filled(optional=typed)
    assert form.errors == {"optional": [WRONG_YEAR]}
    assert form.optional.data is None


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_optional_date_may_be_left_out(typed: str) -> None:
    form = filled(optional=typed)
    assert form.errors == {}
    assert form.optional.data is None


def test_a_needed_date_left_out_is_asked_for() -> None:
    assert filled(needed="").errors == {"needed": ["Hãy nhập ngày phát sinh."]}


def test_what_was_typed_stays_in_the_field() -> None:
    assert 'value="31/02/2026"' in filled(optional="31/02/2026").optional()
