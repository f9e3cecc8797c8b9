"""Who fetched which file: noted beside the page, which itself only reads."""

from __future__ import annotations

import logging
from typing import Any

from flask import has_request_context, request
from flask_login import current_user
from sqlalchemy import Select, insert, select
from sqlalchemy.exc import SQLAlchemyError

from tracker.core import clock
from tracker.core.db import note_aside
from tracker.core.text_vn import one_line
from tracker.evidence.models import FileDownload
from tracker.evidence.rules import Sensitivity

log = logging.getLogger(__name__)
PAGE_SIZE = 50


def note_download(paper: Any) -> None:
    """Note that the person of this request gets the file.

    The file goes out even when the note cannot be kept (a full disk): reading is needed then too.
    """
    if not has_request_context() or not current_user.is_authenticated:
        return
    sensitivity = getattr(paper, "sensitivity", Sensitivity.INTERNAL)
    values = {
        "at": clock.now(),
        "user_id": current_user.id,
        "user_name": current_user.full_name,
        "remote_address": request.remote_addr,
        "about": paper.__tablename__,
        "paper_id": paper.id,
        "file_name": getattr(paper, "journal_name", None) or paper.file_name or "",
        "sha256": paper.sha256,
        "sensitivity": sensitivity,
    }
    try:
        note_aside(insert(FileDownload).values(**values))
    except SQLAlchemyError:
        log.exception("the download of %s by user %d was not noted", paper.sha256, current_user.id)


def downloads(words: str = "") -> Select[FileDownload]:
    """The newest first; those whose file or person has the words in its name."""
    statement = select(FileDownload).order_by(FileDownload.id.desc())
    for word in one_line(words).split():
        statement = statement.where(
            FileDownload.file_name.icontains(word, autoescape=True)
            | FileDownload.user_name.icontains(word, autoescape=True)
        )
    return statement
