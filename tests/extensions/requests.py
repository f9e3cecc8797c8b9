"""Requests and answers as their forms send them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.progress.models import Contribution

HTMX = {"HX-Request": "true"}


def on(day: date, hour: int = 9) -> datetime:
    """That hour of the day in Vietnam."""
    return datetime(day.year, day.month, day.day, hour - 7, tzinfo=UTC)


def ask(
    client: FlaskClient, contribution: Contribution, *, htmx: bool = False, **changes: Any
) -> TestResponse:
    """Send the unit's form."""
    form = {
        "wanted_due_on": "10/09/2026",
        "reason": "Chờ số liệu của cấp trên.",
        "version": "0",
        "request_key": "form-1",
        **changes,
    }
    return client.post(
        f"/contributions/{contribution.id}/extension",
        data=form,
        headers=HTMX if htmx else {},
        content_type="multipart/form-data",
    )


def decide(
    client: FlaskClient, request: ExtensionRequest, *, htmx: bool = False, **changes: Any
) -> TestResponse:
    """Send the answer's form; without changes it grants what was asked."""
    form = {
        "decision": "grant",
        "due_on": f"{request.wanted_due_on:%d/%m/%Y}",
        "note": "",
        "version": str(request.version),
        "request_key": "answer-1",
        **changes,
    }
    url = f"/extensions/{request.id}/decide"
    return client.post(url, data=form, headers=HTMX if htmx else {})


def revoke(client: FlaskClient, request: ExtensionRequest, **changes: Any) -> TestResponse:
    """Send the form that takes a grant back."""
    form = {
        "due_on": f"{request.due_on:%d/%m/%Y}",
        "reason": "Gia hạn nhầm dòng.",
        "version": str(request.version),
        **changes,
    }
    return client.post(f"/extensions/{request.id}/revoke", data=form)


def the_request() -> ExtensionRequest:
    """The only request there is."""
    return db.session.query(ExtensionRequest).one()
