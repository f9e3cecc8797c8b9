"""A document of Phường Mẫu, uploaded and waiting for review."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.imports.documents import AMENDED, plan_docx
from tests.imports.reviewing import settle
from tests.personas import Browser, Ward
from tracker.core.db import db
from tracker.imports.applying import apply_draft
from tracker.imports.models import ImportDraft
from tracker.imports.service import import_file
from tracker.plans.models import Plan


@pytest.fixture
def office(browser: Browser, ward: Ward) -> FlaskClient:
    """The Office, signed in."""
    return browser.as_(ward.office)


@pytest.fixture
def draft(ward: Ward) -> ImportDraft:
    """The plan as read from its DOCX file."""
    draft = import_file("ke-hoach.docx", plan_docx(), actor=ward.office)
    db.session.commit()
    return draft


@pytest.fixture
def plan(draft: ImportDraft, ward: Ward) -> Plan:
    """The plan in force."""
    settle(draft, actor=ward.office)
    made = apply_draft(draft, actor=ward.office, doubts_seen=True)
    db.session.commit()
    return made


@pytest.fixture
def amendment(plan: Plan, ward: Ward) -> ImportDraft:
    """The draft of its amended version."""
    made = import_file("sua-doi.docx", plan_docx(AMENDED), actor=ward.office)
    made.amends_plan = plan
    db.session.commit()
    return made
