"""Many accounts from a spreadsheet: upload, preview with corrections, slips to hand out."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, make_response, url_for
from flask_login import current_user
from wtforms import SelectChoice

from tracker import policy
from tracker.accounts.forms import NO_UNIT
from tracker.accounts.many import create_accounts, understood
from tracker.accounts.many_form import (
    PeopleFileForm,
    PeopleForm,
    PersonForm,
    empty_lines,
    mark_faults,
    sent_lines,
)
from tracker.accounts.sheet import template_workbook
from tracker.accounts.views import blueprint
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.request_keys import new_request_key
from tracker.core.web import render
from tracker.units.models import Unit
from tracker.units.queries import all_units, unit_directory
from tracker.units.rules import owes_work

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/accounts/many")
def many() -> Response:
    """Where the file is sent or the rows are pasted."""
    policy.require("account:administer")
    return render("accounts/many.html", form=PeopleFileForm())


@blueprint.get("/accounts/many/template.xlsx")
def many_template() -> Response:
    """The sheet to fill in, with the ward's own units to choose from."""
    policy.require("account:administer")
    response = make_response(template_workbook([unit.name for unit in _units().values()]))
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = 'attachment; filename="tai-khoan-mau.xlsx"'
    return response


@blueprint.post("/accounts/many")
def preview_many() -> Response:
    """Read the rows and show each as understood, with what is wrong in its place."""
    policy.require("account:administer")
    form = PeopleFileForm()
    try:
        if not form.validate():
            raise RuleError("Trang mở quá lâu: hãy gửi lại lần nữa.", field="file")
        people = understood(form.people(), unit_directory())
    except RuleError as error:
        form.file.errors = [error.message]
        return render("accounts/many.html", form=form, status=422)
    lines = empty_lines(people, _choices())
    return _preview(lines, new_request_key(), status=200)


@blueprint.post("/accounts/many/create")
def create_many() -> Response:
    """Make all accounts or none; the passwords are shown on this answer only."""
    policy.require("account:administer")
    form = PeopleForm()
    lines, units = sent_lines(form.lines, _choices()), _units()
    if not form.validate() or not form.request_key.data or not lines:
        return _preview(lines, new_request_key(), problem="Hãy bấm tạo lại lần nữa.")
    kept = [line for line in lines if not line.left_out.data]
    try:
        slips = create_accounts(
            [line.person(units) for line in kept],
            request_key=form.request_key.data,
            actor=current_user,
        )
    except RuleError as error:
        db.session.rollback()
        return _preview(lines, form.request_key.data, problem=error.message)
    return render(
        "accounts/slips.html", slips=slips, sign_in_url=url_for("accounts.sign_in", _external=True)
    )


def _preview(
    lines: Sequence[PersonForm], request_key: str, *, problem: str = "", status: int = 422
) -> Response:
    wrong = mark_faults(lines, _units())
    form = PeopleForm(formdata=None, data={"count": len(lines), "request_key": request_key})
    return render(
        "accounts/many_preview.html",
        form=form,
        lines=lines,
        wrong=wrong,
        doubtful=sum(1 for line in lines if line.doubt),
        problem=problem,
        status=status,
    )


def _units() -> dict[int, Unit]:
    return {unit.id: unit for unit in all_units() if owes_work(unit.kind)}


def _choices() -> list[SelectChoice]:
    return [
        SelectChoice(NO_UNIT, "— Không thuộc đơn vị nào —"),
        *(SelectChoice(unit.id, unit.name) for unit in _units().values()),
    ]
