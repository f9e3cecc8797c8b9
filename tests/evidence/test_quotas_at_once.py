"""Two uploads at the same moment: what both would fit in alone does not take both."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from io import BytesIO
from threading import Barrier, BrokenBarrierError, Event

import pytest
from flask import Flask

from tests.at_once import at_once, attempt, cookie_of
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.files import PDF
from tests.progress.reports import report_form
from tracker.core.db import db
from tracker.evidence import quotas
from tracker.progress.models import Contribution, Evidence, ProgressUpdate
from tracker.settings.service import change_setting

# Two of them are too much.
LARGE = PDF + b"%" * (700 - len(PDF)) + b"\n%%EOF\n"


@pytest.fixture(params=["evidence_unit_gigabytes", "evidence_total_gigabytes"])
def narrow(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Event:
    """A quota of 1 KB; whoever has added up waits for the other, who may be doing so too.

    The event: one of them is there.
    """
    assert request.getfixturevalue("ward")
    change_setting(request.param, 1, actor=None)
    db.session.commit()
    monkeypatch.setattr(quotas, "GIGABYTE", 1024)
    both, there, add_up = Barrier(2), Event(), quotas._sum_of

    def slowly(*contents: object) -> int:
        found = add_up(*contents)  # type: ignore[arg-type]
        there.set()
        with suppress(BrokenBarrierError):
            both.wait(timeout=1)
        return found

    monkeypatch.setattr(quotas, "_sum_of", slowly)
    return there


@pytest.fixture
def owed(ward: Ward) -> list[Contribution]:
    """Two things that one unit owes."""
    tasks = [make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture) for _ in range(2)]
    db.session.commit()
    return [contribution_of(task, ward.culture) for task in tasks]


def named(letter: bytes) -> bytes:
    """Another content of the same size."""
    return LARGE.replace(b"%%%", b"%%" + letter, 1)


@pytest.mark.usefixtures("narrow")
def test_two_forms_at_the_same_moment_do_not_pass_the_quota(
    app: Flask, ward: Ward, browser: Browser, owed: list[Contribution]
) -> None:
    attempts = [
        attempt(
            app,
            cookie_of(browser, user),
            f"/contributions/{row.id}/update",
            report_form(
                row, ("a.pdf", named(letter)), status="in_progress", request_key=user.username
            ),
        )
        for user, row, letter, key in (
            (ward.culture_head, owed[0], b"a", "head"),
            (ward.culture_officer, owed[1], b"b", "officer"),
        )
    ]
    assert at_once(attempts) == [303, 422]
    assert db.session.query(Evidence).count() == 1


def test_one_form_for_several_rows_and_one_for_the_last_of_them_do_not_wait_for_each_other(
    app: Flask, ward: Ward, browser: Browser, owed: list[Contribution], narrow: Event
) -> None:
    many = {
        "status": "in_progress",
        "note": "Đang làm",
        "request_key": "many",
        "chosen": [f"{row.id}:{row.version}" for row in owed],
        "files": [(BytesIO(PDF), "a.pdf")],
    }
    last = owed[1]
    one = report_form(last, ("b.pdf", PDF), status="in_progress", request_key="one")
    last_id = last.id
    address = f"/contributions/{last.id}/update"
    send_one = attempt(app, cookie_of(browser, ward.culture_officer), address, one)

    def then_one() -> int:
        assert narrow.wait(120)
        return send_one()

    send_many = attempt(app, cookie_of(browser, ward.culture_head), "/reports/many", many)
    assert at_once([send_many, then_one]) == [303, 409]
    assert db.session.query(ProgressUpdate).filter_by(contribution_id=last_id).count() == 1
