"""How far the reading of a long document is; having it read again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker.core import clock
from tracker.core.web import go_to, render
from tracker.imports import service
from tracker.imports.background import start_reading
from tracker.imports.fetching import fetch_draft
from tracker.imports.models import ImportDraft
from tracker.imports.rules import DraftState

readings = Blueprint("readings", __name__)

READING = "/imports/<int:draft_id>/reading"


@readings.get(READING)
def progress(draft_id: int) -> BaseResponse:
    """The bar alone, asked for again and again; the whole draft once it has been read."""
    draft = fetch_draft(draft_id)
    if draft.state is DraftState.READING:
        return render("imports/_reading.html", **_words(draft))
    response = Response(status=200)
    response.headers["HX-Redirect"] = url_for("imports.show", draft_id=draft.id)
    return response


@readings.post(READING)
def again(draft_id: int) -> BaseResponse:
    """Read a document anew whose reading stopped."""
    draft = fetch_draft(draft_id)
    service.read_again(draft)
    return reading_started(draft)


def reading_page(draft: ImportDraft) -> BaseResponse:
    """The page of a draft that is still being read."""
    return render("imports/reading.html", **_words(draft))


def reading_started(draft: ImportDraft) -> BaseResponse:
    """Go to the draft; a document still to be read is begun once the answer, and so the draft
    itself, is out.
    """
    response = go_to(url_for("imports.show", draft_id=draft.id))
    if draft.state is DraftState.READING:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        draft_id = draft.id
        response.call_on_close(lambda: start_reading(app, draft_id))
    return response


def _words(draft: ImportDraft) -> dict[str, Any]:
    reading = draft.reading or abort(404)
    return {
        "draft": draft,
        "reading": reading,
        "has_stopped": reading.has_stopped(clock.now()),
    }
