"""All versions of a file are for the same people: the fewest that were ever named, until opened."""

from __future__ import annotations

from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.files import PDF
from tests.progress.reports import send_report
from tracker.evidence.rules import Sensitivity
from tracker.progress.models import Contribution

NEWER = PDF + b"% newer\n"


def send(browser: Browser, ward: Ward, owed: Contribution, content: bytes, level: str) -> None:
    """The unit sends the list while it works on it."""
    answer = send_report(
        browser.as_(ward.culture_head),
        owed,
        ("danh-sach.pdf", content),
        status="in_progress",
        sensitivity=level,
        request_key=f"key-{len(owed.updates)}",
    )
    assert answer.status_code == 303


def hand_in(browser: Browser, ward: Ward, owed: Contribution) -> None:
    assert send_report(browser.as_(ward.culture_head), owed, note="Xong.").status_code == 303


def levels(owed: Contribution) -> list[Sensitivity]:
    return [item.sensitivity for item in owed.evidence]


def test_closing_a_file_closes_the_versions_before_it(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    send(browser, ward, owed, PDF, "internal")
    send(browser, ward, owed, NEWER, "internal")
    hand_in(browser, ward, owed)
    observer, (newest,) = browser.as_(ward.observer), owed.current_evidence
    numbers = [item.id for item in owed.evidence]
    assert [observer.get(f"/evidence/{number}").status_code for number in numbers] == [200, 200]
    wanted = {"seen": "internal", "sensitivity": "restricted"}
    browser.as_(ward.office).post(f"/evidence/{newest.id}/class", data=wanted)
    assert [observer.get(f"/evidence/{number}").status_code for number in numbers] == [404, 404]
    told = [entry.action for entry in latest_entries()][:2]
    assert told == ["evidence:classified"] * 2


def test_opening_a_file_leaves_the_versions_before_it_closed(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    """The newer one may have been freed of what concerns citizens."""
    send(browser, ward, owed, PDF, "restricted")
    send(browser, ward, owed, NEWER, "restricted")
    (newest,) = owed.current_evidence
    wanted = {"seen": "restricted", "sensitivity": "internal"}
    browser.as_(ward.culture_head).post(f"/evidence/{newest.id}/class", data=wanted)
    assert levels(owed) == [Sensitivity.RESTRICTED, Sensitivity.INTERNAL]


def test_a_newer_version_is_not_opened_by_a_form_that_was_not_looked_at(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    send(browser, ward, owed, PDF, "restricted")
    send(browser, ward, owed, NEWER, "internal")
    assert levels(owed) == [Sensitivity.RESTRICTED] * 2


def test_a_newer_version_for_fewer_people_closes_the_one_before(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    send(browser, ward, owed, PDF, "internal")
    send(browser, ward, owed, NEWER, "restricted")
    assert levels(owed) == [Sensitivity.RESTRICTED] * 2


def test_the_same_file_sent_again_as_restricted_is_restricted(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    send(browser, ward, owed, PDF, "internal")
    send(browser, ward, owed, PDF, "restricted")
    assert levels(owed) == [Sensitivity.RESTRICTED]
