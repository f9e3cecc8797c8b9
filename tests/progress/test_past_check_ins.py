"""A check-in of a past period is history, unless somebody waits for an answer to it: then the unit
and the Office count the same."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from tests.factories import contribution_of, make_plan, make_task, regular
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.overview import overview
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.queries import waiting_for_review
from tracker.progress.rules import Need
from tracker.progress.unit_work import WorkFilter, count_by_need, page_of_work

SEPTEMBER = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)


@pytest.fixture
def owed(ward: Ward) -> Contribution:
    """What the culture division says of August; the economy division says nothing."""
    plan = make_plan(tracked_from=date(2026, 8, 1))
    august = date(2026, 8, 31)
    task = make_task(plan, regular(), lead=ward.culture, cooperating=(ward.economy,), until=august)
    db.session.commit()
    return contribution_of(task, ward.culture)


def own_numbers(unit_id: int) -> dict[Need, int]:
    return count_by_need(unit_id, WorkFilter(), Moment.of(clock.now()))


def numbers_of_all(ward: Ward) -> Counter[int]:
    """How much waits for the Office, as each unit counts it."""
    units = (ward.culture, ward.economy, ward.centre)
    return +Counter({unit.id: own_numbers(unit.id).get(Need.WAITING_REVIEW, 0) for unit in units})


def test_what_waits_at_the_office_waits_in_the_unit_s_list(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    head = browser.as_(ward.culture_head)
    send_report(head, owed)
    with clock.at(SEPTEMBER):
        office = Counter(item.unit_id for item in waiting_for_review())
        assert numbers_of_all(ward) == office == Counter({ward.culture.id: 1})
        shown = {item.unit.id: item.waiting for item in overview().units if item.waiting}
        assert shown == office
        page = words_of(head.get("/?need=waiting_review"))
        assert "Đã cập nhật tháng 8/2026, chờ xác nhận" in page
        accept(browser.as_(ward.office), owed)
        assert numbers_of_all(ward) == Counter()
        assert waiting_for_review() == []


def test_what_the_office_gave_back_is_in_the_unit_s_list_until_it_is_sent_again(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    head = browser.as_(ward.culture_head)
    send_report(head, owed)
    with clock.at(SEPTEMBER):
        give_back(browser.as_(ward.office), owed)
        assert own_numbers(ward.culture.id)[Need.RETURNED] == 1
        moment = Moment.of(clock.now())
        lines = page_of_work(ward.culture.id, WorkFilter(need="returned"), moment, first=0)
        assert [line.id for line in lines] == [owed.id]
        send_report(head, owed, request_key="again")
        assert numbers_of_all(ward) == Counter({ward.culture.id: 1})


def test_what_nobody_waits_for_is_history(ward: Ward, browser: Browser, owed: Contribution) -> None:
    send_report(browser.as_(ward.culture_head), owed, status="in_progress")
    assert own_numbers(ward.culture.id) == {Need.LATER: 1}
    assert own_numbers(ward.economy.id) == {Need.CHECK_IN: 1}
    with clock.at(SEPTEMBER):
        assert own_numbers(ward.culture.id) == {}
        assert own_numbers(ward.economy.id) == {}
