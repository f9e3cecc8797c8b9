"""A made file as the answer to a request."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file

from tracker.exports.service import ExportedFile


def send_exported(file: ExportedFile) -> Response:
    """The file for the browser to keep, under its own name."""
    return send_file(
        BytesIO(file.data),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
    )
