"""The journal: who did what to what, when, from where; old and new values; never changed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flask import Flask

from tests.conftest import MORNING
from tests.factories import make_plan
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tracker.accounts.rules import Role
from tracker.audit.models import AuditEntry
from tracker.audit.queries import PAGE_SIZE, entries_about
from tracker.audit.rules import ACTION_WORDS, AuditAction, field_changes
from tracker.audit.service import SYSTEM_NAME, record
from tracker.core import clock
from tracker.core.db import db


def test_every_event_has_its_words() -> None:
    assert set(ACTION_WORDS) == set(AuditAction)
    assert len({action.value for action in AuditAction}) == len(AuditAction)


def test_only_what_differs_is_kept_with_old_and_new() -> None:
    before: dict[str, object] = {"a": 1, "b": None, "c": "x"}
    assert field_changes(before, {"a": 2, "b": None, "c": "x", "d": "new"}) == {
        "a": (1, 2),
        "d": (None, "new"),
    }


def test_an_entry_says_who_when_what_and_outlives_its_subject(ward: Ward) -> None:
    entry = record(
        AuditAction.UNIT_CHANGED,
        ward.culture,
        name=ward.culture.name,
        actor=ward.office,
        changes={"role": (Role.OFFICER, Role.LEADER), "due_on": (date(2026, 8, 5), MORNING)},
        plan_id=None,
    )
    db.session.flush()
    assert (entry.at, entry.user_id, entry.user_name) == (
        MORNING,
        ward.office.id,
        ward.office.full_name,
    )
    assert (entry.subject_type, entry.subject_id) == ("unit", ward.culture.id)
    assert entry.changes == {
        "role": ["officer", "leader"],
        "due_on": ["2026-08-05", "2026-08-05T01:00:00+00:00"],
    }
    assert entry.remote_address is None
    assert not AuditEntry.__table__.foreign_keys


def test_without_a_person_the_system_acted(ward: Ward) -> None:
    entry = record(AuditAction.UNIT_CHANGED, ward.culture, name="x", actor=None)
    assert (entry.user_id, entry.user_name) == (None, SYSTEM_NAME)


def test_a_change_by_a_page_keeps_the_address_it_came_from(ward: Ward, browser: Browser) -> None:
    browser.as_(ward.office).post("/units/new", data={"name": "Phòng Mới", "kind": "internal"})
    assert latest_entries()[0].remote_address == "127.0.0.1"


def test_a_refused_change_leaves_no_entry(ward: Ward, browser: Browser) -> None:
    before = len(latest_entries())
    data = {"name": ward.culture.name, "kind": "internal"}
    assert browser.as_(ward.office).post("/units/new", data=data).status_code == 422
    assert len(latest_entries()) == before


def test_the_page_shows_words_not_codes(ward: Ward, browser: Browser) -> None:
    client = browser.as_(ward.administrator)
    data = {"name": ward.culture.name, "kind": "external", "version": str(ward.culture.version)}
    client.post(f"/units/{ward.culture.id}", data=data)
    page = client.get("/audit").text
    for words in ("Sửa đơn vị", "Đơn vị thuộc phường → Ngoài phường", "có → không", "05/08/2026"):
        assert words in " ".join(page.split())
    assert "external" not in page


def test_the_journal_is_read_page_by_page_to_its_beginning(ward: Ward, browser: Browser) -> None:
    for number in range(PAGE_SIZE):
        record(AuditAction.UNIT_CHANGED, ward.culture, name=f"Lần {number}", actor=None)
    db.session.commit()
    client = browser.as_(ward.office)
    first = client.get("/audit").text
    assert "Lần 49" in first
    assert 'rel="next"' in first
    second = client.get("/audit?page=2").text
    assert "Đăng nhập" in second
    assert 'rel="prev"' in second
    assert "Không có trang này" in client.get("/audit?page=99").text


def shown(page: str) -> list[str]:
    """What the entries on the page are about."""
    return re.findall(r'<td class="cell--main"><span class="clamp">\s*([^<]+?)\s*</span>', page)


def test_the_journal_is_asked_by_person_kind_plan_and_day(ward: Ward, browser: Browser) -> None:
    moments = {"Việc sáng": MORNING, "Việc hôm sau": MORNING + timedelta(days=1)}
    plan = make_plan()
    for name, moment in moments.items():
        with clock.at(moment):
            record(AuditAction.MAIL_RESENT, ward.culture, name=name, actor=ward.leader)
    record(AuditAction.PLAN_EXPORTED, plan, name="In ra", actor=ward.office, plan_id=plan.id)
    db.session.commit()
    client = browser.as_(ward.administrator)

    def asked(question: str) -> list[str]:
        return shown(client.get(f"/audit?{question}").text)

    day = f"{MORNING:%d/%m/%Y}"
    assert asked(f"person={ward.leader.id}") == ["Việc hôm sau", "Việc sáng"]
    assert asked(f"action=mail:resent&until={day}") == ["Việc sáng"]
    assert asked(f"action=mail:resent&since={MORNING + timedelta(days=1):%d/%m/%Y}") == [
        "Việc hôm sau"
    ]
    assert asked("action=plan:exported") == ["In ra"]
    assert set(asked(f"plan={plan.id}")) >= {"In ra", plan.title}
    assert asked(f"plan={plan.id}&action=mail:resent") == []


def test_a_day_that_is_none_is_named_and_hides_nothing(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.administrator).get("/audit?since=31/02/2026&person=999&action=x").text
    assert "Từ ngày: " in page
    assert 'value="31/02/2026"' in page
    assert len(shown(page)) > 1


def test_an_empty_journal_says_what_will_stand_here(app: Flask, browser: Browser) -> None:
    from tests.personas import person

    administrator = person("quantri", Role.ADMINISTRATOR)
    db.session.query(AuditEntry).delete()
    db.session.commit()
    assert app.debug is False
    assert "Chưa có gì trong nhật ký" in browser.as_(administrator).get("/audit").text


def test_entries_about_one_thing_are_its_own(ward: Ward) -> None:
    assert [entry.action for entry in entries_about(ward.culture)] == ["unit:created"]
    assert [entry.action for entry in entries_about(ward.office)] == ["user:created"]
