"""The digest asks for a target's missing figure once; entered meanwhile, it is not asked for."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import fixed, make_plan, make_task
from tests.personas import Ward
from tests.reminders.conftest import RunPass
from tests.reminders.post_office import PostOffice, words_of
from tests.targets.factories import make_measurement, make_target
from tracker.core.db import db
from tracker.reading.result import Rhythm
from tracker.reminders.choices import Delivery
from tracker.reminders.models import FigureReminder, NotificationChoice, OutboxMessage
from tracker.targets.models import Target

HEAD = "truong.vanhoa@phuongmau.example"
ECONOMY = "truong.kinhte@phuongmau.example"


@pytest.fixture
def target(ward: Ward) -> Target:
    """July's figure of it is missing; both divisions owe it, the city too but is outside."""
    plan = make_plan(tracked_from=date(2026, 7, 1))
    made = make_target(plan, ward.divisions, ward.city, rhythm=Rhythm.MONTHLY)
    db.session.commit()
    return made


def test_each_head_is_asked_once_for_each_figure(
    target: Target, post_office: PostOffice, pass_at: RunPass
) -> None:
    for day in ("05", "05", "06", "31"):
        pass_at(f"2026-08-{day}T07:30")
    assert post_office.addressees == [ECONOMY, HEAD]
    mail = post_office.mail_for(HEAD)
    assert mail["Subject"] == "[UBND phường] Nhắc việc 05/08/2026: 1 chỉ tiêu cần số liệu"
    assert (
        "CHỈ TIÊU CẦN SỐ LIỆU (1)\n\n"
        "* hồ sơ được trả đúng hạn\n"
        "  Thiếu số liệu tháng 7/2026\n"
        "  ≥ 95% · Kế hoạch cải cách hành chính năm 2026 (số 12/KH-UBND)\n"
        f"  http://localhost/targets/{target.id}\n"
    ) in words_of(mail, "plain")
    assert f'href="http://localhost/targets/{target.id}"' in words_of(mail, "html")
    pass_at("2026-09-03T07:30")
    assert post_office.addressees.count(HEAD) == 2
    assert "Thiếu số liệu tháng 8/2026" in words_of(post_office.mails[-1], "plain")


def test_a_figure_joins_the_days_other_rows(
    target: Target, ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    make_task(target.plan, fixed(date(2026, 8, 6)), lead=ward.culture)
    pass_at("2026-08-05T07:30")
    subject = post_office.mail_for(HEAD)["Subject"]
    assert subject.endswith("1 sắp đến hạn, 1 chỉ tiêu cần số liệu")


@pytest.mark.usefixtures("closed_post_office")
def test_what_was_entered_before_the_mail_went_out_is_not_asked_for(
    target: Target, ward: Ward, pass_at: RunPass
) -> None:
    pass_at("2026-08-05T07:30")
    messages = db.session.scalars(select(OutboxMessage)).all()
    assert len(messages) == 2
    make_measurement(target, ward.culture_head)
    pass_at("2026-08-06T07:30")
    # Neither is folded into a new digest: nothing is left to say.
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 2


@pytest.mark.usefixtures("target", "closed_post_office")
def test_an_unsent_mails_figures_go_into_the_next_days_digest(pass_at: RunPass) -> None:
    pass_at("2026-08-05T07:30")
    pass_at("2026-08-06T07:30")
    told = db.session.scalars(select(FigureReminder)).all()
    assert len(told) == 2
    days = [db.session.get_one(OutboxMessage, item.outbox_message_id).digest_on for item in told]
    assert days == [date(2026, 8, 6)] * 2


@pytest.mark.usefixtures("target")
def test_a_weekly_mail_asks_on_its_day_and_whoever_wants_no_mail_is_not_asked(
    ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    for person, delivery in ((ward.culture_head, "weekly"), (ward.economy_head, "in_app")):
        db.session.add(NotificationChoice(user_id=person.id, delivery=Delivery(delivery)))
    for day in ("05", "06", "07"):
        pass_at(f"2026-08-{day}T07:30")
    assert post_office.mails == []
    pass_at("2026-08-10T07:30")
    assert post_office.addressees == [HEAD]
