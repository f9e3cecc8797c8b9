"""Fetch and check in one, for all pages of drafts: for all but the Office there is no such page."""

from __future__ import annotations

from flask import abort

from tracker import policy
from tracker.imports import queries
from tracker.imports.models import DraftRow, ImportDraft


def fetch_draft(draft_id: int) -> ImportDraft:
    """The draft, for whoever may import."""
    policy.require("import:work", visible=False)
    return queries.draft_by_id(draft_id) or abort(404)


def fetch_row(draft_id: int, row_id: int) -> DraftRow:
    """A row of the draft, for whoever may import."""
    policy.require("import:work", visible=False)
    return queries.row_of_draft(draft_id, row_id) or abort(404)
