"""Sending an evidence file to a browser; it is never shown as a page of ours."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Protocol

from flask import Response, abort, request, send_file

from tracker.core.errors import RuleError
from tracker.core.storage import file_store
from tracker.evidence.downloads import note_download
from tracker.evidence.kept_pictures import kept_picture, kept_redrawn
from tracker.evidence.kinds import ENDINGS, PDF, PICTURES
from tracker.evidence.page_pictures import NoPictureError
from tracker.evidence.rules import ScanState

# Of these the page shows a picture that is drawn here, never the file itself.
PICTURED = frozenset(PICTURES) | {PDF}
# Chrome's own PDF viewer does not start in a sandbox; what a PDF could run is refused at upload.
PDF_SHOWN_UNDER = "frame-ancestors 'none'"
NOTHING_RUNS = "default-src 'none'; sandbox"


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
    """The file, under headers that let nothing in it run; 404 when the store has lost it.

    A PDF opens in the browser's viewer; everything else, pictures too, is only ever saved.
    """
    if evidence.sha256 is None:
        abort(404)
    _refuse_infected(evidence)
    try:
        content = file_store().get(evidence.sha256)
    except FileNotFoundError:
        abort(404)
    note_download(evidence)
    is_pdf = evidence.media_type == PDF
    known = evidence.media_type in ENDINGS
    response = send_file(
        BytesIO(content),
        mimetype=(known and evidence.media_type) or "application/octet-stream",
        as_attachment=not is_pdf,
        download_name=evidence.file_name,
    )
    response.headers["Content-Security-Policy"] = PDF_SHOWN_UNDER if is_pdf else NOTHING_RUNS
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def picture_answer(evidence: StoredFile) -> Response:
    """What the page shows of a file: a picture drawn anew, of a PDF its first page."""
    digest, media_type = evidence.sha256, evidence.media_type or ""
    if digest is None or media_type not in PICTURED:
        abort(404)
    _refuse_infected(evidence)

    def draw() -> bytes:
        if media_type == PDF:
            return kept_picture(digest, 1, lambda: file_store().get(digest))
        return kept_redrawn(digest, media_type, lambda: file_store().get(digest))

    response = shown_by_browser(draw, "image/png" if media_type == PDF else "image/webp", digest)
    if getattr(evidence, "is_restricted", False):
        note_download(evidence)
    return response


def shown_by_browser(draw: Callable[[], bytes], mimetype: str, name: str) -> Response:
    """A picture that the browser fetches once, and asks here before it shows it again.

    Several people share a machine: what one of them saw is not the next one's to see.
    """
    if request.if_none_match.contains(name):
        response = Response(status=304)
    else:
        try:
            response = send_file(BytesIO(draw()), mimetype=mimetype)
        except (NoPictureError, FileNotFoundError):
            abort(404)
    response.set_etag(name)
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _refuse_infected(evidence: StoredFile) -> None:
    if getattr(evidence, "scan_state", ScanState.NOT_ASKED) is ScanState.INFECTED:
        raise RuleError("Tệp có mã độc nên đã khóa: hãy liên hệ đơn vị gửi để nhận tệp khác.")
