"""What the office decides for its ward: declared defaults, changes in the journal."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.files import PDF
from tests.progress.reports import send_report
from tracker.core.db import db
from tracker.settings.queries import ward_settings
from tracker.settings.rules import FIELD_NAMES, WardSettings, from_stored
from tracker.settings.service import change_setting


def test_nothing_stored_means_the_defaults(app: Flask) -> None:
    assert app
    settings = ward_settings()
    assert settings == WardSettings()
    assert settings.remind_days_before == (7, 3, 1)
    assert settings.remind_every_days_late == 3
    assert settings.evidence_max_megabytes == 20


def test_a_stored_value_goes_before_the_default_and_keeps_its_shape(app: Flask) -> None:
    assert app
    change_setting("remind_days_before", (5, 2), actor=None)
    change_setting("ward_name", "UBND phường Mẫu", actor=None)
    db.session.expire_all()
    assert ward_settings().remind_days_before == (5, 2)
    assert ward_settings().ward_name == "UBND phường Mẫu"
    assert ward_settings().horizon_days == WardSettings().horizon_days


def test_changing_twice_keeps_the_last_and_both_entries(app: Flask) -> None:
    assert app
    for days in (30, 90):
        change_setting("horizon_days", days, actor=None)
    assert ward_settings().horizon_days == 90
    assert [entry.changes for entry in latest_entries()[:2]] == [
        {"horizon_days": [30, 90]},
        {"horizon_days": [60, 30]},
    ]


def test_an_unknown_setting_is_an_error_not_a_silent_nothing(app: Flask) -> None:
    assert app
    with pytest.raises(KeyError):
        change_setting("horizon_dayz", 30, actor=None)
    with pytest.raises(KeyError, match="horizon_dayz"):
        from_stored({"horizon_dayz": 30})
    assert "horizon_days" in FIELD_NAMES


def test_the_ward_s_name_stands_on_every_page(ward: Ward, browser: Browser) -> None:
    change_setting("ward_name", "UBND phường Mẫu & Thử", actor=ward.office)
    db.session.commit()
    assert "· UBND phường Mẫu &amp; Thử</title>" in browser.as_(ward.office).get("/").text


def test_the_limit_of_files_is_the_ward_s(ward: Ward, browser: Browser) -> None:
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    owed = contribution_of(task, ward.culture)
    change_setting("evidence_max_megabytes", 1, actor=None)
    db.session.commit()
    client = browser.as_(ward.culture_head)
    assert "mỗi tệp không quá 1 MB" in client.get(f"/contributions/{owed.id}/update").text
    answer = send_report(client, owed, ("to.pdf", PDF + bytes(1024 * 1024)))
    assert "lớn hơn 1 MB" in answer.text
