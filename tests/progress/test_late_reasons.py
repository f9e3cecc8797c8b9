"""Past the due day a result comes with the reason why, kept for the Office to read."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.core import clock
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus

# Two days past the due day, 20 August.
LATE = datetime(2026, 8, 22, 1, 0, tzinfo=UTC)
REASON = "Bão số 4, trụ sở mất điện hai ngày."


def test_a_late_result_needs_a_reason_and_its_cause(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit = browser.as_(ward.culture_head)
    with clock.at(LATE):
        assert "Vì sao chậm" in unit.get(f"/contributions/{owed.id}/update").text
        silent = send_report(unit, owed, late_reason="")
        assert silent.status_code == 422
        assert "hãy ghi vì sao chậm" in silent.text
        assert "Đã trình ký ban hành." in silent.text
        causeless = send_report(unit, owed, late_reason=REASON, late_cause="")
        assert causeless.status_code == 422
        assert REASON in causeless.text
        assert owed.status is ContributionStatus.NOT_STARTED
        sent = send_report(unit, owed, late_reason=REASON, late_cause="objective")
        assert sent.status_code == 303
        assert owed.lateness is not None
        assert (owed.lateness.late_reason, owed.lateness.late_is_objective) == (REASON, True)
        office = browser.as_(ward.office)
        for page in ("/review", "/follow-up", f"/tasks/{owed.occurrence.task_id}"):
            assert REASON in office.get(page).text, page


def test_in_time_nothing_is_asked_or_kept(ward: Ward, browser: Browser, owed: Contribution) -> None:
    unit = browser.as_(ward.culture_head)
    assert "Vì sao chậm" not in unit.get(f"/contributions/{owed.id}/update").text
    assert send_report(unit, owed, late_reason=REASON).status_code == 303
    assert owed.lateness is None


def test_a_report_under_way_may_say_why_and_the_form_remembers(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit = browser.as_(ward.culture_head)
    with clock.at(LATE):
        without = send_report(unit, owed, status="in_progress", late_reason="", late_cause="")
        assert without.status_code == 303
        send_report(unit, owed, status="in_progress", late_reason=REASON, late_cause="subjective")
        form = unit.get(f"/contributions/{owed.id}/update").text
    assert REASON in form
    checked = [tag for tag in form.split("<input")[1:] if "checked" in tag.partition(">")[0]]
    assert any('value="subjective"' in tag for tag in checked)
