"""Two people at the same moment, in threads of their own as on a server.

The clock of the tests does not reach into other threads: the due day lies beyond any present day.
"""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from tests.at_once import at_once, attempt, cookie_of
from tests.extensions.requests import ask, the_request
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.progress.models import Contribution
from tracker.tasks.models import Occurrence

DUE, NEW = date(2099, 8, 20), date(2099, 9, 10)


@pytest.fixture
def owed(ward: Ward) -> Contribution:
    """What the culture division owes, far ahead."""
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture)
    db.session.commit()
    return contribution_of(task, ward.culture)


@pytest.fixture
def asked(ward: Ward, browser: Browser, owed: Contribution) -> ExtensionRequest:
    """The culture division has asked for a later day."""
    answer = ask(browser.as_(ward.culture_head), owed, wanted_due_on=f"{NEW:%d/%m/%Y}")
    assert answer.status_code == 303
    return the_request()


def test_two_at_the_same_moment_one_decides_and_one_is_told(
    app: Flask, ward: Ward, browser: Browser, owed: Contribution, asked: ExtensionRequest
) -> None:
    url, occurrence_id = f"/extensions/{asked.id}/decide", owed.occurrence_id
    form = {"decision": "grant", "due_on": "10/09/2099", "note": "", "version": "1"}
    attempts = [
        attempt(app, cookie_of(browser, user), url, {**form, "request_key": key})
        for user, key in ((ward.office, "office"), (ward.leader, "leader"))
    ]
    assert at_once(attempts) == [303, 409]
    occurrence = db.session.get_one(Occurrence, occurrence_id)
    assert (occurrence.due_on, occurrence.due_version) == (NEW, 2)


def test_one_answer_pressed_twice_moves_the_day_once(
    app: Flask, ward: Ward, browser: Browser, owed: Contribution, asked: ExtensionRequest
) -> None:
    url, occurrence_id = f"/extensions/{asked.id}/decide", owed.occurrence_id
    form = {"decision": "grant", "due_on": "10/09/2099", "version": "1", "request_key": "twice"}
    send = attempt(app, cookie_of(browser, ward.office), url, form)
    assert at_once([send, send, send]) == [303, 303, 303]
    assert db.session.get_one(Occurrence, occurrence_id).due_version == 2


def test_two_of_the_unit_ask_at_the_same_moment_there_is_one_request(
    app: Flask, ward: Ward, browser: Browser, owed: Contribution
) -> None:
    url = f"/contributions/{owed.id}/extension"
    form = {"wanted_due_on": "10/09/2099", "reason": "Chờ số liệu.", "version": "0"}
    attempts = [
        attempt(app, cookie_of(browser, user), url, {**form, "request_key": key})
        for user, key in ((ward.culture_head, "head"), (ward.culture_officer, "officer"))
    ]
    assert at_once(attempts) == [303, 409]
    assert db.session.query(ExtensionRequest).count() == 1
