"""Sending and answering letters of urging."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tracker.follow_up.models import UrgingLetter
from tracker.progress.models import Contribution


def urge(client: FlaskClient, items: list[Contribution], **changes: str) -> TestResponse:
    """Press the button below the list of what will be sent."""
    form = {
        "first_number": "12",
        "answer_by": "10/08/2026",
        "by_mail": "y",
        "request_key": "key",
        **changes,
    }
    chosen = [str(item.id) for item in items]
    return client.post("/urgings/new", data={**form, "chosen": chosen})


def answer(client: FlaskClient, letter: UrgingLetter, **fields: str) -> TestResponse:
    """What the unit sends below the letter."""
    data = {"version": str(letter.version), **fields}
    return client.post(f"/urgings/{letter.id}/answer", data=data)
