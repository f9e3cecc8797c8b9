"""Sending an evidence file to a browser; it is never shown as a page of ours."""

from __future__ import annotations

from io import BytesIO
from typing import Protocol

from flask import Response, abort, send_file

from tracker.core.storage import file_store
from tracker.evidence.kept_pictures import kept_picture
from tracker.evidence.page_pictures import NoPictureError

PDF = "application/pdf"
SHOWN_AS_PICTURE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
# Types a browser may show by itself without running anything in them.
SHOWN_IN_PAGE = SHOWN_AS_PICTURE | {PDF}


class StoredFile(Protocol):
    """A row that holds a file: evidence, or the paper of a request."""

    @property
    def sha256(self) -> str | None:
        """The hash by which the store knows it."""

    @property
    def media_type(self) -> str | None:
        """What its content was found to be."""

    @property
    def file_name(self) -> str | None:
        """The name it is sent under."""


def file_answer(evidence: StoredFile) -> Response:
    """The file, under headers that let nothing in it run; 404 when the store has lost it."""
    if evidence.sha256 is None:
        abort(404)
    try:
        content = file_store().get(evidence.sha256)
    except FileNotFoundError:
        abort(404)
    response = send_file(
        BytesIO(content),
        mimetype=evidence.media_type or "application/octet-stream",
        as_attachment=evidence.media_type not in SHOWN_IN_PAGE,
        download_name=evidence.file_name,
    )
    response.headers["Content-Security-Policy"] = _shown_under(evidence.media_type)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def picture_answer(evidence: StoredFile) -> Response:
    """What the page shows of a file: a picture as it is, of a PDF its first page."""
    if evidence.media_type in SHOWN_AS_PICTURE:
        return file_answer(evidence)
    digest = evidence.sha256
    if evidence.media_type != PDF or digest is None:
        abort(404)
    try:
        picture = kept_picture(digest, 1, lambda: file_store().get(digest))
    except (NoPictureError, FileNotFoundError):
        abort(404)
    response = send_file(BytesIO(picture), mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _shown_under(media_type: str | None) -> str:
    """Nothing may run in what is shown. Chrome's own PDF viewer does not start in a sandbox."""
    if media_type == PDF:
        return "frame-ancestors 'none'"
    return "default-src 'none'; sandbox"
