"""A document of Phường Mẫu, uploaded and waiting for review."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.imports.documents import plan_docx
from tests.personas import Browser, Ward
from tracker.core.db import db
from tracker.imports.models import ImportDraft
from tracker.imports.service import import_file


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
