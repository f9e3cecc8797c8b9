"""The document beside the draft: a row's neighbours as printed, the page as a picture, the file."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, abort, send_file
from werkzeug.wrappers import Response as BaseResponse

from tracker.core.storage import file_store
from tracker.core.web import render, wants_part
from tracker.evidence.answering import shown_by_browser
from tracker.evidence.kept_pictures import kept_picture
from tracker.imports.fetching import fetch_draft, fetch_row
from tracker.imports.models import ImportDraft
from tracker.imports.source import PDF, source_of

sources = Blueprint("sources", __name__)


@sources.get("/imports/<int:draft_id>/source")
def file(draft_id: int) -> BaseResponse:
    """The file as it was uploaded; always a download, never a page of ours."""
    draft = fetch_draft(draft_id)
    name = f"{draft.file_name}.txt" if draft.is_pasted else draft.file_name
    return send_file(
        BytesIO(_content(draft)), mimetype=draft.media_type, as_attachment=True, download_name=name
    )


@sources.get("/imports/<int:draft_id>/rows/<int:row_id>/source")
def row(draft_id: int, row_id: int) -> BaseResponse:
    """The row among its neighbours, as the file has them."""
    draft = fetch_draft(draft_id)
    found = fetch_row(draft_id, row_id)
    template = "imports/_source.html" if wants_part() else "imports/source.html"
    return render(template, draft=draft, source=source_of(found))


@sources.get("/imports/<int:draft_id>/pages/<int:number>.png")
def page(draft_id: int, number: int) -> BaseResponse:
    """One page of a PDF as a picture."""
    draft = fetch_draft(draft_id)
    if draft.media_type != PDF or number < 1:
        abort(404)
    return shown_by_browser(
        lambda: kept_picture(draft.sha256, number, lambda: file_store().get(draft.sha256)),
        "image/png",
        f"{draft.sha256[:16]}-{number}",
    )


def _content(draft: ImportDraft) -> bytes:
    try:
        return file_store().get(draft.sha256)
    except FileNotFoundError:
        abort(404)
