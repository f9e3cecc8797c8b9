"""Drafts are the Office's own: for everybody else there are no such pages."""

from __future__ import annotations

import pytest

from tests.imports.reviewing import row_with
from tests.personas import Browser, Ward
from tracker.imports.models import ImportDraft

OTHERS = ("administrator", "leader", "culture_head", "culture_officer", "observer")


@pytest.mark.parametrize("role", OTHERS)
def test_others_find_nothing(browser: Browser, ward: Ward, draft: ImportDraft, role: str) -> None:
    client = browser.as_(getattr(ward, role))
    row = row_with(draft, "Ban hành kế hoạch")
    pages = (
        "/imports",
        f"/imports/{draft.id}",
        f"/imports/{draft.id}/source",
        f"/imports/{draft.id}/rows/{row.id}/content",
    )
    writes = (
        "/imports",
        "/imports/again",
        f"/imports/{draft.id}/details",
        f"/imports/{draft.id}/units",
        f"/imports/{draft.id}/apply",
        f"/imports/{draft.id}/discard",
        f"/imports/{draft.id}/rows/{row.id}/content",
        f"/imports/{draft.id}/rows/{row.id}/content/confirm",
    )
    assert [client.get(url).status_code for url in pages] == [404] * len(pages)
    assert [client.post(url).status_code for url in writes] == [404] * len(writes)
    assert row.content == "Ban hành kế hoạch chuyển đổi số"


def test_strangers_are_asked_to_sign_in(browser: Browser, draft: ImportDraft) -> None:
    answer = browser.anonymous().get(f"/imports/{draft.id}")
    assert answer.status_code == 302
    assert answer.location.startswith("/login")


def test_a_row_belongs_to_its_draft_only(browser: Browser, ward: Ward, draft: ImportDraft) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    office = browser.as_(ward.office)
    assert office.get(f"/imports/{draft.id + 1}/rows/{row.id}/content").status_code == 404
    assert office.get(f"/imports/{draft.id}/rows/{row.id}/nothing").status_code == 404
