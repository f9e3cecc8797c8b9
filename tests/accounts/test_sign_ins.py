"""Where a person is signed in: listed, ended from elsewhere, ended by itself when idle."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests.conftest import MORNING
from tests.personas import Browser, Ward, present_ward
from tracker.accounts.models import SignIn
from tracker.accounts.queries import open_sign_ins
from tracker.accounts.rules import Role, device_words, idle_minutes
from tracker.accounts.service import AccountDetails, change_user
from tracker.accounts.sessions import disable_unused_accounts, forget_old_sign_ins
from tracker.audit.queries import entries_about
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.scheduler import look_after_accounts

LATER = MORNING + timedelta(days=50)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/109.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Chrome trên Windows"),
        (f"{WINDOWS} Edg/109.0", "Edge trên Windows"),
        (WINDOWS.replace("Chrome", "coc_coc_browser/109 Chrome"), "Cốc Cốc trên Windows"),
        ("Mozilla/5.0 (Linux; Android 9) Chrome/100 Mobile Safari", "Chrome trên Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) Safari", "Safari trên iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko Firefox/115.0", "Firefox trên Linux"),
        ("curl/8.0", "Trình duyệt lạ"),
        ("", "Trình duyệt lạ"),
    ],
)
def test_a_device_is_named_in_words(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_signing_in_is_listed_with_its_device_and_begins_once(ward: Ward, browser: Browser) -> None:
    client = browser.anonymous()
    data = {"username": "vanphong", "password": "Mau-phuong-2026"}
    client.post("/login", data=data, headers={"User-Agent": WINDOWS})
    page = client.get("/account/sign-ins").text
    assert "Chrome trên Windows" in page
    assert "Máy này" in page
    assert open_sign_ins(ward.office)[0].remote_address == "127.0.0.1"


def test_another_place_is_signed_out_from_here(ward: Ward, browser: Browser) -> None:
    here, elsewhere = browser.sign_in(ward.office), browser.sign_in(ward.office)
    later, earlier = open_sign_ins(ward.office)[:2]
    answer = here.post(f"/sign-ins/{later.id}/end")
    assert answer.headers["Location"] == "/account/sign-ins"
    assert here.get("/").status_code == 200
    assert elsewhere.get("/plans").headers["Location"] == "/login?next=/plans"
    assert "Phiên đăng nhập đã kết thúc" in elsewhere.get("/login").text
    assert entries_about(ward.office)[0].action == "user:sign_in_ended"
    assert earlier.ended_at is None


def test_all_other_places_at_once(ward: Ward, browser: Browser) -> None:
    here, elsewhere = browser.sign_in(ward.office), browser.sign_in(ward.office)
    page = here.post("/account/sign-ins/end-others", follow_redirects=True).text
    assert "Đã đăng xuất ở 2 nơi khác." in page
    assert elsewhere.get("/").status_code == 302
    assert len(open_sign_ins(ward.office)) == 1


def test_the_administrator_ends_anybodys_and_others_do_not_learn_of_them(
    ward: Ward, browser: Browser
) -> None:
    (of_head,) = open_sign_ins(ward.culture_head)
    assert browser.as_(ward.office).post(f"/sign-ins/{of_head.id}/end").status_code == 404
    client = browser.as_(ward.administrator)
    assert "Nơi đang đăng nhập" in client.get(f"/accounts/{ward.culture_head.id}").text
    client.post(f"/sign-ins/{of_head.id}/end")
    assert browser.as_(ward.culture_head).get("/").status_code == 302


def test_signing_out_and_a_new_password_end_what_was_open(ward: Ward, browser: Browser) -> None:
    browser.sign_in(ward.economy_head).post("/logout")
    assert [item.key for item in open_sign_ins(ward.economy_head)] == ["key of truong.kinhte"]
    client = browser.sign_in(ward.office)
    new = "Cam-buoi-nhan-2026"
    client.post("/account/password", data={"old": "Mau-phuong-2026", "new": new, "again": new})
    assert client.get("/").status_code == 200
    assert len(open_sign_ins(ward.office)) == 1


def test_a_cookie_without_a_sign_in_opens_nothing(ward: Ward, browser: Browser) -> None:
    client = browser.as_(ward.office)
    with client.session_transaction() as session:
        session.pop("sign_in")
    assert client.get("/plans").status_code == 302


class TestIdle:
    """Nobody opened a page for a while."""

    @pytest.mark.parametrize(("role", "minutes"), [(Role.ADMINISTRATOR, 15), (Role.OFFICE, 60)])
    def test_limit_depends_on_the_role(self, role: Role, minutes: int) -> None:
        assert idle_minutes(role, administrator=15, others=60) == minutes

    def test_an_idle_administrator_signs_in_again(self, ward: Ward, browser: Browser) -> None:
        client = browser.as_(ward.administrator)
        client.never_leaves = False  # type: ignore[attr-defined]
        with clock.at(MORNING + timedelta(minutes=14)):
            assert client.get("/accounts").status_code == 200
        with clock.at(MORNING + timedelta(minutes=28)):
            assert client.get("/accounts").status_code == 200, "the page before was use"
        with clock.at(MORNING + timedelta(minutes=44)):
            assert client.get("/accounts").headers["Location"] == "/login?next=/accounts"
            assert "Đã tự đăng xuất vì 15 phút không dùng" in client.get("/login").text

    def test_others_have_an_hour(self, ward: Ward, browser: Browser) -> None:
        client = browser.sign_in(ward.culture_head)
        with clock.at(MORNING + timedelta(minutes=59)):
            assert client.get("/").status_code == 200
        with clock.at(MORNING + timedelta(minutes=59 + 60)):
            assert client.get("/").status_code == 302

    def test_a_late_answer_cannot_undo_what_a_later_one_put_in_the_cookie(
        self, ward: Ward, browser: Browser
    ) -> None:
        client = browser.sign_in(ward.culture_head)
        client.get("/")
        assert "Set-Cookie" not in client.get("/").headers
        with clock.at(MORNING + timedelta(seconds=11)):
            assert "session=" in client.get("/").headers["Set-Cookie"]

    def test_opening_pages_writes_nothing(self, ward: Ward, browser: Browser) -> None:
        client = browser.sign_in(ward.culture_head)
        before = db.session.query(SignIn).count()
        with clock.at(MORNING + timedelta(minutes=10)):
            client.get("/")
        assert db.session.query(SignIn).count() == before
        assert db.session.query(SignIn).filter(SignIn.ended_at.is_not(None)).count() == 0


def test_enabling_an_account_again_lets_no_old_browser_in(ward: Ward, browser: Browser) -> None:
    client, officer = browser.sign_in(ward.culture_officer), ward.culture_officer
    for is_enabled in (False, True):
        details = AccountDetails(
            officer.full_name, officer.role, officer.unit, is_enabled=is_enabled
        )
        change_user(officer, details, version=officer.version, actor=ward.administrator)
        db.session.commit()
    assert client.get("/").status_code == 302


def at_work(ward: Ward, *days: int) -> None:
    """Something stands in the journal on each of these days after the first morning."""
    for day in days:
        with clock.at(MORNING + timedelta(days=day)):
            record(AuditAction.BACKUP_MADE, ward.office, name="", actor=None)
            db.session.commit()


class TestUnusedAccounts:
    """Level 2 of security: an account that nobody uses is closed."""

    def test_it_is_disabled_after_the_days_of_the_setting(self, ward: Ward, app: Flask) -> None:
        assert app
        for user, days in ((ward.culture_officer, 46), (ward.office, 44)):
            user.last_signed_in_at = LATER - timedelta(days=days)
        at_work(ward, *range(0, 51, 5))
        with clock.at(LATER):
            look_after_accounts()
        after = present_ward()
        assert not after.culture_officer.is_enabled
        assert open_sign_ins(after.culture_officer) == []
        assert after.office.is_enabled
        assert not after.observer.is_enabled, "never signed in, and made fifty days ago"
        (entry, *_) = entries_about(after.culture_officer)
        assert entry.action == "user:changed"

    def test_enabled_again_it_stays_so_although_its_person_has_not_come_yet(
        self, ward: Ward
    ) -> None:
        at_work(ward, *range(0, 51, 5))
        with clock.at(LATER):
            assert ward.observer in disable_unused_accounts(days=45)
            details = AccountDetails(ward.observer.full_name, ward.observer.role)
            version = ward.observer.version
            change_user(ward.observer, details, version=version, actor=ward.office)
        at_work(ward, *range(55, 101, 5))
        with clock.at(LATER + timedelta(days=44)):
            assert disable_unused_accounts(days=45) == []
        with clock.at(LATER + timedelta(days=46)):
            assert disable_unused_accounts(days=45) == [ward.observer]

    @pytest.mark.parametrize("afterwards", [(), (400,), (400, 405, 410)])
    def test_nobody_is_while_the_machine_was_off_or_its_clock_leaps(
        self, ward: Ward, afterwards: tuple[int, ...]
    ) -> None:
        """Whoever comes back first must not shut out all who had no machine to sign in to."""
        at_work(ward, *range(0, 51, 5), *afterwards)
        with clock.at(MORNING + timedelta(days=afterwards[-1] if afterwards else 400)):
            assert disable_unused_accounts(days=45) == []

    def test_they_are_once_it_has_been_at_work_for_as_long(self, ward: Ward) -> None:
        at_work(ward, 0, *range(400, 447, 5))
        with clock.at(MORNING + timedelta(days=446)):
            assert ward.observer in disable_unused_accounts(days=45)

    def test_the_last_administrator_stays(self, ward: Ward) -> None:
        ward.administrator.last_signed_in_at = MORNING
        at_work(ward, *range(0, 401, 5))
        with clock.at(MORNING + timedelta(days=400)):
            disabled = disable_unused_accounts(days=45)
        assert ward.office in disabled
        assert ward.administrator not in disabled

    def test_nought_disables_nobody(self, ward: Ward) -> None:
        ward.office.last_signed_in_at = MORNING - timedelta(days=400)
        at_work(ward, *range(0, 51, 5))
        with clock.at(LATER):
            assert disable_unused_accounts(days=0) == []

    def test_old_sign_ins_are_forgotten(self, ward: Ward) -> None:
        (old,) = open_sign_ins(ward.office)
        old.started_at = MORNING - timedelta(days=31)
        (left,) = open_sign_ins(ward.culture_head)
        left.started_at, left.ended_at = MORNING - timedelta(days=40), MORNING - timedelta(days=39)
        db.session.flush()
        others = db.session.query(SignIn).count() - 2
        assert forget_old_sign_ins(days=30) == 2
        assert open_sign_ins(ward.office) == []
        assert db.session.query(SignIn).count() == others
