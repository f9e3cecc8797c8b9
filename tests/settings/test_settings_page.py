"""The office sets its ward's name and rules on a page."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.personas import Browser, Ward
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.settings.forms import SettingsForm
from tracker.settings.queries import ward_settings

FILLED = {
    "ward_name": "UBND phường Mẫu",
    "remind_days_before": "10, 5; 1",
    "remind_every_days_late": "2",
    "remind_check_in_days_before": "3",
    "escalate_to_head_after": "1",
    "escalate_to_office_after": "4",
    "escalate_to_leader_after": "0",
    "escalate_to_leader_after_urgings": "3",
    "digest_time": "8:00",
    "horizon_days": "90",
    "data_window": "calendar",
    "check_in_rhythm": "quarterly",
    "backup_warn_days": "3",
    "idle_minutes": "90",
    "idle_minutes_administrator": "10",
    "disable_after_idle_days": "0",
    "extension_notice_days": "5",
    "extension_limit": "2",
    "return_phrases": "Thiếu chữ ký.\n\n Sai biểu mẫu. \nThiếu chữ ký.",
}


def test_what_differs_is_kept_and_stands_in_the_journal(ward: Ward, browser: Browser) -> None:
    seen = SettingsForm.mark(ward_settings())
    answer = browser.as_(ward.office).post("/settings", data={**FILLED, "seen": seen})
    assert answer.status_code == 303
    settings = ward_settings()
    assert settings.ward_name == "UBND phường Mẫu"
    assert settings.remind_days_before == (10, 5, 1)
    assert settings.digest_time == "08:00"
    assert (settings.extension_notice_days, settings.extension_limit) == (5, 2)
    assert settings.before_means_day_before is False
    assert settings.return_phrases == ("Thiếu chữ ký.", "Sai biểu mẫu.")
    told = db.session.scalars(
        select(AuditEntry.subject_name).where(AuditEntry.action == "setting:changed")
    ).all()
    assert "ward_name" in told
    assert "before_means_day_before" not in told


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("ward_name", "", "Hãy nhập tên."),
        ("remind_days_before", "7, ba", "cách nhau bằng dấu phẩy"),
        ("remind_days_before", "0", "từ 1 đến 60"),
        ("remind_days_before", "1" * 5_000, "cách nhau bằng dấu phẩy"),
        ("escalate_to_head_after", "ba", "số nguyên"),
        ("escalate_to_office_after", "61", "từ 0 đến 60"),
        ("escalate_to_leader_after", "2", "không được sớm hơn báo Văn phòng"),
        ("remind_check_in_days_before", "0", "từ 1 đến 20"),
        ("digest_time", "25:00", "nhập dạng 07:30"),
        ("horizon_days", "1", "từ 7 đến 400"),
        ("extension_notice_days", "31", "từ 0 đến 30"),
        ("extension_limit", "-1", "từ 0 đến 9"),
    ],
)
def test_a_wrong_value_gets_its_sentence_and_changes_nothing(
    ward: Ward, browser: Browser, name: str, typed: str, sentence: str
) -> None:
    before = ward_settings()
    answer = browser.as_(ward.administrator).post("/settings", data={**FILLED, name: typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ward_settings() == before


def test_the_page_shows_what_is_in_force(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.office).get("/settings").text
    assert 'value="7, 3, 1"' in page
    assert 'value="07:30"' in page
