"""Saying something below a task."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tracker.tasks.models import Task


def say(client: FlaskClient, task: Task, words: str, key: str = "k") -> TestResponse:
    """Send it as the form does."""
    data = {"words": words, "request_key": key}
    return client.post(f"/tasks/{task.id}/conversation", data=data)
