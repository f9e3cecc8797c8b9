"""Requests at the same moment, each in a thread of its own with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.personas import Browser
from tracker.core import clock
from tracker.core.db import db


def at_once(attempts: list[Callable[[], int]]) -> list[int]:
    """Make all attempts in threads of their own, as a server does; the status of each."""
    gate = Barrier(len(attempts))

    def run(attempt: Callable[[], int]) -> int:
        gate.wait()
        return attempt()

    # Each thread opens its own connection: this one must hold none.
    db.session.remove()
    with ThreadPoolExecutor(len(attempts)) as pool:
        return sorted(pool.map(run, attempts))


def attempt(app: Flask, owner: str, url: str, form: Mapping[str, Any]) -> Callable[[], int]:
    """A request of the session `owner`, sent from wherever it is called, at the test's moment.

    A thread by itself knows only the clock of the machine.
    """
    moment = clock.now()

    def send() -> int:
        client = FlaskClient(app, app.response_class)
        client.set_cookie("session", owner)
        with clock.at(moment):
            return client.post(url, data=dict(form)).status_code

    return send


def cookie_of(browser: Browser, user: object) -> str:
    """The session of a person who is signed in."""
    cookie = browser.as_(user).get_cookie("session")  # type: ignore[arg-type]
    assert cookie is not None
    return cookie.value
