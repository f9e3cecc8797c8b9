"""The second step of signing in: a code of the phone, or one from paper, each taken once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from pyotp import TOTP
from sqlalchemy import select

from tests.conftest import MORNING
from tests.personas import PASSWORD, Browser, Ward
from tracker.accounts import second_step
from tracker.accounts.models import RecoveryCode, User
from tracker.accounts.queries import open_sign_ins
from tracker.accounts.rules import LOCK_AFTER_FAILURES, Role, is_in_office, needs_second_step
from tracker.audit.queries import entries_about
from tracker.core import clock
from tracker.core.db import db
from tracker.settings.access_form import AccessForm
from tracker.settings.queries import ward_settings
from tracker.settings.rules import WardSettings
from tracker.settings.service import change_setting

OUTSIDE = {"REMOTE_ADDR": "198.51.100.9"}
HALF_A_MINUTE = timedelta(seconds=30)


def code_of(secret: str) -> str:
    return TOTP(secret).at(clock.now())


def sign_in(browser: Browser, user: User, **kwargs: object) -> FlaskClient:
    """Signed in with the password alone."""
    client = browser.anonymous()
    data = {"username": user.username, "password": PASSWORD}
    assert client.post("/login", data=data, **kwargs).status_code == 303  # type: ignore[arg-type]
    return client


def put_into_phone(client: FlaskClient, **kwargs: object) -> tuple[str, list[str]]:
    """The secret of the set-up page, confirmed by a code; and the codes for paper."""
    page = client.get("/account/second-step/set-up", **kwargs).text  # type: ignore[arg-type]
    found = re.search(r'class="key">([^<]+)<', page)
    assert found, page
    secret = found[1].replace(" ", "")
    assert f"secret={secret}" in page
    answer = client.post("/account/second-step/set-up", data={"code": code_of(secret)})
    codes = re.findall(r"<code>([a-z2-9-]{19})</code>", answer.text)
    assert len(codes) == second_step.NUMBER_OF_PAPER_CODES
    return secret, codes


def enter(client: FlaskClient, code: str, **kwargs: object) -> int:
    return client.post("/login/second-step", data={"code": code}, **kwargs).status_code  # type: ignore[arg-type]


class TestWhoNeedsIt:
    """Roles that always do; everybody outside the office's networks, where those are known."""

    @pytest.mark.parametrize(
        ("role", "networks", "address", "needed"),
        [
            (Role.ADMINISTRATOR, (), "192.0.2.7", True),
            (Role.ADMINISTRATOR, ("192.0.2.0/24",), "192.0.2.7", True),
            (Role.OFFICER, (), "198.51.100.9", False),
            (Role.OFFICER, ("192.0.2.0/24",), "192.0.2.7", False),
            (Role.OFFICER, ("192.0.2.0/24",), "::ffff:192.0.2.7", False),
            (Role.OFFICER, ("192.0.2.0/24",), "198.51.100.9", True),
            (Role.OFFICER, ("192.0.2.0/24", "2001:db8::/32"), "2001:db8::7", False),
            (Role.OFFICER, ("192.0.2.0/24",), None, True),
        ],
    )
    def test_it(
        self, role: Role, networks: tuple[str, ...], address: str | None, needed: bool
    ) -> None:
        settings = WardSettings(office_networks=networks)
        assert needs_second_step(role, address, settings) is needed

    def test_whoever_set_it_up_is_asked_wherever_there_is_no_office(self) -> None:
        assert needs_second_step(Role.OFFICER, "192.0.2.7", WardSettings(), is_set_up=True)
        known = WardSettings(office_networks=("192.0.2.0/24",))
        assert not needs_second_step(Role.OFFICER, "192.0.2.7", known, is_set_up=True)

    def test_an_address_that_is_none_is_outside(self) -> None:
        assert not is_in_office("unix:", ("0.0.0.0/0",))


class TestSettingUp:
    """An administrator signs in for the first time."""

    def test_nothing_opens_before_the_phone_is_set_up(self, ward: Ward, browser: Browser) -> None:
        client = sign_in(browser, ward.administrator)
        for path in ("/", "/accounts", "/account/password", "/search"):
            assert client.get(path).headers["Location"].startswith("/login/second-step"), path
        assert client.post("/units/new").headers["Location"].startswith("/login/second-step")
        part = client.get("/accounts", headers={"HX-Request": "true"})
        assert (part.status_code, part.headers["HX-Redirect"]) == (
            401,
            "/login/second-step?next=/accounts",
        )
        lost = client.get("/no-such-page")
        assert (lost.status_code, "Nhật ký" in lost.text) == (404, False)
        entered = client.get("/login/second-step")
        assert entered.headers["Location"] == "/account/second-step/set-up"

    def test_a_code_of_the_phone_opens_everything_from_then_on(
        self, ward: Ward, browser: Browser
    ) -> None:
        client = sign_in(browser, ward.administrator)
        wrong = client.post("/account/second-step/set-up", data={"code": "000000"})
        assert wrong.status_code == 422
        secret, codes = put_into_phone(client)
        assert client.get("/accounts").status_code == 200
        told = [entry.action for entry in entries_about(ward.administrator)]
        assert "user:second_step_set_up" in told
        hashes = db.session.scalars(select(RecoveryCode.code_hash)).all()
        kept = f"{ward.administrator.totp_secret}{hashes}"
        assert secret not in kept
        assert all(code not in kept for code in codes)
        again = client.get("/account/second-step/set-up")
        assert again.headers["Location"] == "/account/second-step"

    def test_signing_out_without_it_is_possible(self, ward: Ward, browser: Browser) -> None:
        client = sign_in(browser, ward.administrator)
        assert client.post("/logout").headers["Location"] == "/login"
        assert client.get("/login/second-step").headers["Location"].startswith("/login?")


class TestEntering:
    """An administrator whose phone is set up signs in again."""

    @pytest.fixture
    def secret(self, ward: Ward, browser: Browser) -> str:
        return put_into_phone(sign_in(browser, ward.administrator))[0]

    def test_the_next_code_lets_through_to_the_page_asked_for(
        self, ward: Ward, browser: Browser, secret: str
    ) -> None:
        with clock.at(MORNING + HALF_A_MINUTE):
            client = sign_in(browser, ward.administrator)
            assert client.get("/accounts").headers["Location"] == (
                "/login/second-step?next=/accounts"
            )
            spaced = f"{code_of(secret)[:3]} {code_of(secret)[3:]}"
            answer = client.post("/login/second-step?next=/accounts", data={"code": spaced})
            assert answer.headers["Location"] == "/accounts"
            assert client.get("/accounts").status_code == 200

    def test_a_code_is_taken_only_once(self, ward: Ward, browser: Browser, secret: str) -> None:
        client = sign_in(browser, ward.administrator)
        assert enter(client, code_of(secret)) == 422, "it was shown when the phone was set up"
        with clock.at(MORNING + HALF_A_MINUTE):
            code = code_of(secret)
            assert enter(client, code) == 303
            assert enter(sign_in(browser, ward.administrator), code) == 422
            assert enter(sign_in(browser, ward.administrator), code_of(secret)) == 422

    @pytest.mark.parametrize(("seconds", "status"), [(-60, 422), (30, 303), (60, 422)])
    def test_clocks_may_differ_by_half_a_minute(
        self, ward: Ward, browser: Browser, secret: str, seconds: int, status: int
    ) -> None:
        late = MORNING + timedelta(minutes=5)
        with clock.at(late):
            client = sign_in(browser, ward.administrator)
            assert enter(client, TOTP(secret).at(late + timedelta(seconds=seconds))) == status

    def test_too_many_wrong_codes_lock_although_the_password_is_right(
        self, ward: Ward, browser: Browser, secret: str
    ) -> None:
        with clock.at(MORNING + HALF_A_MINUTE):
            client = sign_in(browser, ward.administrator)
            for _ in range(LOCK_AFTER_FAILURES):
                assert enter(client, "123456") == 422
            client = sign_in(browser, ward.administrator)
            answer = client.post("/login/second-step", data={"code": code_of(secret)})
            assert "Tạm khóa đến" in answer.text
            told = [entry.action for entry in entries_about(ward.administrator)]
            assert told.count("user:second_step_refused") == LOCK_AFTER_FAILURES

    def test_a_copied_cookie_without_the_step_opens_nothing(
        self, ward: Ward, browser: Browser, secret: str
    ) -> None:
        assert secret
        client = sign_in(browser, ward.administrator)
        with client.session_transaction() as session:
            session["_fresh"] = True
        assert client.get("/audit").status_code == 302

    def test_with_another_secret_of_the_installation_it_is_set_up_anew(
        self, ward: Ward, browser: Browser, secret: str
    ) -> None:
        """A restored backup on a machine with a new key: nobody is locked out for ever."""
        assert secret
        ward.administrator.totp_secret = "sealed elsewhere"
        db.session.commit()
        client = sign_in(browser, ward.administrator)
        assert client.get("/login/second-step").headers["Location"].endswith("set-up")


class TestPaperCodes:
    """The phone is not there."""

    def test_each_works_once_however_it_is_typed(self, ward: Ward, browser: Browser) -> None:
        _secret, codes = put_into_phone(sign_in(browser, ward.administrator))
        assert (
            enter(sign_in(browser, ward.administrator), codes[0].upper().replace("-", " ")) == 303
        )
        assert enter(sign_in(browser, ward.administrator), codes[0]) == 422
        assert second_step.paper_codes_left(ward.administrator) == len(codes) - 1
        told = [entry.action for entry in entries_about(ward.administrator)]
        assert "user:paper_code_used" in told

    def test_new_ones_end_the_old(self, ward: Ward, browser: Browser) -> None:
        client = sign_in(browser, ward.administrator)
        _secret, codes = put_into_phone(client)
        renewed = client.post("/account/second-step/paper-codes", data={"code": codes[0]})
        new = re.findall(r"<code>([a-z2-9-]{19})</code>", renewed.text)
        assert len(new) == len(codes)
        assert enter(sign_in(browser, ward.administrator), codes[1]) == 422
        assert enter(sign_in(browser, ward.administrator), new[1]) == 303


class TestOutsideTheOffice:
    """The ward has said which networks are its own."""

    @pytest.fixture(autouse=True)
    def _networks(self, ward: Ward) -> None:
        change_setting("office_networks", ("127.0.0.0/8",), actor=ward.administrator)
        db.session.commit()

    def test_inside_the_password_will_do_and_outside_the_code_is_asked(
        self, ward: Ward, browser: Browser
    ) -> None:
        client = sign_in(browser, ward.culture_officer)
        assert client.get("/").status_code == 200
        secret, _codes = put_into_phone(client)
        with clock.at(MORNING + HALF_A_MINUTE):
            carried = client.get("/plans", environ_overrides=OUTSIDE)
            assert carried.status_code == 200, "this sign-in has shown a code"
            client = sign_in(browser, ward.culture_officer)
            assert client.get("/plans").status_code == 200
            carried = client.get("/plans", environ_overrides=OUTSIDE)
            assert carried.headers["Location"] == "/login/second-step?next=/plans"
            assert enter(client, code_of(secret), environ_overrides=OUTSIDE) == 303
            assert client.get("/plans", environ_overrides=OUTSIDE).status_code == 200

    def test_nobody_ties_an_account_to_a_phone_from_outside(
        self, ward: Ward, browser: Browser
    ) -> None:
        client = sign_in(browser, ward.culture_officer, environ_overrides=OUTSIDE)
        page = client.get("/account/second-step/set-up", environ_overrides=OUTSIDE).text
        assert "chỉ thiết lập được khi dùng mạng của cơ quan" in page
        data = {"code": "123456"}
        client.post("/account/second-step/set-up", data=data, environ_overrides=OUTSIDE)
        assert not second_step.has_second_step(ward.culture_officer)
        assert client.get("/", environ_overrides=OUTSIDE).status_code == 302

    def test_whoever_need_not_have_it_may_turn_it_off(self, ward: Ward, browser: Browser) -> None:
        client = sign_in(browser, ward.culture_officer)
        _secret, codes = put_into_phone(client)
        wrong = client.post("/account/second-step/off", data={"code": "sai"})
        assert wrong.status_code == 422
        client.post("/account/second-step/off", data={"code": codes[0]})
        assert not second_step.has_second_step(ward.culture_officer)
        assert second_step.paper_codes_left(ward.culture_officer) == 0
        keeper = sign_in(browser, ward.administrator)
        _secret, codes = put_into_phone(keeper)
        refused = keeper.post("/account/second-step/off", data={"code": codes[0]})
        assert refused.status_code == 409


class TestHelpByTheAdministrator:
    """A phone is lost, a machine was left open."""

    def test_a_reset_ends_everything_and_is_told(self, ward: Ward, browser: Browser) -> None:
        client = sign_in(browser, ward.office)
        put_into_phone(client)
        keeper = browser.as_(ward.administrator)
        assert "Đặt lại xác thực hai bước" in keeper.get(f"/accounts/{ward.office.id}").text
        keeper.post(f"/accounts/{ward.office.id}/second-step/reset")
        assert not second_step.has_second_step(ward.office)
        assert client.get("/").status_code == 302
        told = [entry.action for entry in entries_about(ward.office)]
        assert "user:second_step_reset" in told

    def test_all_places_of_a_person_are_ended(self, ward: Ward, browser: Browser) -> None:
        clients = [sign_in(browser, ward.office) for _ in range(2)]
        keeper = browser.as_(ward.administrator)
        keeper.post(f"/accounts/{ward.office.id}/sign-ins/end")
        assert open_sign_ins(ward.office) == []
        assert [client.get("/").status_code for client in clients] == [302, 302]
        keeper.post(f"/accounts/{ward.administrator.id}/sign-ins/end")
        assert keeper.get("/").status_code == 200, "not the place one works at"


def test_the_office_s_networks_are_read_and_hold_this_very_place(
    ward: Ward, browser: Browser
) -> None:
    keeper = browser.as_(ward.administrator)
    for typed, sentence in (
        ("nhà tôi", "không phải địa chỉ mạng"),
        ("203.0.113.0/24", "Máy bạn đang dùng có địa chỉ 127.0.0.1"),
    ):
        answer = keeper.post("/settings/access", data={"office_networks": typed})
        assert (answer.status_code, sentence in answer.text) == (422, True)
        assert typed in answer.text
    data = {
        "seen": AccessForm.mark(ward_settings()),
        "second_step_roles": ["administrator", "office"],
        "office_networks": "203.0.113.7/24\n127.0.0.1\n",
    }
    assert keeper.post("/settings/access", data=data).status_code == 303
    page = keeper.get("/settings/access").text
    assert "203.0.113.0/24\n127.0.0.1/32" in page
    assert browser.as_(ward.office).get("/settings/access").status_code == 403
