"""The opened row offers to ask for a later due day while it may be asked, and else says why not."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient

from tests.conftest import MORNING
from tests.extensions.requests import ask, decide, on, the_request
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tracker.core import clock
from tracker.progress.models import Contribution


def opened(client: FlaskClient, contribution: Contribution) -> str:
    """The words of the opened row."""
    return words_of(client.get(f"/contributions/{contribution.id}/update"))


def link_to(contribution: Contribution) -> str:
    return f'hx-get="/contributions/{contribution.id}/extension"'


def test_it_is_offered_until_the_last_day(ward: Ward, browser: Browser, owed: Contribution) -> None:
    head = browser.as_(ward.culture_head)
    url = f"/contributions/{owed.id}/update"
    for day in (MORNING, on(date(2026, 8, 17))):
        with clock.at(day):
            assert link_to(owed) in head.get(url).text


def test_too_late_it_says_so_instead(ward: Ward, browser: Browser, owed: Contribution) -> None:
    head = browser.as_(ward.culture_head)
    url = f"/contributions/{owed.id}/update"
    with clock.at(on(date(2026, 8, 18))):
        assert "việc này chậm nhất ngày 17/08/2026" in opened(head, owed)
        assert link_to(owed) not in head.get(url).text
    with clock.at(on(date(2026, 8, 21))):
        assert "Đã quá hạn 20/08/2026: không xin gia hạn được nữa" in opened(head, owed)
        assert link_to(owed) not in head.get(url).text


def test_after_the_last_grant_it_says_so(ward: Ward, browser: Browser, owed: Contribution) -> None:
    head = browser.as_(ward.culture_head)
    ask(head, owed)
    decide(browser.as_(ward.leader), the_request())
    assert "đã được gia hạn 1 lần; quy định tối đa 1 lần" in opened(head, owed)
    assert link_to(owed) not in head.get(f"/contributions/{owed.id}/update").text


def test_what_was_asked_in_time_is_reached_afterwards(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    head = browser.as_(ward.culture_head)
    ask(head, owed)
    with clock.at(on(date(2026, 8, 21))):
        assert "Đề nghị gia hạn…" in opened(head, owed)
        assert link_to(owed) in head.get(f"/contributions/{owed.id}/update").text
        assert "Rút đề nghị" in words_of(head.get(f"/contributions/{owed.id}/extension"))


def test_who_cooperates_is_told_nothing_of_it(
    ward: Ward, browser: Browser, shared: Contribution
) -> None:
    assert "gia hạn" not in opened(browser.as_(ward.economy_head), shared)
